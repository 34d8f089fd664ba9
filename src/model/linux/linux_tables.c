/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The tables of an ITS: how driver and ITS agree on them, and how they come back after a loss of
 * power. And the device table's level-2 pages.
 */
#include "model/linux/linux_tables.h"

#include "model/linux/linux_machine.h"
#include "model/linux/linux_memory.h"

#define TYPE_DEVICES	 1u
#define TYPE_VPES	 2u
#define TYPE_COLLECTIONS 4u

#define BASER_INDIRECT	((uint64_t)1 << 62)
#define BASER_PAGE_MASK ((uint64_t)3 << 8)
#define BASER_PAGES	256u
#define L1_ENTRY_BYTES	8u
#define VPE_ID_BITS	16u

static uint32_t ilog2(uint64_t value)
{
	uint32_t log = 0;

	while (value >>= 1)
		log++;
	return log;
}

static uint32_t table_type(uint64_t baser)
{
	return baser >> 56 & 7;
}

static uint64_t write_baser(struct linux_its *its, unsigned int n, uint64_t value)
{
	linux_write(its, LINUX_BASER + 8 * n, 8, value);
	return linux_read(its, LINUX_BASER + 8 * n, 8);
}

/* Finds the largest page size that sticks. */
static bool probe_page_size(struct linux_its *its, unsigned int n, struct linux_table *table)
{
	uint64_t value = linux_read(its, LINUX_BASER + 8 * n, 8) & ~BASER_PAGE_MASK;

	for (int code = 2; code >= 0; code--) {
		uint64_t want = (uint64_t)code << 8;

		if ((write_baser(its, n, value | want) & BASER_PAGE_MASK) != want)
			continue;
		table->page_bytes = 4096u << 2 * code;
		return !its->failed;
	}
	return linux_fail(its, "no page size sticks in BASER%u", n);
}

/* Returns the largest block of Linux's page allocator.
 * With pages above 4 KiB no table is that large. */
static uint64_t largest_block(const struct linux_its *its)
{
	return its->config.page_size == 4096 ? (uint64_t)4 << 20 : (uint64_t)32 << 20;
}

/* Tries two levels for a large table. Afterwards bytes is the size of what BASER points at. */
static void probe_indirect(struct linux_its *its, unsigned int n, struct linux_table *table,
			   uint32_t id_bits, uint64_t attributes)
{
	uint64_t bytes = (uint64_t)table->entry_bytes << id_bits;

	(void)linux_read(its, LINUX_BASER + 8 * n, 8);
	if (bytes > 2 * (uint64_t)table->page_bytes) {
		uint64_t got = write_baser(its, n, attributes | BASER_INDIRECT);

		table->indirect = (got & BASER_INDIRECT) != 0;
	}
	if (table->indirect) {
		uint32_t page_bits = ilog2(table->page_bytes / table->entry_bytes);

		bytes = id_bits > page_bits ? (uint64_t)L1_ENTRY_BYTES << (id_bits - page_bits) : 0;
	}
	if (bytes > largest_block(its))
		bytes = largest_block(its);
	if (bytes > table->bytes)
		table->bytes = bytes;
}

/* Returns address, page size and number of pages in their places in the register. */
static uint64_t baser_place(const struct linux_table *table)
{
	uint64_t code = table->page_bytes == 65536 ? 2 : table->page_bytes == 16384 ? 1 : 0;
	uint64_t address = table->base;

	if (code == 2)
		address = (address & 0x0000ffffffff0000u) | (address >> 48 & 0xf) << 12;
	return address | code << 8 | (table->bytes / table->page_bytes - 1);
}

static bool alloc_table(struct linux_its *its, unsigned int n, struct linux_table *table)
{
	uint64_t most = (uint64_t)BASER_PAGES * table->page_bytes;

	table->bytes = linux_pages_round(its, table->bytes);
	if (table->bytes > most)
		table->bytes = most;
	table->base = linux_pages_alloc(its, table->bytes);
	if (table->base == LINUX_NOWHERE)
		return linux_fail(its, "no memory for the table of BASER%u", n);
	if (table->base >> 48 && table->page_bytes != 65536)
		return linux_fail(its, "BASER%u cannot hold address 0x%llx", n,
				  (unsigned long long)table->base);
	return !its->failed;
}

/*
 * Writes the whole register, also its read-only fields, and wants it back as written. If only the
 * shareability differs, it takes what the ITS offers, and no caching if that is none. *attributes
 * is what the next table starts from.
 */
