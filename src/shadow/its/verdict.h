/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a host command may do in the present state, and what it changes: the one place for both,
 * inline, so that where the kind is a constant only the checks of that kind are left. MAPD is not
 * here: it takes memory and time (mapd.c).
 */
#ifndef ITSG_ITS_VERDICT_H
#define ITSG_ITS_VERDICT_H

#include "shadow/its/collections.h"
#include "shadow/its/devices.h"
#include "shadow/its/mapping.h"
#include "shadow/memory/lpis.h"
#include "validator/check_inline.h"

/* What a command names; only what its kind has is set. */
struct verdict_subject {
	struct itsg_device *device;
	uint64_t *record;
	struct itsg_collection *collection;
};

ALWAYS_INLINE enum itsg_reason verdict_event(const struct itsg_its *its,
					     const struct itsg_command *cmd,
					     struct verdict_subject *subject)
{
	subject->device = devices_record(its, cmd->device);
	if (!subject->device)
		return ITSG_REASON_DEVICE_UNMAPPED;
	if (cmd->event >= subject->device->events)
		return subject->device->events ? ITSG_REASON_EVENT_RANGE
					       : ITSG_REASON_DEVICE_UNMAPPED;
	subject->record = &subject->device->records[cmd->event];
	return ITSG_REASON_NONE;
}

ALWAYS_INLINE enum itsg_reason verdict_mapped_event(const struct itsg_its *its,
						    const struct itsg_command *cmd,
						    struct verdict_subject *subject)
{
	enum itsg_reason reason = verdict_event(its, cmd, subject);

	if (reason)
		return reason;
	return *subject->record ? ITSG_REASON_NONE : ITSG_REASON_EVENT_UNMAPPED;
}

ALWAYS_INLINE enum itsg_reason verdict_collection(const struct itsg_its *its,
						  const struct itsg_command *cmd,
						  struct verdict_subject *subject)
{
	subject->collection = collections_find(its, cmd->icid);
	return subject->collection ? ITSG_REASON_NONE : ITSG_REASON_COLLECTION_UNMAPPED;
}

/* The LPI that a MAPTI or MAPI names. */
ALWAYS_INLINE itsg_intid verdict_intid(const struct itsg_command *cmd)
{
	return cmd->kind == ITSG_CMD_MAPTI ? cmd->intid : cmd->event;
}

/* look: at the LPI as well. Who does not look finds out in verdict_take_effect. */
ALWAYS_INLINE enum itsg_reason verdict_of_mapti(const struct itsg_its *its,
						const struct itsg_command *cmd,
						struct verdict_subject *subject, bool look)
{
	enum itsg_reason reason = verdict_event(its, cmd, subject);

	if (reason)
		return reason;
	if (*subject->record)
		return ITSG_REASON_EVENT_BUSY;
	if (look && lpis_is_mapped(its->lpis, verdict_intid(cmd)))
		return ITSG_REASON_INTID_BUSY;
	return verdict_collection(its, cmd, subject);
}

ALWAYS_INLINE enum itsg_reason verdict_of_movi(const struct itsg_its *its,
					       const struct itsg_command *cmd,
					       struct verdict_subject *subject)
{
	enum itsg_reason reason = verdict_mapped_event(its, cmd, subject);

	if (reason)
		return reason;
	if (!(*subject->record & MAPPING_PHYSICAL))
		return ITSG_REASON_EVENT_KIND;
	return verdict_collection(its, cmd, subject);
}

/* A collection with live events stays where it is. */
ALWAYS_INLINE enum itsg_reason verdict_of_mapc(const struct itsg_its *its,
					       const struct itsg_command *cmd,
					       struct verdict_subject *subject)
{
	bool known = !verdict_collection(its, cmd, subject);

	if (cmd->valid && cmd->icid >= its->collections.end)
		return ITSG_REASON_CAPACITY;
	if (!known || !subject->collection->live)
		return ITSG_REASON_NONE;
	return cmd->valid && subject->collection->rd == cmd->rd ? ITSG_REASON_NONE
								: ITSG_REASON_COLLECTION_BUSY;
}

