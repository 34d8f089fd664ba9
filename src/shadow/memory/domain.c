// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A domain: the pool that ITSs and redistributors share, and who its members are. */
#include <itsguard/itsguard.h>

#include "shadow/memory/domain.h"
#include "shadow/memory/domain_lock.h"
#include "shadow/memory/pool.h"
#include "shadow/memory/region.h"
#include "shadow/memory/run.h"

static bool page_size_is_good(uint64_t page_size)
{
	return page_size == 4096 || page_size == 16384 || page_size == 65536;
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
	itsg_pool_reset(&domain->pool);
	return ITSG_OK;
}

/* Every member of the domain may get any memory of the pool. So each must carry all its
 * addresses. */
static bool join(struct itsg_domain *domain, itsg_pa address_end)
{
	if (!itsg_pool_lies_below(&domain->pool, address_end))
		return false;
	if (address_end < domain->address_end)
		domain->address_end = address_end;
	domain->members++;
	return true;
}

bool itsg_domain_join(struct itsg_domain *domain, itsg_pa address_end)
{
	bool joined;

	domain_lock(domain);
	joined = join(domain, address_end);
	domain_unlock(domain);
	return joined;
}

void itsg_domain_join_to_leave(struct itsg_domain *domain)
{
	domain_lock(domain);
	domain->members++;
	domain_unlock(domain);
}

void itsg_domain_leave(struct itsg_domain *domain)
{
	domain_lock(domain);
	domain->members--;
	domain_unlock(domain);
}

static enum itsg_status teardown(struct itsg_domain *domain)
{
	uint32_t left = domain->config.budget;

	return domain->members ? ITSG_STATE : itsg_regions_close(domain, &left);
}

enum itsg_status itsg_domain_teardown(struct itsg_domain *domain)
{
	enum itsg_status status;

	domain_lock(domain);
	status = teardown(domain);
	domain_unlock(domain);
	return status;
}

bool itsg_domain_is_valid(const struct itsg_domain *domain)
{
	return page_size_is_good(domain->config.page_size) && itsg_pool_is_valid(&domain->pool) &&
	       itsg_runs_are_valid(domain);
}
