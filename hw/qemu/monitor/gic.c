// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "hypglue/aarch64.h"

#include "gic.h"

#define GICD_TYPER	 0x04
#define GICR_TYPER	 0x08
#define GICR_TYPER_LAST	 BIT(4)
#define GICR_TYPER_VLPIS BIT(1)
#define GICR_FRAMES	 0x20000 /* RD_base and SGI_base; twice that with virtual LPIs */

itsg_intid gic_lpi_end(uint64_t distributor)
{
	uint32_t bits = (hypglue_read32(distributor + GICD_TYPER) >> 19 & 0x1f) + 1;

	return bits < 31 ? 1u << bits : 1u << 31;
}

static uint64_t frames_of(uint64_t typer)
{
	return typer & GICR_TYPER_VLPIS ? 2 * GICR_FRAMES : GICR_FRAMES;
}

uint32_t gic_redistributors(const struct hypglue_range *region, uint64_t stride,
			    struct itsg_redistributor *rds, uint32_t count, uint32_t room)
{
	uint64_t base = region->start, typer = 0;

	while (base < region->end && !(typer & GICR_TYPER_LAST)) {
		if (count == room)
			panic("too many redistributors", base, count);
		typer = hypglue_read64(base + GICR_TYPER);
		rds[count].base = base;
		rds[count].processor = typer >> 8 & 0xffff;
		count++;
		base += stride ? stride : frames_of(typer);
	}
	return count;
}

static bool is_before(const struct itsg_redistributor *a, const struct itsg_redistributor *b,
		      bool by_base)
{
	return by_base ? a->base < b->base : a->processor < b->processor;
}

void gic_sort(struct itsg_redistributor *rds, uint32_t count, bool by_base)
{
	struct itsg_redistributor moved;
	uint32_t at;

	for (uint32_t i = 1; i < count; i++) {
		moved = rds[i];
		for (at = i; at > 0 && is_before(&moved, &rds[at - 1], by_base); at--)
			rds[at] = rds[at - 1];
		rds[at] = moved;
	}
}
