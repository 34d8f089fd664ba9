// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * One step, taken by every trap and poll: walk what the hardware has done, move the life cycle, go
 * on with what is owed or has begun, fetch, publish. One budget covers all of it.
 */
#include "shadow/internal.h"

static bool can_fetch(const struct itsg_its *its)
{
	/* A smaller queue set below CWRITER: nothing until the host writes a valid one. */
	return its->cwriter < its->staging_bytes && its->fetch != its->cwriter;
}

static void fetch(struct itsg_its *its)
{
	void *ctx = its->config.ctx;

	if (!can_fetch(its) || !its->left)
		return;
	/* CWRITER was seen; the commands before it are read only now. */
	itsg_platform_load_barrier(ctx);
	while (its->fetch != its->cwriter && spend(its)) {
		if (its->flush_staging)
			itsg_platform_flush_staging(ctx, its->staging + its->fetch, RING_SLOT);
		itsg_platform_read_slot(ctx, its->staging + its->fetch, its->pending.words);
		its->counters.fetched++;
		if (!itsg_command_process(its))
			return;
	}
}

static void run(struct itsg_its *its)
{
	bool wanted = its->enabled || its->jobs & JOB_TEARDOWN;

	if (wanted && its->jobs & JOB_RESEND && !itsg_resend(its))
		return;
	/* A command that has begun is finished even in a drain. */
	if (its->pending.stage != PENDING_NONE && !itsg_command_run(its))
		return;
	if (wanted && its->jobs & JOB_PURGE && !itsg_purge(its))
		return;
	if (its->enabled)
		fetch(its);
}

void itsg_step(struct itsg_its *its)
{
	uint64_t used;

	its->left = its->config.budget;
	/* Off, or without power, the hardware's CREADR says nothing. */
	if (its->phase == ITSG_PHASE_ON)
		itsg_ring_walk(its);
	if (its->phase != ITSG_PHASE_ON || !its->enabled || its->jobs)
		itsg_life(its);
	if (its->phase == ITSG_PHASE_ON) {
		run(its);
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
		       its->ring.head != its->ring.tail || can_fetch(its);
	case ITSG_PHASE_STOPPING:
	case ITSG_PHASE_VOID:
	case ITSG_PHASE_RETURN: return true;
	case ITSG_PHASE_GONE: break;
	}
	return false;
}
