// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Host commands: the verdict in the present state, then, if it wants one, a slot, then the change
 * of state and the commit, which cannot fail. The verdict comes before the slot is asked for, so
 * that refused and nothing-to-do commands go on while the ring is full; a command that has to wait
 * stays decoded in its->pending and is judged again, on the same words, when it goes on.
 */
#include "shadow/internal.h"

/* The command is through: counted, reported, and nothing is pending any more. */
static void settle(struct itsg_its *its, enum itsg_verdict verdict, uint32_t position)
{
	struct itsg_event event = {.kind = ITSG_EVENT_COMMAND,
				   .verdict = verdict,
				   .its = its->config.id,
				   .position = position};

	its->counters.verdicts[verdict]++;
	its->pending.stage = PENDING_NONE;
	if (!itsg_reports(its, ITSG_EVENT_COMMAND))
		return;
	memcpy(event.words, its->pending.words, sizeof(event.words));
	itsg_report(its, &event);
}

bool itsg_command_refuse(struct itsg_its *its, enum itsg_reason reason)
{
	its->counters.verdicts[ITSG_REFUSE]++;
	its->pending.stage = PENDING_NONE;
	itsg_report_refusal(its, ITSG_EVENT_COMMAND, reason, its->fetch, 0, its->pending.words);
	itsg_ring_skip(its);
	return true;
}

bool itsg_command_nothing(struct itsg_its *its)
{
	settle(its, ITSG_NOTHING, its->fetch);
	itsg_ring_skip(its);
	return true;
}

bool itsg_command_forward(struct itsg_its *its, enum itsg_verdict verdict, uint64_t release)
{
	uint64_t words[4];

	itsg_command_encode(&its->pending.cmd, words);
	settle(its, verdict, its->fetch);
	itsg_ring_forward(its, words, release);
	return true;
}

static bool wait(struct itsg_its *its)
{
	its->pending.stage = PENDING_WAIT;
	return false;
}

/* What an event command is about. */
struct subject {
	struct itsg_device *device;
	uint64_t *record;
};

static enum itsg_reason find_event(const struct itsg_its *its, struct subject *subject)
{
	const struct itsg_command *cmd = &its->pending.cmd;

	subject->device = itsg_device_find(its, cmd->device);
	if (!subject->device)
		return ITSG_REASON_DEVICE_UNMAPPED;
	if ((uint64_t)cmd->event >> subject->device->bits)
		return ITSG_REASON_EVENT_RANGE;
	subject->record = &subject->device->records[cmd->event];
	return ITSG_REASON_NONE;
}

static enum itsg_reason find_mapped_event(const struct itsg_its *its, struct subject *subject)
{
	enum itsg_reason reason = find_event(its, subject);

	if (reason)
		return reason;
	return *subject->record ? ITSG_REASON_NONE : ITSG_REASON_EVENT_UNMAPPED;
}

static bool run_mapti(struct itsg_its *its, itsg_intid intid)
{
	itsg_icid icid = its->pending.cmd.icid;
	struct itsg_collection *collection;
	struct subject subject;
	enum itsg_reason reason = find_event(its, &subject);

	if (reason)
		return itsg_command_refuse(its, reason);
	if (*subject.record)
		return itsg_command_refuse(its, ITSG_REASON_EVENT_BUSY);
	collection = itsg_collection_find(its, icid);
	if (!collection)
		return itsg_command_refuse(its, ITSG_REASON_COLLECTION_UNMAPPED);
	if (!itsg_ring_has_room(its))
		return wait(its);
	*subject.record = record_physical(intid, icid);
	subject.device->live++;
	collection->live++;
	return itsg_command_forward(its, ITSG_FORWARD, 0);
}

static bool run_movi(struct itsg_its *its)
{
	itsg_icid icid = its->pending.cmd.icid;
	struct itsg_collection *collection;
	struct subject subject;
	enum itsg_reason reason = find_mapped_event(its, &subject);

	if (reason)
		return itsg_command_refuse(its, reason);
	if (!(*subject.record & RECORD_PHYSICAL))
		return itsg_command_refuse(its, ITSG_REASON_EVENT_KIND);
	collection = itsg_collection_find(its, icid);
	if (!collection)
		return itsg_command_refuse(its, ITSG_REASON_COLLECTION_UNMAPPED);
	if (!itsg_ring_has_room(its))
		return wait(its);
	its->collections[record_icid(*subject.record)].live--;
	collection->live++;
	*subject.record = record_physical((itsg_intid)bits_get(*subject.record, 0, 32), icid);
	return itsg_command_forward(its, ITSG_FORWARD, 0);
}

static bool run_event(struct itsg_its *its)
{
	struct subject subject;
	enum itsg_reason reason = find_mapped_event(its, &subject);

	if (reason)
		return itsg_command_refuse(its, reason);
	if (!itsg_ring_has_room(its))
		return wait(its);
	return itsg_command_forward(its, ITSG_FORWARD, 0);
}

