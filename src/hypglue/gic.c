// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "hypglue/gic.h"
#include "validator/bits.h"

#define LPI_FIRST	8192u
#define INTID_BITS_MOST 24u
#define RD_FRAMES	0x20000u

itsg_intid hypglue_lpi_end(uint32_t gicd_typer)
{
	unsigned int bits = (unsigned int)bits_get(gicd_typer, 19, 5) + 1; /* IDbits */
	unsigned int log = (unsigned int)bits_get(gicd_typer, 11, 5);	   /* num_LPIs */
	uint64_t end = BIT(bits < INTID_BITS_MOST ? bits : INTID_BITS_MOST);

	if (log && LPI_FIRST + BIT(log + 1) < end)
		end = LPI_FIRST + BIT(log + 1);
	return (itsg_intid)end;
}

uint64_t hypglue_rd_frames(uint64_t gicr_typer)
{
	return bits_get(gicr_typer, 1, 1) ? 2 * RD_FRAMES : RD_FRAMES; /* VLPIS */
}

bool hypglue_rd_is_41(uint64_t gicr_typer)
{
	return bits_get(gicr_typer, 7, 1) || bits_get(gicr_typer, 26, 1); /* RVPEID, VSGI */
}

bool hypglue_pidr2_is_v3(uint32_t pidr2)
{
	uint64_t revision = bits_get(pidr2, 4, 4); /* ArchRev */

	return revision == 3 || revision == 4;
}

bool hypglue_its_is_off(uint32_t gits_ctlr)
{
	return !bits_get(gits_ctlr, 0, 1) && bits_get(gits_ctlr, 31, 1); /* Enabled, Quiescent */
}

bool hypglue_rd_is_off(uint32_t gicr_ctlr)
{
	return !bits_get(gicr_ctlr, 0, 1) && !bits_get(gicr_ctlr, 3, 1); /* EnableLPIs, RWP */
}

bool hypglue_rd_virtual_is_off(uint32_t vpropbaser_high, uint32_t vpendbaser_high)
{
	/* Valid (with GICv4.0 VPROPBASER has none, and reads 0), Dirty */
	return !bits_get(vpropbaser_high | vpendbaser_high, 31, 1) &&
	       !bits_get(vpendbaser_high, 28, 1);
}
