// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The table of protected ranges, and stage 2 around them. */
#include <string.h>

#include "hypglue/hypglue.h"
#include "suites.h"

static struct hypglue_region memory[16];
static struct hypglue_regions regions;

static void make_table(uint32_t capacity, uint64_t page_size)
{
	ck_assert_int_eq(
		hypglue_regions_init(&regions, memory, capacity, page_size, (uint64_t)1 << 48),
		ITSG_OK);
}

static enum itsg_status add(uint64_t base, uint64_t size)
{
	const struct hypglue_region region = {.base = base, .size = size, .kind = HYPGLUE_BLOCKED};

	return hypglue_regions_add(&regions, &region);
}

static uint64_t found(uint64_t pa, uint64_t size)
{
	const struct hypglue_region *region = hypglue_regions_find(&regions, pa, size);

	return region ? region->base : 1;
}

/* ---- the table ---- */

START_TEST(rf08_sorted_whatever_the_order_of_adding)
{
	static const uint64_t bases[] = {0x50000, 0x10000, 0x70000, 0x30000, 0x20000, 0x90000};
	uint64_t pa;
	size_t i;

	make_table(16, 4096);
	for (i = 0; i < 6; i++)
		ck_assert_int_eq(add(bases[i], (uint64_t)0x1000 << (i & 1)), ITSG_OK);
	ck_assert(hypglue_regions_is_valid(&regions));
	/* 0x10000+0x2000, 0x20000+0x1000, 0x30000+0x2000, 0x50000+0x1000, 0x70000+0x1000,
	 * 0x90000+0x2000 */
	for (pa = 0; pa < 0xa0000; pa += 0x800) {
		uint64_t low = pa & 0xffff, tens = pa >> 16;
		bool two = tens == 1 || tens == 3 || tens == 9;
		bool one = tens == 2 || tens == 5 || tens == 7;
		bool in = (two && low < 0x2000) || (one && low < 0x1000);

		ck_assert_msg(found(pa, 1) == (in ? tens << 16 : 1), "%llx",
			      (unsigned long long)pa);
	}
}
END_TEST

/* Binary search on every number of regions: each region is found, and no gap is. */
START_TEST(rf08_every_count)
{
	uint32_t n;
	uint64_t i;

	for (n = 0; n <= 16; n++) {
		make_table(16, 4096);
		for (i = 0; i < n; i++)
			ck_assert_int_eq(add(0x10000 * (i + 1), 0x1000), ITSG_OK);
		for (i = 0; i < n; i++) {
			ck_assert_uint_eq(found(0x10000 * (i + 1), 1), 0x10000 * (i + 1));
			ck_assert_uint_eq(found(0x10000 * (i + 1) + 0xfff, 1), 0x10000 * (i + 1));
			ck_assert_uint_eq(found(0x10000 * (i + 1) + 0x1000, 1), 1);
			ck_assert_uint_eq(found(0x10000 * (i + 1) - 1, 1), 1);
			ck_assert_uint_eq(found(0x10000 * (i + 1) - 1, 2), 0x10000 * (i + 1));
			ck_assert_uint_eq(found(0x10000 * (i + 1) - 8, 8), 1);
		}
		ck_assert_uint_eq(found(~(uint64_t)0, 1), 1);
		ck_assert_uint_eq(found(0, 1), 1);
	}
}
END_TEST

START_TEST(rf09_the_address_is_recorded)
{
	struct hypglue_region region = {.base = 0x10000,
					.size = 0x10000,
					.kind = HYPGLUE_BLOCKED,
					.va = (void *)0xffff800012340000,
					.state = HYPGLUE_READY};

	make_table(4, 65536);
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_OK);
	region.va = NULL;
	ck_assert_ptr_eq(hypglue_regions_find(&regions, 0x1ffff, 1)->va,
			 (void *)0xffff800012340000);
	/* whatever the caller says, the region begins as the host's */
	ck_assert_int_eq(hypglue_region_state(&memory[0]), HYPGLUE_OPEN);
}
END_TEST

