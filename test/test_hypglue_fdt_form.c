// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The form of a device tree: tokens, properties, addresses, and how much of each there may be. */
#include <stdlib.h>

#include "fdt_fixture.h"
#include "suites.h"

/* A list without an end may be read in two ways. */
START_TEST(bad_unended_lists)
{
	static const char *const names[] = {"compatible", "status", "device_type"};
	size_t i;

	for (i = 0; i < 3; i++) {
		open_tree();
		fdt_node(&tree, "node");
		fdt_bytes(&tree, names[i], "arm,gic-v3-its", 14);
		fdt_end(&tree);
		ck_assert_int_eq(discover(), HYPGLUE_FDT_PROPERTY);
		ck_assert_uint_ne(found.where, 0);
	}
}
END_TEST

/* Which of the two counts depends on the reader. */
START_TEST(bad_properties_there_twice)
{
	open_tree();
	put_its("its@8080000", 0x08080000);
	fdt_cells(&tree, "reg", 0, 0x0a000000, 0, 0x20000);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_PROPERTY);
}
END_TEST

/* Two buses: one cell below, two above, then two and three entries of ranges. */
START_TEST(good_translation)
{
	open_tree();
	fdt_node(&tree, "soc");
	fdt_cells(&tree, "#address-cells", 2);
	fdt_cells(&tree, "#size-cells", 2);
	fdt_cells(&tree, "ranges", 0, 0x10000000, 5, 0, 0, 0x1000000, 0, 0x20000000, 6, 0, 0,
		  0x1000000);
	fdt_bytes(&tree, "dma-noncoherent", "", 0);
	fdt_node(&tree, "bus");
	fdt_cells(&tree, "#address-cells", 1);
	fdt_cells(&tree, "#size-cells", 1);
	fdt_cells(&tree, "ranges", 0x0, 0, 0x10000000, 0x100000, 0x800000, 0, 0x20000000, 0x100000);
	fdt_node(&tree, "its@840000");
	fdt_text(&tree, "compatible", "arm,gic-v3-its");
	fdt_cells(&tree, "reg", 0x840000, 0x20000);
	fdt_end(&tree);
	fdt_node(&tree, "its@e0000");
	fdt_text(&tree, "compatible", "arm,gic-v3-its");
	fdt_cells(&tree, "reg", 0xe0000, 0x20000); /* up to the last byte */
	fdt_end(&tree);
	fdt_end(&tree);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.its_count, 2);
	expect_range(found.itss[0].frames, 0x600040000, 0x600060000);
	expect_range(found.itss[1].frames, 0x5000e0000, 0x500100000);
	ck_assert(found.itss[0].non_coherent);
}
END_TEST

struct bad_bus {
	const char *what;
	uint32_t address_cells, size_cells;
	int ranges_cells; /* -1: absent */
	uint32_t ranges[8];
	uint32_t reg[4];
	unsigned int reg_cells;
	enum hypglue_fdt_status status;
};

