/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Register frames: donated by the host when mediation begins, and returned when it ends. */
#ifndef ITSG_MEMORY_FRAMES_H
#define ITSG_MEMORY_FRAMES_H

#include <itsguard/state.h>

/*
 * Takes all of them from the host at once. None at all is fine.
 *
 * Returns: false: the ledger refused; nothing was done.
 * Work: one call of the ledger.
 */
ITSG_MUST_CHECK bool itsg_frames_take(struct itsg_frames *frames, void *ctx, uint64_t page_size);

/* The way back, all at once: for an init that has failed. False: the ledger refused. */
ITSG_MUST_CHECK bool itsg_frames_undo(struct itsg_frames *frames, void *ctx, uint64_t page_size);

/*
 * Returns them page by page, the last page first.
 *
 * Returns:
 *   OK: none is left.
 *   AGAIN: the budget ended it.
 *   LEDGER: the ledger refused *pa. It is kept; the next call tries again.
 * Work: *left units, one for each page.
 */
ITSG_MUST_CHECK enum itsg_status itsg_frames_return(struct itsg_frames *frames, void *ctx,
						    uint64_t page_size, uint32_t *left,
						    itsg_pa *pa);

#endif
