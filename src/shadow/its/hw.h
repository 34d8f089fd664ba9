/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * All writes to the registers of an ITS: CTLR, BASER<n>, CBASER, CWRITER. Nobody else writes them,
 * and nobody else writes its->hw. Each function says when the architecture allows what it does;
 * that is property P11 for registers. With ITSG_DEBUG a violation stops the program.
 *
 * The rules: BASER<n>, CBASER and CWRITER of an ITS that is off may be written at any time while
 * CTLR.Enabled = 0 and CTLR.Quiescent = 1. CTLR.Enabled may become 1 when every implemented table
 * and the queue are Valid. It may become 0 at any time; the library first lets the hardware
 * execute all it was given, unless it stalls. While Enabled = 1 only CWRITER may change.
 * CWRITER.Retry is never written.
 */
#ifndef ITSG_ITS_HW_H
#define ITSG_ITS_HW_H

#include <itsguard/platform.h>
#include <itsguard/state.h>

#include "validator/inline.h"
#include "validator/registers.h"

#ifdef ITSG_DEBUG
#define HW_REQUIRES(condition) ((condition) ? (void)0 : __builtin_trap())
#else
#define HW_REQUIRES(condition) ((void)0)
#endif

/*
 * CWRITER: the hardware may execute all slots before offset.
 *
 * Requires: phase ON, so Enabled = 1. The slots are in memory.
 */
ALWAYS_INLINE void hw_doorbell(struct itsg_its *its, uint32_t offset)
{
	HW_REQUIRES(its->mode.phase == ITSG_PHASE_ON && offset < its->ring.bytes);
	itsg_platform_write64(its->config.ctx, GITS_OFFSET_CWRITER, offset);
}

/* CTLR reads Enabled = 0 and Quiescent = 1. Writes nothing. */
ITSG_MUST_CHECK bool itsg_hw_is_off(const struct itsg_its *its);

/*
 * Writes value to BASER<n> or CBASER (offset says which), and returns what it reads back. Valid is
 * 0 in value.
 *
 * Requires: init, with the hardware seen off.
 */
uint64_t itsg_hw_try(struct itsg_its *its, uint32_t offset, uint64_t value);

/*
 * The value for BASER<n> or CBASER from the next enable on. Leaves the register 0.
 *
 * Requires: init, with the hardware seen off. Valid is set in value.
 * Returns: false: a bit other than Valid and the attributes does not read back as written. The
 *          hardware would use another place.
 */
ITSG_MUST_CHECK bool itsg_hw_place(struct itsg_its *its, uint32_t offset, uint64_t value);

/* Init has failed: every register is 0, and there is nothing to take back. */
void itsg_hw_forget(struct itsg_its *its);

/*
 * BASERs, CBASER, CWRITER = 0, then Enabled = 1. This also covers an ITS that lost its power.
 *
 * Requires: phase OFF, and itsg_hw_stops said true in this step. The shadow ring is empty, tables
 *           and ring are in memory.
 */
void itsg_hw_enable(struct itsg_its *its);

/* Enabled = 0. Requires: phase ON; everything the hardware was given is executed and walked. */
void itsg_hw_disable(struct itsg_its *its);

/* The same, where the hardware will not execute all that it was given. Requires: phase ON. */
void itsg_hw_abandon(struct itsg_its *its);

/*
 * Sees the hardware off, and tells it to be. Whatever was said of a power loss: tables change only
 * under hardware that is seen off.
 *
 * Requires: phase OFF, STOPPING or VOID.
 * Returns: true: Enabled = 0 and Quiescent = 1 in one read.
 */
ITSG_MUST_CHECK bool itsg_hw_stops(struct itsg_its *its);

/*
 * All implemented BASERs and CBASER are 0. With GITS_TYPER.INV = 1 the hardware forgets what it has
 * cached of its tables.
 *
 * Requires: phase VOID, and itsg_hw_stops said true in this step; or phase RETURN.
 */
void itsg_hw_clear_basers(struct itsg_its *its);

#endif
