// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * EL2's own map begins in tables.S with one GiB of RAM. Here it gets the others, before any other
 * CPU starts.
 */
#include "monitor.h"

#define GIB	      ((uint64_t)1 << 30)
#define EL2_RAM_BLOCK (BIT(54) | 0x740 | 1) /* execute never, write-back, inner shareable */

void mmu_map_ram(void)
{
	struct range range;

	for (unsigned int i = 0; memory_range(i, &range); i++) {
		for (uint64_t pa = range.base & ~(GIB - 1); pa < range.base + range.size;
		     pa += GIB) {
			if (pa >= 512 * GIB)
				panic("RAM beyond EL2's map", pa, 0);
			if (!el2_l1[pa / GIB])
				el2_l1[pa / GIB] = pa | EL2_RAM_BLOCK;
		}
	}
	dsb_ish();
	isb();
}
