// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Runs of the host's pages: shared and pinned one by one, and let go one by one. run->done pages
 * from the start are held; half says that the next one is shared but not pinned. Whatever direction
 * is asked for, work goes on from there, so that an operation taken back, or a release that the
 * ledger refuses, loses nothing.
 */
#include "shadow/internal.h"

bool itsg_run_is_empty(const struct itsg_run *run)
{
	return !run->done && !run->half;
}

bool itsg_run_take(void *ctx, uint64_t page, struct itsg_run *run, itsg_pa *pa)
{
	*pa = run->pa + run->done * page;
	if (!run->half && itsg_ledger_host_share_hyp(ctx, *pa, page) != ITSG_OK)
		return false;
	run->half = true;
	if (itsg_ledger_pin(ctx, *pa, page) != ITSG_OK)
		return false;
	run->half = false;
	run->done++;
	return true;
}

bool itsg_run_give(void *ctx, uint64_t page, struct itsg_run *run, itsg_pa *pa)
{
	*pa = run->pa + (run->half ? run->done : run->done - 1) * page;
	if (!run->half) {
		if (itsg_ledger_unpin(ctx, *pa, page) != ITSG_OK)
			return false;
		run->done--;
		run->half = true;
	}
	if (itsg_ledger_host_unshare_hyp(ctx, *pa, page) != ITSG_OK)
		return false;
	run->half = false;
	return true;
}
