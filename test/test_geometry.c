/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Sizes, addresses and capacities, against numbers worked out by hand from the formulas. */
#include <check.h>
#include <string.h>

#include "suites.h"
#include "validator/geometry.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- GITS_BASER<n> as a value ---- */

static const struct {
	uint64_t value;
	bool valid, indirect;
	unsigned int type;
	uint32_t entry, page, pages;
	uint64_t base, bytes, ids;
} basers[] = {
	/* the worked example: devices, 64K, two pages, PA bits above 47, indirect, RaWaWb, IS */
	{0xf90780001234a601, 1, 1, 1, 8, 65536, 2, 0x000a800012340000, 131072, 134217728},
	/* the same, but flat and with Page_Size 3 */
	{0xb90780001234a601, 1, 0, 1, 8, 65536, 2, 0x000a800012340000, 131072, 16384},
	{0xf90780001234a701, 1, 1, 1, 8, 65536, 2, 0x000a800012340000, 131072, 134217728},
	/* only Page_Size changed: another address */
	{0xf90780001234a001, 1, 1, 1, 8, 4096, 2, 0x000080001234a000, 8192, 524288},
	{0xf907800012348101, 1, 1, 1, 8, 16384, 2, 0x0000800012348000, 32768, 8388608},
	/* collections, 2 bytes, one 4K page */
	{0x840187654321f000, 1, 0, 4, 2, 4096, 1, 0x000087654321f000, 4096, 2048},
	/* vPEs, 32 bytes, the largest 4K and 64K tables */
	{0x821f0000000100ff, 1, 0, 2, 32, 4096, 256, 0x10000, 1048576, 32768},
	{0x821f0000000102ff, 1, 0, 2, 32, 65536, 256, 0x10000, 16777216, 524288},
	{0xc21f0000000102ff, 1, 1, 2, 32, 65536, 256, 0x10000, 16777216, 4294967296},
	/* one byte an entry, everything at its largest: more than 32 bits of IDs */
	{0xc1000000000102ff, 1, 1, 1, 1, 65536, 256, 0x10000, 16777216, 137438953472},
	/* 12 bytes: the division rounds down, per page when there are two levels */
	{0x810b000000010000, 1, 0, 1, 12, 4096, 1, 0x10000, 4096, 341},
	{0xc10b000000010000, 1, 1, 1, 12, 4096, 1, 0x10000, 4096, 174592},
	/* Indirect with 16K pages, not Valid */
	{0x4107000000014102, 0, 1, 1, 8, 16384, 3, 0x14000, 49152, 12582912},
	/* reset, unimplemented */
	{0x0407000000000000, 0, 0, 4, 8, 4096, 1, 0, 4096, 512},
	{0x0000000000000000, 0, 0, 0, 1, 4096, 1, 0, 4096, 4096},
};

START_TEST(good_baser_decode)
{
	struct geometry_table table;

	memset(&table, 0xa5, sizeof(table));
	itsg_geometry_decode_baser(basers[_i].value, &table);
	ck_assert_int_eq(table.valid, basers[_i].valid);
	ck_assert_int_eq(table.indirect, basers[_i].indirect);
	ck_assert_uint_eq(table.type, basers[_i].type);
	ck_assert_uint_eq(table.entry_bytes, basers[_i].entry);
	ck_assert_uint_eq(table.page_bytes, basers[_i].page);
	ck_assert_uint_eq(table.pages, basers[_i].pages);
	ck_assert_uint_eq(table.base, basers[_i].base);
	ck_assert_uint_eq(table.bytes, basers[_i].bytes);
	ck_assert_uint_eq(table.ids, basers[_i].ids);
}
END_TEST

/* Attributes, Valid, Type and Size all ones around each address bit. */
START_TEST(rf25_attributes_never_reach_the_address)
{
	struct geometry_table table;
	unsigned int bit;

	for (bit = 12; bit < 48; bit++) {
		itsg_geometry_decode_baser(0xffff000000000cff | (uint64_t)1 << bit, &table);
		ck_assert_uint_eq(table.base, (uint64_t)1 << bit);
		itsg_geometry_decode_baser(0xffff000000000eff | (uint64_t)1 << bit, &table);
		ck_assert_uint_eq(table.base, (uint64_t)1 << (bit < 16 ? bit + 36 : bit));
	}
}
END_TEST

