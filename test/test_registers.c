/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The register map, access by access, against a list of its own (docs/its.md, registers). */
#include <check.h>
#include <string.h>

#include "suites.h"
#include "validator/registers.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define REGION_V3   0x20000u
#define REGION_V4_1 0x40000u

/* One row a register: legal names each access that exists, "size@byte". */
static const struct row {
	uint32_t offset, bytes;
	const char *legal;
	enum registers_id id;
	uint32_t index;
} rows[] = {
	{0x00000, 4, "4@0", REG_CTLR, 0},
	{0x00004, 4, "4@0", REG_IIDR, 0},
	{0x00008, 8, "8@0 4@0 4@4", REG_TYPER, 0},
	{0x00010, 4, "4@0", REG_ZERO, 0},	  /* MPAMIDR */
	{0x00014, 4, "4@0", REG_ZERO, 0},	  /* PARTIDR */
	{0x00018, 4, "4@0", REG_ZERO, 0},	  /* MPIDR */
	{0x00040, 4, "4@0", REG_ZERO, 0},	  /* STATUSR */
	{0x00048, 8, "8@0 4@0 4@4", REG_ZERO, 0}, /* UMSIR */
	{0x00080, 8, "8@0 4@0 4@4", REG_CBASER, 0},
	{0x00088, 8, "8@0 4@0 4@4", REG_CWRITER, 0},
	{0x00090, 8, "8@0 4@0 4@4", REG_CREADR, 0},
	{0x00100, 8, "8@0 4@0 4@4", REG_BASER, 0},
	{0x00108, 8, "8@0 4@0 4@4", REG_BASER, 1},
	{0x00110, 8, "8@0 4@0 4@4", REG_BASER, 2},
	{0x00118, 8, "8@0 4@0 4@4", REG_BASER, 3},
	{0x00120, 8, "8@0 4@0 4@4", REG_BASER, 4},
	{0x00128, 8, "8@0 4@0 4@4", REG_BASER, 5},
	{0x00130, 8, "8@0 4@0 4@4", REG_BASER, 6},
	{0x00138, 8, "8@0 4@0 4@4", REG_BASER, 7},
	{0x0ffd0, 4, "4@0", REG_ID, 0}, /* PIDR4 */
	{0x0ffd4, 4, "4@0", REG_ID, 1},
	{0x0ffd8, 4, "4@0", REG_ID, 2},
	{0x0ffdc, 4, "4@0", REG_ID, 3},
	{0x0ffe0, 4, "4@0", REG_ID, 4}, /* PIDR0 */
	{0x0ffe4, 4, "4@0", REG_ID, 5},
	{0x0ffe8, 4, "4@0", REG_ID, 6}, /* PIDR2 */
	{0x0ffec, 4, "4@0", REG_ID, 7},
	{0x0fff0, 4, "4@0", REG_ID, 8}, /* CIDR0 */
	{0x0fff4, 4, "4@0", REG_ID, 9},
	{0x0fff8, 4, "4@0", REG_ID, 10},
	{0x0fffc, 4, "4@0", REG_ID, 11},
	{0x10040, 4, "4@0 2@0", REG_TRANSLATER, 0}, /* 16 bits: the low half only */
	{0x20020, 8, "8@0", REG_ZERO, 0},	    /* SGIR */
};

static const struct row *row_at(uint32_t offset)
{
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		if (offset >= rows[i].offset && offset < rows[i].offset + rows[i].bytes)
			return &rows[i];
	return NULL;
}

static bool is_legal(const struct row *row, uint32_t offset, uint32_t size)
{
	char access[4] = {(char)('0' + size), '@', (char)('0' + (offset - row->offset)), 0};

	return strstr(row->legal, access) != NULL;
}

static enum itsg_reason find(uint32_t region, uint32_t offset, uint32_t size,
			     struct registers_access *access)
{
	memset(access, 0xa5, sizeof(*access));
	return itsg_registers_find(region, offset, size, access);
}

/* Asserts only on failure, so that many calls are cheap: Check notes each assertion on disk. */
static void expect_reason(uint32_t region, uint32_t offset, uint32_t size, enum itsg_reason want)
{
	struct registers_access access;
	enum itsg_reason got = find(region, offset, size, &access);

	if (got != want)
		ck_abort_msg("region %x, %u bytes at %x: %s, not %s", region, size, offset,
			     itsg_reason_name(got), itsg_reason_name(want));
}

