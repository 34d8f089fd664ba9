// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/memory/lpis.h"
#include "shadow/memory/pool.h"

static enum itsg_status make(struct itsg_domain *domain, itsg_intid end)
{
	struct itsg_lpis *lpis = &domain->lpis;
	uint64_t words = bits_round_up(end, LPIS_WORD) / LPIS_WORD;

	if (!itsg_pool_take(&domain->pool, pool_order(words * sizeof(uint64_t)), &lpis->block))
		return ITSG_NO_MEMORY;
	memset(lpis->block.va, 0, lpis->block.size);
	lpis->mapped = lpis->block.va;
	lpis->end = end;
	return ITSG_OK;
}

enum itsg_status itsg_lpis_open(struct itsg_domain *domain, itsg_intid end)
{
	struct itsg_lpis *lpis = &domain->lpis;
	enum itsg_status status = ITSG_OK;

	if (!lpis->users)
		status = make(domain, end);
	else if (end > lpis->end)
		status = ITSG_UNSUPPORTED;
	if (status == ITSG_OK)
		lpis->users++;
	return status;
}

bool itsg_lpis_close(struct itsg_domain *domain)
{
	return !--domain->lpis.users;
}

bool itsg_lpis_free(struct itsg_domain *domain)
{
	struct itsg_block block = domain->lpis.block;

	domain->lpis = (struct itsg_lpis){0};
	return itsg_pool_give(&domain->pool, block.pa, pool_order(block.size));
}
