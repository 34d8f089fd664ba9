// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The tables that the hardware really uses. They are made once, from the pool, with the configured
 * capacity, and never move. A level-2 page of the device table comes with the first device in it
 * and stays until teardown.
 */
#include "shadow/its/blocks.h"
#include "shadow/its/coherence.h"
#include "shadow/its/cursor.h"
#include "shadow/its/hw.h"
#include "shadow/its/limits.h"
#include "shadow/its/mode.h"
#include "shadow/its/probe.h"
#include "shadow/its/tables.h"
#include "shadow/its/work.h"
#include "validator/geometry.h"

#define LEVEL1_VALID   BIT(63)
#define LEVEL1_ENTRY   8u
#define LEVEL1_IN_UNIT (UNIT_BYTES / LEVEL1_ENTRY)
#define LEVEL1_ADDRESS BITS(12, 40)

static uint64_t *level1_entry(const struct itsg_its *its, uint64_t index)
{
	return (uint64_t *)its->tables.devices.block.va + index;
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
	return its->tables.devices.page ? its->tables.devices.ids / its->tables.devices.l2_ids : 0;
}

bool itsg_tables_needs_page(const struct itsg_its *its, itsg_device_id id)
{
	if (!its->tables.devices.page)
		return false;
	return !(load_level1(its, id / its->tables.devices.l2_ids) & LEVEL1_VALID);
}

/* The cleared page is in memory before level 1 names it. */
void itsg_tables_install_page(struct itsg_its *its, itsg_device_id id,
			      const struct itsg_block *page)
{
	uint64_t *at = level1_entry(its, id / its->tables.devices.l2_ids);
	uint64_t entry = page->pa | LEVEL1_VALID;

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	entry = __builtin_bswap64(entry);
#endif
	itsg_coherence_fence(its);
	__atomic_store_n(at, entry, __ATOMIC_RELAXED);
	itsg_coherence_clean(its, at, sizeof(*at));
}

/* The block behind a level-1 entry, from the library's own memory. */
static struct itsg_block level2_block(const struct itsg_its *its, uint64_t index)
{
	uint64_t entry = load_level1(its, index);
	struct itsg_block none = {0};

	if (!(entry & LEVEL1_VALID))
		return none;
	return itsg_blocks_at(its, entry & LEVEL1_ADDRESS, its->tables.devices.page);
}

/* False: the pool has no block, or the hardware cannot hold what would describe it. */
static bool place(struct itsg_its *its, const struct itsg_baser *baser,
		  const struct geometry_plan *plan, enum itsg_purpose purpose,
		  struct itsg_table *table)
{
	uint64_t bytes = (uint64_t)plan->pages * plan->page_bytes, value;
	struct geometry_table made;

	if (!itsg_blocks_acquire(its, bytes, purpose, &table->block))
		return false;
	table->ids = plan->ids;
	table->page = plan->indirect ? plan->page_bytes : 0;
	table->l2_ids = plan->page_bytes / ((uint32_t)bits_get(baser->fixed, 48, 5) + 1);
	value = BASER_VALID | (plan->indirect ? BASER_INDIRECT : 0) | itsg_probe_attributes(its) |
		baser->fixed | (plan->pages - 1) | bits_put(plan->page_field, BASER_PAGE_LOW, 2) |
		itsg_geometry_baser_address(table->block.pa, plan->page_field);
	/* Only 64 KiB pages can say PA[51:48]. */
	itsg_geometry_decode_baser(value, &made);
	return made.base == table->block.pa &&
	       itsg_hw_place(its, GITS_OFFSET_BASER + 8 * (uint32_t)(baser - its->basers), value);
}

static enum itsg_status make(struct itsg_its *its, unsigned int type, uint64_t ids,
			     enum itsg_purpose purpose, struct itsg_table *table)
{
	const struct itsg_baser *baser = itsg_limits_table(its, type);
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
		      &its->tables.devices);
	if (status)
		return status;
	status = make(its, BASER_COLLECTIONS, its->collections.end, ITSG_FOR_COLLECTION_TABLE,
		      &its->tables.collections);
	if (status)
		return status;
	/* It is never used while GICv4 is off. But to enable such hardware without one is
	 * UNPREDICTABLE. */
	return make(its, BASER_VPES, 1, ITSG_FOR_VPE_TABLE, &its->tables.vpes);
}

static bool clear_level2(struct itsg_its *its, struct itsg_cursor *cursor)
{
	struct itsg_block page;

	while (cursor->index < level1_entries(its)) {
		if (!its->left)
			return false;
		page = level2_block(its, cursor->index);
		if (!itsg_blocks_clear(its, &page, ITSG_FOR_DEVICE_PAGE, &cursor->bytes))
			return false;
		cursor->index++;
		if (cursor->index % LEVEL1_IN_UNIT == 0)
			work_charge(its);
	}
	cursor->index = 0;
	return true;
}

static bool clear_part(struct itsg_its *its, struct itsg_cursor *cursor, bool fresh)
{
	const struct itsg_tables *tables = &its->tables;

	switch (cursor->part) {
	case 0:
		if (tables->devices.page && !fresh)
			return clear_level2(its, cursor);
		return itsg_blocks_clear(its, &tables->devices.block, ITSG_FOR_DEVICE_TABLE,
					 &cursor->bytes);
	case 1:
		return itsg_blocks_clear(its, &tables->collections.block, ITSG_FOR_COLLECTION_TABLE,
					 &cursor->bytes);
	default:
		return itsg_blocks_clear(its, &tables->vpes.block, ITSG_FOR_VPE_TABLE,
					 &cursor->bytes);
	}
}

bool itsg_tables_clear(struct itsg_its *its, bool fresh)
{
	struct itsg_cursor *cursor = cursor_of(its, CURSOR_CLEAR_TABLES, 0);

	while (cursor->part < 3) {
		if (!clear_part(its, cursor, fresh))
			return false;
		cursor->part++;
	}
	cursor_free(its);
	return true;
}

static bool return_level2(struct itsg_its *its)
{
	struct itsg_cursor *cursor = cursor_of(its, CURSOR_RETURN_TABLES, 0);
	struct itsg_block page;

	while (cursor->index < level1_entries(its)) {
		page = level2_block(its, cursor->index);
		if (!work_spend(its))
			return false;
		itsg_blocks_release(its, &page, ITSG_FOR_DEVICE_PAGE);
		cursor->index++;
	}
	cursor_free(its);
	return true;
}

bool itsg_tables_return(struct itsg_its *its)
{
	struct itsg_tables *tables = &its->tables;

	/* A level 1 that was never cleared has no level-2 pages. */
	if (!mode_owes(its, OWED_CLEAR) && !return_level2(its))
		return false;
	itsg_blocks_release(its, &tables->devices.block, ITSG_FOR_DEVICE_TABLE);
	itsg_blocks_release(its, &tables->collections.block, ITSG_FOR_COLLECTION_TABLE);
	itsg_blocks_release(its, &tables->vpes.block, ITSG_FOR_VPE_TABLE);
	*tables = (struct itsg_tables){0};
	return true;
}