/* Each is tried with an ITS that is enabled, and with one that is disabled. */
static const struct bad_bus buses[] = {
	{"no ranges", 1, 1, -1, {0}, {0x840000, 0x20000}, 2, HYPGLUE_FDT_RANGES},
	{"below the window",
	 1,
	 1,
	 4,
	 {0x900000, 0, 0, 0x100000},
	 {0x840000, 0x20000},
	 2,
	 HYPGLUE_FDT_RANGES},
	{"over its end",
	 1,
	 1,
	 4,
	 {0x800000, 0, 0, 0x50000},
	 {0x840000, 0x20000},
	 2,
	 HYPGLUE_FDT_RANGES},
	{"behind its end",
	 1,
	 1,
	 4,
	 {0x800000, 0, 0, 0x40000},
	 {0x840000, 0x20000},
	 2,
	 HYPGLUE_FDT_RANGES},
	{"window beyond 52 bits",
	 1,
	 1,
	 4,
	 {0x800000, 0xfffff, 0xfffc0000, 0x100000},
	 {0x840000, 0x20000},
	 2,
	 HYPGLUE_FDT_RANGES},
	/* The next window would do: a reader who takes it sees another address than Linux. */
	{"first window too short",
	 1,
	 1,
	 8,
	 {0x10000, 0, 0x1000000, 0x10000, 0, 0, 0x2000000, 0x100000},
	 {0x10000, 0x20000},
	 2,
	 HYPGLUE_FDT_RANGES},
	{"first window beyond 52 bits",
	 1,
	 1,
	 8,
	 {0x10000, 0x100000, 0, 0x20000, 0, 0, 0x2000000, 0x100000},
	 {0x10000, 0x20000},
	 2,
	 HYPGLUE_FDT_RANGES},
	{"ranges not whole",
	 1,
	 1,
	 5,
	 {0x800000, 0, 0, 0x100000, 0},
	 {0x840000, 0x20000},
	 2,
	 HYPGLUE_FDT_RANGES},
	{"three address cells", 3, 1, 0, {0}, {0, 0, 0x840000, 0x20000}, 4, HYPGLUE_FDT_CELLS},
	{"no size", 1, 0, 0, {0}, {0x840000}, 1, HYPGLUE_FDT_REG},
	{"nothing at all", 0, 0, 0, {0}, {0x840000}, 1, HYPGLUE_FDT_REG},
	{"five cells", 5, 1, 0, {0}, {0x840000, 0x20000}, 2, HYPGLUE_FDT_CELLS},
	{"reg too short", 1, 1, 0, {0}, {0x840000}, 1, HYPGLUE_FDT_REG},
	{"no reg", 1, 1, 0, {0}, {0}, 0, HYPGLUE_FDT_REG},
	{"empty", 1, 1, 0, {0}, {0x840000, 0}, 2, HYPGLUE_FDT_REG},
	{"not on a frame", 1, 1, 0, {0}, {0x841000, 0x20000}, 2, HYPGLUE_FDT_REG},
	{"beyond 52 bits", 2, 1, 0, {0}, {0x100000, 0, 0x20000}, 3, HYPGLUE_FDT_REG},
	{"over the end of 52 bits",
	 2,
	 1,
	 0,
	 {0},
	 {0xfffff, 0xffff0000, 0x20000},
	 3,
	 HYPGLUE_FDT_REG},
	{"wraps", 2, 2, 0, {0}, {0x0, 0x840000, 0xffffffff, 0xffff0000}, 4, HYPGLUE_FDT_REG},
};

static void put_bus(const struct bad_bus *bus, const char *status)
{
	open_tree();
	fdt_node(&tree, "bus");
	fdt_cells(&tree, "#address-cells", bus->address_cells);
	fdt_cells(&tree, "#size-cells", bus->size_cells);
	if (bus->ranges_cells >= 0)
		fdt_array(&tree, "ranges", bus->ranges, (unsigned int)bus->ranges_cells);
	fdt_node(&tree, "its@840000");
	fdt_text(&tree, "compatible", "arm,gic-v3-its");
	if (bus->reg_cells)
		fdt_array(&tree, "reg", bus->reg, bus->reg_cells);
	fdt_text(&tree, "status", status);
	fdt_end(&tree);
	fdt_end(&tree);
}

START_TEST(bad_buses)
{
	put_bus(&buses[_i], "okay");
	ck_assert_msg(discover() == buses[_i].status, "%s", buses[_i].what);
	put_bus(&buses[_i], "disabled");
	ck_assert_msg(discover() == buses[_i].status, "%s, disabled", buses[_i].what);
}
END_TEST