START_TEST(rf14_alignment_and_size)
{
	static const struct {
		uint64_t page, base, size;
		enum itsg_status status;
	} rows[] = {
		{4096, 0x10000, 0x1000, ITSG_OK},
		{4096, 0x10800, 0x1000, ITSG_INVALID},
		{4096, 0x10000, 0x1800, ITSG_INVALID},
		{4096, 0x10000, 0, ITSG_INVALID},
		{4096, 0x10000, 0x800, ITSG_INVALID},
		{16384, 0x4000, 0x4000, ITSG_OK},
		{16384, 0x5000, 0x4000, ITSG_INVALID},
		{16384, 0x4000, 0x5000, ITSG_INVALID},
		{65536, 0x10000, 0x10000, ITSG_OK},
		{65536, 0x11000, 0x10000, ITSG_INVALID},
		{65536, 0x10000, 0x11000, ITSG_INVALID},
		{4096, 0xfffffffff000, 0x1000, ITSG_OK}, /* the limit is 2^48 */
		{4096, 0xfffffffff000, 0x2000, ITSG_INVALID},
		{4096, 0x1000000000000, 0x1000, ITSG_INVALID},
		{4096, 0xfffffffffffff000, 0x1000, ITSG_INVALID},
		{4096, 0xfffffffffffff000, 0x2000, ITSG_INVALID},
		{4096, 0x1000, 0xfffff000, ITSG_OK},
		{4096, 0x1000, 0x100000000, ITSG_INVALID}, /* offsets have 32 bits */
		{4096, 0x1000, 0xfffffffffffff000, ITSG_INVALID},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_table(16, rows[i].page);
		ck_assert_msg(add(rows[i].base, rows[i].size) == rows[i].status, "row %zu", i);
		ck_assert_uint_eq(regions.count, rows[i].status == ITSG_OK);
	}
}
END_TEST

START_TEST(rf14_a_full_table)
{
	uint64_t i;

	make_table(3, 4096);
	for (i = 1; i <= 3; i++)
		ck_assert_int_eq(add(i << 16, 0x1000), ITSG_OK);
	memset(&memory[3], 0x5a, sizeof(memory[3]));
	ck_assert_int_eq(add(0x8000, 0x1000), ITSG_NO_MEMORY);
	ck_assert_uint_eq(regions.count, 3);
	ck_assert_uint_eq(memory[0].base, 0x10000);
	ck_assert_uint_eq(memory[3].base, 0x5a5a5a5a5a5a5a5a);
}
END_TEST

START_TEST(rf14_no_overlap)
{
	static const struct {
		uint64_t base, size;
		enum itsg_status status;
	} rows[] = {
		{0x20000, 0x3000, ITSG_INVALID}, /* the same */
		{0x21000, 0x1000, ITSG_INVALID}, /* within */
		{0x1f000, 0x5000, ITSG_INVALID}, /* around */
		{0x1f000, 0x2000, ITSG_INVALID}, /* over the start */
		{0x22000, 0x2000, ITSG_INVALID}, /* over the end */
		{0x1f000, 0x1000, ITSG_OK},	 /* up to the start */
		{0x23000, 0x1000, ITSG_OK},	 /* from the end */
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_table(16, 4096);
		ck_assert_int_eq(add(0x20000, 0x3000), ITSG_OK);
		ck_assert_msg(add(rows[i].base, rows[i].size) == rows[i].status, "row %zu", i);
	}
}
END_TEST

START_TEST(bad_tables)
{
	ck_assert_int_eq(hypglue_regions_init(&regions, NULL, 4, 4096, 1), ITSG_INVALID);
	ck_assert_int_eq(hypglue_regions_init(&regions, memory, 0, 4096, 1), ITSG_INVALID);
	ck_assert_int_eq(hypglue_regions_init(&regions, memory, 4, 8192, 1), ITSG_INVALID);
	ck_assert_int_eq(hypglue_regions_init(&regions, memory, 4, 0, 1), ITSG_INVALID);
	ck_assert_int_eq(hypglue_regions_init(&regions, memory, 4, 4096, 0), ITSG_INVALID);
	ck_assert_int_eq(hypglue_regions_init(&regions, memory, 4, 4096, ((uint64_t)1 << 52) + 1),
			 ITSG_INVALID);
	ck_assert_int_eq(hypglue_regions_init(&regions, memory, 4, 4096, (uint64_t)1 << 52),
			 ITSG_OK);
}
END_TEST

