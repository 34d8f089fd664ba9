// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The staging queue's pages: shared and pinned one by one while an enable is on its way, let go one
 * by one after a disable or a failed enable. its->claim.done pages from the start are held; half
 * says that the next one is shared but not pinned. Whatever direction is asked for, work goes on
 * from there, so an enable that the host takes back, or a release that the ledger refuses, loses
 * nothing.
 */
#include "shadow/internal.h"

void itsg_claim_begin(struct itsg_its *its)
{
	uint64_t page = its->domain->config.page_size;
	uint64_t end = bits_round_up(its->staging + its->staging_bytes, page);

	if (!itsg_claim_is_empty(its))
		return;
	its->claim.pa = its->staging & ~(page - 1);
	its->claim.pages = (end - its->claim.pa) / page;
	/* The host's queue may be written past the caches: then its lines are flushed before each
	 * read. */
	its->flush_staging = !itsg_geometry_is_coherent(its->cbaser.host);
}

bool itsg_claim_is_empty(const struct itsg_its *its)
{
	return !its->claim.done && !its->claim.half;
}

static itsg_pa next_page(const struct itsg_its *its)
{
	return its->claim.pa + its->claim.done * its->domain->config.page_size;
}

static bool take_page(struct itsg_its *its)
{
	uint64_t size = its->domain->config.page_size;
	itsg_pa pa = next_page(its);

	if (!its->claim.half && itsg_ledger_host_share_hyp(its->config.ctx, pa, size) != ITSG_OK)
		return false;
	its->claim.half = true;
	if (itsg_ledger_pin(its->config.ctx, pa, size) != ITSG_OK)
		return false;
	its->claim.half = false;
	its->claim.done++;
	itsg_report_block(its, ITSG_EVENT_CLAIM, pa, size, ITSG_FOR_STATE);
	return true;
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

static bool release_failed(struct itsg_its *its, itsg_pa pa)
{
	its->counters.release_failures++;
	itsg_report_block(its, ITSG_EVENT_RELEASE_FAILED, pa, its->domain->config.page_size,
			  ITSG_FOR_STATE);
	return false;
}

static bool release_page(struct itsg_its *its)
{
	uint64_t size = its->domain->config.page_size;
	itsg_pa pa = next_page(its);

	if (!its->claim.half) {
		pa -= size;
		if (itsg_ledger_unpin(its->config.ctx, pa, size) != ITSG_OK)
			return release_failed(its, pa);
		its->claim.done--;
		its->claim.half = true;
	}
	if (itsg_ledger_host_unshare_hyp(its->config.ctx, pa, size) != ITSG_OK)
		return release_failed(its, pa);
	its->claim.half = false;
	itsg_report_block(its, ITSG_EVENT_UNCLAIM, pa, size, ITSG_FOR_STATE);
	return true;
}

bool itsg_claim_release(struct itsg_its *its)
{
	while (!itsg_claim_is_empty(its))
		if (!spend(its) || !release_page(its))
			return false;
	return true;
}
