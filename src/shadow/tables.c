// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The tables the hardware really uses: made once from the pool, sized by capacity, never moved.
 * Level-2 pages of the device table come with the first device in them and stay until teardown.
 */
#include "shadow/internal.h"

#define LEVEL1_VALID   BIT(63)
#define LEVEL1_ENTRY   8u
#define LEVEL1_IN_UNIT (UNIT_BYTES / LEVEL1_ENTRY)
#define LEVEL1_ADDRESS BITS(12, 40)

static uint64_t *level1_entry(const struct itsg_its *its, uint64_t index)
{
	return (uint64_t *)its->device_table.block.va + index;
}

static uint64_t load_level1(const struct itsg_its *its, uint64_t index)
{
	uint64_t entry = *level1_entry(its, index);

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	entry = __builtin_bswap64(entry);
#endif
	return entry;
}

static uint64_t level1_entries(const struct itsg_its *its)
{
	return its->device_table.page ? its->device_table.ids / its->device_table.l2_ids : 0;
}

bool itsg_tables_needs_page(const struct itsg_its *its, itsg_device_id id)
{
	if (!its->device_table.page)
		return false;
	return !(load_level1(its, id / its->device_table.l2_ids) & LEVEL1_VALID);
}

/* The page is clear, and seen to be, before level 1 names it. */
void itsg_tables_install_page(struct itsg_its *its, itsg_device_id id,
			      const struct itsg_block *page)
{
	uint64_t *at = level1_entry(its, id / its->device_table.l2_ids);
	uint64_t entry = page->pa | LEVEL1_VALID;

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	entry = __builtin_bswap64(entry);
#endif
	itsg_fence(its);
	__atomic_store_n(at, entry, __ATOMIC_RELAXED);
	itsg_clean(its, at, sizeof(*at));
}

/* The block behind a level-1 entry, from the library's own memory. */
static struct itsg_block level2_block(const struct itsg_its *its, uint64_t index)
{
	uint64_t entry = load_level1(its, index);
	struct itsg_block none = {0};

	if (!(entry & LEVEL1_VALID))
		return none;
	return itsg_block_at(its, entry & LEVEL1_ADDRESS, its->device_table.page);
}

static struct itsg_baser *baser_of(struct itsg_its *its, unsigned int type)
{
	unsigned int n;

	for (n = 0; n < ITSG_BASERS; n++)
		if (bits_get(its->basers[n].fixed, 56, 3) == type)
			return &its->basers[n];
	return NULL;
}

/* False: the pool has no block, or the hardware cannot hold what would describe it. */
static bool place(struct itsg_its *its, struct itsg_baser *baser, const struct geometry_plan *plan,
		  enum itsg_purpose purpose, struct itsg_table *table)
{
	uint64_t bytes = (uint64_t)plan->pages * plan->page_bytes;
	struct geometry_table made;

	if (!itsg_block_acquire(its, bytes, purpose, &table->block))
		return false;
	table->ids = plan->ids;
	table->page = plan->indirect ? plan->page_bytes : 0;
	table->l2_ids = plan->page_bytes / ((uint32_t)bits_get(baser->fixed, 48, 5) + 1);
	baser->hw = BASER_VALID | (plan->indirect ? BASER_INDIRECT : 0) | itsg_attributes(its) |
		    baser->fixed | (plan->pages - 1) |
		    bits_put(plan->page_field, BASER_PAGE_LOW, 2) |
		    itsg_geometry_baser_address(table->block.pa, plan->page_field);
	/* Only 64 KiB pages can say PA[51:48]. */
	itsg_geometry_decode_baser(baser->hw, &made);
	return made.base == table->block.pa &&
	       itsg_probe_holds(its, GITS_OFFSET_BASER + 8 * (uint32_t)(baser - its->basers),
				baser->hw);
}

static enum itsg_status make(struct itsg_its *its, unsigned int type, uint64_t ids,
			     enum itsg_purpose purpose, struct itsg_table *table)
{
	struct itsg_baser *baser = baser_of(its, type);
	struct geometry_plan plan;

	if (!baser)
		return ITSG_OK;
	if (!itsg_geometry_plan_table(baser, ids, type == BASER_DEVICES, &plan))
		return ITSG_UNSUPPORTED;
	if (place(its, baser, &plan, purpose, table))
		return ITSG_OK;
	return table->block.va ? ITSG_UNSUPPORTED : ITSG_NO_MEMORY;
}

enum itsg_status itsg_tables_make(struct itsg_its *its)
{
	enum itsg_status status;

	status = make(its, BASER_DEVICES, its->devices.capacity, ITSG_FOR_DEVICE_TABLE,
		      &its->device_table);
	if (status)
		return status;
	status = make(its, BASER_COLLECTIONS, its->collection_end, ITSG_FOR_COLLECTION_TABLE,
		      &its->collection_table);
	if (status)
		return status;
	/* Never used while GICv4 is off, but enabling such hardware without one is UNPREDICTABLE.
	 */
	return make(its, BASER_VPES, 1, ITSG_FOR_VPE_TABLE, &its->vpe_table);
}

static bool clear_level2(struct itsg_its *its)
{
	struct itsg_block page;

	while (its->scan < level1_entries(its)) {
		if (!its->left)
			return false;
		page = level2_block(its, its->scan);
		if (!itsg_block_clear(its, &page, ITSG_FOR_DEVICE_PAGE))
			return false;
		its->scan++;
		if (its->scan % LEVEL1_IN_UNIT == 0 && its->left)
			its->left--;
	}
	its->scan = 0;
	return true;
}

static bool clear_table(struct itsg_its *its, unsigned int which, bool fresh)
{
	switch (which) {
	case 0:
		if (its->device_table.page && !fresh)
			return clear_level2(its);
		return itsg_block_clear(its, &its->device_table.block, ITSG_FOR_DEVICE_TABLE);
	case 1:
		return itsg_block_clear(its, &its->collection_table.block,
					ITSG_FOR_COLLECTION_TABLE);
	default: return itsg_block_clear(its, &its->vpe_table.block, ITSG_FOR_VPE_TABLE);
	}
}

bool itsg_tables_clear(struct itsg_its *its, bool fresh)
{
	while (its->clearing < 3) {
		if (!clear_table(its, its->clearing, fresh))
			return false;
		its->clearing++;
	}
	its->clearing = 0;
	return true;
}

bool itsg_tables_release(struct itsg_its *its)
{
	struct itsg_block page;

	/* Level 1 that was never cleared names nothing. */
	while (!(its->jobs & JOB_CLEAR) && its->scan < level1_entries(its)) {
		page = level2_block(its, its->scan);
		if (!spend(its))
			return false;
		itsg_block_release(its, &page, ITSG_FOR_DEVICE_PAGE);
		its->scan++;
	}
	itsg_block_release(its, &its->device_table.block, ITSG_FOR_DEVICE_TABLE);
	itsg_block_release(its, &its->collection_table.block, ITSG_FOR_COLLECTION_TABLE);
	itsg_block_release(its, &its->vpe_table.block, ITSG_FOR_VPE_TABLE);
	its->device_table = its->collection_table = its->vpe_table = (struct itsg_table){0};
	its->scan = 0;
	return true;
}