static bool run_discard(struct itsg_its *its)
{
	struct subject subject;
	enum itsg_reason reason = find_mapped_event(its, &subject);

	if (reason)
		return itsg_command_refuse(its, reason);
	if (!itsg_ring_has_room(its))
		return wait(its);
	its->collections[record_icid(*subject.record)].live--;
	*subject.record = 0;
	subject.device->live--;
	return itsg_command_forward(its, ITSG_FORWARD, 0);
}

static bool run_mapc_unmap(struct itsg_its *its)
{
	struct itsg_command *cmd = &its->pending.cmd;
	const struct itsg_collection *collection = itsg_collection_find(its, cmd->icid);

	if (!collection)
		return itsg_command_nothing(its);
	if (collection->live)
		return itsg_command_refuse(its, ITSG_REASON_COLLECTION_BUSY);
	if (!itsg_ring_has_room(its))
		return wait(its);
	itsg_collection_unmap(its, cmd->icid);
	cmd->rd = 0;
	return itsg_command_forward(its, ITSG_REWRITE, 0);
}

static bool run_mapc(struct itsg_its *its)
{
	const struct itsg_command *cmd = &its->pending.cmd;
	const struct itsg_collection *collection = itsg_collection_find(its, cmd->icid);

	if (!cmd->valid)
		return run_mapc_unmap(its);
	if (cmd->icid >= its->collection_end)
		return itsg_command_refuse(its, ITSG_REASON_CAPACITY);
	if (collection && collection->rd != cmd->rd && collection->live)
		return itsg_command_refuse(its, ITSG_REASON_COLLECTION_BUSY);
	if (!itsg_ring_has_room(its))
		return wait(its);
	itsg_collection_map(its, cmd->icid, cmd->rd);
	return itsg_command_forward(its, ITSG_FORWARD, 0);
}

static bool run_invall(struct itsg_its *its)
{
	if (!itsg_collection_find(its, its->pending.cmd.icid))
		return itsg_command_refuse(its, ITSG_REASON_COLLECTION_UNMAPPED);
	if (!itsg_ring_has_room(its))
		return wait(its);
	return itsg_command_forward(its, ITSG_FORWARD, 0);
}

static bool run_stateless(struct itsg_its *its)
{
	if (!itsg_ring_has_room(its))
		return wait(its);
	return itsg_command_forward(its, ITSG_FORWARD, 0);
}

static bool run_movall(struct itsg_its *its)
{
	if (its->pending.cmd.rd == its->pending.cmd.rd2)
		return itsg_command_nothing(its);
	return run_stateless(its);
}

bool itsg_command_run(struct itsg_its *its)
{
	switch (its->pending.cmd.kind) {
	case ITSG_CMD_SYNC: return run_stateless(its);
	case ITSG_CMD_INT:
	case ITSG_CMD_CLEAR:
	case ITSG_CMD_INV: return run_event(its);
	case ITSG_CMD_MAPTI: return run_mapti(its, its->pending.cmd.intid);
	case ITSG_CMD_MAPI: return run_mapti(its, its->pending.cmd.event);
	case ITSG_CMD_MOVI: return run_movi(its);
	case ITSG_CMD_DISCARD: return run_discard(its);
	case ITSG_CMD_MAPD: return itsg_mapd_run(its);
	case ITSG_CMD_MAPC: return run_mapc(its);
	case ITSG_CMD_INVALL: return run_invall(its);
	case ITSG_CMD_MOVALL: return run_movall(its);
	case ITSG_CMD_VMOVI:
	case ITSG_CMD_VMOVP:
	case ITSG_CMD_VMOVP_V4_1:
	case ITSG_CMD_VSGI:
	case ITSG_CMD_VSYNC:
	case ITSG_CMD_VMAPP:
	case ITSG_CMD_VMAPP_V4_1:
	case ITSG_CMD_VMAPTI:
	case ITSG_CMD_VMAPI:
	case ITSG_CMD_VINVALL:
	case ITSG_CMD_INVDB:
	case ITSG_CMD_NONE:
	case ITSG_COMMAND_KINDS: break;
	}
	return itsg_command_refuse(its, ITSG_REASON_OPCODE);
}

/* RES0 bits are dropped by the canonical encoding. With V = 0 the ignored fields are no RES0 bits.
 */
static void count_res0(struct itsg_its *its)
{
	const struct itsg_pending *pending = &its->pending;
	enum itsg_command_kind kind = pending->cmd.kind;
	uint64_t extra = 0;
	unsigned int i;

	for (i = 0; i < 4; i++)
		extra |= pending->words[i] & ~itsg_command_mask(kind, i);
	if (extra)
		its->counters.res0++;
}

bool itsg_command_process(struct itsg_its *its)
{
	struct itsg_pending *pending = &its->pending;
	enum itsg_reason reason;

	if (!itsg_command_decode(its->layout, pending->words, &pending->cmd))
		return itsg_command_refuse(its, ITSG_REASON_OPCODE);
	count_res0(its);
	reason = itsg_check_command(&its->limits, &pending->cmd);
	if (reason)
		return itsg_command_refuse(its, reason);
	return itsg_command_run(its);
}
