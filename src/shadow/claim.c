// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The staging queue's pages: claimed one by one while an enable is on its way, let go one by one
 * after a disable or a failed enable.
 */
#include "shadow/internal.h"

void itsg_claim_begin(struct itsg_its *its)
{
	uint64_t page = its->domain->config.page_size;
	uint64_t end = bits_round_up(its->staging + its->staging_bytes, page);

	if (!itsg_claim_is_empty(its))
		return;
	itsg_platform_lock(its->domain->config.ctx);
	its->claim.pa = its->staging & ~(page - 1);
	its->claim.pages = (end - its->claim.pa) / page;
	itsg_platform_unlock(its->domain->config.ctx);
	/* The host's queue may be written past the caches: then its lines are flushed before each
	 * read. */
	its->flush_staging = !itsg_geometry_is_coherent(its->cbaser.host);
}

bool itsg_claim_is_empty(const struct itsg_its *its)
{
	return itsg_run_is_empty(&its->claim);
}

static bool take_page(struct itsg_its *its)
{
	uint64_t size = its->domain->config.page_size;
	bool taken;
	itsg_pa pa;

	itsg_platform_lock(its->domain->config.ctx);
	taken = itsg_run_take(its->domain, its->config.ctx, &its->claim, &pa);
	itsg_platform_unlock(its->domain->config.ctx);
	if (taken)
		itsg_report_block(its, ITSG_EVENT_CLAIM, pa, size, ITSG_FOR_STATE);
	return taken;
}

bool itsg_claim_advance(struct itsg_its *its)
{
	while (its->claim.done < its->claim.pages) {
		if (!spend(its))
			return false;
		if (!take_page(its)) {
			itsg_life_enable_failed(its, ITSG_REASON_ENABLE_STAGING);
			return false;
		}
	}
	return true;
}

static bool release_page(struct itsg_its *its)
{
	uint64_t size = its->domain->config.page_size;
	bool given;
	itsg_pa pa;

	itsg_platform_lock(its->domain->config.ctx);
	given = itsg_run_give(its->domain, its->config.ctx, &its->claim, &pa);
	itsg_platform_unlock(its->domain->config.ctx);
	if (given) {
		itsg_report_block(its, ITSG_EVENT_UNCLAIM, pa, size, ITSG_FOR_STATE);
		return true;
	}
	its->counters.release_failures++;
	itsg_report_block(its, ITSG_EVENT_RELEASE_FAILED, pa, size, ITSG_FOR_STATE);
	return false;
}

bool itsg_claim_release(struct itsg_its *its)
{
	while (!itsg_claim_is_empty(its))
		if (!spend(its) || !release_page(its))
			return false;
	return true;
}
