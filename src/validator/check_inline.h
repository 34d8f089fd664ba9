/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The checks of check.h as inline functions: where the kind is a constant, only the checks of that
 * kind are left. Each returns NONE, or the first reason in the order DeviceID; EventID, Size, ICID,
 * INTID, vPEID, VPT_size, doorbell; RDbase; addresses. All of it is pure: no state, no locks.
 *
 * Work: constant. Where RDbase is looked at: also the logarithm of the number of redistributors,
 * unless they are numbered from 0.
 */
#ifndef ITSG_CHECK_INLINE_H
#define ITSG_CHECK_INLINE_H

#include "validator/check.h"
#include "validator/codec.h"
#include "validator/geometry.h"
#include "validator/rdbase.h"

/* RDBASE: rd names no redistributor. */
ALWAYS_INLINE enum itsg_reason check_rdbase(const struct itsg_limits *limits, itsg_rdbase rd)
{
	return rdbase_is_known(limits, rd) ? ITSG_REASON_NONE : ITSG_REASON_RDBASE;
}

/* True for the INTID of an LPI that the GIC has. */
ALWAYS_INLINE bool check_is_lpi(const struct itsg_limits *limits, itsg_intid intid)
{
	return intid >= LPI_FIRST && intid < limits->intids;
}

/* INV, INT, CLEAR, DISCARD: DeviceID and EventID. */
ALWAYS_INLINE enum itsg_reason check_event(const struct itsg_limits *limits,
					   const struct itsg_command *cmd)
{
	if (cmd->device >= limits->devices)
		return ITSG_REASON_DEVICE_RANGE;
	if (cmd->event >= limits->events)
		return ITSG_REASON_EVENT_RANGE;
	return ITSG_REASON_NONE;
}

/* INVALL: ICID. */
ALWAYS_INLINE enum itsg_reason check_icid(const struct itsg_limits *limits,
					  const struct itsg_command *cmd)
{
	return cmd->icid < limits->icids ? ITSG_REASON_NONE : ITSG_REASON_ICID_RANGE;
}

/* MAPD: DeviceID; with V = 1 also Size, and that the ITT lies below pa_limit. */
ALWAYS_INLINE enum itsg_reason check_mapd(const struct itsg_limits *limits,
					  const struct itsg_command *cmd)
{
	uint64_t bytes;

	if (cmd->device >= limits->devices)
		return ITSG_REASON_DEVICE_RANGE;
	if (!cmd->valid)
		return ITSG_REASON_NONE;
	if (cmd->size >= limits->event_bits)
		return ITSG_REASON_SIZE_RANGE;
	bytes = itsg_geometry_itt_bytes(cmd->size + 1u, limits->ite_bytes);
	if (cmd->address >= limits->pa_limit || bytes > limits->pa_limit - cmd->address)
		return ITSG_REASON_ADDRESS_LIMIT;
	return ITSG_REASON_NONE;
}

/* MAPTI, MAPI: the event, ICID and intid (of MAPI: the EventID). */
ALWAYS_INLINE enum itsg_reason check_mapti(const struct itsg_limits *limits,
					   const struct itsg_command *cmd, itsg_intid intid)
{
	enum itsg_reason reason = check_event(limits, cmd);

	if (reason)
		return reason;
	reason = check_icid(limits, cmd);
	if (reason)
		return reason;
	return check_is_lpi(limits, intid) ? ITSG_REASON_NONE : ITSG_REASON_INTID_RANGE;
}

/* MAPC: ICID; with V = 1 also RDbase. */
ALWAYS_INLINE enum itsg_reason check_mapc(const struct itsg_limits *limits,
					  const struct itsg_command *cmd)
{
	enum itsg_reason reason = check_icid(limits, cmd);

	if (reason || !cmd->valid)
		return reason;
	return check_rdbase(limits, cmd->rd);
}

/* VSYNC, VINVALL: vPEID. */
ALWAYS_INLINE enum itsg_reason check_vpe(const struct itsg_limits *limits,
					 const struct itsg_command *cmd)
{
	return cmd->vpe < limits->vpes ? ITSG_REASON_NONE : ITSG_REASON_VPE_RANGE;
}

/* VMAPP: vPEID; with V = 1 also VPT_size, RDbase, and that the table lies below pa_limit. */
ALWAYS_INLINE enum itsg_reason check_vmapp(const struct itsg_limits *limits,
					   const struct itsg_command *cmd)
{
	enum itsg_reason reason = check_vpe(limits, cmd);
	uint64_t bytes;

	if (reason || !cmd->valid)
		return reason;
	if (cmd->size < 13 || cmd->size >= limits->vpt_bits || cmd->size > 31)
		return ITSG_REASON_VPT_SIZE_RANGE;
	bytes = BIT(cmd->size + 1u) / 8;
	reason = check_rdbase(limits, cmd->rd);
	if (reason)
		return reason;
	if (cmd->address >= limits->pa_limit || bytes > limits->pa_limit - cmd->address)
		return ITSG_REASON_ADDRESS_LIMIT;
	return ITSG_REASON_NONE;
}