static void expect_register(const struct row *row, uint32_t region, uint32_t offset, uint32_t size)
{
	struct registers_access access;

	expect_reason(region, offset, size, ITSG_REASON_NONE);
	ck_assert_int_eq(find(region, offset, size, &access), ITSG_REASON_NONE);
	ck_assert_int_eq(access.id, row->id);
	ck_assert_uint_eq(access.shift, (offset - row->offset) * 8);
	if (row->id == REG_BASER || row->id == REG_ID)
		ck_assert_uint_eq(access.index, row->index);
}

static void expect_access(uint32_t region, uint32_t offset, uint32_t size)
{
	const struct row *row = row_at(offset);

	if (offset % size)
		expect_reason(region, offset, size, ITSG_REASON_ACCESS_ALIGN);
	else if (!row)
		expect_reason(region, offset, size, ITSG_REASON_REG_UNKNOWN);
	else if (!is_legal(row, offset, size))
		expect_reason(region, offset, size, ITSG_REASON_ACCESS_SIZE);
	else
		expect_register(row, region, offset, size);
}

/* Every byte of the control frame and of what is used of the others, each size, aligned and not. */
START_TEST(rf36_every_offset_and_size)
{
	static const uint32_t spans[][2] = {
		{0x00000, 0x10000}, {0x10000, 0x10100}, {0x20000, 0x20100}, {0x30000, 0x30100}};
	const uint32_t size = 1u << _i;
	uint32_t offset;
	size_t i;

	for (i = 0; i < COUNT(spans); i++)
		for (offset = spans[i][0]; offset < spans[i][1]; offset++)
			/* The upper half of TRANSLATER has a test of its own. */
			if (offset != 0x10042)
				expect_access(REGION_V4_1, offset, size);
}
END_TEST

/* 16 bits are for the low half of TRANSLATER alone. */
START_TEST(rf36_translater_upper_half)
{
	expect_reason(REGION_V3, 0x10042, 1, ITSG_REASON_ACCESS_SIZE);
	expect_reason(REGION_V3, 0x10042, 2, ITSG_REASON_ACCESS_SIZE);
}
END_TEST

/* What a reader would look for, said once more without the table. */
START_TEST(good_well_known)
{
	struct registers_access access;

	ck_assert_int_eq(find(REGION_V3, 0x88, 4, &access), ITSG_REASON_NONE);
	ck_assert_int_eq(access.id, REG_CWRITER);
	ck_assert_uint_eq(access.shift, 0);
	ck_assert_int_eq(find(REGION_V3, 0x8c, 4, &access), ITSG_REASON_NONE);
	ck_assert_int_eq(access.id, REG_CWRITER);
	ck_assert_uint_eq(access.shift, 32);
	ck_assert_int_eq(find(REGION_V3, 0x13c, 4, &access), ITSG_REASON_NONE);
	ck_assert_int_eq(access.id, REG_BASER);
	ck_assert_uint_eq(access.index, 7);
	ck_assert_uint_eq(access.shift, 32);
	ck_assert_int_eq(find(REGION_V3, 0xffe8, 4, &access), ITSG_REASON_NONE);
	ck_assert_int_eq(access.id, REG_ID);
	ck_assert_uint_eq(access.index, 6);
}
END_TEST

START_TEST(rf38_no_64_bit_access_to_32_bit_pairs)
{
	static const uint32_t pairs[] = {0x0000, 0x0010, 0x0018, 0x0040, 0xffd0,
					 0xffe0, 0xffe8, 0xfff8, 0x10040};
	size_t i;

	for (i = 0; i < COUNT(pairs); i++)
		expect_reason(REGION_V3, pairs[i], 8, ITSG_REASON_ACCESS_SIZE);
}
END_TEST

/* Sizes no load or store has, wherever they point. */
START_TEST(bad_sizes)
{
	static const uint32_t sizes[] = {0, 3, 5, 6, 7, 9, 12, 16, 24, 32, 0x80000000, 0xffffffff};
	static const uint32_t offsets[] = {0x0000, 0x0008, 0x0080, 0x0088, 0x0030, 0xffe8, 0x10040};
	size_t i, j;

	for (i = 0; i < COUNT(sizes); i++)
		for (j = 0; j < COUNT(offsets); j++)
			expect_reason(REGION_V3, offsets[j], sizes[i], ITSG_REASON_ACCESS_SIZE);
}
END_TEST

