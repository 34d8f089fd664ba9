/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pool blocks in the name of an ITS: taken, cleared and given back, each step reported.
 *
 * Requires, for all functions: the caller holds the ITS lock (at init: nobody else has the ITS).
 * Locks, for all functions: they take the domain's lock.
 */
#ifndef ITSG_ITS_BLOCKS_H
#define ITSG_ITS_BLOCKS_H

#include <itsguard/state.h>

/* Takes a block. False: the pool has none; nothing was done. */
ITSG_MUST_CHECK bool itsg_blocks_acquire(struct itsg_its *its, uint64_t bytes,
					 enum itsg_purpose purpose, struct itsg_block *block);

/* The same, all of it cleared: for init, whose work has no budget. */
ITSG_MUST_CHECK bool itsg_blocks_acquire_cleared(struct itsg_its *its, uint64_t bytes,
						 enum itsg_purpose purpose,
						 struct itsg_block *block);

/* The block of that size known to be there. */
struct itsg_block itsg_blocks_at(const struct itsg_its *its, itsg_pa pa, uint64_t size);

/* The block of that size mapped at va; va NULL: none. */
struct itsg_block itsg_blocks_mapped_at(const struct itsg_its *its, void *va, uint64_t size);

/* Harmless on a block that was never acquired, and leaves it so. */
void itsg_blocks_release(struct itsg_its *its, struct itsg_block *block, enum itsg_purpose purpose);

/* Releases an ITT, by its address with its order in the low byte. */
void itsg_blocks_release_itt(struct itsg_its *its, uint64_t pa_and_order);

/* Releases the records of so many events. */
void itsg_blocks_release_records(struct itsg_its *its, const uint64_t *records, uint32_t events);

/* Clears on from byte *done within the budget. True: all of it is clear, and *done is 0 again. */
ITSG_MUST_CHECK bool itsg_blocks_clear(struct itsg_its *its, const struct itsg_block *block,
				       enum itsg_purpose purpose, uint64_t *done);

#endif