/* VSGI is bit 39, VMAPP bit 40: four frames, whatever firmware says. */
START_TEST(bad_its_regions)
{
	struct itsg_its_config config = {.base = 0x08080000, .caps.typer = 0x1f0001efb1};
	struct itsg_domain domain;
	struct itsg_its its;
	struct hypglue_region region = {.base = 0x08080000,
					.size = 0x20000,
					.kind = HYPGLUE_ITS,
					.of.its = &its,
					.domain = &domain,
					.config = &config};

	make_table(16, 4096);
	region.size = 0x40000;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	config.caps.typer = 0x9f0001efb1;
	region.size = 0x20000;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region.size = 0x40000;
	region.base = 0x08090000;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region.base = 0x08080000;
	region.of.its = NULL;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region.of.its = &its;
	region.domain = NULL;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region.domain = &domain;
	region.config = NULL;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region.config = &config;
	region.kind = (enum hypglue_kind)77;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region.kind = HYPGLUE_ITS;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_OK);
	ck_assert_uint_eq(hypglue_its_frames(0x1f0001efb1), 0x20000);
	ck_assert_uint_eq(hypglue_its_frames(0x11f0001efb1), 0x40000);
}
END_TEST

/* ---- stage 2 ---- */

struct clip_row {
	uint64_t pa, start, end;
	bool can;
	uint64_t new_start, new_end;
};

/* Regions: 0x200000+0x20000 (protected), 0x300000+0x1000 (open), 0x400000+0x10000 (gone),
 * 0x500000+0x1000 (starting). */
static const struct clip_row clips[] = {
	{0x100000, 0, 0x40000000, true, 0, 0x200000},
	{0x1fffff, 0, 0x40000000, true, 0, 0x200000},
	{0x200000, 0, 0x40000000, false, 0, 0},
	{0x21ffff, 0, 0x40000000, false, 0, 0},
	{0x220000, 0, 0x40000000, true, 0x220000, 0x300000},
	{0x2fffff, 0x200000, 0x400000, true, 0x220000, 0x300000},
	{0x300000, 0x200000, 0x400000, true, 0x300000, 0x301000},
	{0x300fff, 0x300000, 0x301000, true, 0x300000, 0x301000},
	{0x301000, 0x200000, 0x400000, true, 0x301000, 0x400000},
	{0x400000, 0, 0x40000000, true, 0x400000, 0x410000},
	{0x410000, 0, 0x40000000, true, 0x410000, 0x500000},
	{0x500000, 0, 0x40000000, false, 0, 0},
	{0x501000, 0, 0x40000000, true, 0x501000, 0x40000000},
	{0x250000, 0x240000, 0x260000, true, 0x240000, 0x260000},
	{0x260000, 0x240000, 0x260000, false, 0, 0},
	{0x23ffff, 0x240000, 0x260000, false, 0, 0},
	{0xfffffffffffff000, 0x501000, ~(uint64_t)0, true, 0x501000, ~(uint64_t)0},
};

/* RD_base is 64 KiB where its config says, the virtual frames 128 KiB behind SGI_base. */
START_TEST(bad_redistributor_regions)
{
	static struct itsg_domain domain;
	static struct itsg_rd rd;
	static struct itsg_rd_config config = {.base = 0xa0000};
	const struct hypglue_region good = {.kind = HYPGLUE_RD,
					    .base = 0xa0000,
					    .size = 0x10000,
					    .of.rd = &rd,
					    .domain = &domain,
					    .rd_config = &config};
	struct hypglue_region region;

	make_table(16, 4096);
	region = good, region.of.rd = NULL;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region = good, region.domain = NULL;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region = good, region.rd_config = NULL;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region = good, region.base += 0x10000;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region = good, region.size = 0x20000;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region = good, region.kind = HYPGLUE_RD_VIRTUAL, region.size = 0x20000;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_INVALID);
	region.base += 0x20000;
	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_OK);
	ck_assert_int_eq(hypglue_regions_add(&regions, &good), ITSG_OK);
	ck_assert_uint_eq(found(0xb0000, 0x10000), 1);
	ck_assert(hypglue_regions_is_valid(&regions));
}
END_TEST