/* IMPLEMENTATION DEFINED registers and holes are nobody's, at any size. */
START_TEST(bad_implementation_defined)
{
	static const uint32_t offsets[] = {0x0020, 0x0028,  0x0030,  0x0038,  0x0050, 0x0078,
					   0x0098, 0x00f8,  0x0140,  0x0ff8,  0xc000, 0xf000,
					   0xffc8, 0x10000, 0x10038, 0x10048, 0x1fff8};
	uint32_t size;
	size_t i;

	for (i = 0; i < COUNT(offsets); i++)
		for (size = 1; size <= 8; size *= 2)
			expect_reason(REGION_V3, offsets[i], size, ITSG_REASON_REG_UNKNOWN);
	expect_reason(REGION_V3, 0x001c, 4, ITSG_REASON_REG_UNKNOWN);
	expect_reason(REGION_V3, 0xffcc, 4, ITSG_REASON_REG_UNKNOWN);
}
END_TEST

/* The first byte after a region is outside it, and so is everything beyond. */
START_TEST(rf02_end_is_outside)
{
	static const uint32_t regions[] = {0x10000, REGION_V3, REGION_V4_1};
	uint32_t size;
	size_t i;

	for (i = 0; i < COUNT(regions); i++)
		for (size = 1; size <= 8; size *= 2) {
			expect_reason(regions[i], regions[i], size, ITSG_REASON_ACCESS_ALIGN);
			expect_reason(regions[i], regions[i] + size, size,
				      ITSG_REASON_ACCESS_ALIGN);
			expect_reason(regions[i], 0u - size, size, ITSG_REASON_ACCESS_ALIGN);
		}
	expect_reason(REGION_V3, REGION_V3 - 8, 8, ITSG_REASON_REG_UNKNOWN);
	expect_reason(0x10000, 0xfffc, 4, ITSG_REASON_NONE);
	expect_reason(0x10000, 0x10040, 4, ITSG_REASON_ACCESS_ALIGN);
	expect_reason(REGION_V3, 0x20020, 8, ITSG_REASON_ACCESS_ALIGN);
}
END_TEST

START_TEST(rf03_straddling_the_end)
{
	expect_reason(REGION_V3, REGION_V3 - 1, 2, ITSG_REASON_ACCESS_ALIGN);
	expect_reason(REGION_V3, REGION_V3 - 2, 4, ITSG_REASON_ACCESS_ALIGN);
	expect_reason(REGION_V3, REGION_V3 - 4, 8, ITSG_REASON_ACCESS_ALIGN);
	expect_reason(REGION_V3, 0xfffffffc, 8, ITSG_REASON_ACCESS_ALIGN);
	expect_reason(REGION_V3, 0xffffffff, 2, ITSG_REASON_ACCESS_ALIGN);
}
END_TEST

/*
 * The same where the region ends inside a register: the access is aligned, but not wholly inside.
 */
START_TEST(rf03_region_ends_inside_a_register)
{
	expect_reason(0x8c, 0x88, 4, ITSG_REASON_NONE);
	expect_reason(0x8c, 0x88, 8, ITSG_REASON_ACCESS_ALIGN);
	expect_reason(0x8c, 0x8c, 4, ITSG_REASON_ACCESS_ALIGN);
}
END_TEST

Suite *suite_registers(void)
{
	Suite *suite = suite_create("registers");
	TCase *tcase = tcase_create("map");

	tcase_add_loop_test(tcase, rf36_every_offset_and_size, 0, 4);
	tcase_add_test(tcase, rf36_translater_upper_half);
	tcase_add_test(tcase, good_well_known);
	tcase_add_test(tcase, rf38_no_64_bit_access_to_32_bit_pairs);
	tcase_add_test(tcase, bad_sizes);
	tcase_add_test(tcase, bad_implementation_defined);
	tcase_add_test(tcase, rf02_end_is_outside);
	tcase_add_test(tcase, rf03_straddling_the_end);
	tcase_add_test(tcase, rf03_region_ends_inside_a_register);
	suite_add_tcase(suite, tcase);
	return suite;
}
