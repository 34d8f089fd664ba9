// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Host commands: the verdict in the present state, then, if it wants one, a slot, then the change
 * of state and the commit, which cannot fail. The verdict comes before the slot is asked for, so
 * that refused and nothing-to-do commands go on while the ring is full; a command that has to wait
 * is kept decoded in its->pending and is judged again, on the same words, when it goes on.
 *
 * Everything on the way of a common command is inline and made for its kind alone: this is the path
 * that every interrupt's masking takes.
 */
#include "shadow/slot.h"
#include "validator/check_inline.h"

/* A command, as fetched and as decoded. */
struct order {
	const uint64_t *words;
	const struct itsg_command *cmd;
};

struct subject {
	struct itsg_device *device;
	uint64_t *record;
};

static void report_command(struct itsg_its *its, const uint64_t words[4], enum itsg_verdict verdict)
{
	struct itsg_event event = {.kind = ITSG_EVENT_COMMAND,
				   .verdict = verdict,
				   .its = its->config.id,
				   .position = its->fetch};

	memcpy(event.words, words, sizeof(event.words));
	itsg_report(its, &event);
}

ALWAYS_INLINE void settle(struct itsg_its *its, const uint64_t words[4], enum itsg_verdict verdict)
{
	its->counters.verdicts[verdict]++;
	if (itsg_reports(its, ITSG_EVENT_COMMAND))
		report_command(its, words, verdict);
}

static bool refuse(struct itsg_its *its, const uint64_t words[4], enum itsg_reason reason)
{
	its->counters.verdicts[ITSG_REFUSE]++;
	itsg_report_refusal(its, ITSG_EVENT_COMMAND, reason, its->fetch, 0, words);
	itsg_ring_skip(its);
	return true;
}

static bool nothing(struct itsg_its *its, const uint64_t words[4])
{
	settle(its, words, ITSG_NOTHING);
	itsg_ring_skip(its);
	return true;
}

ALWAYS_INLINE bool forward(struct itsg_its *its, const uint64_t words[4],
			   const struct itsg_command *cmd, enum itsg_verdict verdict,
			   uint64_t release)
{
	settle(its, words, verdict);
	its->fetch = ring_next(its->fetch, its->staging_bytes);
	slot_commit(its, cmd, its->fetch, release);
	return true;
}

static __attribute__((noinline)) bool wait(struct itsg_its *its, enum itsg_command_kind kind,
					   const uint64_t words[4])
{
	struct itsg_pending *pending = &its->pending;

	if (pending->stage != PENDING_NONE)
		return false; /* it has waited before */
	codec_decode(kind, words, &pending->cmd);
	memcpy(pending->words, words, sizeof(pending->words));
	pending->stage = PENDING_WAIT;
	return false;
}

void itsg_command_refuse(struct itsg_its *its, enum itsg_reason reason)
{
	its->pending.stage = PENDING_NONE;
	(void)refuse(its, its->pending.words, reason);
}

void itsg_command_nothing(struct itsg_its *its)
{
	its->pending.stage = PENDING_NONE;
	(void)nothing(its, its->pending.words);
}

void itsg_command_forward(struct itsg_its *its, enum itsg_verdict verdict, uint64_t release)
{
	its->pending.stage = PENDING_NONE;
	(void)forward(its, its->pending.words, &its->pending.cmd, verdict, release);
}

ALWAYS_INLINE enum itsg_reason find_event(const struct itsg_its *its,
					  const struct itsg_command *cmd, struct subject *subject)
{
	subject->device = itsg_device_find(its, cmd->device);
	if (!subject->device)
		return ITSG_REASON_DEVICE_UNMAPPED;
	if ((uint64_t)cmd->event >> subject->device->bits)
		return ITSG_REASON_EVENT_RANGE;
	subject->record = &subject->device->records[cmd->event];
	return ITSG_REASON_NONE;
}

ALWAYS_INLINE enum itsg_reason find_mapped_event(const struct itsg_its *its,
						 const struct itsg_command *cmd,
						 struct subject *subject)
{
	enum itsg_reason reason = find_event(its, cmd, subject);

	if (reason)
		return reason;
	return *subject->record ? ITSG_REASON_NONE : ITSG_REASON_EVENT_UNMAPPED;
}

