// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "validator/geometry.h"
#include "validator/bits.h"

/* With 64 KiB pages bits [15:12] of the address field are PA[51:48]. */
#define PAGE_FIELD_64K 2u

uint32_t itsg_geometry_page_bytes(unsigned int page_field)
{
	static const uint32_t bytes[4] = {4096, 16384, 65536, 65536};

	return bytes[page_field & 3];
}

static itsg_pa baser_base(uint64_t value, uint32_t page_bytes)
{
	uint64_t field = value & BASER_ADDRESS;

	if (page_bytes != 65536)
		return field & ~(uint64_t)(page_bytes - 1);
	return (field & ~(uint64_t)0xffff) | bits_get(value, 12, 4) << 48;
}

uint64_t itsg_geometry_baser_address(itsg_pa pa, unsigned int page_field)
{
	if (page_field < PAGE_FIELD_64K)
		return pa & BASER_ADDRESS;
	return (pa & BASER_ADDRESS & ~(uint64_t)0xffff) | bits_put(pa >> 48, 12, 4);
}

static uint64_t table_ids(const struct geometry_table *table)
{
	if (!table->indirect)
		return table->bytes / table->entry_bytes;
	return table->bytes / BASER_LEVEL1_ENTRY * (table->page_bytes / table->entry_bytes);
}

void itsg_geometry_decode_baser(uint64_t value, struct geometry_table *table)
{
	table->valid = value & BASER_VALID;
	table->indirect = value & BASER_INDIRECT;
	table->type = (unsigned int)bits_get(value, 56, 3);
	table->entry_bytes = (uint32_t)bits_get(value, 48, 5) + 1;
	table->page_bytes =
		itsg_geometry_page_bytes((unsigned int)bits_get(value, BASER_PAGE_LOW, 2));
	table->pages = (uint32_t)bits_get(value, 0, 8) + 1;
	table->base = baser_base(value, table->page_bytes);
	table->bytes = (uint64_t)table->pages * table->page_bytes;
	table->ids = table_ids(table);
}

uint64_t itsg_geometry_itt_bytes(unsigned int bits, unsigned int ite_bytes)
{
	return (uint64_t)ite_bytes << bits;
}

uint32_t itsg_geometry_queue_bytes(uint64_t cbaser)
{
	return ((uint32_t)bits_get(cbaser, 0, 8) + 1) * 4096;
}

uint64_t itsg_geometry_baser_stick(const struct itsg_baser *baser, uint64_t value)
{
	unsigned int page = baser->page_size[bits_get(value, BASER_PAGE_LOW, 2)];
	uint64_t stuck = baser->fixed | (value & BASER_VALID);

	if (baser->indirect)
		stuck |= value & BASER_INDIRECT;
	stuck |= bits_put(baser->inner[bits_get(value, BASER_INNER_LOW, 3)], BASER_INNER_LOW, 3);
	stuck |= bits_put(baser->outer[bits_get(value, BASER_OUTER_LOW, 3)], BASER_OUTER_LOW, 3);
	stuck |= bits_put(baser->share[bits_get(value, BASER_SHARE_LOW, 2)], BASER_SHARE_LOW, 2);
	stuck |= bits_put(page, BASER_PAGE_LOW, 2);
	stuck |= value & baser->address_bits[page & 3];
	return stuck | (value & baser->size_bits);
}

static bool plan_level(const struct itsg_baser *baser, uint64_t ids, struct geometry_plan *plan)
{
	uint64_t entry = bits_get(baser->fixed, 48, 5) + 1;
	uint64_t in_page = plan->page_bytes / entry;
	uint64_t entries = plan->indirect ? (ids + in_page - 1) / in_page : ids;
	uint64_t bytes = entries * (plan->indirect ? BASER_LEVEL1_ENTRY : entry);
	uint64_t pages = bits_round_up(bytes, plan->page_bytes) / plan->page_bytes;

	if (pages > (uint64_t)baser->size_bits + 1 || pages > BASER_PAGES_MAX)
		return false;
	plan->pages = (uint32_t)pages;
	plan->ids = pages * plan->page_bytes / (plan->indirect ? BASER_LEVEL1_ENTRY : entry);
	if (plan->indirect)
		plan->ids *= in_page;
	return true;
}

/*
 * The size bits that stick need not be all ones from bit 0 up. A count of pages is good if it reads
 * back.
 */
static bool plan_sticks(const struct itsg_baser *baser, const struct geometry_plan *plan)
{
	return ((plan->pages - 1) & ~(uint32_t)baser->size_bits) == 0;
}

static bool plan_with_page(const struct itsg_baser *baser, uint64_t ids, bool two_levels,
			   struct geometry_plan *plan)
{
	bool flat;

	plan->indirect = false;
	flat = plan_level(baser, ids, plan) && plan_sticks(baser, plan);
	if (flat && (plan->pages <= 2 || !two_levels))
		return true;
	if (two_levels) {
		plan->indirect = true;
		if (plan_level(baser, ids, plan) && plan_sticks(baser, plan))
			return true;
	}
	plan->indirect = false;
	return flat && plan_level(baser, ids, plan);
}

bool itsg_geometry_plan_table(const struct itsg_baser *baser, uint64_t ids, bool two_levels,
			      struct geometry_plan *plan)
{
	unsigned int field;

	for (field = 0; field <= PAGE_FIELD_64K; field++) {
		if (baser->page_size[field] != field)
			continue;
		plan->page_field = field;
		plan->page_bytes = itsg_geometry_page_bytes(field);
		if (plan_with_page(baser, ids, two_levels && baser->indirect, plan))
			return true;
	}
	return false;
}

unsigned int itsg_geometry_device_bits(uint64_t typer)
{
	return (unsigned int)bits_get(typer, 13, 5) + 1;
}

unsigned int itsg_geometry_event_bits(uint64_t typer)
{
	return (unsigned int)bits_get(typer, 8, 5) + 1;
}

/* CIDbits counts only with CIL = 1. Zero in both means 16 bits, not 1. */
unsigned int itsg_geometry_collection_bits(uint64_t typer)
{
	return bits_get(typer, 36, 1) ? (unsigned int)bits_get(typer, 32, 4) + 1 : 16;
}

unsigned int itsg_geometry_ite_bytes(uint64_t typer)
{
	return (unsigned int)bits_get(typer, 4, 4) + 1;
}

unsigned int itsg_geometry_hcc(uint64_t typer)
{
	return (unsigned int)bits_get(typer, 24, 8);
}

bool itsg_geometry_forgets(uint64_t typer)
{
	return bits_get(typer, 46, 1);
}

uint64_t itsg_geometry_collections(uint64_t typer, uint64_t table_ids)
{
	uint64_t limit = BIT(itsg_geometry_collection_bits(typer));
	uint64_t in_memory = table_ids < limit ? table_ids : limit;

	if (!table_ids)
		return itsg_geometry_hcc(typer);
	return in_memory + (bits_get(typer, 2, 1) ? itsg_geometry_hcc(typer) : 0);
}

bool itsg_geometry_is_coherent(uint64_t value)
{
	uint64_t share = bits_get(value, BASER_SHARE_LOW, 2);
	uint64_t inner = bits_get(value, BASER_INNER_LOW, 3);
	uint64_t outer = bits_get(value, BASER_OUTER_LOW, 3);

	return (share == 1 || share == 2) && inner >= 2 && (outer == 0 || outer >= 2);
}
