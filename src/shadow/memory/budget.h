/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Work units. A call may use so many of them and no more: the rest waits for the next call. A unit
 * is one of: a host command fetched, an own command committed, a slot walked, a page that changes
 * its owner, 4 KiB cleared or scanned.
 */
#ifndef ITSG_MEMORY_BUDGET_H
#define ITSG_MEMORY_BUDGET_H

#include <itsguard/env.h>

#define UNIT_BYTES 4096u /* cleared or scanned for one work unit */

/* Takes a unit. False: none is left, and nothing was taken. */
static inline bool budget_spend(uint32_t *left)
{
	if (!*left)
		return false;
	--*left;
	return true;
}

/* Takes a unit if there is one left. */
static inline void budget_charge(uint32_t *left)
{
	if (*left)
		--*left;
}

#endif
