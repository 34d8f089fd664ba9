// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What holds of an instance between any two calls. */
#include "shadow/internal.h"

static bool ring_is_valid(const struct itsg_ring *ring)
{
	uint32_t all = ring->head | ring->tail | ring->published;

	if (!ring->words || !ring->slots || all % RING_SLOT)
		return false;
	if (ring->head >= ring->bytes || ring->tail >= ring->bytes ||
	    ring->published >= ring->bytes)
		return false;
	return ring_distance(ring->tail, ring->published, ring->bytes) <=
	       ring_distance(ring->tail, ring->head, ring->bytes);
}

static bool routine_is_valid(const struct itsg_its *its)
{
	return !its->routine || (its->phase == ITSG_PHASE_ON && its->enabled && !its->jobs &&
				 its->hand.stage == HAND_FREE && its->cwriter < its->staging_bytes);
}

static bool host_view_is_valid(const struct itsg_its *its)
{
	if (its->fetch >= its->staging_bytes || its->creadr >= its->staging_bytes ||
	    (its->fetch | its->creadr | its->cwriter) % RING_SLOT)
		return false;
	if (its->staging & ~CBASER_ADDRESS || its->staging_bytes > RING_OFFSET + RING_SLOT)
		return false;
	return its->claim.done <= its->claim.pages && its->left <= its->config.budget;
}

static bool list_is_valid(const struct itsg_its *its)
{
	itsg_device_id id = its->devices.first;
	const struct itsg_device *device;
	uint64_t n;

	for (n = 0; n < its->devices.count; n++) {
		device = itsg_device_find(its, id);
		if (!device || !device->records || device->live > device->events)
			return false;
		/* what verdict_is_plain relies on */
		if (its->routine &&
		    (id >= its->limits.devices || device->events > its->limits.events))
			return false;
		id = device->next;
	}
	return true;
}

static bool collections_are_valid(const struct itsg_its *its)
{
	return its->collection_top <= its->collection_end &&
	       (!its->routine || its->collection_top <= its->limits.icids);
}

bool itsg_its_is_valid(const struct itsg_its *its)
{
	if (!its->domain || its->phase > ITSG_PHASE_GONE || its->event_count > ITSG_EVENT_RING)
		return false;
	if (its->phase == ITSG_PHASE_GONE || its->phase == ITSG_PHASE_RETURN)
		return true;
	if (its->hand.stage > HAND_COMMIT || !collections_are_valid(its))
		return false;
	return routine_is_valid(its) && ring_is_valid(&its->ring) && host_view_is_valid(its) &&
	       list_is_valid(its);
}
