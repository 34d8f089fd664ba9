// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What nodes of a device tree come to, in trees as machines have them and as none has them. */
#include "fdt_fixture.h"
#include "suites.h"

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
	static const char *const names[] = {"arm,gic-v3-it", "arm,gic-v3-its2", "xarm,gic-v3-its",
					    ""};
	size_t i;

	open_tree();
	for (i = 0; i < 4; i++) {
		fdt_node(&tree, "its@8080000");
		fdt_text(&tree, "compatible", names[i]);
		fdt_cells(&tree, "reg", 0, 0x08080000, 0, 0x20000);
		fdt_end(&tree);
	}
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.its_count, 0);
	ck_assert_uint_eq(found.blocked_count, 0);
}
END_TEST

/* Linux's comparison does not see the case of letters. */
START_TEST(bad_names_in_capitals)
{
	open_tree();
	fdt_node(&tree, "its@8080000");
	fdt_bytes(&tree, "compatible", "vendor,its\0ARM,GIC-v3-ITS", 26);
	fdt_cells(&tree, "reg", 0, 0x08080000, 0, 0x20000);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.its_count, 1);
	expect_range(found.itss[0].frames, 0x08080000, 0x080a0000);
}
END_TEST

/* A node of two kinds, and a root that is one. */
START_TEST(bad_nodes_of_two_kinds)
{
	open_tree();
	fdt_node(&tree, "intc@8000000");
	fdt_bytes(&tree, "compatible", "arm,gic-v3\0arm,gic-v3-its", 26);
	fdt_cells(&tree, "reg", 0, 0x08000000, 0, 0x10000, 0, 0x080a0000, 0, 0x00f60000);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_PROPERTY);
	fdt_open(&tree, 0, 0);
	fdt_text(&tree, "compatible", "arm,gic-v3");
	ck_assert_int_eq(discover(), HYPGLUE_FDT_PROPERTY);
	fdt_open(&tree, 0, 0);
	fdt_text(&tree, "compatible", "arm,gic-v3-its");
	ck_assert_int_eq(discover(), HYPGLUE_FDT_PROPERTY);
}
END_TEST

#define expect_blocked(n, blocked_kind, from, to)                                                  \
	do {                                                                                       \
		ck_assert_int_eq(found.blocked[n].kind, blocked_kind);                             \
		expect_range(found.blocked[n].range, from, to);                                    \
	} while (0)

/* What is disabled is not to be driven, but the hardware is there. */
START_TEST(rf15_disabled_is_blocked)
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
	fdt_text(&tree, "status", "okay");
	fdt_end(&tree);
	fdt_node(&tree, "intc@200000");
	fdt_text(&tree, "compatible", "arm,gic-v3");
	fdt_cells(&tree, "reg", 0x200000, 0x10000, 0x300000, 0x100000, 0x400000, 0x2000, 0x600000,
		  0x40000);
	fdt_end(&tree);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.gic_count, 1);
	ck_assert_uint_eq(found.rd_count, 1);
	ck_assert_uint_eq(found.its_count, 1);
	expect_range(found.itss[0].frames, 0x080c0000, 0x080e0000);
	ck_assert_uint_eq(found.blocked_count, 4);
	expect_blocked(0, HYPGLUE_FDT_BLOCKED_ITS, 0x08080000, 0x080c0000);
	expect_blocked(1, HYPGLUE_FDT_BLOCKED_ITS, 0x100100000, 0x100140000);
	expect_blocked(2, HYPGLUE_FDT_BLOCKED_REGION, 0x100300000, 0x100400000);
	expect_blocked(3, HYPGLUE_FDT_BLOCKED_REGION, 0x100600000, 0x100640000);
}
END_TEST