START_TEST(good_baser_address)
{
	static const struct {
		uint64_t pa;
		unsigned int field;
		uint64_t bits;
	} rows[] = {
		{0x000a800012340000, 2, 0x000080001234a000},
		{0x000a800012340000, 3, 0x000080001234a000},
		{0x000fffffffff0000, 2, 0x0000fffffffff000},
		{0x0001000000000000, 2, 0x0000000000001000},
		{0x0000ffffffff0000, 2, 0x0000ffffffff0000},
		{0x0000fffffffff000, 0, 0x0000fffffffff000},
		{0x0000ffffffffc000, 1, 0x0000ffffffffc000},
		{0x0000000000001000, 0, 0x0000000000001000},
		{0, 0, 0},
		{0, 2, 0},
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		ck_assert_uint_eq(itsg_geometry_baser_address(rows[i].pa, rows[i].field),
				  rows[i].bits);
}
END_TEST

START_TEST(good_page_bytes)
{
	ck_assert_uint_eq(itsg_geometry_page_bytes(0), 4096);
	ck_assert_uint_eq(itsg_geometry_page_bytes(1), 16384);
	ck_assert_uint_eq(itsg_geometry_page_bytes(2), 65536);
	ck_assert_uint_eq(itsg_geometry_page_bytes(3), 65536);
}
END_TEST

/* ---- sizes ---- */

START_TEST(rf23_itt_bytes)
{
	static const struct {
		unsigned int bits, entry;
		uint64_t bytes;
	} rows[] = {
		{5, 12, 384},
		{1, 8, 16},
		{1, 1, 2},
		{1, 16, 32},
		{16, 12, 786432},
		{16, 16, 1048576},
		{31, 1, 2147483648},
		{31, 16, 34359738368},
		{32, 1, 4294967296},
		{32, 12, 51539607552},
		{32, 16, 68719476736},
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		ck_assert_uint_eq(itsg_geometry_itt_bytes(rows[i].bits, rows[i].entry),
				  rows[i].bytes);
}
END_TEST

START_TEST(good_queue_bytes)
{
	ck_assert_uint_eq(itsg_geometry_queue_bytes(0), 4096);
	ck_assert_uint_eq(itsg_geometry_queue_bytes(1), 8192);
	ck_assert_uint_eq(itsg_geometry_queue_bytes(0xb80000008001040f), 65536);
	ck_assert_uint_eq(itsg_geometry_queue_bytes(0x7f), 524288);
	ck_assert_uint_eq(itsg_geometry_queue_bytes(0xff), 1048576);
	ck_assert_uint_eq(itsg_geometry_queue_bytes(0xffffffffffffff00), 4096);
	ck_assert_uint_eq(itsg_geometry_queue_bytes(0xffffffffffffffff), 1048576);
}
END_TEST

/* A 4K table on a hypervisor with larger pages still has a size, whatever its Size field. */
START_TEST(rf26_no_table_is_empty)
{
	struct geometry_table table;
	unsigned int page, size;

	for (page = 0; page < 4; page++)
		for (size = 0; size < 256; size += 255) {
			itsg_geometry_decode_baser(0x8107000000010000 | page << 8 | size, &table);
			ck_assert_uint_ge(table.bytes, 4096);
			ck_assert_uint_gt(table.ids, 0);
		}
}
END_TEST

/* ---- GITS_TYPER ---- */

static const struct {
	uint64_t typer;
	unsigned int device, event, collection, ite, hcc;
} typers[] = {
	{0x0000001f0001efb1, 16, 16, 16, 12, 0},   /* QEMU virt */
	{0x0000000000000001, 1, 1, 16, 1, 0},	   /* CIL = 0 is 16 bits, not one */
	{0x0000001000000001, 1, 1, 1, 1, 0},	   /* CIL = 1, CIDbits = 0 */
	{0x0000000f00000001, 1, 1, 16, 1, 0},	   /* CIDbits without CIL means nothing */
	{0x0000001300000001, 1, 1, 4, 1, 0},	   /* CIDbits = 3 */
	{0x0000000000001f01, 1, 32, 16, 1, 0},	   /* ID_bits alone */
	{0x000000000003e001, 32, 1, 16, 1, 0},	   /* Devbits alone */
	{0x00000000000000f1, 1, 1, 16, 16, 0},	   /* ITT_entry_size alone */
	{0x00000000ff000001, 1, 1, 16, 1, 255},	   /* HCC alone */
	{0x000000000802d371, 23, 20, 16, 8, 8},	   /* all different */
	{0xffffffffffffffff, 32, 32, 16, 16, 255}, /* all ones */
	{0xffffffe000fc000f, 1, 1, 16, 1, 0},	   /* all other bits are ones, CIL = 0 */
};

START_TEST(good_typer_fields)
{
	uint64_t typer = typers[_i].typer;

	ck_assert_uint_eq(itsg_geometry_device_bits(typer), typers[_i].device);
	ck_assert_uint_eq(itsg_geometry_event_bits(typer), typers[_i].event);
	ck_assert_uint_eq(itsg_geometry_collection_bits(typer), typers[_i].collection);
	ck_assert_uint_eq(itsg_geometry_ite_bytes(typer), typers[_i].ite);
	ck_assert_uint_eq(itsg_geometry_hcc(typer), typers[_i].hcc);
}
END_TEST

START_TEST(good_collections)
{
	static const struct {
		uint64_t typer, table, usable;
	} rows[] = {
		{0x0000000000000001, 0, 0},	  /* no table, none in the hardware */
		{0x0000000000000001, 2048, 2048}, /* 16 bits: the table limits */
		{0x0000000000000001, 65536, 65536},
		{0x0000000000000001, 65537, 65536}, /* the IDs limit */
		{0x0000000000000001, 0x2000000000, 65536},
		{0x0000000f00000001, 100000, 65536}, /* CIDbits without CIL */
		{0x0000001000000001, 512, 2},	     /* one bit */
		{0x0000001000000001, 1, 1},
		{0x0000001300000001, 512, 16}, /* four bits */
		{0x0000001f0001efb1, 8192, 8192},
		{0x0000001f0001efb1, 1000000, 65536},
		{0x0000000010000001, 0, 16},	/* HCC alone */
		{0x0000001310000001, 0, 16},	/* CIL is RES0 then */
		{0x0000000010000005, 0, 16},	/* so is CCT */
		{0x0000000010000001, 512, 512}, /* CCT = 0: memory only */
		{0x0000000010000005, 512, 528}, /* CCT = 1: both */
		{0x0000001310000005, 512, 32},
		{0x00000000ff000005, 65536, 65791},
		{0x0000000000000005, 512, 512}, /* HCC = 0: CCT is RES0 */
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		ck_assert_msg(itsg_geometry_collections(rows[i].typer, rows[i].table) ==
				      rows[i].usable,
			      "row %zu", i);
}
END_TEST

/* ---- attributes ---- */

/* Rows: Shareability 0..3. Strings: InnerCache 0..7. Characters: OuterCache 0..7. */
static const char *const coherent[4][8] = {
	{"00000000", "00000000", "00000000", "00000000", "00000000", "00000000", "00000000",
	 "00000000"},
	{"00000000", "00000000", "10111111", "10111111", "10111111", "10111111", "10111111",
	 "10111111"},
	{"00000000", "00000000", "10111111", "10111111", "10111111", "10111111", "10111111",
	 "10111111"},
	{"00000000", "00000000", "00000000", "00000000", "00000000", "00000000", "00000000",
	 "00000000"},
};

START_TEST(good_coherence)
{
	const uint64_t others = _i ? 0xc71ffffffffff3ff : 0; /* all bits that are no attribute */
	uint64_t share, inner, outer, value;

	for (share = 0; share < 4; share++)
		for (inner = 0; inner < 8; inner++)
			for (outer = 0; outer < 8; outer++) {
				value = others | share << 10 | inner << 59 | outer << 53;
				ck_assert_int_eq(itsg_geometry_is_coherent(value),
						 coherent[share][inner][outer] == '1');
			}
}
END_TEST

START_TEST(good_coherence_of_real_values)
{
	ck_assert(itsg_geometry_is_coherent(0xb80000008001040f));  /* RaWaWb, IS */
	ck_assert(!itsg_geometry_is_coherent(0xb80000008001000f)); /* shareability fell to 0 */
	ck_assert(!itsg_geometry_is_coherent(0x880000008001000f)); /* nC */
	ck_assert(!itsg_geometry_is_coherent(0x880000008001040f)); /* nC though shareable */
}
END_TEST

/* ---- what sticks, and plans for it ---- */

/* Hardware where everything sticks: devices, 8 bytes. */
static struct itsg_baser willing(void)
{
	struct itsg_baser baser = {
		.fixed = 0x0107000000000000,
		.address_bits = {0x0000fffffffff000, 0x0000fffffffff000, 0x0000fffffffff000,
				 0x0000fffffffff000},
		.page_size = {0, 1, 2, 3},
		.inner = {0, 1, 2, 3, 4, 5, 6, 7},
		.outer = {0, 1, 2, 3, 4, 5, 6, 7},
		.share = {0, 1, 2, 3},
		.size_bits = 0xff,
		.indirect = true,
	};

	return baser;
}

static struct itsg_baser only_page(uint8_t field)
{
	struct itsg_baser baser = willing();

	memset(baser.page_size, field, sizeof(baser.page_size));
	return baser;
}

START_TEST(good_stick_all)
{
	struct itsg_baser baser = willing();

	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0), 0x0107000000000000);
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0xf90780001234a601),
			  0xf90780001234a601);
	/* Type and Entry_Size are read-only */
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0x061f000000000000),
			  0x0107000000000000);
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0xffffffffffffffff),
			  0xf9e7ffffffffffff);
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0xf8e0ffffffffffff),
			  0xf9e7ffffffffffff);
}
END_TEST