/* The first window that holds the start; one that ends there, or has no bytes, does not hold it. */
START_TEST(good_first_window)
{
	static const struct bad_bus rows[] = {
		{"ends at the start",
		 1,
		 1,
		 8,
		 {0, 0, 0x1000000, 0x10000, 0, 0, 0x2000000, 0x100000},
		 {0x10000, 0x20000},
		 2,
		 HYPGLUE_FDT_OK},
		{"without bytes",
		 1,
		 1,
		 8,
		 {0x10000, 0, 0x1000000, 0, 0, 0, 0x2000000, 0x30000},
		 {0x10000, 0x20000},
		 2,
		 HYPGLUE_FDT_OK},
		{"the first of two",
		 1,
		 1,
		 8,
		 {0x10000, 0, 0x2010000, 0x20000, 0, 0, 0x1000000, 0x100000},
		 {0x10000, 0x20000},
		 2,
		 HYPGLUE_FDT_OK},
	};
	size_t i;

	for (i = 0; i < 3; i++) {
		put_bus(&rows[i], "okay");
		ck_assert_msg(discover() == HYPGLUE_FDT_OK, "%s", rows[i].what);
		expect_range(found.itss[0].frames, 0x2010000, 0x2030000);
	}
}
END_TEST

/* Linux looks for cells further up, and the standard has a default. */
START_TEST(bad_cells_that_are_not_said)
{
	static const char *const missing[] = {"#address-cells", "#size-cells", NULL};
	size_t i;

	for (i = 0; i < 3; i++) {
		open_tree();
		fdt_node(&tree, "bus");
		if (i != 0)
			fdt_cells(&tree, "#address-cells", 2);
		if (i != 1)
			fdt_cells(&tree, "#size-cells", 2);
		fdt_bytes(&tree, "ranges", "", 0);
		fdt_node(&tree, "its@8080000");
		fdt_text(&tree, "compatible", "arm,gic-v3-its");
		fdt_cells(&tree, "reg", 0, 0x08080000, 0, 0x20000);
		fdt_end(&tree);
		fdt_end(&tree);
		ck_assert_int_eq(discover(), missing[i] ? HYPGLUE_FDT_CELLS : HYPGLUE_FDT_OK);
	}
}
END_TEST

/* One node more of each kind than there is room for. */
START_TEST(bad_too_many)
{
	static const uint32_t most[] = {16, 64, 64, 4, 64};
	uint32_t kind, count, i;

	for (kind = 0; kind < 5; kind++)
		for (count = most[kind]; count <= most[kind] + 1; count++) {
			open_tree();
			if (kind == 2) {
				fdt_node(&tree, "reserved-memory");
				fdt_cells(&tree, "#address-cells", 2);
				fdt_cells(&tree, "#size-cells", 2);
				fdt_bytes(&tree, "ranges", "", 0);
			}
			for (i = 0; i < count; i++) {
				if (kind == 3)
					put_gic("gic");
				if (kind == 0 || kind == 4)
					put_its("its", i << 20);
				if (kind == 4)
					fdt_text(&tree, "status", "disabled");
				if (kind == 1)
					put_memory("m", 1, i << 20, 0x1000);
				if (kind == 2) {
					fdt_node(&tree, "r");
					fdt_cells(&tree, "reg", 0, i << 20, 0, 0x1000);
				}
				if (kind != 1)
					fdt_end(&tree);
			}
			if (kind == 2)
				fdt_end(&tree);
			ck_assert_msg(discover() == (count == most[kind] ? HYPGLUE_FDT_OK
									 : HYPGLUE_FDT_FULL),
				      "kind %u, %u", kind, count);
		}
}
END_TEST

/* 256 windows are enough for every bus; a list that costs time is refused. */
START_TEST(bad_too_many_windows)
{
	static uint32_t windows[257 * 4];
	static fdt32_t data[257 * 4];
	unsigned int count, i;

	for (i = 0; i < 257 * 4; i++)
		windows[i] = i % 4 == 3 ? 0x20000 : 0;
	for (count = 256; count <= 257; count++) {
		windows[count * 4 - 4] = 0x840000; /* the last one holds the ITS */
		windows[count * 4 - 2] = 0x08080000;
		for (i = 0; i < 257 * 4; i++)
			data[i] = cpu_to_fdt32(windows[i]);
		open_tree();
		fdt_node(&tree, "bus");
		fdt_cells(&tree, "#address-cells", 1);
		fdt_cells(&tree, "#size-cells", 1);
		fdt_bytes(&tree, "ranges", data, count * 16);
		fdt_node(&tree, "its@840000");
		fdt_text(&tree, "compatible", "arm,gic-v3-its");
		fdt_cells(&tree, "reg", 0x840000, 0x20000);
		fdt_end(&tree);
		fdt_end(&tree);
		ck_assert_int_eq(discover(), count == 256 ? HYPGLUE_FDT_OK : HYPGLUE_FDT_FULL);
		if (count == 256)
			expect_range(found.itss[0].frames, 0x08080000, 0x080a0000);
	}
}
END_TEST

