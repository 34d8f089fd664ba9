// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The registers of a redistributor as the host sees them. What has DMA in it is virtual. Of the
 * rest only defined bits of a few registers are passed on: CTLR.DPG*, WAKER.ProcessorSleep, INTIDs
 * in range. Everything else reads as zero and ignores writes.
 */
#include <itsguard/platform.h>

#include "shadow/redist/rd_hw.h"
#include "shadow/redist/rd_life.h"
#include "shadow/redist/rd_mmio.h"
#include "shadow/redist/rd_report.h"
#include "validator/rd_registers.h"
#include "validator/registers.h"

#define PIDR2_INDEX 6u /* of the ID registers from 0xffd0 on */
#define PIDR2_ARCH  0xf0u
#define PIDR2_GICV3 0x30u

static bool can_invalidate(const struct itsg_rd *rd)
{
	return rd->shown_typer & RD_TYPER_DIRECT_LPI || rd->config.caps.ctlr & RD_CTLR_IR;
}

static enum itsg_reason write_ctlr(struct itsg_rd *rd, uint64_t value)
{
	if (rd->shown_typer & RD_TYPER_DPGS)
		rd->dpg = (uint32_t)value & RD_CTLR_DPG;
	if (!(value & RD_CTLR_ENABLE_LPIS))
		rd->enabled = false;
	else if (!rd->enabled)
		itsg_rd_enable(rd);
	return ITSG_REASON_NONE;
}

static uint64_t read_ctlr(const struct itsg_rd *rd)
{
	uint32_t hw = itsg_platform_read32(rd->config.ctx, GICR_OFFSET_CTLR);

	return (hw & (RD_CTLR_CES | RD_CTLR_IR | RD_CTLR_RWP | RD_CTLR_UWP)) | rd->dpg |
	       (rd->enabled ? RD_CTLR_ENABLE_LPIS : 0) | (itsg_rd_is_busy(rd) ? RD_CTLR_RWP : 0);
}

static enum itsg_reason write_propbaser(struct itsg_rd *rd, uint64_t value)
{
	if (itsg_rd_is_locked(rd))
		return ITSG_REASON_REG_STATE;
	rd->propbaser = itsg_rd_registers_stick(&rd->property_sticks, value);
	return ITSG_REASON_NONE;
}

/* PTZ is write-only. A write of the lower half alone leaves it as it was. */
static enum itsg_reason write_pendbaser(struct itsg_rd *rd,
					const struct rd_registers_access *access, uint32_t size,
					uint64_t value)
{
	uint64_t merged = registers_merge(rd->pendbaser, access->shift, size, value);

	if (itsg_rd_is_locked(rd))
		return ITSG_REASON_REG_STATE;
	rd->pendbaser = itsg_rd_registers_stick(&rd->pending_sticks, merged);
	if (size == 8 || access->shift)
		rd->ptz = merged & RD_PENDING_PTZ;
	return ITSG_REASON_NONE;
}

static bool is_lpi(const struct itsg_rd *rd, uint64_t intid)
{
	return intid >= RD_LPI_FIRST && intid < BIT(rd->bits) && intid < rd->config.caps.lpi_end;
}

/* If one INTID waits for the hardware already, another one turns both into INVALLR. */
static enum itsg_reason write_inv(struct itsg_rd *rd, bool all, uint32_t intid)
{
	uint32_t what = all ? RD_INVALIDATE_ALL : intid;

	if (!can_invalidate(rd))
		return ITSG_REASON_REG_UNKNOWN;
	if (rd->phase != ITSG_PHASE_ON)
		return ITSG_REASON_REG_STATE;
	if (!all && !is_lpi(rd, intid))
		return ITSG_REASON_INTID_RANGE;
	rd->invalidate = rd->invalidate && rd->invalidate != what ? RD_INVALIDATE_ALL : what;
	return ITSG_REASON_NONE;
}

static enum itsg_reason write_direct(struct itsg_rd *rd, uint32_t offset, uint32_t intid)
{
	if (!(rd->shown_typer & RD_TYPER_DIRECT_LPI))
		return ITSG_REASON_REG_UNKNOWN;
	if (rd->phase != ITSG_PHASE_ON)
		return ITSG_REASON_REG_STATE;
	if (!is_lpi(rd, intid))
		return ITSG_REASON_INTID_RANGE;
	itsg_rd_hw_direct(rd, offset, intid);
	return ITSG_REASON_NONE;
}

static enum itsg_reason write_waker(struct itsg_rd *rd, uint64_t value)
{
	itsg_rd_hw_waker(rd, (uint32_t)value);
	return ITSG_REASON_NONE;
}

/* These registers have their INTID in the low half. */
static enum itsg_reason write_intid(struct itsg_rd *rd, const struct rd_registers_access *access,
				    uint32_t intid)
{
	if (access->shift)
		return ITSG_REASON_NONE;
	if (access->id == RD_SETLPIR)
		return write_direct(rd, GICR_OFFSET_SETLPIR, intid);
	if (access->id == RD_CLRLPIR)
		return write_direct(rd, GICR_OFFSET_CLRLPIR, intid);
	return write_inv(rd, access->id == RD_INVALLR, intid);
}