START_TEST(good_stick_some)
{
	struct itsg_baser baser = willing();

	baser.indirect = false;
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0xc000000000000000),
			  0x8107000000000000);
	baser = willing();
	baser.size_bits = 0x0f;
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0xff), 0x010700000000000f);
	baser.size_bits = 0;
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0xff), 0x0107000000000000);
	baser = willing();
	baser.address_bits[0] = 0x000000fffffff000;
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0x0000fffffffff000),
			  0x010700fffffff000);
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0x0000fffffffff200),
			  0x0107fffffffff200);
}
END_TEST

/* Fields that fall to some other value. No bit mask could describe that. */
START_TEST(good_stick_maps)
{
	struct itsg_baser baser = willing();
	const uint8_t inner[8] = {1, 1, 1, 7, 1, 1, 1, 7};
	const uint8_t outer[8] = {0, 0, 0, 0, 0, 0, 0, 0};
	const uint8_t share[4] = {1, 1, 1, 0};

	memcpy(baser.inner, inner, sizeof(inner));
	memcpy(baser.outer, outer, sizeof(outer));
	memcpy(baser.share, share, sizeof(share));
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0), 0x0907000000000400);
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0x18e0000000000c00),
			  0x3907000000000000);
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0x3020000000000800),
			  0x0907000000000400);
	baser = only_page(2);
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0), 0x0107000000000200);
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0x300), 0x0107000000000200);
	baser = only_page(0);
	ck_assert_uint_eq(itsg_geometry_baser_stick(&baser, 0x300), 0x0107000000000000);
}
END_TEST

