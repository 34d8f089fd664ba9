// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <libfdt.h>

#include "hypglue/aarch64.h"

#include "discover.h"
#include "monitor.h"

#define GICR_TYPER    0x08
#define GICR_SGI_BASE 0x10000

static struct hypglue_fdt found;
static struct hypglue_frames frames;
static uint64_t probed; /* the register that is being read */

/* EL2's map is the identity. Where nothing is, the bus answers with an abort: bad_exception. */
uint32_t hypglue_hook_read32(void *ctx, itsg_pa pa)
{
	uint32_t value;

	(void)ctx;
	probed = pa;
	value = hypglue_read32(pa);
	__asm__ volatile("dsb sy" : : : "memory");
	probed = 0;
	return value;
}

uint64_t discover_probed(void)
{
	return probed;
}

void discover_tree(const void *dtb)
{
	enum hypglue_fdt_status status = hypglue_fdt_discover(dtb, fdt_totalsize(dtb), &found);

	if (status != HYPGLUE_FDT_OK)
		panic(hypglue_fdt_status_text(status), found.where, status);
}

void discover_frames(void)
{
	enum hypglue_fdt_status status = hypglue_frames_find(&found, ADDRESS_LIMIT, NULL, &frames);

	if (status != HYPGLUE_FDT_OK)
		panic(hypglue_fdt_status_text(status), frames.where, status);
}

const struct hypglue_fdt *discover_found(void)
{
	return &found;
}

const struct hypglue_frames *discover_found_frames(void)
{
	return &frames;
}

/* MPIDR has Aff3 in [39:32], GICR_TYPER next to the others. */
uint64_t discover_sgi_base(uint64_t mpidr)
{
	uint64_t affinity = (mpidr >> 32 & 0xff) << 24 | (mpidr & 0xffffff);

	for (uint32_t i = 0; i < frames.rd_count; i++)
		if (hypglue_read64(frames.by_base[i].base + GICR_TYPER) >> 32 == affinity)
			return frames.by_base[i].base + GICR_SGI_BASE;
	return 0;
}
