// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Discovery in trees as machines have them, and in trees as no machine has them. */
#include <stdlib.h>
#include <string.h>

#include "fdt_writer.h"
#include "hypglue/fdt.h"
#include "suites.h"

static struct fdt_writer tree;
static struct hypglue_fdt found;

/* A root with cells. The test makes the ranges of the bus above the node. */
static void open_tree(void)
{
	fdt_open(&tree, 0, 0);
	fdt_text(&tree, "compatible", "linux,dummy-virt");
	fdt_cells(&tree, "#address-cells", 2);
	fdt_cells(&tree, "#size-cells", 2);
}

static enum hypglue_fdt_status discover(void)
{
	size_t size = fdt_close(&tree), i;
	char *copy;
	enum hypglue_fdt_status status;

	ck_assert_uint_ne(size, 0);
	/* exactly as long as it says: a sanitizer sees each byte read beyond */
	copy = aligned_alloc(8, (size + 7) & ~(size_t)7);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, tree.blob, size);
	for (i = size; i % 8; i++)
		copy[i] = 0;
	status = hypglue_fdt_discover(copy, size, &found);
	free(copy);
	return status;
}

static void put_gic(const char *name)
{
	fdt_node(&tree, name);
	fdt_text(&tree, "compatible", "arm,gic-v3");
	fdt_cells(&tree, "reg", 0, 0x08000000, 0, 0x10000, 0, 0x080a0000, 0, 0x00f60000);
	fdt_cells(&tree, "#address-cells", 2);
	fdt_cells(&tree, "#size-cells", 2);
	fdt_bytes(&tree, "ranges", "", 0);
}

static void put_its(const char *name, uint32_t base)
{
	fdt_node(&tree, name);
	fdt_text(&tree, "compatible", "arm,gic-v3-its");
	fdt_cells(&tree, "reg", 0, base, 0, 0x20000, 0, 0xdead0000, 0, 0x1000);
}

static void put_memory(const char *name, uint32_t high, uint32_t base, uint32_t bytes)
{
	fdt_node(&tree, name);
	fdt_text(&tree, "device_type", "memory");
	fdt_cells(&tree, "reg", high, base, 0, bytes);
	fdt_end(&tree);
}

#define expect_range(range, from, to)                                                              \
	do {                                                                                       \
		ck_assert_uint_eq((range).start, from);                                            \
		ck_assert_uint_eq((range).end, to);                                                \
	} while (0)

/* As QEMU's virt machine has it. */
START_TEST(good_virt)
{
	open_tree();
	put_memory("memory@40000000", 0, 0x40000000, 0x80000000);
	put_gic("intc@8000000");
	put_its("its@8080000", 0x08080000);
	fdt_end(&tree);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.gic_count, 1);
	expect_range(found.gics[0].distributor, 0x08000000, 0x08010000);
	ck_assert_uint_eq(found.gics[0].rd_count, 1);
	ck_assert_uint_eq(found.gics[0].stride, 0);
	ck_assert(!found.gics[0].non_coherent);
	expect_range(found.rds[0], 0x080a0000, 0x09000000);
	ck_assert_uint_eq(found.its_count, 1);
	expect_range(found.itss[0].frames, 0x08080000, 0x080a0000);
	ck_assert_uint_eq(found.itss[0].gic, 0);
	ck_assert(!found.itss[0].non_coherent);
	ck_assert_uint_eq(found.memory_count, 1);
	expect_range(found.memory[0], 0x40000000, 0xc0000000);
	ck_assert_uint_eq(found.reserved_count, 0);
	ck_assert_uint_eq(found.blocked_count, 0);
	ck_assert_uint_eq(found.machines, 0);
}
END_TEST

/* The first reg entry of each ITS, also of one that stands somewhere else. */
START_TEST(rf15_every_matching_node)
{
	open_tree();
	put_gic("intc@8000000");
	put_its("its@8080000", 0x08080000);
	fdt_end(&tree);
	put_its("its@80c0000", 0x080c0000);
	fdt_bytes(&tree, "dma-noncoherent", "", 0);
	fdt_end(&tree);
	fdt_end(&tree);
	put_its("its@a000000", 0x0a000000);
	fdt_end(&tree);
	fdt_node(&tree, "its@b000000");
	fdt_bytes(&tree, "compatible", "vendor,its\0arm,gic-v3-its", 26);
	fdt_cells(&tree, "reg", 1, 0x0b000000, 0, 0x20000);
	fdt_text(&tree, "status", "okay");
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.its_count, 4);
	expect_range(found.itss[0].frames, 0x08080000, 0x080a0000);
	expect_range(found.itss[1].frames, 0x080c0000, 0x080e0000);
	expect_range(found.itss[2].frames, 0x0a000000, 0x0a020000);
	expect_range(found.itss[3].frames, 0x10b000000, 0x10b020000);
	ck_assert_uint_eq(found.itss[1].gic, 0);
	ck_assert_uint_eq(found.itss[2].gic, HYPGLUE_FDT_NO_GIC);
	ck_assert(!found.itss[0].non_coherent && found.itss[1].non_coherent);
}
END_TEST

