// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A domain: the pool that ITSs share, and where its memory came from. */
#include "shadow/internal.h"

static bool page_size_is_good(uint64_t page_size)
{
	return page_size == 4096 || page_size == 16384 || page_size == 65536;
}

static void reset_free_lists(struct itsg_domain *domain)
{
	unsigned int order;

	domain->free_orders = 0;
	domain->free_bytes = 0;
	for (order = 0; order < ITSG_POOL_ORDERS; order++)
		domain->free[order] = POOL_NONE;
}

enum itsg_status itsg_domain_init(struct itsg_domain *domain,
				  const struct itsg_domain_config *config)
{
	if (!page_size_is_good(config->page_size) || !config->pa_limit ||
	    config->pa_limit > BIT(52))
		return ITSG_INVALID;
	memset(domain, 0, sizeof(*domain));
	domain->config = *config;
	domain->address_end = config->pa_limit;
	if (!domain->config.budget)
		domain->config.budget = ITSG_BUDGET_DEFAULT;
	reset_free_lists(domain);
	return ITSG_OK;
}

/* Live events are counted in 32 bits, and each has a record of eight bytes in the pool. */
#define POOL_MAX (BIT(32) * sizeof(uint64_t))

static bool region_is_good(const struct itsg_domain *domain, itsg_pa pa, uint64_t size)
{
	uint64_t page = domain->config.page_size, all = size;
	uint32_t i;

	if (((pa | size) & (page - 1)) || size < 2 * page || size > ITSG_POOL_REGION_MAX)
		return false;
	if (pa >= domain->address_end || size > domain->address_end - pa)
		return false;
	for (i = 0; i < domain->region_count; i++)
		all += domain->regions[i].size;
	if (all > POOL_MAX)
		return false;
	for (i = 0; i < domain->region_count; i++)
		if (pa < domain->regions[i].pa + domain->regions[i].size &&
		    domain->regions[i].pa < pa + size)
			return false;
	return true;
}

/* Owned and mapped, or nothing: a donation is taken back if the mapping fails. */
static enum itsg_status region_open(struct itsg_domain *domain, struct itsg_pool_region *region)
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

/* Pages that could be neither mapped nor given back: teardown tries again. They were never written.
 */
static void keep_for_teardown(struct itsg_domain *domain, struct itsg_pool_region *region)
{
	region->cleared = region->size;
	domain->regions[domain->region_count++] = *region;
}

static enum itsg_status pool_add(struct itsg_domain *domain, itsg_pa pa, uint64_t size,
				 enum itsg_pool_source source)
{
	struct itsg_pool_region region = {.pa = pa, .size = size, .source = source};
	enum itsg_status status;

	if (domain->region_count == ITSG_POOL_REGIONS)
		return ITSG_NO_MEMORY;
	if (!region_is_good(domain, pa, size))
		return ITSG_INVALID;
	status = region_open(domain, &region);
	if (status == ITSG_BUG)
		keep_for_teardown(domain, &region);
	if (status)
		return status;
	domain->regions[domain->region_count] = region;
	domain->region_count++;
	itsg_pool_map_region(domain, &domain->regions[domain->region_count - 1]);
	return ITSG_OK;
}

enum itsg_status itsg_pool_add(struct itsg_domain *domain, itsg_pa pa, uint64_t size,
			       enum itsg_pool_source source)
{
	enum itsg_status status;

	itsg_platform_lock(domain->config.ctx);
	status = pool_add(domain, pa, size, source);
	itsg_platform_unlock(domain->config.ctx);
	return status;
}

uint64_t itsg_pool_free_bytes(struct itsg_domain *domain)
{
	uint64_t bytes;

	itsg_platform_lock(domain->config.ctx);
	bytes = domain->free_bytes;
	itsg_platform_unlock(domain->config.ctx);
	return bytes;
}

/* Nothing of what the pool held is shown to the host that gets it back. */
static bool region_clear(void *ctx, struct itsg_pool_region *region, uint32_t *left)
{
	uint64_t bytes;

	while (region->cleared < region->size) {
		if (!*left)
			return false;
		bytes = region->size - region->cleared;
		if (bytes > UNIT_BYTES)
			bytes = UNIT_BYTES;
		memset(region->va + region->cleared, 0, bytes);
		itsg_platform_clean(ctx, region->va + region->cleared, bytes);
		region->cleared += bytes;
		--*left;
	}
	return true;
}

/* Page by page: how many change owner in one call is the budget's to say. */
static enum itsg_status region_return(struct itsg_domain *domain, struct itsg_pool_region *region,
				      uint32_t *left)
{
	uint64_t page = domain->config.page_size;
	enum itsg_status status;

	while (region->returned < region->size) {
		if (!*left)
			return ITSG_AGAIN;
		--*left;
		status = itsg_ledger_hyp_donate_host(domain->config.ctx,
						     region->pa + region->returned, page);
		if (status)
			return status;
		region->returned += page;
	}
	return ITSG_OK;
}

static enum itsg_status region_close(struct itsg_domain *domain, struct itsg_pool_region *region,
				     uint32_t *left)
{
	void *ctx = domain->config.ctx;

	bool cleared = region->source == ITSG_POOL_HYP || region_clear(ctx, region, left);

	/* Completes what this CPU has cleaned: the next call may be on another. */
	if (region->va && region->source == ITSG_POOL_HOST)
		itsg_platform_store_barrier(ctx);
	if (!cleared)
		return ITSG_AGAIN;
	if (region->va)
		itsg_platform_unmap(ctx, region->va, region->pa, region->size);
	region->va = NULL;
	return region->source == ITSG_POOL_HYP ? ITSG_OK : region_return(domain, region, left);
}

static enum itsg_status regions_close(struct itsg_domain *domain)
{
	uint32_t left = domain->config.budget;
	enum itsg_status status;

	if (domain->instances)
		return ITSG_STATE;
	/* From here on no block can be taken: the free lists live in memory that is going away. */
	reset_free_lists(domain);
	while (domain->region_count) {
		status = region_close(domain, &domain->regions[domain->region_count - 1], &left);
		if (status)
			return status;
		domain->region_count--;
	}
	return ITSG_OK;
}

enum itsg_status itsg_domain_teardown(struct itsg_domain *domain)
{
	enum itsg_status status;

	itsg_platform_lock(domain->config.ctx);
	status = regions_close(domain);
	itsg_platform_unlock(domain->config.ctx);
	return status;
}

bool itsg_domain_is_valid(const struct itsg_domain *domain)
{
	unsigned int order;

	if (!page_size_is_good(domain->config.page_size) ||
	    domain->region_count > ITSG_POOL_REGIONS)
		return false;
	for (order = 0; order < ITSG_POOL_ORDERS; order++)
		if (!(domain->free_orders >> order & 1) != (domain->free[order] == POOL_NONE))
			return false;
	return true;
}