/* VMAPTI, VMAPI: the event, vintid, vPEID and doorbell. */
ALWAYS_INLINE enum itsg_reason check_virtual_event(const struct itsg_limits *limits,
						   const struct itsg_command *cmd,
						   itsg_intid vintid)
{
	enum itsg_reason reason = check_event(limits, cmd);

	if (reason)
		return reason;
	if (!check_is_lpi(limits, vintid)) /* the vPE's own table may hold fewer */
		return ITSG_REASON_INTID_RANGE;
	reason = check_vpe(limits, cmd);
	if (reason)
		return reason;
	if (cmd->doorbell != NO_DOORBELL && !check_is_lpi(limits, cmd->doorbell))
		return ITSG_REASON_INTID_RANGE;
	return ITSG_REASON_NONE;
}

/* VMOVI: the event and vPEID; with D = 1 also the doorbell. */
ALWAYS_INLINE enum itsg_reason check_vmovi(const struct itsg_limits *limits,
					   const struct itsg_command *cmd)
{
	struct itsg_command copy = *cmd;

	if (!cmd->db)
		copy.doorbell = NO_DOORBELL; /* ignored with D = 0 */
	return check_virtual_event(limits, &copy, LPI_FIRST);
}

/* VMOVP: vPEID and RDbase. */
ALWAYS_INLINE enum itsg_reason check_vmovp(const struct itsg_limits *limits,
					   const struct itsg_command *cmd)
{
	enum itsg_reason reason = check_vpe(limits, cmd);

	return reason ? reason : check_rdbase(limits, cmd->rd);
}

/* MOVALL: both RDbases. */
ALWAYS_INLINE enum itsg_reason check_movall(const struct itsg_limits *limits,
					    const struct itsg_command *cmd)
{
	enum itsg_reason reason = check_rdbase(limits, cmd->rd);

	return reason ? reason : check_rdbase(limits, cmd->rd2);
}

/* MOVI: the event and ICID. */
ALWAYS_INLINE enum itsg_reason check_movi(const struct itsg_limits *limits,
					  const struct itsg_command *cmd)
{
	enum itsg_reason reason = check_event(limits, cmd);

	return reason ? reason : check_icid(limits, cmd);
}

/* itsg_check_command, inline. */
ALWAYS_INLINE enum itsg_reason check_command(const struct itsg_limits *limits,
					     const struct itsg_command *cmd)
{
	switch (cmd->kind) {
	case ITSG_CMD_SYNC: return check_rdbase(limits, cmd->rd);
	case ITSG_CMD_INV:
	case ITSG_CMD_INT:
	case ITSG_CMD_CLEAR:
	case ITSG_CMD_DISCARD: return check_event(limits, cmd);
	case ITSG_CMD_MAPTI: return check_mapti(limits, cmd, cmd->intid);
	case ITSG_CMD_MAPI: return check_mapti(limits, cmd, cmd->event);
	case ITSG_CMD_MOVI: return check_movi(limits, cmd);
	case ITSG_CMD_MAPD: return check_mapd(limits, cmd);
	case ITSG_CMD_MAPC: return check_mapc(limits, cmd);
	case ITSG_CMD_INVALL: return check_icid(limits, cmd);
	case ITSG_CMD_MOVALL: return check_movall(limits, cmd);
	case ITSG_CMD_VMAPP: return check_vmapp(limits, cmd);
	case ITSG_CMD_VMAPTI: return check_virtual_event(limits, cmd, cmd->intid);
	case ITSG_CMD_VMAPI: return check_virtual_event(limits, cmd, cmd->event);
	case ITSG_CMD_VMOVI: return check_vmovi(limits, cmd);
	case ITSG_CMD_VMOVP: return check_vmovp(limits, cmd);
	case ITSG_CMD_VSYNC:
	case ITSG_CMD_VINVALL: return check_vpe(limits, cmd);
	case ITSG_CMD_VMOVP_V4_1:
	case ITSG_CMD_VMAPP_V4_1:
	case ITSG_CMD_VSGI:
	case ITSG_CMD_INVDB:
	case ITSG_CMD_NONE:
	case ITSG_COMMAND_KINDS: break;
	}
	return ITSG_REASON_OPCODE;
}

#endif