START_TEST(bad_depth)
{
	unsigned int depth, i;

	for (depth = 15; depth <= 17; depth++) {
		open_tree();
		for (i = 0; i < depth; i++)
			fdt_node(&tree, "n");
		for (i = 0; i < depth; i++)
			fdt_end(&tree);
		ck_assert_int_eq(discover(), depth < 16 ? HYPGLUE_FDT_OK : HYPGLUE_FDT_TOO_DEEP);
	}
}
END_TEST

/* A tree that is cut anywhere, or whose header says more than there is. */
START_TEST(bad_blobs)
{
	_Alignas(8) static char blob[FDT_WRITER_BYTES];
	size_t size, at;

	open_tree();
	put_gic("intc@8000000");
	put_its("its@8080000", 0x08080000);
	fdt_end(&tree);
	fdt_end(&tree);
	size = fdt_close(&tree);
	ck_assert_uint_ne(size, 0);
	for (at = 0; at < size; at++) {
		char *copy = malloc(at ? at : 1);

		memcpy(copy, tree.blob, at);
		ck_assert_int_eq(hypglue_fdt_discover(copy, at, &found), HYPGLUE_FDT_BAD_TREE);
		free(copy);
	}
	memcpy(blob + 4, tree.blob, size);
	ck_assert_int_eq(hypglue_fdt_discover(blob + 4, size, &found), HYPGLUE_FDT_BAD_TREE);
	memcpy(blob, tree.blob, size);
	ck_assert_int_eq(hypglue_fdt_discover(blob, size, &found), HYPGLUE_FDT_OK);
	blob[0] ^= 1;
	ck_assert_int_eq(hypglue_fdt_discover(blob, size, &found), HYPGLUE_FDT_BAD_TREE);
}
END_TEST

/* The root of a tree by hand: tokens as words, behind a header that is right. */
static enum hypglue_fdt_status discover_tokens(const uint32_t *tokens, unsigned int count)
{
	/* nothing ends the second one */
	static const char names[8] = {'r', 'e', 'g', 0, 'x', 'y', 'z', 'z'};
	static _Alignas(8) char blob[1024];
	unsigned int i;

	memset(blob, 0, sizeof(blob));
	fdt_set_magic(blob, FDT_MAGIC);
	fdt_set_totalsize(blob, sizeof(blob));
	fdt_set_version(blob, 17);
	fdt_set_last_comp_version(blob, 16);
	fdt_set_off_mem_rsvmap(blob, 40);
	fdt_set_off_dt_struct(blob, 56);
	fdt_set_size_dt_struct(blob, 512);
	fdt_set_off_dt_strings(blob, 568);
	fdt_set_size_dt_strings(blob, 8);
	memcpy(blob + 568, names, sizeof(names));
	for (i = 0; i < count; i++)
		((fdt32_t *)(void *)(blob + 56))[i] = cpu_to_fdt32(tokens[i]);
	return hypglue_fdt_discover(blob, sizeof(blob), &found);
}

#define discover_words(...)                                                                        \
	discover_tokens((const uint32_t[]){__VA_ARGS__},                                           \
			sizeof((const uint32_t[]){__VA_ARGS__}) / 4)

