// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The life of a redistributor's LPIs. What the host wrote to EnableLPIs (rd->enabled) is only a
 * wish. Each step moves the hardware towards it, as far as hardware, ledger and budget let it.
 */
#include <itsguard/platform.h>

#include "shadow/memory/frames.h"
#include "shadow/redist/rd_audit.h"
#include "shadow/redist/rd_hw.h"
#include "shadow/redist/rd_life.h"
#include "shadow/redist/rd_pending.h"
#include "shadow/redist/rd_report.h"
#include "shadow/redist/rd_table.h"
#include "shadow/redist/rd_work.h"
#include "validator/rd_registers.h"

static uint32_t wanted_ctlr(const struct itsg_rd *rd)
{
	return rd->dpg | (rd->phase == ITSG_PHASE_ON ? RD_CTLR_ENABLE_LPIS : 0);
}

/* True: the hardware was told what is wanted, and is through with it; *ctlr is what it reads. */
static bool control(struct itsg_rd *rd, uint32_t *ctlr)
{
	return itsg_rd_hw_control(rd, wanted_ctlr(rd), ctlr);
}

static void enable_failed(struct itsg_rd *rd, enum itsg_reason reason)
{
	rd->enabled = false;
	itsg_rd_report_refusal(rd, ITSG_EVENT_ENABLE_FAILED, reason, GICR_OFFSET_CTLR, 0,
			       rd->propbaser);
}

/* INTID bits in force: more than the GIC has are taken as what it has. */
static unsigned int bits_asked(const struct itsg_rd *rd)
{
	unsigned int bits = rd_registers_bits(rd->propbaser);

	return bits < rd->config.id_bits ? bits : rd->config.id_bits;
}

static bool lies_below(uint64_t limit, itsg_pa pa, uint64_t bytes)
{
	return pa < limit && bytes <= limit - pa;
}

/* First address that may be in a table of the host's. */
static itsg_pa address_limit(const struct itsg_rd *rd)
{
	itsg_pa memory = rd->domain->config.pa_limit, bus = rd->config.caps.address_limit;

	return bus && bus < memory ? bus : memory;
}

static enum itsg_reason check_enable(struct itsg_rd *rd)
{
	itsg_pa limit = address_limit(rd);
	unsigned int bits = bits_asked(rd);

	if (bits < RD_LEAST_BITS)
		return ITSG_REASON_INTID_RANGE;
	if (!lies_below(limit, rd->propbaser & RD_PROPERTY_ADDRESS,
			rd_registers_property_bytes(bits)) ||
	    !lies_below(limit, rd->pendbaser & RD_PENDING_ADDRESS, BIT(bits) / 8))
		return ITSG_REASON_ADDRESS_LIMIT;
	if (rd->config.audit == ITSG_AUDIT_OFF)
		return ITSG_REASON_NONE;
	return itsg_rd_audit_enable(rd, bits);
}

void itsg_rd_enable(struct itsg_rd *rd)
{
	enum itsg_reason reason = check_enable(rd);

	if (reason)
		enable_failed(rd, reason);
	else
		rd->enabled = true;
}

static uint64_t hw_propbaser(const struct itsg_rd *rd)
{
	return (rd->propbaser & RD_PROPERTY_ADDRESS) | rd->attributes | (rd->bits - 1u);
}

/* Requires the hardware to be off, and through with what it was told. */
static bool program(struct itsg_rd *rd)
{
	uint64_t pendbaser = rd->pending.pa | rd->attributes | (rd->fresh ? RD_PENDING_PTZ : 0);

	return itsg_rd_hw_program(rd, hw_propbaser(rd), pendbaser);
}

static bool take_table(struct itsg_rd *rd)
{
	enum itsg_status status;
	enum itsg_reason reason;

	rd->bits = (uint8_t)bits_asked(rd);
	reason = itsg_rd_table_use(rd, hw_propbaser(rd), rd_registers_property_bytes(rd->bits));
	if (reason) {
		enable_failed(rd, reason);
		return false;
	}
	status = itsg_rd_table_claim(rd);
	if (status == ITSG_LEDGER)
		enable_failed(rd, ITSG_REASON_ENABLE_PROPERTIES);
	return status == ITSG_OK;
}

/* Requires what program() does. */
static bool enable(struct itsg_rd *rd)
{
	if (!take_table(rd))
		return false;
	if (!itsg_rd_pending_make(rd)) {
		enable_failed(rd, ITSG_REASON_POOL);
		return false;
	}
	if (!itsg_rd_pending_clear(rd))
		return false;
	if (!program(rd)) {
		enable_failed(rd, ITSG_REASON_ENABLE_PROPERTIES);
		return false;
	}
	rd->fresh = false;
	rd->counters.enables++;
	itsg_rd_enter(rd, ITSG_PHASE_ON);
	return true;
}

/*
 * RWP does not tell which write is not through. It may be one of another bit than EnableLPIs. While
 * RWP is 1 the library assumes that the hardware uses its tables.
 */
static bool from_off(struct itsg_rd *rd)
{
	uint32_t ctlr;

	if (!(rd->enabled || rd->table || rd->tearing_down) || !control(rd, &ctlr))
		return false;
	if (rd->enabled && !(ctlr & RD_CTLR_ENABLE_LPIS) && enable(rd))
		return true;
	if (rd->enabled || !itsg_rd_table_release(rd) || !rd->tearing_down)
		return false;
	itsg_rd_enter(rd, ITSG_PHASE_RETURN);
	return true;
}