ALWAYS_INLINE bool run_mapti(struct itsg_its *its, const struct order *order, itsg_intid intid)
{
	const struct itsg_command *cmd = order->cmd;
	struct itsg_collection *collection;
	struct subject subject;
	enum itsg_reason reason = find_event(its, cmd, &subject);

	if (reason)
		return refuse(its, order->words, reason);
	if (*subject.record)
		return refuse(its, order->words, ITSG_REASON_EVENT_BUSY);
	collection = itsg_collection_find(its, cmd->icid);
	if (!collection)
		return refuse(its, order->words, ITSG_REASON_COLLECTION_UNMAPPED);
	if (!slot_is_free(its))
		return wait(its, order->cmd->kind, order->words);
	*subject.record = record_physical(intid, cmd->icid);
	subject.device->live++;
	collection->live++;
	return forward(its, order->words, cmd, ITSG_FORWARD, 0);
}

ALWAYS_INLINE bool run_movi(struct itsg_its *its, const struct order *order)
{
	const struct itsg_command *cmd = order->cmd;
	struct itsg_collection *collection;
	struct subject subject;
	enum itsg_reason reason = find_mapped_event(its, cmd, &subject);

	if (reason)
		return refuse(its, order->words, reason);
	if (!(*subject.record & RECORD_PHYSICAL))
		return refuse(its, order->words, ITSG_REASON_EVENT_KIND);
	collection = itsg_collection_find(its, cmd->icid);
	if (!collection)
		return refuse(its, order->words, ITSG_REASON_COLLECTION_UNMAPPED);
	if (!slot_is_free(its))
		return wait(its, order->cmd->kind, order->words);
	its->collections[record_icid(*subject.record)].live--;
	collection->live++;
	*subject.record = record_physical((itsg_intid)bits_get(*subject.record, 0, 32), cmd->icid);
	return forward(its, order->words, cmd, ITSG_FORWARD, 0);
}

/* INT, CLEAR, INV. */
ALWAYS_INLINE bool run_event(struct itsg_its *its, const struct order *order)
{
	struct subject subject;
	enum itsg_reason reason = find_mapped_event(its, order->cmd, &subject);

	if (reason)
		return refuse(its, order->words, reason);
	if (!slot_is_free(its))
		return wait(its, order->cmd->kind, order->words);
	return forward(its, order->words, order->cmd, ITSG_FORWARD, 0);
}

ALWAYS_INLINE bool run_discard(struct itsg_its *its, const struct order *order)
{
	struct subject subject;
	enum itsg_reason reason = find_mapped_event(its, order->cmd, &subject);

	if (reason)
		return refuse(its, order->words, reason);
	if (!slot_is_free(its))
		return wait(its, order->cmd->kind, order->words);
	its->collections[record_icid(*subject.record)].live--;
	*subject.record = 0;
	subject.device->live--;
	return forward(its, order->words, order->cmd, ITSG_FORWARD, 0);
}

ALWAYS_INLINE bool run_stateless(struct itsg_its *its, const struct order *order)
{
	if (!slot_is_free(its))
		return wait(its, order->cmd->kind, order->words);
	return forward(its, order->words, order->cmd, ITSG_FORWARD, 0);
}

static bool run_mapc_unmap(struct itsg_its *its, const struct order *order)
{
	const struct itsg_command canonical = {.kind = ITSG_CMD_MAPC, .icid = order->cmd->icid};
	const struct itsg_collection *collection = itsg_collection_find(its, canonical.icid);

	if (!collection)
		return nothing(its, order->words);
	if (collection->live)
		return refuse(its, order->words, ITSG_REASON_COLLECTION_BUSY);
	if (!slot_is_free(its))
		return wait(its, order->cmd->kind, order->words);
	itsg_collection_unmap(its, canonical.icid);
	return forward(its, order->words, &canonical, ITSG_REWRITE, 0);
}

static bool run_mapc(struct itsg_its *its, const struct order *order)
{
	const struct itsg_command *cmd = order->cmd;
	const struct itsg_collection *collection = itsg_collection_find(its, cmd->icid);

	if (!cmd->valid)
		return run_mapc_unmap(its, order);
	if (cmd->icid >= its->collection_end)
		return refuse(its, order->words, ITSG_REASON_CAPACITY);
	if (collection && collection->rd != cmd->rd && collection->live)
		return refuse(its, order->words, ITSG_REASON_COLLECTION_BUSY);
	if (!slot_is_free(its))
		return wait(its, order->cmd->kind, order->words);
	itsg_collection_map(its, cmd->icid, cmd->rd);
	return forward(its, order->words, cmd, ITSG_FORWARD, 0);
}

static bool run_invall(struct itsg_its *its, const struct order *order)
{
	if (!itsg_collection_find(its, order->cmd->icid))
		return refuse(its, order->words, ITSG_REASON_COLLECTION_UNMAPPED);
	return run_stateless(its, order);
}

