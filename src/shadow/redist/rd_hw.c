// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Writes to the registers of a redistributor. The rules are in the header. */
#include <itsguard/platform.h>

#include "shadow/memory/domain.h"
#include "shadow/memory/domain_lock.h"
#include "shadow/redist/rd_hw.h"
#include "shadow/redist/rd_report.h"
#include "validator/rd_registers.h"

#ifdef ITSG_DEBUG
#define RD_HW_REQUIRES(condition) ((condition) ? (void)0 : __builtin_trap())
#else
#define RD_HW_REQUIRES(condition) ((void)0)
#endif

/* Which bits of the table registers say where the table is. */
#define PROPERTY_PLACE (RD_PROPERTY_ADDRESS | RD_ID_BITS)

/* True: RWP is 0. *ctlr is what CTLR reads. */
static bool has_answered(struct itsg_rd *rd, uint32_t *ctlr)
{
	bool answered;

	*ctlr = itsg_platform_read32(rd->config.ctx, GICR_OFFSET_CTLR);
	answered = !(*ctlr & RD_CTLR_RWP);
	itsg_rd_report_looked(rd, answered);
	return answered;
}

bool itsg_rd_hw_control(struct itsg_rd *rd, uint32_t wanted, uint32_t *ctlr)
{
	if (!has_answered(rd, ctlr))
		return false;
	if (rd->ctlr == wanted)
		return true;
	rd->ctlr = wanted;
	itsg_platform_write32(rd->config.ctx, GICR_OFFSET_CTLR, wanted);
	return has_answered(rd, ctlr);
}

void itsg_rd_hw_forget(struct itsg_rd *rd)
{
	rd->ctlr = ~(uint32_t)0;
}

uint64_t itsg_rd_hw_try(struct itsg_rd *rd, uint32_t offset, uint64_t value)
{
	RD_HW_REQUIRES(rd->ready == DOMAIN_BUSY);
	itsg_platform_write64(rd->config.ctx, offset, value);
	return itsg_platform_read64(rd->config.ctx, offset);
}

bool itsg_rd_hw_is_programmed(struct itsg_rd *rd, uint64_t propbaser, itsg_pa pending)
{
	uint64_t property = itsg_platform_read64(rd->config.ctx, GICR_OFFSET_PROPBASER) ^ propbaser;
	uint64_t table = itsg_platform_read64(rd->config.ctx, GICR_OFFSET_PENDBASER) ^ pending;

	if (property & PROPERTY_PLACE)
		itsg_rd_report_hw_error(rd, GICR_OFFSET_PROPBASER, property);
	else if (table & RD_PENDING_ADDRESS)
		itsg_rd_report_hw_error(rd, GICR_OFFSET_PENDBASER, table);
	else
		return true;
	return false;
}

/* Under the domain's lock. Without it another of the group could write the same value, and be
 * enabled, between the look and the write. */
static void program_properties(struct itsg_rd *rd, uint64_t propbaser)
{
	void *ctx = rd->config.ctx;

	domain_lock(rd->domain);
	if ((itsg_platform_read64(ctx, GICR_OFFSET_PROPBASER) ^ propbaser) & PROPERTY_PLACE)
		itsg_platform_write64(ctx, GICR_OFFSET_PROPBASER, propbaser);
	domain_unlock(rd->domain);
}

/* PENDBASER is written in any case: PTZ counts as it was written last. */
bool itsg_rd_hw_program(struct itsg_rd *rd, uint64_t propbaser, uint64_t pendbaser)
{
	void *ctx = rd->config.ctx;

	RD_HW_REQUIRES(rd->phase == ITSG_PHASE_OFF && !(rd->ctlr & RD_CTLR_ENABLE_LPIS));
	program_properties(rd, propbaser);
	itsg_platform_write64(ctx, GICR_OFFSET_PENDBASER, pendbaser);
	itsg_platform_store_barrier(ctx);
	rd->unfenced = false;
	return itsg_rd_hw_is_programmed(rd, propbaser, pendbaser & RD_PENDING_ADDRESS);
}

void itsg_rd_hw_clear_propbaser(struct itsg_rd *rd)
{
	RD_HW_REQUIRES(rd->phase == ITSG_PHASE_RETURN);
	itsg_platform_write64(rd->config.ctx, GICR_OFFSET_PROPBASER, 0);
}

void itsg_rd_hw_clear_pendbaser(struct itsg_rd *rd)
{
	RD_HW_REQUIRES(rd->phase == ITSG_PHASE_RETURN);
	itsg_platform_write64(rd->config.ctx, GICR_OFFSET_PENDBASER, 0);
}

bool itsg_rd_hw_invalidate(struct itsg_rd *rd, uint32_t what)
{
	void *ctx = rd->config.ctx;

	RD_HW_REQUIRES(rd->phase == ITSG_PHASE_ON);
	if (itsg_platform_read32(ctx, GICR_OFFSET_SYNCR) & RD_SYNCR_BUSY)
		return false;
	/* What the host wrote to the table comes first. */
	itsg_platform_store_barrier(ctx);
	if (what == RD_INVALIDATE_ALL)
		itsg_platform_write64(ctx, GICR_OFFSET_INVALLR, 0);
	else
		itsg_platform_write64(ctx, GICR_OFFSET_INVLPIR, what);
	return true;
}

void itsg_rd_hw_direct(struct itsg_rd *rd, uint32_t offset, uint32_t intid)
{
	RD_HW_REQUIRES(rd->phase == ITSG_PHASE_ON && intid >= RD_LPI_FIRST &&
		       intid < BIT(rd->bits));
	itsg_platform_write64(rd->config.ctx, offset, intid);
}

void itsg_rd_hw_waker(struct itsg_rd *rd, uint32_t value)
{
	itsg_platform_write32(rd->config.ctx, GICR_OFFSET_WAKER, value & RD_WAKER_SLEEP);
}