static bool set_table(struct linux_its *its, unsigned int n, struct linux_table *table,
		      uint64_t *attributes)
{
	uint64_t fixed = linux_read(its, LINUX_BASER + 8 * n, 8) & (7ull << 56 | 31ull << 48);
	uint64_t value, got;

	if (!alloc_table(its, n, table))
		return false;
	fixed |= baser_place(table) | LINUX_VALID | (table->indirect ? BASER_INDIRECT : 0);
	value = fixed | *attributes;
	got = write_baser(its, n, value);
	if ((value ^ got) & LINUX_SHARE_MASK) {
		*attributes = (got & LINUX_SHARE_MASK) | (*attributes & LINUX_CACHE_MASK);
		if (!(got & LINUX_SHARE_MASK))
			*attributes = LINUX_CACHE_NONE;
		value = fixed | *attributes;
		got = write_baser(its, n, value);
	}
	if (got != value)
		return linux_fail(its, "BASER%u reads 0x%llx after 0x%llx was written", n,
				  (unsigned long long)got, (unsigned long long)value);
	table->value = got;
	*attributes = got & (LINUX_CACHE_MASK | LINUX_SHARE_MASK);
	return !its->failed;
}

static bool setup_table(struct linux_its *its, unsigned int n, uint64_t *attributes)
{
	struct linux_table *table = &its->tables[n];
	uint64_t baser = linux_read(its, LINUX_BASER + 8 * n, 8);
	uint32_t type = table_type(baser);

	if (its->failed)
		return false;
	if (type == 0)
		return true;
	table->entry_bytes = (uint32_t)(baser >> 48 & 31) + 1;
	if (!probe_page_size(its, n, table))
		return false;
	table->bytes = table->page_bytes;
	if (type == TYPE_DEVICES) {
		its->devices_table = table;
		probe_indirect(its, n, table, (its->typer >> 13 & 31) + 1, *attributes);
	} else if (type == TYPE_VPES) {
		probe_indirect(its, n, table, VPE_ID_BITS, *attributes);
	} else if (type != TYPE_COLLECTIONS) {
		return true;
	}
	return set_table(its, n, table, attributes);
}

bool linux_tables_setup(struct linux_its *its)
{
	uint64_t attributes = LINUX_CACHE_RAWAWB | LINUX_SHARE_INNER;

	for (unsigned int n = 0; n < LINUX_TABLES; n++) {
		if (!setup_table(its, n, &attributes))
			return false;
	}
	return true;
}

void linux_tables_restore(struct linux_its *its)
{
	for (unsigned int n = 0; n < LINUX_TABLES; n++) {
		uint64_t value = its->tables[n].value;
		uint64_t got;

		if (!(value & LINUX_VALID))
			continue;
		got = write_baser(its, n, value);
		if (got != value)
			linux_fail(its, "BASER%u reads 0x%llx after 0x%llx was restored", n,
				   (unsigned long long)got, (unsigned long long)value);
	}
}

/* ---- The device table's entries ---- */

uint64_t linux_device_ids(const struct linux_its *its)
{
	const struct linux_table *table = its->devices_table;
	uint64_t has = (uint64_t)1 << ((its->typer >> 13 & 31) + 1);
	uint64_t ids;

	if (!table)
		return has;
	ids = table->bytes / table->entry_bytes;
	if (table->indirect)
		ids = table->bytes / L1_ENTRY_BYTES
		      << ilog2(table->page_bytes / table->entry_bytes);
	return ids < has ? ids : has;
}

static bool has_l2_page(const struct linux_its *its, uint64_t index)
{
	for (uint32_t i = 0; i < its->l2_count; i++) {
		if (its->l2[i].index == index)
			return true;
	}
	return false;
}

bool linux_device_entry(struct linux_its *its, uint32_t id)
{
	const struct linux_table *table = its->devices_table;
	uint64_t index, page;

	if (id >= linux_device_ids(its))
		return false;
	if (!table || !table->indirect)
		return true;
	index = id >> ilog2(table->page_bytes / table->entry_bytes);
	if (has_l2_page(its, index))
		return true;
	if (its->l2_count == LINUX_L2_PAGES)
		return false;
	page = linux_pages_alloc(its, table->page_bytes);
	if (page == LINUX_NOWHERE)
		return false;
	its->l2[its->l2_count].index = index;
	its->l2[its->l2_count].page = page;
	its->l2_count++;
	linux_store(its, table->base + L1_ENTRY_BYTES * index, page | LINUX_VALID);
	return !its->failed;
}