ALWAYS_INLINE enum itsg_reason verdict_in_state(const struct itsg_its *its,
						const struct itsg_command *cmd,
						struct verdict_subject *subject, bool look)
{
	switch (cmd->kind) {
	case ITSG_CMD_SYNC:
	case ITSG_CMD_MOVALL: return ITSG_REASON_NONE;
	case ITSG_CMD_INT:
	case ITSG_CMD_CLEAR:
	case ITSG_CMD_INV:
	case ITSG_CMD_DISCARD: return verdict_mapped_event(its, cmd, subject);
	case ITSG_CMD_MAPTI:
	case ITSG_CMD_MAPI: return verdict_of_mapti(its, cmd, subject, look);
	case ITSG_CMD_MOVI: return verdict_of_movi(its, cmd, subject);
	case ITSG_CMD_MAPC: return verdict_of_mapc(its, cmd, subject);
	case ITSG_CMD_INVALL: return verdict_collection(its, cmd, subject);
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
					      struct verdict_subject *subject)
{
	enum itsg_reason reason = check_command(&its->limits, cmd);

	return reason ? reason : verdict_in_state(its, cmd, subject, true);
}

/*
 * The same for SYNC, INV and MAPTI, without the ranges of DeviceID, EventID and ICID: what is
 * mapped was in range when it was mapped, and a table that changes unmaps all of it before the next
 * command. False: ask verdict_reason.
 */
ALWAYS_INLINE bool verdict_is_plain(const struct itsg_its *its, const struct itsg_command *cmd,
				    struct verdict_subject *subject)
{
	if (cmd->kind == ITSG_CMD_SYNC)
		return cmd->rd < its->limits.numbered;
	if (cmd->kind == ITSG_CMD_MAPTI && !check_is_lpi(&its->limits, cmd->intid))
		return false;
	return !verdict_in_state(its, cmd, subject, false);
}

ALWAYS_INLINE bool verdict_is_nothing(const struct itsg_command *cmd,
				      const struct verdict_subject *subject)
{
	if (cmd->kind == ITSG_CMD_MAPC)
		return !cmd->valid && !subject->collection;
	return cmd->kind == ITSG_CMD_MOVALL && cmd->rd == cmd->rd2;
}

ALWAYS_INLINE void verdict_change_collection(struct itsg_its *its, const struct itsg_command *cmd)
{
	if (cmd->valid)
		itsg_collections_map(its, cmd->icid, cmd->rd);
	else
		itsg_collections_unmap(its, cmd->icid);
}

/* Of two ITSs that map an LPI at once, one gets it. False: the other one. */
ITSG_MUST_CHECK ALWAYS_INLINE bool verdict_map_event(struct itsg_its *its,
						     const struct itsg_command *cmd,
						     const struct verdict_subject *subject)
{
	itsg_intid intid = verdict_intid(cmd);

	if (!lpis_map(its->lpis, intid))
		return false;
	mapping_add(subject->device, subject->record, subject->collection, cmd->icid, intid);
	return true;
}

/* The state after it; called when its slot is certain. False: the LPI is another event's by now,
 * and nothing was done. */
ITSG_MUST_CHECK ALWAYS_INLINE bool verdict_take_effect(struct itsg_its *its,
						       const struct itsg_command *cmd,
						       const struct verdict_subject *subject)
{
	if (cmd->kind == ITSG_CMD_MAPTI || cmd->kind == ITSG_CMD_MAPI)
		return verdict_map_event(its, cmd, subject);
	if (cmd->kind == ITSG_CMD_MOVI)
		mapping_move(its, subject->record, subject->collection, cmd->icid);
	else if (cmd->kind == ITSG_CMD_DISCARD)
		mapping_remove(its, subject->device, subject->record);
	else if (cmd->kind == ITSG_CMD_MAPC)
		verdict_change_collection(its, cmd);
	return true;
}

#endif
