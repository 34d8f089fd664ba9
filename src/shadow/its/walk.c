// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/its/release.h"
#include "shadow/its/report.h"
#include "shadow/its/shadow_ring.h"
#include "shadow/its/walk.h"

/* How far the hardware is. If its answer is impossible: the present tail. */
static uint32_t hw_position(struct itsg_its *its, uint64_t creadr)
{
	const struct itsg_ring *ring = &its->ring;
	uint32_t at = (uint32_t)creadr & RING_OFFSET;
	bool placed =
		at < ring->bytes && ring_distance(ring->tail, at, ring->bytes) <=
					    ring_distance(ring->tail, ring->published, ring->bytes);
	bool well = placed && !(creadr & CREADR_STALLED);

	if (!well || ring->hw_error)
		itsg_ring_hw_error(its, well ? 0 : creadr | CREADR_STALLED);
	return placed ? at : ring->tail;
}

void itsg_walk_each(struct itsg_its *its, uint64_t creadr)
{
	struct itsg_ring *ring = &its->ring;
	uint32_t from = ring->tail, to = hw_position(its, creadr);
	uint64_t what;

	while (ring->tail != to && work_spend(its)) {
		what = slot_take_release(ring);
		if (what)
			release(its, what);
		queue_show(its, slot_retire(ring));
		its->counters.walked++;
	}
	if (ring->tail != from)
		report_words(its, ITSG_EVENT_WALK, from, ring->tail, NULL);
}
