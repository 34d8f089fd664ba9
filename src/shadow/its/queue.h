/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The host's staging queue: where it is, how far it is read, and its pages, which are claimed while
 * the ITS is enabled. Positions are byte offsets. Nobody else writes its->queue.
 *
 * Requires, for all functions: the caller holds the ITS lock (at init: nobody else has the ITS).
 */
#ifndef ITSG_ITS_QUEUE_H
#define ITSG_ITS_QUEUE_H

#include "shadow/its/slow.h"
#include "shadow/memory/run.h"
#include "validator/geometry.h"
#include "validator/inline.h"
#include "validator/registers.h"
#include "validator/ring.h"

/* There is something to fetch. With a smaller queue set below CWRITER there is nothing until the
 * host writes a valid one. */
static inline bool queue_has_more(const struct itsg_its *its)
{
	return its->queue.fetch != its->queue.cwriter && its->queue.cwriter < its->queue.bytes;
}

/* Nothing of it is claimed. */
static inline bool queue_is_released(const struct itsg_its *its)
{
	return run_is_empty(&its->queue.pages);
}

static inline void queue_check_cwriter(struct itsg_its *its)
{
	slow_when(its, SLOW_CWRITER, its->queue.cwriter >= its->queue.bytes);
}

/* The host's CWRITER. False: there is no such offset in its queue; the old one stays. */
ALWAYS_INLINE bool queue_take_cwriter(struct itsg_its *its, uint64_t value)
{
	uint32_t offset = (uint32_t)value & RING_OFFSET;

	if (offset >= its->queue.bytes)
		return false;
	its->queue.cwriter = offset;
	return true;
}

/* The command at the fetch position is through. */
ALWAYS_INLINE void queue_pass(struct itsg_its *its)
{
	its->queue.fetch = ring_next(its->queue.fetch, its->queue.bytes);
}

/* The same, where it is not the last one before the queue's end. */
ALWAYS_INLINE void queue_pass_inside(struct itsg_its *its)
{
	its->queue.fetch += RING_SLOT;
}

/* The host sees that everything before position is done. */
ALWAYS_INLINE void queue_show(struct itsg_its *its, uint32_t position)
{
	its->queue.creadr = position;
}

/* What was fetched and not shown as done has not happened: it is fetched again. */
static inline void queue_rewind(struct itsg_its *its)
{
	its->queue.fetch = its->queue.creadr;
}

/* The host has written CBASER: the queue starts afresh. CWRITER stays as it was. */
static inline void queue_place(struct itsg_its *its, uint64_t cbaser)
{
	its->queue.pa = cbaser & CBASER_ADDRESS;
	its->queue.bytes = itsg_geometry_queue_bytes(cbaser);
	its->queue.creadr = its->queue.fetch = 0;
	queue_check_cwriter(its);
}

/*
 * Claims the queue's pages, one after the other, within the budget.
 *
 * Returns:
 *   OK: all are claimed.
 *   AGAIN: the budget ended it; the next call goes on.
 *   LEDGER: the ledger refused a page. What was claimed before is kept.
 * Locks: takes the domain's lock.
 */
ITSG_MUST_CHECK enum itsg_status itsg_queue_claim(struct itsg_its *its);

/* Lets the pages go, within the budget. True: none is left. Locks: takes the domain's lock. */
ITSG_MUST_CHECK bool itsg_queue_release(struct itsg_its *its);

/* The others of the domain know of the queue from here on, or no more. These take its lock. */
void itsg_queue_join(struct itsg_its *its);
void itsg_queue_leave(struct itsg_its *its);

#endif