static enum itsg_reason write_register(struct itsg_rd *rd, const struct rd_registers_access *access,
				       uint32_t size, uint64_t value)
{
	if (rd->tearing_down)
		return ITSG_REASON_REG_STATE;
	switch (access->id) {
	case RD_CTLR: return write_ctlr(rd, value);
	case RD_WAKER: return write_waker(rd, value);
	case RD_PROPBASER:
		return write_propbaser(rd,
				       registers_merge(rd->propbaser, access->shift, size, value));
	case RD_PENDBASER: return write_pendbaser(rd, access, size, value);
	case RD_SETLPIR:
	case RD_CLRLPIR:
	case RD_INVLPIR:
	case RD_INVALLR: return write_intid(rd, access, (uint32_t)value);
	case RD_ZERO: return ITSG_REASON_NONE;
	case RD_IIDR:
	case RD_TYPER:
	case RD_SYNCR:
	case RD_ID: return ITSG_REASON_NOT_WRITABLE;
	case RD_VIRTUAL_CTLR:
	case RD_VIRTUAL_TYPER:
	case RD_VIRTUAL:
	case RD_NONE: break;
	}
	return ITSG_REASON_REG_UNKNOWN;
}

static uint64_t read_id(const struct itsg_rd *rd, uint32_t index)
{
	uint32_t id = rd->config.caps.id[index];

	return index == PIDR2_INDEX ? (id & ~PIDR2_ARCH) | PIDR2_GICV3 : id;
}

static uint64_t read_syncr(const struct itsg_rd *rd)
{
	if (!can_invalidate(rd))
		return 0;
	if (rd->invalidate)
		return RD_SYNCR_BUSY;
	return itsg_platform_read32(rd->config.ctx, GICR_OFFSET_SYNCR) & RD_SYNCR_BUSY;
}

/*
 * TYPER shows no VLPIS. So Linux steps on by two frames and takes VLPI_base for one more RD_base.
 * What Linux reads as its TYPER and CTLR.IR limits what it uses of all redistributors. So both read
 * as those of the real RD_base.
 */
static uint64_t read_register(const struct itsg_rd *rd, const struct rd_registers_access *access)
{
	switch (access->id) {
	case RD_CTLR: return read_ctlr(rd);
	case RD_IIDR: return rd->config.caps.iidr;
	case RD_TYPER:
	case RD_VIRTUAL_TYPER: return rd->shown_typer;
	case RD_VIRTUAL_CTLR: return rd->config.caps.ctlr & RD_CTLR_IR;
	case RD_WAKER:
		return itsg_platform_read32(rd->config.ctx, GICR_OFFSET_WAKER) &
		       (RD_WAKER_SLEEP | RD_WAKER_ASLEEP);
	case RD_PROPBASER: return rd->propbaser;
	case RD_PENDBASER: return rd->pendbaser;
	case RD_SYNCR: return read_syncr(rd);
	case RD_ID: return read_id(rd, access->index);
	case RD_ZERO:
	case RD_SETLPIR:
	case RD_CLRLPIR:
	case RD_INVLPIR:
	case RD_INVALLR:
	case RD_VIRTUAL:
	case RD_NONE: break;
	}
	return 0;
}

static enum itsg_status refuse(struct itsg_rd *rd, enum itsg_reason reason, uint32_t offset,
			       uint32_t size, uint64_t value)
{
	bool shape = reason == ITSG_REASON_ACCESS_SIZE || reason == ITSG_REASON_ACCESS_ALIGN;

	itsg_rd_report_refusal(rd, ITSG_EVENT_ACCESS, reason, offset, size, value);
	return shape && !rd->config.bad_access_raz ? ITSG_ABORT : ITSG_OK;
}

static uint32_t region_bytes(const struct itsg_rd *rd)
{
	return (rd->config.caps.typer & RD_TYPER_VLPIS) ? GICR_VLPI_BASE + GICR_VLPI_FRAMES
							: GICR_VLPI_BASE;
}

enum itsg_status itsg_rd_register_read(struct itsg_rd *rd, uint32_t offset, uint32_t size,
				       uint64_t *value)
{
	struct rd_registers_access access;
	enum itsg_reason reason = itsg_rd_registers_find(region_bytes(rd), offset, size, &access);

	if (reason)
		return refuse(rd, reason, offset, size, 0);
	*value = (read_register(rd, &access) >> access.shift) & BITS(0, size * 8);
	return ITSG_OK;
}

enum itsg_status itsg_rd_register_write(struct itsg_rd *rd, uint32_t offset, uint32_t size,
					uint64_t value)
{
	struct rd_registers_access access;
	enum itsg_reason reason = itsg_rd_registers_find(region_bytes(rd), offset, size, &access);

	if (!reason)
		reason = write_register(rd, &access, size, value);
	return reason ? refuse(rd, reason, offset, size, value) : ITSG_OK;
}
