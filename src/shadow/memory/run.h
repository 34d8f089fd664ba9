/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Runs of the host's pages: claimed page by page (shared and pinned), and let go page by page.
 *
 * Requires, for all itsg_ functions: the caller holds the domain's lock, or nobody else uses the
 * domain.
 */
#ifndef ITSG_MEMORY_RUN_H
#define ITSG_MEMORY_RUN_H

#include <itsguard/state.h>

/* Nothing of it is claimed. */
static inline bool run_is_empty(const struct itsg_run *run)
{
	return !run->done && !run->half;
}

/* All of it is claimed. */
static inline bool run_is_whole(const struct itsg_run *run)
{
	return run->done == run->pages;
}

/*
 * Makes it the run of bytes at pa, whole pages, none of them claimed yet.
 *
 * Requires: it is empty. pa + bytes does not wrap.
 */
void itsg_run_describe(struct itsg_run *run, itsg_pa pa, uint64_t bytes, uint64_t page_size);

/*
 * Claims the next page of the run.
 *
 * Requires: the run is in the domain's list. Not all of it is claimed.
 * Returns: true: *pa is the page. False: the ledger refused *pa, or another ITS's queue has it.
 *   Nothing is lost.
 * Work: a share, a pin, and a look at each run of the domain.
 */
ITSG_MUST_CHECK bool itsg_run_take(struct itsg_domain *domain, void *ctx, struct itsg_run *run,
				   itsg_pa *pa);

/*
 * Lets the last page of the run go.
 *
 * Requires: the run is in the domain's list, and not empty.
 * Returns: true: *pa is the page. False: the ledger refused *pa; the next call tries again.
 * Work: an unpin, an unshare, and a look at each run of the domain.
 */
ITSG_MUST_CHECK bool itsg_run_give(struct itsg_domain *domain, void *ctx, struct itsg_run *run,
				   itsg_pa *pa);

/* Adds the run to the domain's list: the others of the domain know of it from here on. Requires
 * that it is not in the list, and that run->queue is set. */
void itsg_run_join(struct itsg_domain *domain, struct itsg_run *run);

/* Takes the run out of the domain's list. Harmless if it is not in it. Work: a look at each run of
 * the domain. */
void itsg_run_leave(struct itsg_domain *domain, struct itsg_run *run);

/* No run claims more pages than it has. For tests. Work: a look at each run of the domain. */
bool itsg_runs_are_valid(const struct itsg_domain *domain);

#endif
