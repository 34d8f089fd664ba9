/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What goes at a walk, in one word that a slot carries: an ITT, or an LPI that no event is mapped
 * to any more. Another ITS may use either at once, so the hardware must be through with it here.
 */
#ifndef ITSG_ITS_RELEASE_H
#define ITSG_ITS_RELEASE_H

#include "shadow/its/blocks.h"
#include "shadow/memory/lpis.h"

#define RELEASE_LPI 0xffu /* in the low byte, where an ITT has its order */

/* An ITT, by its address with its order in the low byte, is a word as it is. */
ALWAYS_INLINE uint64_t release_of_lpi(itsg_intid intid)
{
	return (uint64_t)intid << 8 | RELEASE_LPI;
}

/* Requires: the caller holds the ITS lock. Locks: for an ITT, takes the domain's lock. */
static inline void release(struct itsg_its *its, uint64_t what)
{
	if ((what & 0xff) == RELEASE_LPI)
		lpis_unmap(its->lpis, (itsg_intid)(what >> 8));
	else
		itsg_blocks_release_itt(its, what);
}

#endif
