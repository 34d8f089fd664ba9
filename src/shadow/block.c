// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Pool blocks in the name of an ITS: taken, cleared and given back, each step reported. */
#include "shadow/internal.h"

static void *va_of(const struct itsg_domain *domain, itsg_pa pa)
{
	uint32_t i;

	for (i = 0; i < domain->region_count; i++)
		if (pa - domain->regions[i].pa < domain->regions[i].size)
			return domain->regions[i].va + (pa - domain->regions[i].pa);
	return NULL;
}

static itsg_pa pa_of(const struct itsg_domain *domain, const void *va)
{
	uintptr_t at = (uintptr_t)va;
	uint32_t i;

	for (i = 0; i < domain->region_count; i++)
		if (domain->regions[i].va &&
		    at - (uintptr_t)domain->regions[i].va < domain->regions[i].size)
			return domain->regions[i].pa + (at - (uintptr_t)domain->regions[i].va);
	return POOL_NONE;
}

static bool take(struct itsg_domain *domain, unsigned int order, struct itsg_block *block)
{
	itsg_pa pa = itsg_pool_take(domain, order);

	if (pa == POOL_NONE)
		return false;
	*block = (struct itsg_block){
		.va = va_of(domain, pa), .pa = pa, .size = (uint64_t)BLOCK_BYTES << order};
	return true;
}

bool itsg_block_acquire(struct itsg_its *its, uint64_t bytes, enum itsg_purpose purpose,
			struct itsg_block *block)
{
	struct itsg_domain *domain = its->domain;
	bool taken;

	itsg_platform_lock(domain->config.ctx);
	taken = take(domain, itsg_pool_order(bytes), block);
	itsg_platform_unlock(domain->config.ctx);
	if (taken)
		itsg_report_block(its, ITSG_EVENT_ACQUIRE, block->pa, block->size, purpose);
	return taken;
}

/* The list of regions may grow meanwhile: a top-up holds the domain lock alone. */
static void *find_va(const struct itsg_its *its, itsg_pa pa)
{
	void *ctx = its->domain->config.ctx, *va;

	itsg_platform_lock(ctx);
	va = va_of(its->domain, pa);
	itsg_platform_unlock(ctx);
	return va;
}

static itsg_pa find_pa(const struct itsg_its *its, const void *va)
{
	void *ctx = its->domain->config.ctx;
	itsg_pa pa;

	itsg_platform_lock(ctx);
	pa = pa_of(its->domain, va);
	itsg_platform_unlock(ctx);
	return pa;
}

struct itsg_block itsg_block_at(const struct itsg_its *its, itsg_pa pa, uint64_t size)
{
	return (struct itsg_block){.va = find_va(its, pa), .pa = pa, .size = size};
}

struct itsg_block itsg_block_of(const struct itsg_its *its, void *va, uint64_t size)
{
	struct itsg_block none = {0};

	return va ? (struct itsg_block){.va = va, .pa = find_pa(its, va), .size = size} : none;
}

/* A block that the pool does not know is a bug of ours: it is reported, and stays where it is. */
static void give(struct itsg_its *its, itsg_pa pa, unsigned int order, enum itsg_purpose purpose)
{
	struct itsg_domain *domain = its->domain;
	uint64_t size = (uint64_t)BLOCK_BYTES << order;
	bool given;

	itsg_report_block(its, ITSG_EVENT_RELEASE, pa, size, purpose);
	itsg_platform_lock(domain->config.ctx);
	given = itsg_pool_give(domain, pa, order);
	itsg_platform_unlock(domain->config.ctx);
	if (given)
		return;
	its->counters.release_failures++;
	itsg_report_block(its, ITSG_EVENT_RELEASE_FAILED, pa, size, purpose);
}

void itsg_block_release(struct itsg_its *its, struct itsg_block *block, enum itsg_purpose purpose)
{
	if (!block->va)
		return;
	give(its, block->pa, itsg_pool_order(block->size), purpose);
	*block = (struct itsg_block){0};
}

void itsg_block_release_itt(struct itsg_its *its, uint64_t pa_and_order)
{
	give(its, pa_and_order & ~(uint64_t)0xff, (unsigned int)(pa_and_order & 0xff),
	     ITSG_FOR_ITT);
}

void itsg_block_release_records(struct itsg_its *its, struct itsg_device *device)
{
	unsigned int order = itsg_pool_order(sizeof(uint64_t) << device->bits);

	give(its, find_pa(its, device->records), order, ITSG_FOR_STATE);
	device->records = NULL;
}

void itsg_clean(struct itsg_its *its, const void *va, uint64_t bytes)
{
	if (its->coherent)
		return;
	itsg_platform_clean(its->config.ctx, va, bytes);
	its->unfenced = true;
}

/* A barrier completes the cleaning of its own CPU only: none is left to a trap on another one. */
void itsg_fence(struct itsg_its *its)
{
	itsg_platform_store_barrier(its->config.ctx);
	its->unfenced = false;
}

bool itsg_block_clear(struct itsg_its *its, const struct itsg_block *block,
		      enum itsg_purpose purpose, uint64_t *cleared)
{
	uint64_t rest = block->va ? block->size - *cleared : 0, bytes;
	uint8_t *at;

	if (!rest)
		return true;
	if (!its->left)
		return false;
	bytes = rest < (uint64_t)its->left * UNIT_BYTES ? rest : (uint64_t)its->left * UNIT_BYTES;
	at = (uint8_t *)block->va + *cleared;
	memset(at, 0, bytes);
	if (purpose != ITSG_FOR_STATE)
		itsg_clean(its, at, bytes);
	its->left -= (uint32_t)(bits_round_up(bytes, UNIT_BYTES) / UNIT_BYTES);
	itsg_report_block(its, ITSG_EVENT_CLEAR, block->pa + *cleared, bytes, purpose);
	*cleared += bytes;
	return bytes == rest;
}
