// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What holds of an ITS between any two calls. */
#include <itsguard/itsguard.h>

#include "shadow/its/cursor.h"
#include "shadow/its/devices.h"
#include "shadow/its/hand.h"
#include "shadow/its/mapping.h"
#include "shadow/its/mode.h"
#include "shadow/its/next.h"
#include "shadow/its/queue.h"
#include "shadow/its/slot.h"

/* Void work is dropped in phase VOID alone. A reset is owed until there is one. */
static bool void_is_valid(const struct itsg_mode *mode)
{
	bool reset = mode->owed & OWED_RESET;

	if (mode->owed & OWED_VOID && (mode->phase != ITSG_PHASE_VOID || reset))
		return false;
	if (reset && (mode->wish || mode->phase != ITSG_PHASE_VOID))
		return !mode->wish && mode->phase == ITSG_PHASE_KEPT;
	return mode->phase != ITSG_PHASE_KEPT;
}

static bool mode_is_valid(const struct itsg_its *its)
{
	const struct itsg_mode *mode = &its->mode;

	if (!void_is_valid(mode) || mode->waits > ITSG_PATIENCE ||
	    (mode->waits && mode->phase == ITSG_PHASE_ON))
		return false;

	if (mode->wish && (mode->owed & OWED_TEARDOWN || !(its->registers.cbaser & BASER_VALID)))
		return false;
	if (mode->owed & OWED_CLEAR && (mode->phase != ITSG_PHASE_OFF || mapping_is_any(its)))
		return false;
	/* A purge looks at collections up to the top, also when the last one is unmapped. */
	return !(mode->owed & OWED_PURGE) || mapping_is_any(its) || its->collections.top;
}

/* All reasons to be slow, computed anew. */
static uint32_t slow_reasons(const struct itsg_its *its)
{
	return (its->mode.phase != ITSG_PHASE_ON ? SLOW_PHASE : 0) |
	       (!its->mode.wish ? SLOW_WISH : 0) | (its->mode.owed ? SLOW_OWED : 0) |
	       (!hand_is_free(its) ? SLOW_HAND : 0) |
	       (its->queue.cwriter >= its->queue.bytes ? SLOW_CWRITER : 0) |
	       (its->queue.flushed ? SLOW_FLUSH : 0) | (!its->coherent ? SLOW_CLEAN : 0) |
	       (its->ring.hw_error ? SLOW_HW_ERROR : 0) |
	       ((its->config.report & REPORT_IN_STEP) ? SLOW_LISTENER : 0) |
	       (itsg_work_now(its) ? SLOW_LEFT : 0);
}

/* A short step does not check the range of an ICID that is mapped. */
static bool short_step_is_safe(const struct itsg_its *its)
{
	return its->slow || its->collections.top <= its->limits.icids;
}

static bool ring_is_valid(const struct itsg_ring *ring)
{
	uint32_t all = ring->head | ring->tail | ring->published;

	if (!ring->words || !ring->slots || all % RING_SLOT)
		return false;
	return ring->head < ring->bytes && ring->tail < ring->bytes &&
	       ring->published == ring->head;
}

/* The youngest slot has the fetch position. If no slot is in flight, CREADR has it. */
static bool positions_agree(const struct itsg_its *its)
{
	const struct itsg_ring *ring = &its->ring;
	const struct itsg_slot *youngest;

	if (slot_none_in_flight(ring))
		return its->queue.creadr == its->queue.fetch;
	youngest = slot_record(ring, ring_previous(ring->head, ring->bytes));
	return its->mode.phase == ITSG_PHASE_VOID || its->mode.phase == ITSG_PHASE_KEPT ||
	       (youngest->position & ~SLOT_RELEASES) == its->queue.fetch;
}

/* The slots in flight that are marked are as many as were counted. */
static bool releases_agree(const struct itsg_ring *ring)
{
	uint32_t at, marked = 0;

	for (at = ring->tail; at != ring->head; at = slot_next(ring, at))
		marked += slot_record(ring, at)->position & SLOT_RELEASES;
	return marked == ring->releases;
}

static bool off_is_empty(const struct itsg_its *its)
{
	if (its->mode.phase == ITSG_PHASE_KEPT)
		return !slot_none_in_flight(&its->ring) && hand_is_free(its);
	return its->mode.phase != ITSG_PHASE_OFF ||
	       (slot_none_in_flight(&its->ring) && hand_is_free(its));
}

static bool queue_is_valid(const struct itsg_its *its)
{
	const struct itsg_queue *queue = &its->queue;

	if (queue->fetch >= queue->bytes || queue->creadr >= queue->bytes ||
	    (queue->fetch | queue->creadr | queue->cwriter) % RING_SLOT)
		return false;
	return !(queue->pa & ~CBASER_ADDRESS) && queue->bytes <= RING_OFFSET + RING_SLOT;
}

/* All of the queue, and no other page, while the host's commands may be fetched. */
static bool claim_is_valid(const struct itsg_its *its)
{
	const struct itsg_run *pages = &its->queue.pages;
	struct itsg_run all = {0};

	if (pages->done > pages->pages)
		return false;
	if (its->mode.phase != ITSG_PHASE_ON || !its->mode.wish)
		return true;
	itsg_run_describe(&all, its->queue.pa, its->queue.bytes, its->domain->config.page_size);
	return pages->pa == all.pa && pages->pages == all.pages && run_is_whole(pages) &&
	       !pages->half;
}