/* What stands below a GIC that is disabled is not to be read, however deep. */
START_TEST(good_its_below_a_disabled_gic)
{
	open_tree();
	put_gic("intc@8000000");
	fdt_text(&tree, "status", "disabled");
	put_its("its@8080000", 0x08080000);
	fdt_end(&tree);
	fdt_node(&tree, "more");
	fdt_cells(&tree, "#address-cells", 2);
	fdt_cells(&tree, "#size-cells", 2);
	fdt_bytes(&tree, "ranges", "", 0);
	put_its("its@80c0000", 0x080c0000);
	fdt_end(&tree);
	fdt_end(&tree);
	fdt_end(&tree);
	put_its("its@a000000", 0x0a000000);
	fdt_text(&tree, "status", "disabled");
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.blocked_count, 4);
	expect_blocked(0, HYPGLUE_FDT_BLOCKED_REGION, 0x080a0000, 0x09000000);
	expect_blocked(1, HYPGLUE_FDT_BLOCKED_SILENT_ITS, 0x08080000, 0x080c0000);
	expect_blocked(2, HYPGLUE_FDT_BLOCKED_SILENT_ITS, 0x080c0000, 0x08100000);
	expect_blocked(3, HYPGLUE_FDT_BLOCKED_ITS, 0x0a000000, 0x0a040000);
}
END_TEST

/* Each word that Linux takes for enabled, and each that it does not. */
START_TEST(good_status_words)
{
	static const struct {
		const char *text;
		unsigned int bytes;
		uint32_t enabled;
	} rows[] = {
		{"okay", 5, 1},
		{"ok", 3, 1},
		{"", 0, 0},
		{"", 1, 0},
		{"o", 2, 0},
		{"oka", 4, 0},
		{"okay2", 6, 0},
		{"disabled\0okay", 14, 0},
		{"okay\0disabled", 14, 1},
		{"reserved", 9, 0},
		{"fail", 5, 0},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		open_tree();
		put_its("its@8080000", 0x08080000);
		fdt_bytes(&tree, "status", rows[i].text, rows[i].bytes);
		fdt_end(&tree);
		ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
		ck_assert_msg(found.its_count == rows[i].enabled, "row %zu", i);
		ck_assert_uint_eq(found.blocked_count, 1 - rows[i].enabled);
	}
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
	fdt_cells(&tree, "redistributor-stride", 0x40000);
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
	ck_assert_uint_eq(found.gics[1].stride, 0); /* one cell: as Linux, nobody sees it */
	expect_range(found.rds[2], 0x080a0000, 0x09000000);
}
END_TEST

/* The size of an ITS is not believed: 2 MiB, as an old example of the binding had it, or a page. */
START_TEST(good_its_of_any_size)
{
	static const uint32_t sizes[] = {0x200000, 0x1000};
	size_t i;

	for (i = 0; i < 2; i++) {
		open_tree();
		fdt_node(&tree, "bus");
		fdt_cells(&tree, "#address-cells", 2);
		fdt_cells(&tree, "#size-cells", 2);
		fdt_cells(&tree, "ranges", 0, 0x2f020000, 0, 0x2f020000, 0, 0x20000);
		fdt_node(&tree, "its@2f020000");
		fdt_text(&tree, "compatible", "arm,gic-v3-its");
		fdt_cells(&tree, "reg", 0, 0x2f020000, 0, sizes[i]);
		fdt_end(&tree);
		fdt_end(&tree);
		ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
		expect_range(found.itss[0].frames, 0x2f020000, 0x2f040000);
	}
}
END_TEST

/* At the end of the address space a disabled ITS has no room for 256 KiB. */
START_TEST(bad_its_at_the_end)
{
	open_tree();
	fdt_node(&tree, "its");
	fdt_text(&tree, "compatible", "arm,gic-v3-its");
	fdt_cells(&tree, "reg", 0xfffff, 0xfffe0000, 0, 0x20000);
	fdt_text(&tree, "status", "disabled");
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	expect_range(found.blocked[0].range, 0xffffffffe0000, 0x10000000000000);
	open_tree();
	fdt_node(&tree, "its");
	fdt_text(&tree, "compatible", "arm,gic-v3-its");
	fdt_cells(&tree, "reg", 0xfffff, 0xffff0000, 0, 0x10000);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_REG);
}
END_TEST