static bool from_on(struct itsg_rd *rd)
{
	if (rd->enabled)
		return false;
	rd->invalidate = RD_INVALIDATE_NONE;
	itsg_rd_enter(rd, ITSG_PHASE_STOPPING);
	return true;
}

/* Some hardware keeps EnableLPIs at 1 once it is set. Then nothing has changed. */
static bool from_stopping(struct itsg_rd *rd)
{
	uint32_t ctlr;

	if (!control(rd, &ctlr))
		return false;
	if (ctlr & RD_CTLR_ENABLE_LPIS) {
		itsg_rd_report_refusal(rd, ITSG_EVENT_ACCESS, ITSG_REASON_LPIS_STAY,
				       GICR_OFFSET_CTLR, 4, ctlr);
		/* After a power loss the tables are those that firmware has set. */
		(void)itsg_rd_hw_is_programmed(rd, hw_propbaser(rd), rd->pending.pa);
		rd->enabled = true;
		itsg_rd_enter(rd, ITSG_PHASE_ON);
		return false;
	}
	rd->counters.disables++;
	itsg_rd_enter(rd, ITSG_PHASE_OFF);
	return true;
}

static bool return_frames(struct itsg_rd *rd, struct itsg_frames *frames)
{
	uint64_t size = rd->domain->config.page_size;
	enum itsg_status status;
	itsg_pa pa;

	status = itsg_frames_return(frames, rd->config.ctx, size, &rd->left, &pa);
	if (status == ITSG_LEDGER)
		itsg_rd_report_release_failed(rd, pa, size, ITSG_FOR_STATE);
	return status == ITSG_OK;
}

static bool from_return(struct itsg_rd *rd)
{
	/* It may be the last of its group and never have had a table itself. If it was on at
	 * init, it was not probed, and its register is left as it is. */
	if (rd->property_sticks.address && rd->frames[0].done == rd->frames[0].pages)
		itsg_rd_table_leave(rd);
	if (rd->pending.va) {
		itsg_rd_hw_clear_pendbaser(rd);
		itsg_rd_pending_release(rd);
	}
	if (return_frames(rd, &rd->frames[1]) && return_frames(rd, &rd->frames[0]))
		itsg_rd_enter(rd, ITSG_PHASE_GONE);
	return false;
}

/* True if the phase moved, so that the next one may have something to do as well. */
static bool advance(struct itsg_rd *rd)
{
	switch (rd->phase) {
	case ITSG_PHASE_OFF: return from_off(rd);
	case ITSG_PHASE_ON: return from_on(rd);
	case ITSG_PHASE_STOPPING: return from_stopping(rd);
	case ITSG_PHASE_RETURN: return from_return(rd);
	case ITSG_PHASE_VOID:
	case ITSG_PHASE_KEPT:
	case ITSG_PHASE_GONE: break;
	}
	return false;
}

bool itsg_rd_is_busy(const struct itsg_rd *rd)
{
	switch (rd->phase) {
	case ITSG_PHASE_OFF:
		return rd->enabled || rd->table || rd->tearing_down || rd->ctlr != wanted_ctlr(rd);
	case ITSG_PHASE_ON: return !rd->enabled || rd->ctlr != wanted_ctlr(rd);
	case ITSG_PHASE_STOPPING:
	case ITSG_PHASE_RETURN: return true;
	case ITSG_PHASE_VOID:
	case ITSG_PHASE_KEPT:
	case ITSG_PHASE_GONE: break;
	}
	return false;
}

enum itsg_work itsg_rd_work_now(const struct itsg_rd *rd)
{
	if (!itsg_rd_is_busy(rd) && !rd->invalidate)
		return ITSG_WORK_NONE;
	return rd->left ? ITSG_WORK_LATER : ITSG_WORK_NOW;
}

/* As for an ITS: read without the lock. */
void itsg_rd_note(struct itsg_rd *rd)
{
	__atomic_store_n(&rd->work, (uint32_t)itsg_rd_work_now(rd), __ATOMIC_RELAXED);
}

void itsg_rd_step(struct itsg_rd *rd)
{
	unsigned int moves;
	uint32_t ctlr;

	rd_work_start(rd);
	/* At most once round. A phase that comes back has to wait for the hardware in any case. */
	for (moves = 0; moves < 4 && advance(rd); moves++)
		;
	if (rd->phase <= ITSG_PHASE_STOPPING && rd->ctlr != wanted_ctlr(rd))
		(void)control(rd, &ctlr);
	if (rd->invalidate && itsg_rd_hw_invalidate(rd, rd->invalidate))
		rd->invalidate = RD_INVALIDATE_NONE;
	if (rd->unfenced) {
		itsg_platform_store_barrier(rd->config.ctx);
		rd->unfenced = false;
	}
	if (!itsg_rd_is_busy(rd))
		rd->counters.waits = 0; /* nothing waits for RWP any more */
	rd_work_end(rd);
	itsg_rd_note(rd);
}

bool itsg_rd_is_locked(const struct itsg_rd *rd)
{
	return rd->enabled || rd->phase != ITSG_PHASE_OFF || rd->table || rd->tearing_down;
}