START_TEST(rf15_names_that_only_look_alike)
{
	static const char *const names[] = {"arm,gic-v3-it", "arm,gic-v3-its2", "arm,gic-v3-ITS",
					    "xarm,gic-v3-its", ""};
	size_t i;

	open_tree();
	for (i = 0; i < 5; i++) {
		fdt_node(&tree, "its@8080000");
		fdt_text(&tree, "compatible", names[i]);
		fdt_cells(&tree, "reg", 0, 0x08080000, 0, 0x20000);
		fdt_end(&tree);
	}
	fdt_node(&tree, "unended@8080000");
	fdt_bytes(&tree, "compatible", "arm,gic-v3-its", 14);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.its_count, 0);
	ck_assert_uint_eq(found.blocked_count, 0);
}
END_TEST

/* A disabled ITS is not to be driven, but the hardware is there. */
START_TEST(rf15_disabled_is_skipped)
{
	open_tree();
	put_gic("intc@8000000");
	put_its("its@8080000", 0x08080000);
	fdt_text(&tree, "status", "disabled");
	fdt_end(&tree);
	put_its("its@80c0000", 0x080c0000);
	fdt_text(&tree, "status", "ok");
	fdt_end(&tree);
	fdt_end(&tree);
	fdt_node(&tree, "soc");
	fdt_text(&tree, "status", "fail-sss");
	fdt_cells(&tree, "#address-cells", 1);
	fdt_cells(&tree, "#size-cells", 1);
	fdt_cells(&tree, "ranges", 0, 1, 0, 0x10000000);
	fdt_node(&tree, "its@100000");
	fdt_text(&tree, "compatible", "arm,gic-v3-its");
	fdt_cells(&tree, "reg", 0x100000, 0x20000);
	fdt_end(&tree);
	put_gic("intc@9000000");
	fdt_end(&tree);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.gic_count, 1);
	ck_assert_uint_eq(found.its_count, 1);
	expect_range(found.itss[0].frames, 0x080c0000, 0x080e0000);
	ck_assert_uint_eq(found.blocked_count, 2);
	expect_range(found.blocked[0], 0x08080000, 0x080a0000);
	expect_range(found.blocked[1], 0x100100000, 0x100120000);
}
END_TEST

START_TEST(good_redistributor_regions)
{
	open_tree();
	fdt_node(&tree, "intc@2f000000");
	fdt_bytes(&tree, "compatible", "arm,gic-600\0arm,gic-v3", 23);
	fdt_cells(&tree, "reg", 0, 0x2f000000, 0, 0x10000, 1, 0x00000000, 0, 0x200000, 2,
		  0x00000000, 0, 0x400000, 0, 0x2c000000, 0, 0x2000);
	fdt_cells(&tree, "#redistributor-regions", 2);
	fdt_cells(&tree, "redistributor-stride", 0, 0x40000);
	fdt_bytes(&tree, "dma-noncoherent", "", 0);
	fdt_end(&tree);
	put_gic("intc@8000000");
	fdt_cells(&tree, "redistributor-stride", 0x20000);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.gic_count, 2);
	ck_assert_uint_eq(found.gics[0].rd_count, 2);
	ck_assert_uint_eq(found.gics[0].first_rd, 0);
	ck_assert_uint_eq(found.gics[0].stride, 0x40000);
	ck_assert(found.gics[0].non_coherent);
	expect_range(found.rds[0], 0x100000000, 0x100200000);
	expect_range(found.rds[1], 0x200000000, 0x200400000);
	ck_assert_uint_eq(found.gics[1].first_rd, 2);
	ck_assert_uint_eq(found.gics[1].stride, 0x20000);
	expect_range(found.rds[2], 0x080a0000, 0x09000000);
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

START_TEST(bad_buses)
{
	const struct bad_bus *bus = &buses[_i];

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
	fdt_end(&tree);
	fdt_end(&tree);
	ck_assert_msg(discover() == bus->status, "%s", bus->what);
}
END_TEST

START_TEST(bad_gics)
{
	static const struct {
		const char *name;
		uint32_t cells[3];
		unsigned int count;
		enum hypglue_fdt_status status;
	} rows[] = {
		{"#redistributor-regions", {0}, 1, HYPGLUE_FDT_PROPERTY},
		{"#redistributor-regions", {1, 1}, 2, HYPGLUE_FDT_PROPERTY},
		{"#redistributor-regions", {2}, 1, HYPGLUE_FDT_REG}, /* there is only one */
		{"#redistributor-regions", {65}, 1, HYPGLUE_FDT_FULL},
		{"#redistributor-regions", {0xffffffff}, 1, HYPGLUE_FDT_FULL},
		{"redistributor-stride", {0x10000}, 1, HYPGLUE_FDT_PROPERTY},
		{"redistributor-stride", {0x28000}, 1, HYPGLUE_FDT_PROPERTY},
		{"redistributor-stride", {0, 0x20000, 0}, 3, HYPGLUE_FDT_PROPERTY},
		{"redistributor-stride", {0}, 1, HYPGLUE_FDT_OK},
		{"#address-cells", {2, 2}, 2, HYPGLUE_FDT_CELLS},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		open_tree();
		fdt_node(&tree, "intc@8000000");
		fdt_text(&tree, "compatible", "arm,gic-v3");
		fdt_cells(&tree, "reg", 0, 0x08000000, 0, 0x10000, 0, 0x080a0000, 0, 0x00f60000);
		fdt_array(&tree, rows[i].name, rows[i].cells, rows[i].count);
		fdt_end(&tree);
		ck_assert_msg(discover() == rows[i].status, "row %zu", i);
	}
}
END_TEST

