/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Frames of GICs as far as hypglue_frames_find reads them: it defines hypglue_hook_read32. What is
 * not there reads 0, and is counted.
 */
#ifndef FAKE_FRAMES_H
#define FAKE_FRAMES_H

#include <stdint.h>

#define FAKE_PIDR2     0x3bu	   /* of a GICv3 */
#define FAKE_LAST      0x10u	   /* GICR_TYPER.Last */
#define FAKE_QUIESCENT 0x80000000u /* GITS_CTLR.Quiescent */

enum fake_kind { FAKE_DISTRIBUTOR, FAKE_REDISTRIBUTOR, FAKE_ITS, FAKE_VIRTUAL };

/* Forgets all frames. */
void fake_clear(void);
/*
 * typer: GICD_TYPER, GICR_TYPER or GITS_TYPER. Of VLPI_base it is the upper halves of VPROPBASER
 * and VPENDBASER, in this order.
 */
void fake_add(enum fake_kind kind, uint64_t base, uint64_t typer);
/* A redistributor of a CPU whose number is its affinity; more is or'ed to its TYPER. */
void fake_rd(uint64_t base, uint32_t cpu, uint64_t more);
/* PIDR2 of the frame at base becomes value. */
void fake_pidr2(uint64_t base, uint32_t value);
/* CTLR of the ITS or redistributor at base becomes value. Before, it says that it is off. */
void fake_ctlr(uint64_t base, uint32_t value);

/* Reads of what is not there, and the address of the last one. */
extern unsigned int fake_strays;
extern uint64_t fake_stray;

#endif
