// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Runs of the host's pages: shared and pinned one by one, and let go one by one. run->done pages
 * from the start are held; half says that the next one is shared but not pinned. Whatever direction
 * is asked for, work goes on from there, so that an operation taken back, or a release that the
 * ledger refuses, loses nothing.
 *
 * A page may be in one ITS's queue and in property tables at once: a second kernel's queue may lie
 * where the property table of the first one was, which redistributors of CPUs that are off still
 * have. Two queues never have a page in common: the ledger would not share it twice, and where a
 * property table has it already the ledger is not asked. It is shared by the first run that takes
 * it and unshared by the last, and each has a pin of its own. All of it is under the domain's lock.
 */
#include "shadow/internal.h"

static bool holds(const struct itsg_run *run, uint64_t page, itsg_pa pa)
{
	return pa >= run->pa && (pa - run->pa) / page < run->done + run->half;
}

static bool table_holds(const struct itsg_domain *domain, const struct itsg_run *run, itsg_pa pa)
{
	unsigned int n;

	for (n = 0; n < ITSG_RD_TABLES; n++)
		if (&domain->tables[n].run != run &&
		    holds(&domain->tables[n].run, domain->config.page_size, pa))
			return true;
	return false;
}

static bool queue_holds(const struct itsg_domain *domain, itsg_pa pa)
{
	const struct itsg_run *run;

	for (run = domain->queues; run; run = run->next)
		if (holds(run, domain->config.page_size, pa))
			return true;
	return false;
}

static bool another_holds(const struct itsg_domain *domain, const struct itsg_run *run, itsg_pa pa)
{
	return table_holds(domain, run, pa) || (!run->queue && queue_holds(domain, pa));
}

bool itsg_run_is_empty(const struct itsg_run *run)
{
	return !run->done && !run->half;
}

bool itsg_run_take(struct itsg_domain *domain, void *ctx, struct itsg_run *run, itsg_pa *pa)
{
	uint64_t page = domain->config.page_size;

	*pa = run->pa + run->done * page;
	if (!run->half && run->queue && queue_holds(domain, *pa))
		return false;
	if (!run->half && !another_holds(domain, run, *pa) &&
	    itsg_ledger_host_share_hyp(ctx, *pa, page) != ITSG_OK)
		return false;
	run->half = true;
	if (itsg_ledger_pin(ctx, *pa, page) != ITSG_OK)
		return false;
	run->half = false;
	run->done++;
	return true;
}

bool itsg_run_give(struct itsg_domain *domain, void *ctx, struct itsg_run *run, itsg_pa *pa)
{
	uint64_t page = domain->config.page_size;

	*pa = run->pa + (run->half ? run->done : run->done - 1) * page;
	if (!run->half) {
		if (itsg_ledger_unpin(ctx, *pa, page) != ITSG_OK)
			return false;
		run->done--;
		run->half = true;
	}
	if (!another_holds(domain, run, *pa) &&
	    itsg_ledger_host_unshare_hyp(ctx, *pa, page) != ITSG_OK)
		return false;
	run->half = false;
	return true;
}

void itsg_run_join(struct itsg_domain *domain, struct itsg_run *run)
{
	itsg_platform_lock(domain->config.ctx);
	run->queue = true;
	run->next = domain->queues;
	domain->queues = run;
	itsg_platform_unlock(domain->config.ctx);
}

void itsg_run_leave(struct itsg_domain *domain, struct itsg_run *run)
{
	struct itsg_run **at = &domain->queues;

	itsg_platform_lock(domain->config.ctx);
	while (*at && *at != run)
		at = &(*at)->next;
	if (*at)
		*at = run->next;
	itsg_platform_unlock(domain->config.ctx);
}
