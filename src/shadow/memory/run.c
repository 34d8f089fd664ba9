// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Runs of the host's pages. The first run->done pages are claimed. half says that the next one is
 * shared but not pinned. Work goes on from there in either direction. So nothing is lost when an
 * operation is taken back, or when the ledger refuses a release.
 *
 * A page may be in one ITS's queue and in property tables at once. A second kernel's queue may lie
 * where the first one had its property table, and redistributors of CPUs that are off still have
 * that table. Such a page is shared by the first run that takes it and unshared by the last; each
 * run has a pin of its own. Two queues never have a page in common. The ledger would refuse to
 * share it twice. But where a property table has the page already, the ledger is not asked. So the
 * library looks at the other queues itself.
 */
#include <itsguard/ledger.h>

#include "shadow/memory/run.h"
#include "validator/bits.h"

void itsg_run_describe(struct itsg_run *run, itsg_pa pa, uint64_t bytes, uint64_t page_size)
{
	run->pa = pa & ~(page_size - 1);
	run->pages = (bits_round_up(pa + bytes, page_size) - run->pa) / page_size;
}

static bool holds(const struct itsg_run *run, uint64_t page, itsg_pa pa)
{
	return pa >= run->pa && (pa - run->pa) / page < run->done + run->half;
}

static bool queue_holds(const struct itsg_domain *domain, itsg_pa pa)
{
	const struct itsg_run *run;

	for (run = domain->runs; run; run = run->next)
		if (run->queue && holds(run, domain->config.page_size, pa))
			return true;
	return false;
}

static bool another_holds(const struct itsg_domain *domain, const struct itsg_run *run, itsg_pa pa)
{
	const struct itsg_run *other;

	for (other = domain->runs; other; other = other->next)
		if (other != run && !(other->queue && run->queue) &&
		    holds(other, domain->config.page_size, pa))
			return true;
	return false;
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
	run->next = domain->runs;
	domain->runs = run;
}

void itsg_run_leave(struct itsg_domain *domain, struct itsg_run *run)
{
	struct itsg_run **at = &domain->runs;

	while (*at && *at != run)
		at = &(*at)->next;
	if (*at)
		*at = run->next;
}

bool itsg_runs_are_valid(const struct itsg_domain *domain)
{
	const struct itsg_run *run;

	for (run = domain->runs; run; run = run->next)
		if (run->done > run->pages || (run->half && run->done == run->pages))
			return false;
	return true;
}
