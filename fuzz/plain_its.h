/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An ITS as in QEMU's virt machine, for fuzzers that do not vary it, or that start from it.
 */
#ifndef FUZZ_PLAIN_ITS_H
#define FUZZ_PLAIN_ITS_H

#include "model/model.h"

/* Its redistributors lie every stride bytes from first on. */
static inline struct model_its_config plain_its(uint64_t base, uint32_t cpus, uint64_t first,
						uint32_t stride)
{
	struct model_its_config its = {.base = base,
				       .typer = 0x0000001f0001efb1,
				       .iidr = 0x43b,
				       .pidr2 = 0x3b,
				       .baser_reset = {0x0107000000000200, 0x0407000000000200},
				       .cbaser_sticky = ~(uint64_t)0,
				       .processors = cpus,
				       .lpi_end = 65536,
				       .vpe_bits = 16};
	uint32_t n;

	for (n = 0; n < 8; n++) {
		its.baser_pages[n] = 7;
		its.baser_sticky[n] = ~(uint64_t)0;
	}
	for (n = 0; n < cpus; n++)
		its.rd_base[n] = first + (uint64_t)n * stride;
	return its;
}

#endif