static bool run_movall(struct itsg_its *its, const struct order *order)
{
	if (order->cmd->rd == order->cmd->rd2)
		return nothing(its, order->words);
	return run_stateless(its, order);
}

/* It may take many traps: it lives in its->pending from the start. */
static __attribute__((noinline)) bool run_mapd(struct itsg_its *its, const uint64_t words[4])
{
	codec_decode(ITSG_CMD_MAPD, words, &its->pending.cmd);
	memcpy(its->pending.words, words, sizeof(its->pending.words));
	return itsg_mapd_run(its);
}

ALWAYS_INLINE bool run(struct itsg_its *its, const struct order *order)
{
	switch (order->cmd->kind) {
	case ITSG_CMD_SYNC: return run_stateless(its, order);
	case ITSG_CMD_INT:
	case ITSG_CMD_CLEAR:
	case ITSG_CMD_INV: return run_event(its, order);
	case ITSG_CMD_MAPTI: return run_mapti(its, order, order->cmd->intid);
	case ITSG_CMD_MAPI: return run_mapti(its, order, order->cmd->event);
	case ITSG_CMD_MOVI: return run_movi(its, order);
	case ITSG_CMD_DISCARD: return run_discard(its, order);
	case ITSG_CMD_MAPD: return run_mapd(its, order->words);
	case ITSG_CMD_MAPC: return run_mapc(its, order);
	case ITSG_CMD_INVALL: return run_invall(its, order);
	case ITSG_CMD_MOVALL: return run_movall(its, order);
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
	return refuse(its, order->words, ITSG_REASON_OPCODE);
}

bool itsg_command_resume(struct itsg_its *its)
{
	struct itsg_pending *pending = &its->pending;
	const struct order order = {pending->words, &pending->cmd};

	if (pending->cmd.kind == ITSG_CMD_MAPD)
		return itsg_mapd_run(its);
	if (!run(its, &order))
		return false;
	pending->stage = PENDING_NONE;
	return true;
}

/* RES0 bits are dropped by the canonical encoding. With V = 0 the ignored fields are no RES0 bits.
 */
ALWAYS_INLINE void count_res0(struct itsg_its *its, enum itsg_command_kind kind,
			      const uint64_t words[4])
{
	const uint64_t *masks = codec_masks[kind];

	if ((words[0] & ~masks[0]) | (words[1] & ~masks[1]) | (words[2] & ~masks[2]) |
	    (words[3] & ~masks[3]))
		its->counters.res0++;
}

/* decode, check, run: for one kind each where the kind is a constant. */
ALWAYS_INLINE bool process(struct itsg_its *its, enum itsg_command_kind kind,
			   const uint64_t words[4])
{
	struct itsg_command cmd;
	const struct order order = {words, &cmd};
	enum itsg_reason reason;

	codec_decode(kind, words, &cmd);
	count_res0(its, kind, words);
	reason = check_command(&its->limits, &cmd);
	if (reason)
		return refuse(its, words, reason);
	return run(its, &order);
}

static __attribute__((noinline)) bool process_rare(struct itsg_its *its, const uint64_t words[4])
{
	enum itsg_command_kind kind = codec_kind(its->layout, words[0]);

	return kind == ITSG_CMD_NONE ? refuse(its, words, ITSG_REASON_OPCODE)
				     : process(its, kind, words);
}

/* False: it waits, in its->pending. What has a case of its own here exists in every layout. */
ALWAYS_INLINE bool process_any(struct itsg_its *its, const uint64_t words[4])
{
	switch (bits_get(words[0], 0, 8)) {
	case CODEC_OPCODE_SYNC: return process(its, ITSG_CMD_SYNC, words);
	case CODEC_OPCODE_INV: return process(its, ITSG_CMD_INV, words);
	case CODEC_OPCODE_MAPTI: return process(its, ITSG_CMD_MAPTI, words);
	default: return process_rare(its, words);
	}
}

void itsg_command_fetch(struct itsg_its *its)
{
	void *ctx = its->config.ctx;
	uint64_t words[4];

	/* CWRITER was seen; the commands before it are read only now. */
	itsg_platform_load_barrier(ctx);
	while (its->fetch != its->cwriter && spend(its)) {
		if (its->flush_staging)
			itsg_platform_flush_staging(ctx, its->staging + its->fetch, RING_SLOT);
		itsg_platform_read_slot(ctx, its->staging + its->fetch, words);
		its->counters.fetched++;
		if (!process_any(its, words))
			return;
	}
}
