// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The staging queue's pages: claimed one by one while an enable is on its way, let go one by one
 * after a disable or a failed enable.
 */
#include "shadow/its/queue.h"
#include "shadow/its/report.h"
#include "shadow/its/work.h"
#include "shadow/memory/domain_lock.h"

static void describe(struct itsg_its *its)
{
	struct itsg_queue *queue = &its->queue;

	domain_lock(its->domain);
	itsg_run_describe(&queue->pages, queue->pa, queue->bytes, its->domain->config.page_size);
	domain_unlock(its->domain);
	/* The host may write its queue past the caches: then its lines are flushed before each
	 * read. */
	queue->flushed = !itsg_geometry_is_coherent(its->registers.cbaser);
	slow_when(its, SLOW_FLUSH, queue->flushed);
}

static bool take_page(struct itsg_its *its)
{
	uint64_t size = its->domain->config.page_size;
	bool taken;
	itsg_pa pa;

	domain_lock(its->domain);
	taken = itsg_run_take(its->domain, its->config.ctx, &its->queue.pages, &pa);
	domain_unlock(its->domain);
	if (taken)
		report_block(its, ITSG_EVENT_CLAIM, pa, size, ITSG_FOR_STATE);
	return taken;
}

enum itsg_status itsg_queue_claim(struct itsg_its *its)
{
	if (queue_is_released(its))
		describe(its);
	while (!run_is_whole(&its->queue.pages)) {
		if (!work_spend(its))
			return ITSG_AGAIN;
		if (!take_page(its))
			return ITSG_LEDGER;
	}
	return ITSG_OK;
}

static bool give_page(struct itsg_its *its)
{
	uint64_t size = its->domain->config.page_size;
	bool given;
	itsg_pa pa;

	domain_lock(its->domain);
	given = itsg_run_give(its->domain, its->config.ctx, &its->queue.pages, &pa);
	domain_unlock(its->domain);
	if (given)
		report_block(its, ITSG_EVENT_UNCLAIM, pa, size, ITSG_FOR_STATE);
	else
		itsg_report_release_failed(its, pa, size, ITSG_FOR_STATE);
	return given;
}

bool itsg_queue_release(struct itsg_its *its)
{
	while (!queue_is_released(its))
		if (!work_spend(its) || !give_page(its))
			return false;
	return true;
}

void itsg_queue_join(struct itsg_its *its)
{
	domain_lock(its->domain);
	its->queue.pages.queue = true;
	itsg_run_join(its->domain, &its->queue.pages);
	domain_unlock(its->domain);
}

void itsg_queue_leave(struct itsg_its *its)
{
	domain_lock(its->domain);
	itsg_run_leave(its->domain, &its->queue.pages);
	domain_unlock(its->domain);
}
