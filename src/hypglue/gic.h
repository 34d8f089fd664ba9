/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What values of GIC registers mean. All of it is pure: constant time, no state, no locks. */
#ifndef HYPGLUE_GIC_H
#define HYPGLUE_GIC_H

#include <itsguard/itsguard.h>

/*
 * The first INTID that is no LPI, by GICD_TYPER: for the lpi_end of itsg_caps and of itsg_rd_caps.
 *
 * IDbits says how many INTIDs there are at all. num_LPIs, if it is not 0, says how many LPIs. The
 * smaller one counts. The result is at most 2^24, which is all that an LPI table can hold. It is
 * 8192 or less where there is no LPI; the library refuses such a configuration.
 */
itsg_intid hypglue_lpi_end(uint32_t gicd_typer);

/* Bytes of a redistributor's frames by its GICR_TYPER: 128 KiB, or 256 with virtual LPIs. */
uint64_t hypglue_rd_frames(uint64_t gicr_typer);

/* True if a redistributor with this GICR_TYPER belongs to a GICv4.1, whose ITSs have 256 KiB. */
bool hypglue_rd_is_41(uint64_t gicr_typer);

/* True if a PIDR2 at 0xffe8 of a frame is that of a GICv3 or v4. */
bool hypglue_pidr2_is_v3(uint32_t pidr2);

/* True if an ITS with this GITS_CTLR is disabled and quiescent: it uses no memory. */
bool hypglue_its_is_off(uint32_t gits_ctlr);

/* True if a redistributor with this GICR_CTLR has LPIs disabled, and no write is pending. */
bool hypglue_rd_is_off(uint32_t gicr_ctlr);

/* True if by the upper halves of these two registers no virtual tables are in use. */
bool hypglue_rd_virtual_is_off(uint32_t vpropbaser_high, uint32_t vpendbaser_high);

#endif