START_TEST(good_memory)
{
	fdt_open(&tree, 0x48000000, 0x1000);
	fdt_bytes(&tree, "compatible", "vendor,board\0rockchip,rk3588", 29);
	fdt_cells(&tree, "#address-cells", 2);
	fdt_cells(&tree, "#size-cells", 2);
	put_memory("memory@40000000", 0, 0x40000000, 0x10000000);
	fdt_node(&tree, "memory@100000000");
	fdt_text(&tree, "device_type", "memory");
	fdt_cells(&tree, "reg", 1, 0, 0, 0x1000, 3, 0, 0, 0, 2, 0, 1, 0);
	fdt_end(&tree);
	fdt_node(&tree, "memory@50000000");
	fdt_text(&tree, "device_type", "memory");
	fdt_text(&tree, "status", "disabled");
	fdt_cells(&tree, "reg", 0, 0x50000000, 0, 0x1000);
	fdt_end(&tree);
	fdt_node(&tree, "reserved-memory");
	fdt_cells(&tree, "#address-cells", 1);
	fdt_cells(&tree, "#size-cells", 1);
	fdt_bytes(&tree, "ranges", "", 0);
	fdt_node(&tree, "pool@41000000");
	fdt_cells(&tree, "reg", 0x41000000, 0x2000, 0x42000000, 0x3000);
	fdt_bytes(&tree, "no-map", "", 0);
	put_memory("memory@7", 0, 0x70000000, 0x1000); /* too deep to be memory */
	fdt_end(&tree);
	fdt_node(&tree, "dynamic");
	fdt_cells(&tree, "size", 0x1000);
	fdt_end(&tree);
	fdt_end(&tree);
	fdt_node(&tree, "firmware");
	fdt_node(&tree, "reserved-memory");
	fdt_node(&tree, "not@1");
	fdt_cells(&tree, "reg", 1, 1);
	fdt_end(&tree);
	fdt_end(&tree);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.memory_count, 3);
	expect_range(found.memory[0], 0x40000000, 0x50000000);
	expect_range(found.memory[1], 0x100000000, 0x100001000);
	expect_range(found.memory[2], 0x200000000, 0x300000000);
	ck_assert_uint_eq(found.reserved_count, 3);
	expect_range(found.reserved[0].range, 0x41000000, 0x41002000);
	expect_range(found.reserved[1].range, 0x42000000, 0x42003000);
	ck_assert(found.reserved[0].no_map && found.reserved[1].no_map);
	expect_range(found.reserved[2].range, 0x48000000, 0x48001000);
	ck_assert(!found.reserved[2].no_map);
	ck_assert_uint_ne(found.machines, 0);
}
END_TEST

START_TEST(bad_overlap)
{
	open_tree();
	put_memory("memory@8090000", 0, 0x08090000, 0x1000);
	put_its("its@8080000", 0x08080000);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OVERLAP);
	open_tree();
	put_memory("memory@8fff000", 0, 0x08fff000, 0x1000);
	put_gic("intc@8000000");
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OVERLAP);
	open_tree();
	put_memory("memory@800f000", 0, 0x0800f000, 0x1000);
	put_gic("intc@8000000");
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OVERLAP);
	open_tree();
	put_memory("memory@9000000", 0, 0x09000000, 0x1000);
	put_gic("intc@8000000");
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
}
END_TEST

/* One node more of each kind than there is room for. */
START_TEST(bad_too_many)
{
	static const uint32_t most[] = {16, 64, 64, 4, 16};
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

Suite *suite_hypglue_fdt(void)
{
	Suite *suite = suite_create("hypglue_fdt");
	TCase *tcase = tcase_create("trees");

	tcase_add_test(tcase, good_virt);
	tcase_add_test(tcase, rf15_every_matching_node);
	tcase_add_test(tcase, rf15_names_that_only_look_alike);
	tcase_add_test(tcase, rf15_disabled_is_skipped);
	tcase_add_test(tcase, good_redistributor_regions);
	tcase_add_test(tcase, good_translation);
	tcase_add_loop_test(tcase, bad_buses, 0, (int)(sizeof(buses) / sizeof(buses[0])));
	tcase_add_test(tcase, bad_gics);
	tcase_add_test(tcase, good_memory);
	tcase_add_test(tcase, bad_overlap);
	tcase_add_test(tcase, bad_too_many);
	tcase_add_test(tcase, bad_depth);
	tcase_add_test(tcase, bad_blobs);
	tcase_add_test(tcase, bad_old_formats);
	tcase_add_test(tcase, bad_bytes);
	suite_add_tcase(suite, tcase);
	return suite;
}
