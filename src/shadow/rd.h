/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the files of src/shadow/rd*.c offer each other. Unless it says otherwise a function here is
 * called with the redistributor's lock held and does bounded work.
 */
#ifndef ITSG_SHADOW_RD_H
#define ITSG_SHADOW_RD_H

#include <itsguard/redist.h>

#include "shadow/internal.h"
#include "validator/rd_registers.h"

/* rd->invalidate, where it is not an INTID. */
enum rd_invalidate {
	RD_INVALIDATE_NONE,
	RD_INVALIDATE_ALL,
};

static inline bool rd_spend(struct itsg_rd *rd)
{
	if (!rd->left)
		return false;
	rd->left--;
	return true;
}

/* ---- rd_report.c ---- */
void itsg_rd_report(struct itsg_rd *rd, enum itsg_event_kind kind, itsg_pa pa, uint64_t size,
		    enum itsg_purpose purpose);
void itsg_rd_report_phase(struct itsg_rd *rd, enum itsg_phase phase);
void itsg_rd_release_failed(struct itsg_rd *rd, itsg_pa pa, uint64_t size,
			    enum itsg_purpose purpose);
/* A hardware register is not what it was set to. */
void itsg_rd_hw_error(struct itsg_rd *rd, uint32_t offset, uint64_t value);
void itsg_rd_refuse(struct itsg_rd *rd, enum itsg_event_kind kind, enum itsg_reason reason,
		    uint32_t offset, uint32_t size, uint64_t value);

/* ---- rd_table.c: property tables; these take the domain's lock ---- */
/* Counts rd among the users of the table that the hardware's PROPBASER value describes, and begins
 * one if there is none. NONE, PROPERTIES_DIFFER or CAPACITY. */
ITSG_MUST_CHECK enum itsg_reason itsg_rd_table_use(struct itsg_rd *rd, uint64_t value,
						   uint64_t bytes);
/* Goes on claiming its pages within the budget. OK: all are there. AGAIN. LEDGER: one was refused.
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_table_claim(struct itsg_rd *rd);
/* Not a user any more; the last one lets the pages go within the budget. True: nothing is left. */
ITSG_MUST_CHECK bool itsg_rd_table_release(struct itsg_rd *rd);
/* PROPBASER names no table any more, unless others of the group have theirs there. */
void itsg_rd_table_leave(struct itsg_rd *rd);

/* ---- rd_pending.c: the pending table ---- */
/* What the host's PENDBASER and rd->bits ask for is there. False: the pool is empty. */
ITSG_MUST_CHECK bool itsg_rd_pending_make(struct itsg_rd *rd);
/* Clears on within the budget, if it has to be; true when there is nothing left to clear. */
ITSG_MUST_CHECK bool itsg_rd_pending_clear(struct itsg_rd *rd);
void itsg_rd_pending_release(struct itsg_rd *rd);

/* ---- rd_life.c ---- */
/* The host sets EnableLPIs; it stays 0, and that is reported, where it cannot be. */
void itsg_rd_enable(struct itsg_rd *rd);
/* One step: what wishes, hardware, ledger and budget make possible. */
void itsg_rd_step(struct itsg_rd *rd);
/* Something is on its way: the host reads RWP = 1. */
bool itsg_rd_is_busy(const struct itsg_rd *rd);
/* PROPBASER and PENDBASER may not change. */
bool itsg_rd_is_locked(const struct itsg_rd *rd);
/* GICR_TYPER and CTLR say that there are INVLPIR, INVALLR and SYNCR. */
bool itsg_rd_invalidates(const struct itsg_rd *rd);

#endif
