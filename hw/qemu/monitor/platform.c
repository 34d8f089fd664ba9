// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* include/itsguard/platform.h where all of RAM and all devices are mapped one to one at EL2. */
#include <itsguard/platform.h>

#include "hypglue/aarch64.h"

#include "platform.h"

static uintptr_t reg(const void *ctx, uint32_t offset)
{
	return ((const struct platform *)ctx)->base + offset;
}

uint32_t itsg_platform_read32(void *ctx, uint32_t offset)
{
	return hypglue_read32(reg(ctx, offset));
}

uint64_t itsg_platform_read64(void *ctx, uint32_t offset)
{
	return hypglue_read64(reg(ctx, offset));
}

void itsg_platform_write32(void *ctx, uint32_t offset, uint32_t value)
{
	hypglue_write32(reg(ctx, offset), value);
}

void itsg_platform_write64(void *ctx, uint32_t offset, uint64_t value)
{
	hypglue_write64(reg(ctx, offset), value);
}

void itsg_platform_read_slot(void *ctx, itsg_pa pa, uint64_t words[4])
{
	const volatile uint64_t *slot = (const volatile uint64_t *)pa;

	(void)ctx;
	for (unsigned int i = 0; i < 4; i++)
		words[i] = slot[i];
}

void itsg_platform_flush_staging(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	hypglue_flush(pa, size);
	hypglue_clean_barrier();
}

void *itsg_platform_map(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	return memory_is_ram(pa, size) ? (void *)pa : NULL;
}

void itsg_platform_unmap(void *ctx, void *va, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	(void)va;
	(void)pa;
	(void)size;
}

void itsg_platform_clean(void *ctx, const void *va, uint64_t size)
{
	(void)ctx;
	hypglue_clean((uintptr_t)va, size);
}

void itsg_platform_load_barrier(void *ctx)
{
	(void)ctx;
	hypglue_load_barrier();
}

/* Stores alone need less; cleans, which a non-coherent ITS gets, need all of it. */
void itsg_platform_store_barrier(void *ctx)
{
	(void)ctx;
	hypglue_clean_barrier();
}

void itsg_platform_lock(void *ctx)
{
	spin_lock(&((struct platform *)ctx)->lock);
}

void itsg_platform_unlock(void *ctx)
{
	spin_unlock(&((struct platform *)ctx)->lock);
}

/* Refusals are taken from the event ring once no lock is held (report.c): the mask is 0. */
void itsg_platform_report(void *ctx, const struct itsg_event *event)
{
	(void)ctx;
	(void)event;
}
