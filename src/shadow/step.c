// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * One step, taken by every trap and poll: walk what the hardware has done, move the life cycle, go
 * on with what is owed or has begun, fetch, publish. One budget covers all of it.
 */
#include "shadow/slot.h"

/* How far the hardware is; the present tail where its answer cannot be. The ring's size is a power
 * of two. */
ALWAYS_INLINE uint32_t hw_position(struct itsg_its *its)
{
	const struct itsg_ring *ring = &its->ring;
	uint64_t creadr = itsg_platform_read64(its->config.ctx, GITS_OFFSET_CREADR);
	uint32_t at = (uint32_t)creadr & RING_OFFSET, mask = ring->bytes - 1;
	bool placed =
		at <= mask && ((at - ring->tail) & mask) <= ((ring->published - ring->tail) & mask);

	if (!placed || creadr & CREADR_STALLED || its->hw_error)
		itsg_ring_hw_error(
			its, placed && !(creadr & CREADR_STALLED) ? 0 : creadr | CREADR_STALLED);
	return placed ? at : ring->tail;
}

/* Retires what the hardware has passed: only here is memory released, and does CREADR move for the
 * host. */
ALWAYS_INLINE void walk(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	uint32_t from = ring->tail, to;
	const struct itsg_slot *slot;

	if (from == ring->published)
		return;
	to = hw_position(its);
	while (ring->tail != to && spend(its)) {
		slot = &ring->slots[ring->tail / RING_SLOT];
		its->creadr = slot->host_position;
		if (slot->release)
			itsg_block_release_itt(its, slot->release);
		ring->tail = slot_next(ring, ring->tail);
		its->counters.walked++;
	}
	if (ring->tail != from && itsg_reports(its, ITSG_EVENT_WALK))
		itsg_report_words(its, ITSG_EVENT_WALK, from, ring->tail, NULL);
}

static void run(struct itsg_its *its)
{
	bool wanted = its->enabled || its->jobs & JOB_TEARDOWN;

	if (wanted && its->jobs & JOB_RESEND && !itsg_resend(its))
		return;
	/* A command that has begun is finished even in a drain. */
	if (its->pending.stage != PENDING_NONE && !itsg_command_resume(its))
		return;
	if (wanted && its->jobs & JOB_PURGE && !itsg_purge(its))
		return;
	if (its->enabled && itsg_command_can_fetch(its) && its->left)
		itsg_command_fetch(its);
}

void itsg_step(struct itsg_its *its)
{
	uint64_t used;

	its->left = its->config.budget;
	/* Off, or without power, the hardware's CREADR says nothing. */
	if (its->phase == ITSG_PHASE_ON)
		walk(its);
	if (its->phase != ITSG_PHASE_ON || !its->enabled || its->jobs)
		itsg_life(its);
	if (its->phase == ITSG_PHASE_ON) {
		run(its);
		if (its->ring.head != its->ring.published)
			itsg_ring_publish(its);
	}
	if (its->unfenced)
		itsg_fence(its);
	used = its->config.budget - its->left;
	its->counters.work += used;
	if (used > its->counters.work_max)
		its->counters.work_max = used;
}

bool itsg_has_work(const struct itsg_its *its)
{
	switch (its->phase) {
	case ITSG_PHASE_OFF: return its->enabled || !itsg_claim_is_empty(its);
	case ITSG_PHASE_ON:
		return !its->enabled || its->jobs || its->pending.stage != PENDING_NONE ||
		       its->ring.head != its->ring.tail || itsg_command_can_fetch(its);
	case ITSG_PHASE_STOPPING:
	case ITSG_PHASE_VOID:
	case ITSG_PHASE_RETURN: return true;
	case ITSG_PHASE_GONE: break;
	}
	return false;
}