/* A region is rounded to whole frames. One of 4 GiB is none. */
START_TEST(bad_region_lengths)
{
	uint32_t disabled;

	for (disabled = 0; disabled < 2; disabled++) {
		open_tree();
		fdt_node(&tree, "intc@8000000");
		fdt_text(&tree, "compatible", "arm,gic-v3");
		fdt_cells(&tree, "reg", 0, 0x08000000, 0, 0x10000, 1, 0, disabled, 0x20001);
		fdt_text(&tree, "status", "okay");
		fdt_end(&tree);
		ck_assert_int_eq(discover(), disabled ? HYPGLUE_FDT_REG : HYPGLUE_FDT_OK);
		if (!disabled)
			expect_range(found.rds[0], 0x100000000, 0x100030000);
		open_tree();
		fdt_node(&tree, "intc@8000000");
		fdt_text(&tree, "compatible", "arm,gic-v3");
		fdt_cells(&tree, "reg", 0, 0x08000000, 0, 0x10000, 1, 0, disabled, 0x20001);
		fdt_text(&tree, "status", "disabled");
		fdt_end(&tree);
		ck_assert_int_eq(discover(), disabled ? HYPGLUE_FDT_REG : HYPGLUE_FDT_OK);
	}
}
END_TEST

/* Entries behind the counted regions: too small for a redistributor, empty, and large enough. */
START_TEST(good_entries_behind_the_regions)
{
	open_tree();
	fdt_node(&tree, "intc@6000000");
	fdt_text(&tree, "compatible", "arm,gic-v3");
	fdt_cells(&tree, "reg", 0, 0x06000000, 0, 0x10000, 0, 0x06100000, 0, 0x100000, 0,
		  0x0c0c0000, 0, 0x1ffff, 0, 0, 0, 0, 0, 0x0c0e8000, 0, 0x20000);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.rd_count, 1);
	ck_assert_uint_eq(found.blocked_count, 1);
	expect_blocked(0, HYPGLUE_FDT_BLOCKED_MAYBE, 0x0c0e0000, 0x0c110000);
	open_tree();
	fdt_node(&tree, "intc@6000000");
	fdt_text(&tree, "compatible", "arm,gic-v3");
	fdt_cells(&tree, "reg", 0, 0x06000000, 0, 0x10000, 0, 0x06100000, 0, 0x100000, 0xffffffff);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_REG); /* cut off */
}
END_TEST

static void put_cpu(const char *name, uint32_t high, uint32_t low)
{
	fdt_node(&tree, name);
	fdt_text(&tree, "device_type", "cpu");
	fdt_cells(&tree, "reg", high, low);
}

START_TEST(good_cpus)
{
	open_tree();
	fdt_node(&tree, "cpus");
	fdt_cells(&tree, "#address-cells", 2);
	fdt_cells(&tree, "#size-cells", 0);
	fdt_node(&tree, "cpu-map");
	fdt_node(&tree, "cpu"); /* too deep */
	fdt_end(&tree);
	fdt_end(&tree);
	put_cpu("cpu@0", 0, 0);
	fdt_end(&tree);
	put_cpu("processor@1", 0xab, 0xc1d2e3);
	fdt_text(&tree, "status", "disabled");
	fdt_end(&tree);
	fdt_node(&tree, "cpu@2");
	fdt_cells(&tree, "reg", 0, 2, 0, 3);
	fdt_end(&tree);
	fdt_end(&tree);
	ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.cpu_count, 4);
	ck_assert_uint_eq(found.cpus[0].affinity, 0);
	ck_assert(found.cpus[0].usable);
	ck_assert_uint_eq(found.cpus[1].affinity, 0xabc1d2e3);
	ck_assert(found.cpus[1].usable);
	ck_assert_uint_eq(found.cpus[2].affinity, 2);
	ck_assert_uint_eq(found.cpus[3].affinity, 3);
	ck_assert(found.cpus[3].usable);
}
END_TEST

/* Linux passes over a CPU whose own status is one of failure, and no other. */
START_TEST(bad_cpu_status_words)
{
	static const struct {
		const char *text;
		unsigned int bytes;
		bool usable;
	} rows[] = {
		{"okay", 5, true},	   {"", 0, true},	   {"", 1, true},
		{"disabled", 9, true},	   {"reserved", 9, true},  {"fail", 5, false},
		{"fail-", 6, false},	   {"fail-sss", 9, false}, {"fai", 4, true},
		{"failed", 7, true},	   {"Fail", 5, true},	   {"okay\0fail", 10, true},
		{"fail\0okay", 10, false},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		open_tree();
		fdt_node(&tree, "cpus");
		fdt_cells(&tree, "#address-cells", 2);
		fdt_cells(&tree, "#size-cells", 0);
		fdt_text(&tree, "status", "fail");
		put_cpu("cpu@0", 0, 0);
		fdt_bytes(&tree, "status", rows[i].text, rows[i].bytes);
		fdt_end(&tree);
		fdt_end(&tree);
		ck_assert_int_eq(discover(), HYPGLUE_FDT_OK);
		ck_assert_uint_eq(found.cpu_count, 1);
		ck_assert_msg(found.cpus[0].usable == rows[i].usable, "row %zu", i);
	}
}
END_TEST