static void make_clip_table(void)
{
	make_table(16, 4096);
	ck_assert_int_eq(add(0x200000, 0x20000), ITSG_OK);
	ck_assert_int_eq(add(0x300000, 0x1000), ITSG_OK);
	ck_assert_int_eq(add(0x400000, 0x10000), ITSG_OK);
	ck_assert_int_eq(add(0x500000, 0x1000), ITSG_OK);
	memory[0].state = HYPGLUE_READY;
	memory[2].state = HYPGLUE_GONE;
	memory[3].state = HYPGLUE_STARTING;
}

START_TEST(rf13_nothing_is_mapped_over_a_region)
{
	const struct clip_row *row = &clips[_i];
	struct hypglue_range range = {row->start, row->end};

	make_clip_table();
	ck_assert_int_eq(hypglue_regions_clip(&regions, row->pa, &range), row->can);
	if (!row->can) {
		ck_assert_uint_eq(range.start, range.end);
		return;
	}
	ck_assert_uint_eq(range.start, row->new_start);
	ck_assert_uint_eq(range.end, row->new_end);
}
END_TEST

START_TEST(rf13_stuck_is_protected_too)
{
	struct hypglue_range range = {0, 0x40000000};

	make_clip_table();
	memory[0].state = HYPGLUE_STUCK;
	ck_assert(!hypglue_regions_clip(&regions, 0x200000, &range));
	ck_assert_uint_eq(hypglue_regions_block(&regions, 0x200000,
						(struct hypglue_range){0, 0x40000000}, 4096, 9,
						0x40000000),
			  0);
}
END_TEST

START_TEST(rf13_the_largest_block)
{
	static const struct {
		uint64_t pa, start, end, smallest;
		unsigned int step;
		uint64_t largest, size;
	} rows[] = {
		{0x100000, 0, 0x40000000, 4096, 9, 0x40000000, 0x200000},
		{0x600000, 0, 0x40000000, 4096, 9, 0x40000000, 0x200000},
		{0x600000, 0, 0x40000000, 4096, 9, 0x1000, 0x1000},
		{0x230000, 0, 0x40000000, 4096, 9, 0x40000000, 0x1000},
		{0x40000000, 0, 0x80000000, 4096, 9, 0x40000000, 0x40000000},
		{0x40000000, 0x40000000, 0x7ffff000, 4096, 9, 0x40000000, 0x200000},
		{0x40000000, 0x40000000, 0x40000fff, 4096, 9, 0x40000000, 0},
		{0x210000, 0, 0x40000000, 4096, 9, 0x40000000, 0},
		{0x300000, 0, 0x40000000, 4096, 9, 0x40000000, 0x1000},
		{0x301000, 0, 0x40000000, 16384, 11, 0x2000000, 0},
		{0x304000, 0, 0x40000000, 16384, 11, 0x2000000, 0x4000},
		{0x40000000, 0, ~(uint64_t)0, 4096, 9, ~(uint64_t)0, 0x40000000},
		{0x40000000, 0, 0x80000000, 0, 9, 0x40000000, 0},
		{0x40000000, 0, 0x80000000, 4096, 0, 0x40000000, 0},
	};
	size_t i;

	make_clip_table();
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hypglue_range range = {rows[i].start, rows[i].end};

		ck_assert_msg(hypglue_regions_block(&regions, rows[i].pa, range, rows[i].smallest,
						    rows[i].step, rows[i].largest) == rows[i].size,
			      "row %zu", i);
	}
}
END_TEST

Suite *suite_hypglue_regions(void)
{
	Suite *suite = suite_create("hypglue_regions");
	TCase *table = tcase_create("table");

	tcase_add_test(table, rf08_sorted_whatever_the_order_of_adding);
	tcase_add_test(table, rf08_every_count);
	tcase_add_test(table, rf09_the_address_is_recorded);
	tcase_add_test(table, rf14_alignment_and_size);
	tcase_add_test(table, rf14_a_full_table);
	tcase_add_test(table, rf14_no_overlap);
	tcase_add_test(table, bad_tables);
	tcase_add_test(table, bad_its_regions);
	tcase_add_test(table, bad_redistributor_regions);
	tcase_add_loop_test(table, rf13_nothing_is_mapped_over_a_region, 0,
			    (int)(sizeof(clips) / sizeof(clips[0])));
	tcase_add_test(table, rf13_stuck_is_protected_too);
	tcase_add_test(table, rf13_the_largest_block);
	suite_add_tcase(suite, table);
	return suite;
}