enum hardware { ANY, NO_LEVELS, ONLY_4K, ONLY_16K, ONLY_64K, TWO_PAGES, TWO_PAGES_FLAT, TINY };

static struct itsg_baser hardware(enum hardware what)
{
	struct itsg_baser baser = willing();

	if (what == ONLY_4K || what == TINY)
		baser = only_page(0);
	if (what == ONLY_16K)
		baser = only_page(1);
	if (what == ONLY_64K)
		baser = only_page(2);
	if (what == TWO_PAGES || what == TWO_PAGES_FLAT)
		baser.size_bits = 1;
	if (what == TINY)
		baser.size_bits = 0;
	if (what == NO_LEVELS || what == TWO_PAGES_FLAT || what == TINY)
		baser.indirect = false;
	return baser;
}

static const struct {
	enum hardware hardware;
	bool two_levels;
	uint64_t ids; /* asked for */
	bool found;
	unsigned int field;
	uint32_t pages;
	bool indirect;
	uint64_t capacity;
} plans[] = {
	/* one level up to two pages */
	{ANY, true, 1, true, 0, 1, false, 512},
	{ANY, true, 512, true, 0, 1, false, 512},
	{ANY, true, 513, true, 0, 2, false, 1024},
	{ANY, true, 1024, true, 0, 2, false, 1024},
	{ANY, true, 1025, true, 0, 1, true, 262144},
	{ANY, true, 65536, true, 0, 1, true, 262144},
	{ANY, true, 262144, true, 0, 1, true, 262144},
	{ANY, true, 262145, true, 0, 2, true, 524288},
	/* the smallest page size that holds them */
	{ANY, true, 67108864, true, 0, 256, true, 67108864},
	{ANY, true, 67108865, true, 1, 17, true, 71303168},
	{ANY, true, 1073741824, true, 1, 256, true, 1073741824},
	{ANY, true, 1073741825, true, 2, 17, true, 1140850688},
	{ANY, true, 4294967296, true, 2, 64, true, 4294967296},
	/* one level wanted */
	{ANY, false, 65536, true, 0, 128, false, 65536},
	{ANY, false, 131072, true, 0, 256, false, 131072},
	{ANY, false, 131073, true, 1, 65, false, 133120},
	{ANY, false, 1048576, true, 2, 128, false, 1048576},
	{ANY, false, 2097152, true, 2, 256, false, 2097152},
	{ANY, false, 2097153, false, 0, 0, false, 0},
	{ANY, false, 4294967296, false, 0, 0, false, 0},
	/* there is only one level */
	{NO_LEVELS, true, 65536, true, 0, 128, false, 65536},
	{NO_LEVELS, true, 2097152, true, 2, 256, false, 2097152},
	{NO_LEVELS, true, 2097153, false, 0, 0, false, 0},
	/* there is only one page size */
	{ONLY_4K, true, 67108864, true, 0, 256, true, 67108864},
	{ONLY_4K, true, 67108865, false, 0, 0, false, 0},
	{ONLY_4K, false, 131073, false, 0, 0, false, 0},
	{ONLY_16K, true, 1, true, 1, 1, false, 2048},
	{ONLY_16K, true, 4097, true, 1, 1, true, 4194304},
	{ONLY_64K, true, 1, true, 2, 1, false, 8192},
	{ONLY_64K, true, 16384, true, 2, 2, false, 16384},
	{ONLY_64K, true, 16385, true, 2, 1, true, 67108864},
	{ONLY_64K, true, 4294967296, true, 2, 64, true, 4294967296},
	/* few Size bits */
	{TWO_PAGES, true, 524288, true, 0, 2, true, 524288},
	{TWO_PAGES, true, 524289, true, 1, 1, true, 4194304},
	{TWO_PAGES, true, 134217728, true, 2, 2, true, 134217728},
	{TWO_PAGES, true, 134217729, false, 0, 0, false, 0},
	{TWO_PAGES_FLAT, true, 1025, true, 1, 1, false, 2048},
	{TWO_PAGES_FLAT, true, 16384, true, 2, 2, false, 16384},
	{TWO_PAGES_FLAT, true, 16385, false, 0, 0, false, 0},
	{TINY, true, 512, true, 0, 1, false, 512},
	{TINY, true, 513, false, 0, 0, false, 0},
};

