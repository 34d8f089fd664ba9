// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Host commands: the verdict in the present state, then, if it wants one, a slot, then the change
 * of state and the commit, which cannot fail. The verdict comes before the slot is asked for, so
 * that refused and nothing-to-do commands go on while the ring is full; a command that has to wait
 * stays in hand and is judged again, on the same words, when it goes on.
 */
#include "shadow/slot.h"
#include "shadow/verdict.h"

void itsg_command_report(struct itsg_its *its, enum itsg_verdict verdict)
{
	struct itsg_event event = {.kind = ITSG_EVENT_COMMAND,
				   .verdict = verdict,
				   .its = its->config.id,
				   .position = its->fetch};

	memcpy(event.words, its->hand.words, sizeof(event.words));
	itsg_report(its, &event);
}

static void settle(struct itsg_its *its, enum itsg_verdict verdict)
{
	its->hand.stage = HAND_FREE;
	its->counters.verdicts[verdict]++;
	if (itsg_reports(its, ITSG_EVENT_COMMAND))
		itsg_command_report(its, verdict);
}

void itsg_command_refuse(struct itsg_its *its, enum itsg_reason reason)
{
	its->hand.stage = HAND_FREE;
	its->counters.verdicts[ITSG_REFUSE]++;
	itsg_report_refusal(its, ITSG_EVENT_COMMAND, reason, its->fetch, 0, its->hand.words);
	itsg_ring_skip(its);
}

void itsg_command_nothing(struct itsg_its *its)
{
	settle(its, ITSG_NOTHING);
	itsg_ring_skip(its);
}

void itsg_command_forward(struct itsg_its *its, enum itsg_verdict verdict, uint64_t release)
{
	settle(its, verdict);
	its->fetch = ring_next(its->fetch, its->staging_bytes);
	slot_commit(&its->ring, &its->hand.cmd, its->fetch, release);
}

/* What a MAPC V = 0 says besides its ICID means nothing, and is not passed on. */
static enum itsg_verdict canonical(struct itsg_command *cmd)
{
	if (cmd->kind != ITSG_CMD_MAPC || cmd->valid)
		return ITSG_FORWARD;
	*cmd = (struct itsg_command){.kind = ITSG_CMD_MAPC, .icid = cmd->icid};
	return ITSG_REWRITE;
}

static void commit(struct itsg_its *its, const struct subject *subject)
{
	enum itsg_verdict verdict = canonical(&its->hand.cmd);

	verdict_take_effect(its, &its->hand.cmd, subject);
	itsg_command_forward(its, verdict, 0);
}

/* False: it waits for a slot. */
static bool run(struct itsg_its *its)
{
	struct itsg_command *cmd = &its->hand.cmd;
	struct subject subject = {0};
	enum itsg_reason reason = verdict_reason(its, cmd, &subject);

	if (reason)
		itsg_command_refuse(its, reason);
	else if (verdict_is_nothing(cmd, &subject))
		itsg_command_nothing(its);
	else if (slot_is_free(&its->ring))
		commit(its, &subject);
	else
		its->hand.stage = HAND_WAIT;
	return its->hand.stage == HAND_FREE;
}

bool itsg_command_resume(struct itsg_its *its)
{
	return its->hand.cmd.kind == ITSG_CMD_MAPD ? itsg_mapd_run(its) : run(its);
}

static bool begin_mapd(struct itsg_its *its)
{
	enum itsg_reason reason = check_mapd(&its->limits, &its->hand.cmd);

	if (!reason)
		return itsg_mapd_run(its);
	itsg_command_refuse(its, reason);
	return true;
}

ALWAYS_INLINE bool begin(struct itsg_its *its, enum itsg_command_kind kind)
{
	if (kind == ITSG_CMD_NONE) {
		itsg_command_refuse(its, ITSG_REASON_OPCODE);
		return true;
	}
	codec_decode(kind, its->hand.words, &its->hand.cmd);
	if (codec_has_res0(kind, its->hand.words))
		its->counters.res0++;
	return kind == ITSG_CMD_MAPD ? begin_mapd(its) : run(its);
}

bool itsg_command_process(struct itsg_its *its)
{
	enum itsg_command_kind kind = codec_kind(its->layout, its->hand.words[0]);

	its->left--;
	its->counters.fetched++;
	if (kind == ITSG_CMD_MAPD ? begin(its, ITSG_CMD_MAPD) : begin(its, kind))
		return true;
	its->routine = false;
	return false;
}

void itsg_command_fetch(struct itsg_its *its)
{
	void *ctx = its->config.ctx;

	/* CWRITER was seen; the commands before it are read only now. */
	itsg_platform_load_barrier(ctx);
	while (its->fetch != its->cwriter && its->left) {
		if (its->flush_staging)
			itsg_platform_flush_staging(ctx, its->staging + its->fetch, RING_SLOT);
		itsg_platform_read_slot(ctx, its->staging + its->fetch, its->hand.words);
		if (!itsg_command_process(its))
			return;
	}
}
