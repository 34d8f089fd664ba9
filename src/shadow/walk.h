/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The walk, inline: every trap begins with it. */
#ifndef ITSG_WALK_H
#define ITSG_WALK_H

#include "shadow/slot.h"

/* Retires what the hardware has passed: only here is memory released, and does CREADR move for the
 * host. */
ALWAYS_INLINE void walk(struct itsg_its *its)
{
	if (its->ring.tail != its->ring.published)
		itsg_walk_each(its, itsg_platform_read64(its->config.ctx, GITS_OFFSET_CREADR));
}

/* What was written and cleaned in this step is out. */
ALWAYS_INLINE void step_end(struct itsg_its *its)
{
	if (its->ring.head != its->ring.published)
		itsg_ring_publish(its);
	if (its->unfenced)
		itsg_fence(its);
}

ALWAYS_INLINE void step_account(struct itsg_its *its, uint32_t used)
{
	its->counters.work += used;
	if (used > its->counters.work_max)
		its->counters.work_max = used;
}

#endif
