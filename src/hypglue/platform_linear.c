// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The library's platform over AArch64 accessors. aarch64.h says which barrier orders what. */
#include "hypglue/aarch64.h"
#include "hypglue/platform_linear.h"

static uintptr_t at(const struct hypglue_linear *map, itsg_pa pa)
{
	return map->linear + (uintptr_t)pa;
}

uint32_t itsg_platform_read32(void *ctx, uint32_t offset)
{
	const struct hypglue_linear *map = ctx;

	return hypglue_read32(map->frames + offset);
}

uint64_t itsg_platform_read64(void *ctx, uint32_t offset)
{
	const struct hypglue_linear *map = ctx;

	return hypglue_read64(map->frames + offset);
}

void itsg_platform_write32(void *ctx, uint32_t offset, uint32_t value)
{
	const struct hypglue_linear *map = ctx;

	hypglue_write32(map->frames + offset, value);
}

void itsg_platform_write64(void *ctx, uint32_t offset, uint64_t value)
{
	const struct hypglue_linear *map = ctx;

	hypglue_write64(map->frames + offset, value);
}

/*
 * One load for each word, in ascending order. The compiler can neither repeat, merge nor move them.
 * The library has put a load barrier between the read of CWRITER and the first of them.
 */
void itsg_platform_read_slot(void *ctx, itsg_pa pa, uint64_t words[4])
{
	const struct hypglue_linear *map = ctx;
	uintptr_t slot = at(map, pa);
	unsigned int i;

	for (i = 0; i < 4; i++) {
		words[i] = hypglue_read64(slot + (uintptr_t)8 * i);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		words[i] = __builtin_bswap64(words[i]);
#endif
	}
}

void itsg_platform_flush_staging(void *ctx, itsg_pa pa, uint64_t size)
{
	hypglue_flush(at(ctx, pa), size);
	hypglue_clean_barrier();
}

void *itsg_platform_map(void *ctx, itsg_pa pa, uint64_t size)
{
	const struct hypglue_linear *map = ctx;

	if (pa >= map->limit || size > map->limit - pa)
		return NULL;
	return (void *)at(map, pa);
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
	struct hypglue_linear *map = ctx;

	map->cleaned = true;
	hypglue_clean((uintptr_t)va, size);
}

void itsg_platform_load_barrier(void *ctx)
{
	(void)ctx;
	hypglue_load_barrier();
}

/* The library cleans and fences with one ctx, under its lock. So both are on one CPU. */
void itsg_platform_store_barrier(void *ctx)
{
	const struct hypglue_linear *map = ctx;

	if (map->cleaned)
		hypglue_clean_barrier();
	else
		hypglue_store_barrier();
}

void itsg_platform_lock(void *ctx)
{
	const struct hypglue_linear *map = ctx;

	hypglue_hook_lock(map->lock);
}

void itsg_platform_unlock(void *ctx)
{
	const struct hypglue_linear *map = ctx;

	hypglue_hook_unlock(map->lock);
}

void itsg_platform_report(void *ctx, const struct itsg_event *event)
{
	const struct hypglue_linear *map = ctx;

	hypglue_hook_report(map->owner, event);
}