START_TEST(good_plan)
{
	struct itsg_baser baser = hardware(plans[_i].hardware);
	struct geometry_plan plan = {0};
	bool found;

	found = itsg_geometry_plan_table(&baser, plans[_i].ids, plans[_i].two_levels, &plan);
	ck_assert_int_eq(found, plans[_i].found);
	if (!found)
		return;
	ck_assert_uint_eq(plan.page_field, plans[_i].field);
	ck_assert_uint_eq(plan.pages, plans[_i].pages);
	ck_assert_int_eq(plan.indirect, plans[_i].indirect);
	ck_assert_uint_eq(plan.ids, plans[_i].capacity);
	ck_assert_uint_eq(plan.page_bytes, (uint32_t)4096 << (2 * plans[_i].field));
}
END_TEST

static uint64_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

/* The hardware keeps what a plan says, and the plan holds as many as were asked for. */
static bool plan_is_kept(const struct itsg_baser *baser, const struct geometry_plan *plan)
{
	return plan->page_field < 3 && baser->page_size[plan->page_field] == plan->page_field &&
	       plan->pages >= 1 && plan->pages <= 256 &&
	       !((plan->pages - 1) & ~(uint32_t)baser->size_bits) &&
	       (!plan->indirect || baser->indirect);
}

static void check_plan(const struct itsg_baser *baser, uint64_t entry, uint64_t ids,
		       bool two_levels)
{
	struct geometry_plan plan;
	uint64_t page, capacity;

	if (!itsg_geometry_plan_table(baser, ids, two_levels, &plan))
		return;
	ck_assert(plan_is_kept(baser, &plan) && (two_levels || !plan.indirect));
	page = (uint64_t)4096 << (2 * plan.page_field);
	capacity =
		plan.indirect ? plan.pages * page / 8 * (page / entry) : plan.pages * page / entry;
	ck_assert(plan.ids == capacity && capacity >= ids);
}