START_TEST(bad_tokens)
{
	ck_assert_int_eq(discover_words(1, 0, 2, 9), HYPGLUE_FDT_OK);
	ck_assert_int_eq(discover_words(4, 1, 0, 4, 2, 4, 9), HYPGLUE_FDT_OK);
	ck_assert_int_eq(discover_words(9), HYPGLUE_FDT_BAD_TREE);	 /* no root */
	ck_assert_int_eq(discover_words(1, 0, 9), HYPGLUE_FDT_BAD_TREE); /* never ended */
	ck_assert_int_eq(discover_words(1, 0, 2, 2, 9), HYPGLUE_FDT_BAD_TREE);
	ck_assert_int_eq(discover_words(1, 0, 2, 1, 0, 2, 9), HYPGLUE_FDT_BAD_TREE); /* two */
	ck_assert_int_eq(discover_words(1, 0, 2, 7), HYPGLUE_FDT_BAD_TREE);
	ck_assert_int_eq(discover_words(1, 0, 3, 0, 0, 2, 9), HYPGLUE_FDT_OK); /* reg, empty */
	ck_assert_int_eq(discover_words(1, 0, 3, 0, 4, 2, 9), HYPGLUE_FDT_BAD_TREE); /* no end */
	ck_assert_int_eq(discover_words(1, 0, 3, 0, 8, 2, 9), HYPGLUE_FDT_BAD_TREE);
	ck_assert_int_eq(discover_words(1, 0, 3, 0xfffffff0, 0, 2, 9), HYPGLUE_FDT_BAD_TREE);
	/* a property behind a child: most readers do not see it */
	ck_assert_int_eq(discover_words(1, 0, 1, 0, 2, 3, 0, 0, 2, 9), HYPGLUE_FDT_BAD_TREE);
	ck_assert_int_eq(discover_words(3, 0, 0, 1, 0, 2, 9), HYPGLUE_FDT_BAD_TREE);
}
END_TEST

/* Versions before 16 name nodes by their path. libfdt 1.6 crashes on a root without one. */
START_TEST(bad_old_formats)
{
	unsigned char version;

	for (version = 0; version < 16; version++) {
		open_tree();
		ck_assert_uint_ne(fdt_close(&tree), 0);
		tree.blob[23] = (char)version;
		tree.blob[27] = 2; /* last compatible version */
		ck_assert_int_eq(hypglue_fdt_discover(tree.blob, FDT_WRITER_BYTES, &found),
				 HYPGLUE_FDT_BAD_TREE);
	}
}
END_TEST

/*
 * Each byte of a good tree takes its worst values. There is an answer, and nothing is out of
 * bounds.
 */
START_TEST(bad_bytes)
{
	static const unsigned char worst[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
	size_t size, at, i;
	char *copy;

	open_tree();
	put_gic("intc@8000000");
	put_its("its@8080000", 0x08080000);
	fdt_end(&tree);
	fdt_end(&tree);
	size = fdt_close(&tree);
	copy = aligned_alloc(8, (size + 7) & ~(size_t)7);
	memcpy(copy, tree.blob, size);
	for (at = 0; at < size; at++)
		for (i = 0; i < sizeof(worst); i++) {
			copy[at] = (char)worst[i];
			if (hypglue_fdt_discover(copy, size, &found) == HYPGLUE_FDT_OK)
				ck_assert_uint_le(found.its_count, 1);
			copy[at] = tree.blob[at];
		}
	free(copy);
}
END_TEST

Suite *suite_hypglue_fdt_form(void)
{
	Suite *suite = suite_create("hypglue_fdt_form");
	TCase *tcase = tcase_create("form");

	tcase_add_test(tcase, bad_unended_lists);
	tcase_add_test(tcase, bad_properties_there_twice);
	tcase_add_test(tcase, good_translation);
	tcase_add_loop_test(tcase, bad_buses, 0, (int)(sizeof(buses) / sizeof(buses[0])));
	tcase_add_test(tcase, good_first_window);
	tcase_add_test(tcase, bad_cells_that_are_not_said);
	tcase_add_test(tcase, bad_too_many);
	tcase_add_test(tcase, bad_too_many_windows);
	tcase_add_test(tcase, bad_depth);
	tcase_add_test(tcase, bad_blobs);
	tcase_add_test(tcase, bad_tokens);
	tcase_add_test(tcase, bad_old_formats);
	tcase_add_test(tcase, bad_bytes);
	suite_add_tcase(suite, tcase);
	return suite;
}
