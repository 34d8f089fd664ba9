// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * One step, taken by every trap and poll: walk what the hardware has done, move the life cycle, go
 * on with what is owed or has begun, fetch, publish. One budget covers all of it. While nothing is
 * owed and the ITS is simply on, its->routine says so, and trap.c takes the step's short form.
 */
#include "shadow/walk.h"

/* How far the hardware is; the present tail where its answer cannot be. */
static uint32_t hw_position(struct itsg_its *its, uint64_t creadr)
{
	const struct itsg_ring *ring = &its->ring;
	uint32_t at = (uint32_t)creadr & RING_OFFSET;
	bool placed =
		at < ring->bytes && ring_distance(ring->tail, at, ring->bytes) <=
					    ring_distance(ring->tail, ring->published, ring->bytes);

	if (!placed || creadr & CREADR_STALLED || its->hw_error)
		itsg_ring_hw_error(
			its, placed && !(creadr & CREADR_STALLED) ? 0 : creadr | CREADR_STALLED);
	return placed ? at : ring->tail;
}

void itsg_walk_each(struct itsg_its *its, uint64_t creadr)
{
	struct itsg_ring *ring = &its->ring;
	uint32_t from = ring->tail, to = hw_position(its, creadr);
	uint64_t release;

	while (ring->tail != to && spend(its)) {
		release = slot_take_release(ring);
		if (release)
			itsg_block_release_itt(its, release);
		its->creadr = ring->slots[ring->tail / RING_SLOT].position;
		ring->tail = slot_next(ring, ring->tail);
		its->counters.walked++;
	}
	if (ring->tail != from)
		itsg_report_words(its, ITSG_EVENT_WALK, from, ring->tail, NULL);
}

static void run(struct itsg_its *its)
{
	bool wanted = its->enabled || its->jobs & JOB_TEARDOWN;

	if (wanted && its->jobs & JOB_RESEND && !itsg_resend(its))
		return;
	/* A command that has begun is finished even in a drain. */
	if (its->hand.stage != HAND_FREE && !itsg_command_resume(its))
		return;
	if (wanted && its->jobs & JOB_PURGE && !itsg_purge(its))
		return;
	if (its->enabled && itsg_command_can_fetch(its) && its->left)
		itsg_command_fetch(its);
}

/* Reports that the short form does not make. */
#define HEARD_IN_STEP (BIT(ITSG_EVENT_COMMAND) | BIT(ITSG_EVENT_WALK) | BIT(ITSG_EVENT_PUBLISH))

static bool is_routine(const struct itsg_its *its)
{
	if (its->phase != ITSG_PHASE_ON || !its->enabled || its->jobs ||
	    its->hand.stage != HAND_FREE)
		return false;
	return its->cwriter < its->staging_bytes && its->coherent && !its->flush_staging &&
	       !its->hw_error && !(its->config.report & HEARD_IN_STEP);
}

void itsg_step(struct itsg_its *its)
{
	its->left = its->config.budget;
	/* Off, or without power, the hardware's CREADR says nothing. */
	if (its->phase == ITSG_PHASE_ON)
		walk(its);
	if (its->phase != ITSG_PHASE_ON || !its->enabled || its->jobs)
		itsg_life(its);
	if (its->phase == ITSG_PHASE_ON)
		run(its);
	step_end(its);
	its->routine = is_routine(its);
	step_account(its, its->config.budget - its->left);
}

bool itsg_has_work(const struct itsg_its *its)
{
	switch (its->phase) {
	case ITSG_PHASE_OFF: return its->enabled || !itsg_claim_is_empty(its);
	case ITSG_PHASE_ON:
		return !its->enabled || its->jobs || its->hand.stage != HAND_FREE ||
		       its->ring.head != its->ring.tail || itsg_command_can_fetch(its);
	case ITSG_PHASE_STOPPING:
	case ITSG_PHASE_VOID:
	case ITSG_PHASE_RETURN: return true;
	case ITSG_PHASE_GONE: break;
	}
	return false;
}

uint32_t itsg_routine_rest(struct itsg_its *its, uint32_t budget, bool read)
{
	its->left = budget;
	if (!read || itsg_command_process(its))
		if (its->fetch != its->cwriter)
			itsg_command_fetch(its);
	if (its->ring.head != its->ring.published)
		slot_publish(its); /* coherent, and nobody hears of it */
	return budget - its->left;
}
