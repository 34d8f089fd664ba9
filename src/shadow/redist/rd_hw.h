/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * All writes to the registers of a redistributor. Nobody else writes them. Each function says when
 * the architecture allows what it does; that is property P11 for these registers. With ITSG_DEBUG a
 * violation stops the program.
 *
 * The rules: CTLR may be written only while RWP = 0. PROPBASER and PENDBASER may change only while
 * CTLR.EnableLPIs = 0 and RWP = 0; PROPBASER only while no other redistributor that shares it is
 * enabled. INVLPIR and INVALLR may be written only while SYNCR.Busy = 0. INTIDs must be LPIs that
 * the tables have.
 *
 * Requires, for all functions: the caller holds the redistributor's lock (at init: nobody else has
 * the redistributor).
 */
#ifndef ITSG_REDIST_RD_HW_H
#define ITSG_REDIST_RD_HW_H

#include <itsguard/redist.h>

/* rd->invalidate, where it is not an INTID. */
enum rd_hw_invalidate {
	RD_INVALIDATE_NONE,
	RD_INVALIDATE_ALL,
};

/*
 * Tells the hardware what CTLR is to be, once RWP reads 0 and if it has not been told yet.
 *
 * Returns: true: it was told, and is through with it. *ctlr is what CTLR reads.
 * Work: one read; if it has to be told, one write and one read more.
 */
ITSG_MUST_CHECK bool itsg_rd_hw_control(struct itsg_rd *rd, uint32_t wanted, uint32_t *ctlr);

/* What CTLR holds is not known: the power was lost. The next itsg_rd_hw_control writes it. */
void itsg_rd_hw_forget(struct itsg_rd *rd);

/*
 * Writes value to PROPBASER or PENDBASER (offset says which), and returns what it reads back.
 *
 * Requires: init, with EnableLPIs and RWP seen 0. For PROPBASER: the domain's lock, and no member
 * of its group is enabled.
 */
uint64_t itsg_rd_hw_try(struct itsg_rd *rd, uint32_t offset, uint64_t value);

/*
 * The tables for the next enable.
 *
 * Requires: itsg_rd_hw_control said true in this step, and EnableLPIs read 0. The tables are in
 *           memory, or will be by the barrier here.
 * Returns: false: a register does not read back; that is reported.
 * Locks: takes the domain's lock for PROPBASER. A group may have one register for all; it is not
 *        written with the table it has, since others of the group may be enabled.
 */
ITSG_MUST_CHECK bool itsg_rd_hw_program(struct itsg_rd *rd, uint64_t propbaser, uint64_t pendbaser);

/* The hardware's table registers hold these addresses. If not, that is reported. */
bool itsg_rd_hw_is_programmed(struct itsg_rd *rd, uint64_t propbaser, itsg_pa pending);

/* PROPBASER = 0. Requires EnableLPIs = 0 here, and that none that shares the register is in use;
 * the caller holds the domain's lock. */
void itsg_rd_hw_clear_propbaser(struct itsg_rd *rd);

/* PENDBASER = 0. Requires EnableLPIs = 0 and RWP = 0. */
void itsg_rd_hw_clear_pendbaser(struct itsg_rd *rd);

/* INVLPIR, or INVALLR for RD_INVALIDATE_ALL. Requires phase ON. False: SYNCR is Busy; later. */
ITSG_MUST_CHECK bool itsg_rd_hw_invalidate(struct itsg_rd *rd, uint32_t what);

/* SETLPIR or CLRLPIR. Requires phase ON, and an LPI that the tables have. */
void itsg_rd_hw_direct(struct itsg_rd *rd, uint32_t offset, uint32_t intid);

/* WAKER.ProcessorSleep, and nothing else of the value. Whether the architecture allows it now is
 * not checked: a known limit (docs/redistributors.md). */
void itsg_rd_hw_waker(struct itsg_rd *rd, uint32_t value);

#endif
