// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Host commands. First comes the verdict in the present state. If the command needs a slot, the
 * slot is next. Then the state changes and the command is committed; that cannot fail.
 *
 * The verdict comes before the slot, so a full ring does not hold up commands that are refused or
 * have nothing to do. A command that has to wait stays in hand. When it goes on, it gets its
 * verdict again, on the same words.
 */
#include <itsguard/platform.h>

#include "shadow/its/audit.h"
#include "shadow/its/commands.h"
#include "shadow/its/hand.h"
#include "shadow/its/mapd.h"
#include "shadow/its/next.h"
#include "shadow/its/outcome.h"
#include "shadow/its/queue.h"
#include "shadow/its/release.h"
#include "shadow/its/slot.h"
#include "shadow/its/verdict.h"
#include "shadow/its/work.h"

/* Of a MAPC V = 0 only the ICID means something. The other fields are not passed on. */
static enum itsg_verdict canonical(struct itsg_command *cmd)
{
	if (cmd->kind != ITSG_CMD_MAPC || cmd->valid)
		return ITSG_FORWARD;
	*cmd = (struct itsg_command){.kind = ITSG_CMD_MAPC, .icid = cmd->icid};
	return ITSG_REWRITE;
}

/* What goes when the command is walked. */
static uint64_t release_after(const struct itsg_command *cmd, const struct verdict_subject *subject)
{
	return cmd->kind == ITSG_CMD_DISCARD ? release_of_lpi(mapping_intid(*subject->record)) : 0;
}

/*
 * Another event is mapped to the LPI. If a DISCARD of ours is in flight, it may have been that
 * event's: then the LPI is free when the DISCARD is walked, and the command waits for that. On
 * another ITS the host itself waits for its DISCARD.
 */
static void busy(struct itsg_its *its)
{
	if (its->ring.releases)
		its->hand.stage = HAND_WAIT;
	else
		itsg_outcome_refuse(its, ITSG_REASON_INTID_BUSY);
}

static void commit(struct itsg_its *its, const struct verdict_subject *subject)
{
	uint64_t what = release_after(&its->hand.cmd, subject);
	enum itsg_verdict verdict = canonical(&its->hand.cmd);

	if (verdict_take_effect(its, &its->hand.cmd, subject))
		itsg_outcome_forward(its, verdict, what);
	else
		busy(its);
}

/* False: it waits, for a slot or for a walk. */
static bool carry_out(struct itsg_its *its)
{
	struct itsg_command *cmd = &its->hand.cmd;
	struct verdict_subject subject = {0};
	enum itsg_reason reason = verdict_reason(its, cmd, &subject);

	if (reason == ITSG_REASON_INTID_BUSY)
		busy(its);
	else if (reason)
		itsg_outcome_refuse(its, reason);
	else if (verdict_is_nothing(cmd, &subject))
		itsg_outcome_nothing(its);
	else if (slot_is_free(&its->ring))
		commit(its, &subject);
	else
		its->hand.stage = HAND_WAIT;
	return its->hand.stage == HAND_FREE;
}

bool itsg_commands_resume(struct itsg_its *its)
{
	bool through = its->hand.cmd.kind == ITSG_CMD_MAPD ? itsg_mapd_go_on(its) : carry_out(its);

	hand_show(its);
	return through;
}

static bool start_mapd(struct itsg_its *its)
{
	enum itsg_reason reason = check_mapd(&its->limits, &its->hand.cmd);

	if (!reason && its->config.audit != ITSG_AUDIT_OFF && its->hand.cmd.valid)
		reason = itsg_audit_mapd(its);
	if (!reason)
		return itsg_mapd_go_on(its);
	itsg_outcome_refuse(its, reason);
	return true;
}

ALWAYS_INLINE bool start(struct itsg_its *its, enum itsg_command_kind kind)
{
	if (kind == ITSG_CMD_NONE) {
		itsg_outcome_refuse(its, ITSG_REASON_OPCODE);
		return true;
	}
	codec_decode(kind, its->hand.words, &its->hand.cmd);
	if (codec_has_res0(kind, its->hand.words))
		its->counters.res0++;
	return kind == ITSG_CMD_MAPD ? start_mapd(its) : carry_out(its);
}

static bool process(struct itsg_its *its)
{
	enum itsg_command_kind kind = codec_kind(its->layout, its->hand.words[0]);

	work_take(its);
	its->counters.fetched++;
	if (kind == ITSG_CMD_MAPD ? start(its, ITSG_CMD_MAPD) : start(its, kind))
		return true;
	hand_keep(its);
	return false;
}

void itsg_commands_fetch(struct itsg_its *its)
{
	const struct itsg_queue *queue = &its->queue;
	void *ctx = its->config.ctx;

	/* CWRITER was seen; the commands before it are read only now. */
	itsg_platform_load_barrier(ctx);
	while (queue->fetch != queue->cwriter && its->left) {
		if (queue->flushed)
			itsg_platform_flush_staging(ctx, queue->pa + queue->fetch, RING_SLOT);
		itsg_platform_read_slot(ctx, queue->pa + queue->fetch, its->hand.words);
		if (!process(its))
			return;
	}
}

uint32_t itsg_commands_rest(struct itsg_its *its, uint32_t budget, bool read)
{
	work_allow(its, budget);
	if (!read || process(its))
		if (its->queue.fetch != its->queue.cwriter)
			itsg_commands_fetch(its);
	if (its->ring.head != its->ring.published)
		slot_publish(its); /* coherent, and nobody hears of it */
	if (its->queue.fetch != its->queue.cwriter)
		itsg_next_note(its);
	return budget - its->left;
}
