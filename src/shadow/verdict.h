/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a host command may do in the present state, and what it changes: the one place for both,
 * inline, so that where the kind is a constant only the checks of that kind are left. MAPD is not
 * here: it takes memory and time (mapd.c).
 */
#ifndef ITSG_VERDICT_H
#define ITSG_VERDICT_H

#include "shadow/internal.h"
#include "validator/check_inline.h"

/* What a command names; only what its kind has is set. */
struct subject {
	struct itsg_device *device;
	uint64_t *record;
	struct itsg_collection *collection;
};

ALWAYS_INLINE enum itsg_reason find_event(const struct itsg_its *its,
					  const struct itsg_command *cmd, struct subject *subject)
{
	subject->device = itsg_device_record(its, cmd->device);
	if (!subject->device)
		return ITSG_REASON_DEVICE_UNMAPPED;
	if (cmd->event >= subject->device->events)
		return subject->device->events ? ITSG_REASON_EVENT_RANGE
					       : ITSG_REASON_DEVICE_UNMAPPED;
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

ALWAYS_INLINE enum itsg_reason find_collection(const struct itsg_its *its,
					       const struct itsg_command *cmd,
					       struct subject *subject)
{
	subject->collection = itsg_collection_find(its, cmd->icid);
	return subject->collection ? ITSG_REASON_NONE : ITSG_REASON_COLLECTION_UNMAPPED;
}

ALWAYS_INLINE enum itsg_reason judge_mapti(const struct itsg_its *its,
					   const struct itsg_command *cmd, struct subject *subject)
{
	enum itsg_reason reason = find_event(its, cmd, subject);

	if (reason)
		return reason;
	if (*subject->record)
		return ITSG_REASON_EVENT_BUSY;
	return find_collection(its, cmd, subject);
}

ALWAYS_INLINE enum itsg_reason judge_movi(const struct itsg_its *its,
					  const struct itsg_command *cmd, struct subject *subject)
{
	enum itsg_reason reason = find_mapped_event(its, cmd, subject);

	if (reason)
		return reason;
	if (!(*subject->record & RECORD_PHYSICAL))
		return ITSG_REASON_EVENT_KIND;
	return find_collection(its, cmd, subject);
}

/* A collection with live events stays where it is. */
ALWAYS_INLINE enum itsg_reason judge_mapc(const struct itsg_its *its,
					  const struct itsg_command *cmd, struct subject *subject)
{
	bool known = !find_collection(its, cmd, subject);

	if (cmd->valid && cmd->icid >= its->collection_end)
		return ITSG_REASON_CAPACITY;
	if (!known || !subject->collection->live)
		return ITSG_REASON_NONE;
	return cmd->valid && subject->collection->rd == cmd->rd ? ITSG_REASON_NONE
								: ITSG_REASON_COLLECTION_BUSY;
}

ALWAYS_INLINE enum itsg_reason judge_state(const struct itsg_its *its,
					   const struct itsg_command *cmd, struct subject *subject)
{
	switch (cmd->kind) {
	case ITSG_CMD_SYNC:
	case ITSG_CMD_MOVALL: return ITSG_REASON_NONE;
	case ITSG_CMD_INT:
	case ITSG_CMD_CLEAR:
	case ITSG_CMD_INV:
	case ITSG_CMD_DISCARD: return find_mapped_event(its, cmd, subject);
	case ITSG_CMD_MAPTI:
	case ITSG_CMD_MAPI: return judge_mapti(its, cmd, subject);
	case ITSG_CMD_MOVI: return judge_movi(its, cmd, subject);
	case ITSG_CMD_MAPC: return judge_mapc(its, cmd, subject);
	case ITSG_CMD_INVALL: return find_collection(its, cmd, subject);
	case ITSG_CMD_MAPD:
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
	return ITSG_REASON_OPCODE;
}

/* NONE: it may be forwarded, unless verdict_is_nothing says that there is no need. */
ALWAYS_INLINE enum itsg_reason verdict_reason(const struct itsg_its *its,
					      const struct itsg_command *cmd,
					      struct subject *subject)
{
	enum itsg_reason reason = check_command(&its->limits, cmd);

	return reason ? reason : judge_state(its, cmd, subject);
}

/*
 * The same for SYNC, INV and MAPTI, without the ranges of DeviceID, EventID and ICID: what is
 * mapped was in range when it was mapped, and a table that changes unmaps all of it before the next
 * command. False: ask verdict_reason.
 */
ALWAYS_INLINE bool verdict_is_plain(const struct itsg_its *its, const struct itsg_command *cmd,
				    struct subject *subject)
{
	if (cmd->kind == ITSG_CMD_SYNC)
		return cmd->rd < its->limits.numbered;
	if (cmd->kind == ITSG_CMD_MAPTI && !is_lpi(&its->limits, cmd->intid))
		return false;
	return !judge_state(its, cmd, subject);
}

ALWAYS_INLINE bool verdict_is_nothing(const struct itsg_command *cmd, const struct subject *subject)
{
	if (cmd->kind == ITSG_CMD_MAPC)
		return !cmd->valid && !subject->collection;
	return cmd->kind == ITSG_CMD_MOVALL && cmd->rd == cmd->rd2;
}

ALWAYS_INLINE void map_event(const struct itsg_command *cmd, const struct subject *subject,
			     itsg_intid intid)
{
	*subject->record = record_physical(intid, cmd->icid);
	subject->device->live++;
	subject->collection->live++;
}

ALWAYS_INLINE void move_event(struct itsg_its *its, const struct itsg_command *cmd,
			      const struct subject *subject)
{
	uint64_t record = *subject->record;

	its->collections[record_icid(record)].live--;
	subject->collection->live++;
	*subject->record = record_physical((itsg_intid)bits_get(record, 0, 32), cmd->icid);
}

ALWAYS_INLINE void unmap_event(struct itsg_its *its, const struct subject *subject)
{
	its->collections[record_icid(*subject->record)].live--;
	*subject->record = 0;
	subject->device->live--;
}

ALWAYS_INLINE void change_collection(struct itsg_its *its, const struct itsg_command *cmd)
{
	if (cmd->valid)
		itsg_collection_map(its, cmd->icid, cmd->rd);
	else
		itsg_collection_unmap(its, cmd->icid);
}

/* The state after it; called when its slot is certain. */
ALWAYS_INLINE void verdict_take_effect(struct itsg_its *its, const struct itsg_command *cmd,
				       const struct subject *subject)
{
	if (cmd->kind == ITSG_CMD_MAPTI)
		map_event(cmd, subject, cmd->intid);
	else if (cmd->kind == ITSG_CMD_MAPI)
		map_event(cmd, subject, cmd->event);
	else if (cmd->kind == ITSG_CMD_MOVI)
		move_event(its, cmd, subject);
	else if (cmd->kind == ITSG_CMD_DISCARD)
		unmap_event(its, subject);
	else if (cmd->kind == ITSG_CMD_MAPC)
		change_collection(its, cmd);
}

#endif
