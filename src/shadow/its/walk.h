/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The walk: it retires what the hardware has passed. Only here is memory released, and does CREADR
 * move for the host. Every trap begins with it.
 *
 * Requires, for all functions: the caller holds the ITS lock.
 */
#ifndef ITSG_ITS_WALK_H
#define ITSG_ITS_WALK_H

#include <itsguard/platform.h>

#include "shadow/its/queue.h"
#include "shadow/its/slot.h"
#include "shadow/its/work.h"

/* Slot by slot, a unit each, up to what the hardware's CREADR reads. */
void itsg_walk_each(struct itsg_its *its, uint64_t creadr);

/* Requires phase ON: off, or without power, the hardware's CREADR says nothing. */
static inline void walk(struct itsg_its *its)
{
	if (its->ring.tail != its->ring.published)
		itsg_walk_each(its, itsg_platform_read64(its->config.ctx, GITS_OFFSET_CREADR));
}

/*
 * The walk of a short step. If the hardware has done all it was given and there is nothing to
 * release, nothing is between the host's CREADR and the fetch position.
 *
 * Requires: no reason to be slow.
 * Returns: the units used.
 */
ALWAYS_INLINE uint32_t walk_short(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	uint64_t creadr;
	uint32_t slots;

	if (ring->tail == ring->published)
		return 0;
	creadr = itsg_platform_read64(its->config.ctx, GITS_OFFSET_CREADR);
	slots = slot_in_flight(ring);
	if (creadr != ring->published || ring->releases || slots > its->config.budget) {
		work_allow(its, its->config.budget);
		itsg_walk_each(its, creadr);
		return its->config.budget - its->left;
	}
	slot_retire_all(ring);
	queue_show(its, its->queue.fetch);
	its->counters.walked += slots;
	return slots;
}

#endif