START_TEST(bad_cpus)
{
	static const struct {
		uint32_t cells, reg[3];
		unsigned int count;
		enum hypglue_fdt_status status;
	} rows[] = {
		{1, {0}, 1, HYPGLUE_FDT_OK},	       {1, {0}, 0, HYPGLUE_FDT_REG},
		{2, {0}, 1, HYPGLUE_FDT_REG},	       {2, {0, 0, 0}, 3, HYPGLUE_FDT_REG},
		{0, {0}, 1, HYPGLUE_FDT_REG},	       {3, {0, 0, 0}, 3, HYPGLUE_FDT_REG},
		{1, {0x01000000}, 1, HYPGLUE_FDT_REG}, /* bits that no affinity has */
		{2, {0x100, 0}, 2, HYPGLUE_FDT_REG},   {2, {0xff, 0x80000000}, 2, HYPGLUE_FDT_REG},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		open_tree();
		fdt_node(&tree, "cpus");
		fdt_cells(&tree, "#address-cells", rows[i].cells);
		fdt_cells(&tree, "#size-cells", 0);
		fdt_node(&tree, "cpu@0");
		if (rows[i].count)
			fdt_array(&tree, "reg", rows[i].reg, rows[i].count);
		fdt_end(&tree);
		fdt_end(&tree);
		ck_assert_msg(discover() == rows[i].status, "row %zu", i);
	}
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
		{"redistributor-stride", {0, 0x10000}, 2, HYPGLUE_FDT_PROPERTY},
		{"redistributor-stride", {0, 0x28000}, 2, HYPGLUE_FDT_PROPERTY},
		{"redistributor-stride", {1, 0}, 2, HYPGLUE_FDT_PROPERTY},
		{"redistributor-stride", {0xffffffff, 0xffff0000}, 2, HYPGLUE_FDT_PROPERTY},
		{"redistributor-stride", {0, 0x20000, 0}, 3, HYPGLUE_FDT_PROPERTY},
		{"redistributor-stride", {0, 0}, 2, HYPGLUE_FDT_OK},
		{"redistributor-stride", {0x10000}, 1, HYPGLUE_FDT_OK}, /* not seen */
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
	ck_assert(found.reserved[2].header && !found.reserved[1].header);
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

Suite *suite_hypglue_fdt(void)
{
	Suite *suite = suite_create("hypglue_fdt");
	TCase *tcase = tcase_create("nodes");

	tcase_add_test(tcase, good_virt);
	tcase_add_test(tcase, rf15_every_matching_node);
	tcase_add_test(tcase, rf15_names_that_only_look_alike);
	tcase_add_test(tcase, bad_names_in_capitals);
	tcase_add_test(tcase, bad_nodes_of_two_kinds);
	tcase_add_test(tcase, rf15_disabled_is_blocked);
	tcase_add_test(tcase, good_its_below_a_disabled_gic);
	tcase_add_test(tcase, good_status_words);
	tcase_add_test(tcase, good_redistributor_regions);
	tcase_add_test(tcase, good_its_of_any_size);
	tcase_add_test(tcase, bad_its_at_the_end);
	tcase_add_test(tcase, bad_region_lengths);
	tcase_add_test(tcase, good_entries_behind_the_regions);
	tcase_add_test(tcase, good_cpus);
	tcase_add_test(tcase, bad_cpu_status_words);
	tcase_add_test(tcase, bad_cpus);
	tcase_add_test(tcase, bad_gics);
	tcase_add_test(tcase, good_memory);
	tcase_add_test(tcase, bad_overlap);
	suite_add_tcase(suite, tcase);
	return suite;
}
