// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Regions of the pool: opened (donated where they were the host's, and mapped) and filled; at the
 * end cleared, unmapped and returned, within a budget.
 */
#include <itsguard/itsguard.h>

#include "shadow/memory/budget.h"
#include "shadow/memory/domain_lock.h"
#include "shadow/memory/pool.h"
#include "shadow/memory/region.h"

/* Live events are counted in 32 bits. Each has a record of eight bytes in the pool. */
#define POOL_MAX (BIT(32) * sizeof(uint64_t))

static bool region_is_good(const struct itsg_domain *domain, itsg_pa pa, uint64_t size)
{
	const struct itsg_pool *pool = &domain->pool;
	uint64_t page = domain->config.page_size, all = size;
	uint32_t i;

	if (((pa | size) & (page - 1)) || size < 2 * page || size > ITSG_POOL_REGION_MAX)
		return false;
	if (pa >= domain->address_end || size > domain->address_end - pa)
		return false;
	for (i = 0; i < pool->region_count; i++)
		all += pool->regions[i].size;
	if (all > POOL_MAX)
		return false;
	for (i = 0; i < pool->region_count; i++)
		if (pa < pool->regions[i].pa + pool->regions[i].size &&
		    pool->regions[i].pa < pa + size)
			return false;
	return true;
}

/* The region is owned and mapped, or nothing has changed. If the mapping fails, the donation is
 * taken back. */
static enum itsg_status open_region(struct itsg_domain *domain, struct itsg_pool_region *region)
{
	void *ctx = domain->config.ctx;

	if (region->source == ITSG_POOL_HOST &&
	    itsg_ledger_host_donate_hyp(ctx, region->pa, region->size) != ITSG_OK)
		return ITSG_LEDGER;
	region->va = itsg_platform_map(ctx, region->pa, region->size);
	if (region->va)
		return ITSG_OK;
	if (region->source == ITSG_POOL_HOST &&
	    itsg_ledger_hyp_donate_host(ctx, region->pa, region->size) != ITSG_OK)
		return ITSG_BUG;
	return ITSG_LEDGER;
}

/* The pages could be neither mapped nor given back. Teardown tries again. They were never
 * written. */
static void keep_for_teardown(struct itsg_pool *pool, struct itsg_pool_region *region)
{
	region->cleared = region->size;
	pool->regions[pool->region_count++] = *region;
}

static enum itsg_status pool_add(struct itsg_domain *domain, itsg_pa pa, uint64_t size,
				 enum itsg_pool_source source)
{
	struct itsg_pool_region region = {.pa = pa, .size = size, .source = source};
	struct itsg_pool *pool = &domain->pool;
	enum itsg_status status;

	if (pool->region_count == ITSG_POOL_REGIONS)
		return ITSG_NO_MEMORY;
	if (!region_is_good(domain, pa, size))
		return ITSG_INVALID;
	status = open_region(domain, &region);
	if (status == ITSG_BUG)
		keep_for_teardown(pool, &region);
	if (status)
		return status;
	pool->regions[pool->region_count] = region;
	pool->region_count++;
	itsg_pool_fill(pool, &pool->regions[pool->region_count - 1]);
	return ITSG_OK;
}

enum itsg_status itsg_pool_add(struct itsg_domain *domain, itsg_pa pa, uint64_t size,
			       enum itsg_pool_source source)
{
	enum itsg_status status;

	domain_lock(domain);
	status = pool_add(domain, pa, size, source);
	domain_unlock(domain);
	return status;
}

uint64_t itsg_pool_free_bytes(struct itsg_domain *domain)
{
	uint64_t bytes;

	domain_lock(domain);
	bytes = domain->pool.free_bytes;
	domain_unlock(domain);
	return bytes;
}

/* The host that gets the memory back sees nothing of what the pool held. */
static bool region_clear(void *ctx, struct itsg_pool_region *region, uint32_t *left)
{
	uint64_t bytes;

	while (region->cleared < region->size) {
		if (!budget_spend(left))
			return false;
		bytes = region->size - region->cleared;
		if (bytes > UNIT_BYTES)
			bytes = UNIT_BYTES;
		memset(region->va + region->cleared, 0, bytes);
		itsg_platform_clean(ctx, region->va + region->cleared, bytes);
		region->cleared += bytes;
	}
	return true;
}

/* Page by page: the budget limits how many change their owner in one call. */
static enum itsg_status region_return(struct itsg_domain *domain, struct itsg_pool_region *region,
				      uint32_t *left)
{
	uint64_t page = domain->config.page_size;
	enum itsg_status status;

	while (region->returned < region->size) {
		if (!budget_spend(left))
			return ITSG_AGAIN;
		status = itsg_ledger_hyp_donate_host(domain->config.ctx,
						     region->pa + region->returned, page);
		if (status)
			return status;
		region->returned += page;
	}
	return ITSG_OK;
}

static enum itsg_status close_region(struct itsg_domain *domain, struct itsg_pool_region *region,
				     uint32_t *left)
{
	void *ctx = domain->config.ctx;

	bool cleared = region->source == ITSG_POOL_HYP || region_clear(ctx, region, left);

	/* Completes what this CPU has cleaned. The next call may be on another CPU. */
	if (region->va && region->source == ITSG_POOL_HOST)
		itsg_platform_store_barrier(ctx);
	if (!cleared)
		return ITSG_AGAIN;
	if (region->va)
		itsg_platform_unmap(ctx, region->va, region->pa, region->size);
	region->va = NULL;
	return region->source == ITSG_POOL_HYP ? ITSG_OK : region_return(domain, region, left);
}

enum itsg_status itsg_regions_close(struct itsg_domain *domain, uint32_t *left)
{
	struct itsg_pool *pool = &domain->pool;
	enum itsg_status status;

	/* From here on no block can be taken: the free lists live in memory that is going away. */
	itsg_pool_reset(pool);
	while (pool->region_count) {
		status = close_region(domain, &pool->regions[pool->region_count - 1], left);
		if (status)
			return status;
		pool->region_count--;
	}
	return ITSG_OK;
}
