// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Pool blocks in the name of an ITS. */
#include "shadow/its/blocks.h"
#include "shadow/its/coherence.h"
#include "shadow/its/report.h"
#include "shadow/memory/block.h"
#include "shadow/memory/pool.h"
#include "validator/inline.h"

bool itsg_blocks_acquire(struct itsg_its *its, uint64_t bytes, enum itsg_purpose purpose,
			 struct itsg_block *block)
{
	bool taken = block_take(its->domain, bytes, block);

	if (taken)
		report_block(its, ITSG_EVENT_ACQUIRE, block->pa, block->size, purpose);
	return taken;
}

/* Cleared memory is cleaned where the hardware does not snoop. The clearing is reported to
 * whoever listens. */
static NOINLINE void clear_seen(struct itsg_its *its, const struct itsg_block *block, uint64_t from,
				uint64_t bytes, enum itsg_purpose purpose)
{
	if (purpose != ITSG_FOR_STATE)
		itsg_coherence_clean(its, (uint8_t *)block->va + from, bytes);
	report_block(its, ITSG_EVENT_CLEAR, block->pa + from, bytes, purpose);
}

bool itsg_blocks_acquire_cleared(struct itsg_its *its, uint64_t bytes, enum itsg_purpose purpose,
				 struct itsg_block *block)
{
	if (!itsg_blocks_acquire(its, bytes, purpose, block))
		return false;
	memset(block->va, 0, block->size);
	clear_seen(its, block, 0, block->size, purpose);
	return true;
}

struct itsg_block itsg_blocks_at(const struct itsg_its *its, itsg_pa pa, uint64_t size)
{
	return (struct itsg_block){.va = itsg_block_va(its->domain, pa), .pa = pa, .size = size};
}

struct itsg_block itsg_blocks_mapped_at(const struct itsg_its *its, void *va, uint64_t size)
{
	struct itsg_block none = {0};

	if (!va)
		return none;
	return (struct itsg_block){.va = va, .pa = itsg_block_pa(its->domain, va), .size = size};
}

/* The release is reported first: after it another ITS can acquire the block. If the pool does
 * not know the block, that is a bug of the library. It is reported, and the block stays where it
 * is. */
static void give(struct itsg_its *its, itsg_pa pa, unsigned int order, enum itsg_purpose purpose)
{
	report_block(its, ITSG_EVENT_RELEASE, pa, pool_order_bytes(order), purpose);
	if (!block_give(its->domain, pa, order))
		itsg_report_release_failed(its, pa, pool_order_bytes(order), purpose);
}

static NOINLINE void report_records(struct itsg_its *its, enum itsg_event_kind kind,
				    const uint64_t *records, unsigned int order)
{
	report_block(its, kind, itsg_block_pa(its->domain, records), pool_order_bytes(order),
		     ITSG_FOR_STATE);
}

void itsg_blocks_release(struct itsg_its *its, struct itsg_block *block, enum itsg_purpose purpose)
{
	if (!block->va)
		return;
	give(its, block->pa, pool_order(block->size), purpose);
	*block = (struct itsg_block){0};
}

void itsg_blocks_release_itt(struct itsg_its *its, uint64_t pa_and_order)
{
	give(its, pa_and_order & ~(uint64_t)0xff, (unsigned int)(pa_and_order & 0xff),
	     ITSG_FOR_ITT);
}

void itsg_blocks_release_records(struct itsg_its *its, const uint64_t *records, uint32_t events)
{
	unsigned int order = pool_order(sizeof(uint64_t) * events);

	if (report_is_heard(its, ITSG_EVENT_RELEASE))
		report_records(its, ITSG_EVENT_RELEASE, records, order);
	if (!block_give_mapped(its->domain, records, order)) {
		its->counters.release_failures++;
		report_records(its, ITSG_EVENT_RELEASE_FAILED, records, order);
	}
}

bool itsg_blocks_clear(struct itsg_its *its, const struct itsg_block *block,
		       enum itsg_purpose purpose, uint64_t *done)
{
	uint64_t from = *done, bytes;

	if (!block->va)
		return true;
	if (!its->left)
		return false;
	bytes = block_zero(block, from, &its->left);
	*done = from + bytes == block->size ? 0 : from + bytes;
	if (!its->coherent || report_is_asked(its, ITSG_EVENT_CLEAR))
		clear_seen(its, block, from, bytes, purpose);
	return !*done;
}