static bool hand_is_valid(const struct itsg_its *its)
{
	const struct itsg_hand *hand = &its->hand;
	bool acquired = false;
	unsigned int i;

	for (i = 0; i < HAND_BLOCKS; i++)
		acquired = acquired || hand->blocks[i].va;
	if (hand->stage > HAND_COMMIT)
		return false;
	return hand->stage > HAND_WAIT ? hand->cmd.kind == ITSG_CMD_MAPD : !acquired;
}

static bool hand_cursor_is_valid(const struct itsg_its *its)
{
	const struct itsg_cursor *cursor = &its->cursor;
	const struct itsg_block *block;

	if (its->hand.stage != HAND_CLEAR || cursor->part >= HAND_BLOCKS)
		return false;
	block = &its->hand.blocks[cursor->part];
	return !cursor->bytes || (block->va && cursor->bytes < block->size);
}

/* It is among the events of a device that has some to be unmapped. */
static bool event_cursor_is_valid(const struct itsg_its *its)
{
	const struct itsg_device *device;

	if (its->hand.stage != HAND_UNMAP && !mode_owes(its, OWED_PURGE) &&
	    its->mode.phase != ITSG_PHASE_VOID)
		return false;
	device = its->devices.root ? devices_find(its, its->cursor.of) : NULL;
	return device && device->live && its->cursor.index < device->events;
}

/* Whoever holds the cursor has something left to do. */
static bool cursor_is_valid(const struct itsg_its *its)
{
	switch ((enum cursor_work)its->cursor.work) {
	case CURSOR_FREE: return true;
	case CURSOR_CLEAR_TABLES:
		return mode_owes(its, OWED_CLEAR | OWED_VOID) && its->cursor.part < 3;
	case CURSOR_CLEAR_HAND: return hand_cursor_is_valid(its);
	case CURSOR_UNMAP_EVENTS: return event_cursor_is_valid(its);
	case CURSOR_UNMAP_COLLECTIONS: return mode_owes(its, OWED_PURGE);
	case CURSOR_RESEND_COLLECTIONS: return mode_owes(its, OWED_RESEND);
	case CURSOR_RETURN_LEAVES:
	case CURSOR_RETURN_TABLES: return its->mode.phase == ITSG_PHASE_RETURN;
	}
	return false;
}

/* The list of devices, and their live events; ~0: it is broken. */
static uint64_t live_in_devices(const struct itsg_its *its)
{
	itsg_device_id id = its->devices.first, previous = id;
	const struct itsg_device *device;
	uint64_t n, live = 0;

	if (its->devices.count > its->devices.capacity)
		return ~(uint64_t)0;
	for (n = 0; n < its->devices.count; n++) {
		device = devices_find(its, id);
		if (!device || !device->records || device->live > device->events ||
		    device->previous != previous)
			return ~(uint64_t)0;
		/* what verdict_is_plain relies on */
		if (!its->slow &&
		    (id >= its->limits.devices || device->events > its->limits.events))
			return ~(uint64_t)0;
		live += device->live;
		previous = id;
		id = device->next;
	}
	return live;
}

/* The collections that are mapped, and the events that name them; ~0: something is broken. */
static uint64_t live_in_collections(const struct itsg_its *its)
{
	const struct itsg_collections *collections = &its->collections;
	uint64_t live = 0;
	uint32_t icid, mapped = 0;

	if (collections->top > collections->end)
		return ~(uint64_t)0;
	for (icid = 0; icid < collections->top; icid++) {
		mapped += collections->all[icid].mapped;
		live += collections->all[icid].live;
		if (collections->all[icid].live && !collections->all[icid].mapped)
			return ~(uint64_t)0;
	}
	return mapped == collections->count ? live : ~(uint64_t)0;
}

/* In phase VOID devices go first and the collections' counts stay as they were. */
static bool live_counts_agree(const struct itsg_its *its)
{
	uint64_t live = live_in_devices(its);

	if (live == ~(uint64_t)0)
		return false;
	return its->mode.phase == ITSG_PHASE_VOID || live == live_in_collections(its);
}

static bool log_is_valid(const struct itsg_its *its)
{
	return its->log.first < ITSG_EVENT_RING && its->log.count <= ITSG_EVENT_RING;
}

/* Memory is on its way back, or gone. */
static bool end_is_valid(const struct itsg_its *its)
{
	if (its->mode.wish || !queue_is_released(its) || !hand_is_free(its))
		return false;
	return its->mode.phase != ITSG_PHASE_GONE || !(its->frames.done | its->hw.cbaser);
}

static bool life_is_valid(const struct itsg_its *its)
{
	return ring_is_valid(&its->ring) && queue_is_valid(its) && off_is_empty(its) &&
	       positions_agree(its) && releases_agree(&its->ring) && claim_is_valid(its) &&
	       hand_is_valid(its) && short_step_is_safe(its) && live_counts_agree(its);
}

bool itsg_its_is_valid(const struct itsg_its *its)
{
	if (!its->domain || its->mode.phase > ITSG_PHASE_KEPT || !log_is_valid(its))
		return false;
	if (its->left > its->config.budget || its->unfenced || !cursor_is_valid(its) ||
	    its->slow != slow_reasons(its) || its->work != (uint16_t)itsg_work_now(its))
		return false;
	if (its->mode.phase == ITSG_PHASE_GONE || its->mode.phase == ITSG_PHASE_RETURN)
		return end_is_valid(its);
	return mode_is_valid(its) && life_is_valid(its);
}
