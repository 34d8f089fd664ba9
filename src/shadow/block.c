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

bool itsg_domain_take(struct itsg_domain *domain, uint64_t bytes, struct itsg_block *block)
{
	bool taken;

	itsg_platform_lock(domain->config.ctx);
	taken = itsg_pool_take(domain, itsg_pool_order(bytes), block);
	itsg_platform_unlock(domain->config.ctx);
	return taken;
}

bool itsg_block_acquire(struct itsg_its *its, uint64_t bytes, enum itsg_purpose purpose,
			struct itsg_block *block)
{
	bool taken = itsg_domain_take(its->domain, bytes, block);

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

bool itsg_domain_give(struct itsg_domain *domain, itsg_pa pa, unsigned int order)
{
	bool given;

	itsg_platform_lock(domain->config.ctx);
	given = itsg_pool_give(domain, pa, order);
	itsg_platform_unlock(domain->config.ctx);
	return given;
}

/* A block that the pool does not know is a bug of ours: it is reported, and stays where it is. */
static NOINLINE void give_failed(struct itsg_its *its, itsg_pa pa, uint64_t size,
				 enum itsg_purpose purpose)
{
	its->counters.release_failures++;
	itsg_report_block(its, ITSG_EVENT_RELEASE_FAILED, pa, size, purpose);
}

/* Known by where it is mapped, or else by its address. Who listens hears of it before another ITS
 * can acquire it. */
static void give(struct itsg_its *its, const void *va, itsg_pa pa, unsigned int order,
		 enum itsg_purpose purpose)
{
	struct itsg_domain *domain = its->domain;
	uint64_t size = (uint64_t)BLOCK_BYTES << order;
	bool given;

	if (report_is_heard(its, ITSG_EVENT_RELEASE))
		itsg_report_block(its, ITSG_EVENT_RELEASE, va ? find_pa(its, va) : pa, size,
				  purpose);
	itsg_platform_lock(domain->config.ctx);
	if (va)
		pa = pa_of(domain, va);
	given = itsg_pool_give(domain, pa, order);
	itsg_platform_unlock(domain->config.ctx);
	if (!given)
		give_failed(its, pa, size, purpose);
}

void itsg_block_release(struct itsg_its *its, struct itsg_block *block, enum itsg_purpose purpose)
{
	if (!block->va)
		return;
	give(its, NULL, block->pa, itsg_pool_order(block->size), purpose);
	*block = (struct itsg_block){0};
}

void itsg_block_release_itt(struct itsg_its *its, uint64_t pa_and_order)
{
	give(its, NULL, pa_and_order & ~(uint64_t)0xff, (unsigned int)(pa_and_order & 0xff),
	     ITSG_FOR_ITT);
}

void itsg_block_release_records(struct itsg_its *its, struct itsg_device *device)
{
	unsigned int order = itsg_pool_order(sizeof(uint64_t) * device->events);

	give(its, device->records, 0, order, ITSG_FOR_STATE);
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

uint64_t itsg_block_zero(const struct itsg_block *block, uint64_t from, uint32_t *left)
{
	uint64_t rest = block->size - from, most = (uint64_t)*left * UNIT_BYTES;
	uint64_t bytes = rest < most ? rest : most;

	memset((uint8_t *)block->va + from, 0, bytes);
	*left -= (uint32_t)((bytes + UNIT_BYTES - 1) / UNIT_BYTES);
	return bytes;
}

/* What was cleared is cleaned where the hardware asks for it, and reported where somebody does. */
static NOINLINE void clear_seen(struct itsg_its *its, const struct itsg_block *block, uint64_t from,
				uint64_t bytes, enum itsg_purpose purpose)
{
	if (purpose != ITSG_FOR_STATE)
		itsg_clean(its, (uint8_t *)block->va + from, bytes);
	itsg_report_block(its, ITSG_EVENT_CLEAR, block->pa + from, bytes, purpose);
}

bool itsg_block_clear(struct itsg_its *its, const struct itsg_block *block,
		      enum itsg_purpose purpose)
{
	uint64_t from = its->cleared, bytes;

	if (!block->va)
		return true;
	if (!its->left)
		return false;
	bytes = itsg_block_zero(block, from, &its->left);
	its->cleared = from + bytes == block->size ? 0 : from + bytes;
	if (!its->coherent || itsg_reports(its, ITSG_EVENT_CLEAR))
		clear_seen(its, block, from, bytes, purpose);
	return !its->cleared;
}