/* Whatever sticks, even Size bits with holes, the hardware keeps what a plan says. */
START_TEST(good_plan_is_kept_by_the_hardware)
{
	uint64_t state = (uint64_t)_i;
	unsigned int round;

	for (round = 0; round < 4000; round++) {
		struct itsg_baser baser = willing();
		uint64_t entry = (uint64_t)1 << next_random(&state) % 6;

		if (next_random(&state) % 2)
			baser = only_page((uint8_t)(next_random(&state) % 3));
		baser.fixed = (uint64_t)1 << 56 | (entry - 1) << 48;
		if (next_random(&state) % 2)
			baser.size_bits = (uint8_t)next_random(&state);
		baser.indirect = next_random(&state) % 2;
		check_plan(&baser, entry,
			   1 + next_random(&state) % ((uint64_t)1 << (1 + round % 32)),
			   next_random(&state) % 2);
	}
}
END_TEST

static TCase *group(Suite *suite, const char *name)
{
	TCase *tcase = tcase_create(name);

	suite_add_tcase(suite, tcase);
	return tcase;
}

Suite *suite_geometry(void)
{
	Suite *suite = suite_create("geometry");
	TCase *tcase = group(suite, "baser");

	tcase_add_loop_test(tcase, good_baser_decode, 0, (int)COUNT(basers));
	tcase_add_test(tcase, rf25_attributes_never_reach_the_address);
	tcase_add_test(tcase, good_baser_address);
	tcase_add_test(tcase, good_page_bytes);
	tcase_add_test(tcase, rf26_no_table_is_empty);
	tcase = group(suite, "sizes");
	tcase_add_test(tcase, rf23_itt_bytes);
	tcase_add_test(tcase, good_queue_bytes);
	tcase_add_loop_test(tcase, good_typer_fields, 0, (int)COUNT(typers));
	tcase_add_test(tcase, good_collections);
	tcase = group(suite, "attributes");
	tcase_add_loop_test(tcase, good_coherence, 0, 2);
	tcase_add_test(tcase, good_coherence_of_real_values);
	tcase = group(suite, "plans");
	tcase_add_test(tcase, good_stick_all);
	tcase_add_test(tcase, good_stick_some);
	tcase_add_test(tcase, good_stick_maps);
	tcase_add_loop_test(tcase, good_plan, 0, (int)COUNT(plans));
	tcase_add_loop_test(tcase, good_plan_is_kept_by_the_hardware, 0, 4);
	return suite;
}
