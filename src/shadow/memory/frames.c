// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Register frames. */
#include <itsguard/ledger.h>

#include "shadow/memory/budget.h"
#include "shadow/memory/frames.h"

bool itsg_frames_take(struct itsg_frames *frames, void *ctx, uint64_t page_size)
{
	uint64_t bytes = frames->pages * page_size;

	if (bytes && itsg_ledger_host_donate_hyp_mmio(ctx, frames->pa, bytes) != ITSG_OK)
		return false;
	frames->done = frames->pages;
	return true;
}

bool itsg_frames_undo(struct itsg_frames *frames, void *ctx, uint64_t page_size)
{
	uint64_t bytes = frames->done * page_size;

	if (bytes && itsg_ledger_hyp_donate_host_mmio(ctx, frames->pa, bytes) != ITSG_OK)
		return false;
	frames->done = 0;
	return true;
}

enum itsg_status itsg_frames_return(struct itsg_frames *frames, void *ctx, uint64_t page_size,
				    uint32_t *left, itsg_pa *pa)
{
	while (frames->done) {
		if (!budget_spend(left))
			return ITSG_AGAIN;
		*pa = frames->pa + (frames->done - 1) * page_size;
		if (itsg_ledger_hyp_donate_host_mmio(ctx, *pa, page_size) != ITSG_OK)
			return ITSG_LEDGER;
		frames->done--;
	}
	return ITSG_OK;
}
