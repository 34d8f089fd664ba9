// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Quirks. Each row of the table has a test of its own, which the row names. It sees the row match,
 * alone, and sees what becomes of an ITS and of a redistributor.
 */
#include <string.h>

#include "fdt_writer.h"
#include "hypglue/fdt.h"
#include "hypglue/quirks.h"
#include "suites.h"

#define COHERENT_GIC600 0x0201743b

/* What a board makes of an ITS and of a redistributor. */
struct seen {
	struct itsg_its_config its;
	struct itsg_rd_config rd;
	struct hypglue_quirks quirks;
	uint32_t rd_applied;
};

static struct seen look(uint32_t iidr, uint64_t typer, const struct hypglue_board *board)
{
	struct seen seen = {.its.caps = {.iidr = iidr, .typer = typer},
			    .rd.caps = {.iidr = iidr, .typer = typer}};

	hypglue_quirks_apply(board, &seen.its, &seen.quirks);
	seen.rd_applied = hypglue_quirks_apply_rd(board, &seen.rd);
	return seen;
}

static struct seen look_at(uint32_t iidr, uint64_t typer)
{
	const struct hypglue_board board = {0};

	return look(iidr, typer, &board);
}

/* A GIC-600 on a machine with this list of names. */
static struct seen look_on(const char *list, size_t bytes)
{
	const struct hypglue_board board = {.machines = hypglue_quirks_machines(list, bytes)};

	return look(COHERENT_GIC600, 0x1ef71, &board);
}

/* The row is there, and it is the only one that matched: for the ITS, and for the redistributor. */
static void expect_rows(const struct seen *seen, const char *name, bool rd)
{
	uint32_t row = 0;

	while (hypglue_quirk_name(row) && strcmp(hypglue_quirk_name(row), name) != 0)
		row++;
	ck_assert_msg(hypglue_quirk_name(row), "no row is called %s", name);
	ck_assert_uint_eq(seen->quirks.applied, 1u << row);
	ck_assert_uint_eq(seen->rd_applied, rd ? 1u << row : 0);
}

static void expect_memory(const struct seen *seen, bool non_coherent, itsg_pa limit)
{
	ck_assert_uint_eq(seen->its.caps.non_coherent, non_coherent);
	ck_assert_uint_eq(seen->its.caps.address_limit, limit);
	ck_assert_uint_eq(seen->rd.caps.non_coherent, non_coherent);
	ck_assert_uint_eq(seen->rd.caps.address_limit, limit);
	ck_assert_uint_eq(seen->its.inner | seen->its.outer | seen->its.share, 0);
	ck_assert_uint_eq(seen->rd.inner | seen->rd.outer | seen->rd.share, 0);
}

static void expect_nothing(const struct seen *seen, uint64_t typer)
{
	ck_assert_uint_eq(seen->quirks.applied, 0);
	ck_assert_uint_eq(seen->rd_applied, 0);
	ck_assert_uint_eq(seen->its.caps.typer, typer);
	ck_assert_uint_eq(seen->quirks.vlpi_offset, 0);
	ck_assert_uint_eq(seen->quirks.window_bytes, 0);
	expect_memory(seen, false, 0);
}

/* TYPER: Devbits [17:13], ITT_entry_size [7:4]. Any revision: 21 DeviceID bits become 20, 16 stay.
 */
START_TEST(good_thunderx)
{
	static const uint32_t iidrs[] = {0xa100034c, 0xa100134c, 0xa100f34c},
			      others[] = {0xa110034c, 0xa200034c};
	struct seen seen;
	size_t i;

	for (i = 0; i < 3; i++) {
		seen = look_at(iidrs[i], 0x28f71);
		expect_rows(&seen, "Cavium 22375, 24313: 20 DeviceID bits, no caches", false);
		ck_assert_uint_eq(seen.its.caps.typer, 0x26f71);
		ck_assert(seen.its.caps.non_coherent);
		ck_assert_uint_eq(seen.its.share, 1);
		ck_assert_uint_eq(seen.its.inner | seen.its.outer, 0);
		ck_assert(!seen.rd.caps.non_coherent);
		ck_assert_uint_eq(seen.rd.share, 0);
		seen = look_at(iidrs[i], 0x1ef71);
		ck_assert_uint_eq(seen.its.caps.typer, 0x1ef71);
	}
	for (i = 0; i < 2; i++) {
		seen = look_at(others[i], 0x28f71);
		expect_nothing(&seen, 0x28f71);
	}
}
END_TEST

/* 8 bytes become 16. Less never comes of it. */
START_TEST(good_qdf2400)
{
	struct seen seen = look_at(0x00001070, 0x1ef71);

	expect_rows(&seen, "QDF2400 0065: ITT entries of 16 bytes", false);
	ck_assert_uint_eq(seen.its.caps.typer, 0x1eff1);
	expect_memory(&seen, false, 0);
	seen = look_at(0x00001070, 0x1eff1);
	ck_assert_uint_eq(seen.its.caps.typer, 0x1eff1);
	seen = look_at(0x00001071, 0x1ef71);
	expect_nothing(&seen, 0x1ef71);
}
END_TEST

START_TEST(good_hip07)
{
	struct seen seen = look_at(0x00000004, 0x9ef71);

	expect_rows(&seen, "Hip07 161600802: VLPI frame in VMAPP and VMOVP", false);
	ck_assert_uint_eq(seen.quirks.vlpi_offset, 0x20000);
	ck_assert_uint_eq(seen.its.caps.typer, 0x9ef71);
	expect_memory(&seen, false, 0);
}
END_TEST

/* A window of 4 MiB has 2^20 words, and a word is a DeviceID. */
START_TEST(good_pre_its_device_ids)
{
	static const struct {
		uint64_t bytes, typer;
	} rows[] = {
		{0x400000, 0x26f71}, {0x1000000000, 0x2af71}, {4, 0x00f71}, {1, 0x00f71},
		{0, 0x2af71},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hypglue_board board = {.pre_its = rows[i].bytes};
		struct seen seen = look(0x0001143b, 0x2af71, &board);

		ck_assert_msg(seen.its.caps.typer == rows[i].typer, "row %zu", i);
		ck_assert_str_eq(hypglue_quirk_name(3),
				 "Socionext pre-ITS: DeviceIDs of its window");
		ck_assert_uint_eq(seen.quirks.applied, rows[i].bytes ? 0x18 : 0);
		expect_memory(&seen, false, 0);
	}
}
END_TEST

/* The window is to be blocked, whatever ITS stands behind it. */
START_TEST(good_pre_its_window)
{
	const struct hypglue_board board = {.pre_its = 0x200000, .pre_its_base = 0x58000000};
	struct seen seen = look(COHERENT_GIC600, 0x1ef71, &board);

	expect_rows(&seen, "pre-ITS: no CPU may store to its window", true);
	ck_assert_uint_eq(seen.quirks.window, 0x58000000);
	ck_assert_uint_eq(seen.quirks.window_bytes, 0x200000);
	ck_assert_uint_eq(seen.its.caps.typer, 0x1ef71);
	expect_memory(&seen, false, 0);
	seen = look(0x0001143b, 0x2af71, &board);
	ck_assert_uint_eq(seen.quirks.window, 0x58000000);
	ck_assert_uint_eq(seen.quirks.window_bytes, 0x200000);
	seen = look_at(0x0001143b, 0x2af71);
	expect_nothing(&seen, 0x2af71);
}
END_TEST

START_TEST(good_rk3588)
{
	struct seen seen = look_on("rockchip,rk3588", 16);

	expect_rows(&seen, "RK3588001: nothing snoops", true);
	expect_memory(&seen, true, 0);
	seen = look_on("rockchip,rk3588s", 17);
	expect_rows(&seen, "RK3588001: nothing snoops", true);
	expect_memory(&seen, true, 0);
}
END_TEST

START_TEST(good_rk3568)
{
	struct seen seen = look_on("radxa,rock3a\0rockchip,rk3568", 29);

	expect_rows(&seen, "RK3568002: 32 address bits; taken as not snooping", true);
	expect_memory(&seen, true, 0x100000000);
	seen = look_on("rockchip,rk3566", 16);
	expect_rows(&seen, "RK3568002: 32 address bits; taken as not snooping", true);
	expect_memory(&seen, true, 0x100000000);
}
END_TEST

START_TEST(good_rcar_gen4)
{
	static const char *const names[] = {"renesas,r8a779f0", "renesas,r8a779g0",
					    "renesas,r8a779h0"};
	struct seen seen;
	size_t i;

	for (i = 0; i < 3; i++) {
		seen = look_on(names[i], 17);
		expect_rows(&seen, "R-Car S4, V4H, V4M: 32 address bits", true);
		expect_memory(&seen, false, 0x100000000);
	}
	/* V3U, which is not one of them */
	seen = look_on("renesas,r8a779a0", 17);
	expect_nothing(&seen, 0x1ef71);
}
END_TEST

/* Agilex 3 calls itself Agilex 5 as well. */
START_TEST(good_agilex5)
{
	struct seen seen = look_on("intel,socfpga-agilex5", 22);

	expect_rows(&seen, "Agilex 5: 32 address bits", true);
	expect_memory(&seen, false, 0x100000000);
	seen = look_on("intel,socfpga-agilex3\0intel,socfpga-agilex5", 44);
	expect_rows(&seen, "Agilex 5: 32 address bits", true);
	seen = look_on("intel,socfpga-agilex", 21);
	expect_nothing(&seen, 0x1ef71);
}
END_TEST

START_TEST(good_said_non_coherent)
{
	const struct hypglue_board board = {.non_coherent = true};
	struct seen seen = look(0x0000043b, 0x1f0001efb1, &board);

	expect_rows(&seen, "firmware: not coherent", true);
	ck_assert_uint_eq(seen.its.caps.typer, 0x1f0001efb1);
	expect_memory(&seen, true, 0);
	seen = look_at(0x0000043b, 0x1f0001efb1);
	expect_nothing(&seen, 0x1f0001efb1);
}
END_TEST

/* A GIC-600 by itself has no quirk: the same one sits in good boards and in bad ones. */
START_TEST(good_iidr_names_no_board)
{
	struct seen seen = look_at(COHERENT_GIC600, 0x1ef71);

	expect_nothing(&seen, 0x1ef71);
}
END_TEST

/* What the board lacks is lacking whatever the registers say: IIDR may be anything, or another's.
 */
START_TEST(bad_iidr_hides_no_board)
{
	static const uint32_t iidrs[] = {0,	     0x0200043b, 0x0001143b,
					 0x00001070, 0xa100034c, 0xffffffff};
	const struct hypglue_board board = {.machines =
						    hypglue_quirks_machines("rockchip,rk3568", 16)};
	struct seen seen;
	size_t i;

	for (i = 0; i < sizeof(iidrs) / sizeof(iidrs[0]); i++) {
		seen = look(iidrs[i], 0x1ef71, &board);
		ck_assert(seen.its.caps.non_coherent && seen.rd.caps.non_coherent);
		ck_assert_uint_eq(seen.its.caps.address_limit, 0x100000000);
		ck_assert_uint_eq(seen.rd.caps.address_limit, 0x100000000);
	}
}
END_TEST

/* What the embedder has set already is not taken back. */
START_TEST(good_only_stricter)
{
	const struct hypglue_board none = {0};
	const struct hypglue_board limited = {
		.machines = hypglue_quirks_machines("rockchip,rk3568", 16)};
	const struct hypglue_board cut = {.machines =
						  hypglue_quirks_machines("renesas,r8a779f0", 17)};
	struct itsg_its_config config = {.caps.non_coherent = true,
					 .caps.address_limit = 0x80000000,
					 .inner = 7,
					 .share = 2};
	struct itsg_rd_config rd = {
		.caps.non_coherent = true, .caps.address_limit = 0x80000000, .inner = 7};
	struct hypglue_quirks quirks;

	hypglue_quirks_apply(&none, &config, &quirks);
	ck_assert_uint_eq(hypglue_quirks_apply_rd(&none, &rd), 0);
	ck_assert_uint_eq(quirks.applied, 0);
	ck_assert(config.caps.non_coherent && rd.caps.non_coherent);
	ck_assert_uint_eq(config.caps.address_limit, 0x80000000);
	hypglue_quirks_apply(&limited, &config, &quirks);
	ck_assert_uint_ne(hypglue_quirks_apply_rd(&limited, &rd), 0);
	ck_assert_uint_eq(config.caps.address_limit, 0x80000000);
	ck_assert_uint_eq(rd.caps.address_limit, 0x80000000);
	/* a board that lacks something else says nothing of coherence */
	hypglue_quirks_apply(&cut, &config, &quirks);
	ck_assert_uint_ne(hypglue_quirks_apply_rd(&cut, &rd), 0);
	ck_assert(config.caps.non_coherent && rd.caps.non_coherent);
	ck_assert_uint_eq(config.inner, 7);
	ck_assert_uint_eq(config.share, 2);
	ck_assert_uint_eq(rd.inner, 7);
	config.caps.address_limit = rd.caps.address_limit = 0x10000000000;
	hypglue_quirks_apply(&limited, &config, &quirks);
	ck_assert_uint_ne(hypglue_quirks_apply_rd(&limited, &rd), 0);
	ck_assert_uint_eq(config.caps.address_limit, 0x100000000);
	ck_assert_uint_eq(rd.caps.address_limit, 0x100000000);
}
END_TEST

/* Several rows at once: a board, and firmware that says more of it. */
START_TEST(good_rows_add_up)
{
	const struct hypglue_board board = {.machines =
						    hypglue_quirks_machines("renesas,r8a779g0", 17),
					    .non_coherent = true,
					    .pre_its = 0x1000,
					    .pre_its_base = 0x1000};
	struct seen seen = look(0x00001070, 0x1ef71, &board);

	ck_assert_int_eq(__builtin_popcount(seen.quirks.applied), 4);
	ck_assert_int_eq(__builtin_popcount(seen.rd_applied), 3);
	ck_assert_uint_eq(seen.its.caps.typer, 0x1eff1);
	ck_assert_uint_eq(seen.quirks.window_bytes, 0x1000);
	expect_memory(&seen, true, 0x100000000);
}
END_TEST

START_TEST(good_rows_have_names)
{
	ck_assert_ptr_nonnull(hypglue_quirk_name(0));
	ck_assert_ptr_nonnull(hypglue_quirk_name(9));
	ck_assert_ptr_null(hypglue_quirk_name(10));
	ck_assert_ptr_null(hypglue_quirk_name(~0u));
}
END_TEST

START_TEST(good_machines)
{
	static const char list[] = "vendor,board\0rockchip,rk3588s\0rockchip,rk3588";
	uint32_t one = hypglue_quirks_machines("rockchip,rk3588", 16);

	ck_assert_uint_ne(one, 0);
	ck_assert_uint_eq(hypglue_quirks_machines(list, sizeof(list)) & one, one);
	ck_assert_uint_ne(hypglue_quirks_machines(list, sizeof(list)), one);
	/* not ended, not there, a longer name */
	ck_assert_uint_eq(hypglue_quirks_machines(list, sizeof(list) - 1) & one, 0);
	ck_assert_uint_eq(hypglue_quirks_machines("", 0), 0);
	ck_assert_uint_eq(hypglue_quirks_machines("rockchip,rk3588-evb", 20), 0);
	ck_assert(hypglue_string_listed("a\0\0b", 5, ""));
	ck_assert(hypglue_string_listed("a\0\0b", 5, "b"));
	ck_assert(!hypglue_string_listed("a\0\0b", 4, "b"));
}
END_TEST

/* From the bytes of a tree to the board: SynQuacer's property, and a machine. */
static void write_synquacer(struct fdt_writer *tree, uint32_t bytes)
{
	fdt_open(tree, 0, 0);
	fdt_bytes(tree, "compatible", "vendor,board\0renesas,r8a779g0", 30);
	fdt_cells(tree, "#address-cells", 2);
	fdt_cells(tree, "#size-cells", 2);
	fdt_node(tree, "its@30020000");
	fdt_text(tree, "compatible", "arm,gic-v3-its");
	fdt_cells(tree, "reg", 0, 0x30020000, 0, 0x20000);
	fdt_cells(tree, "socionext,synquacer-pre-its", 0x58000000, bytes);
	fdt_end(tree);
}

START_TEST(good_board_of_a_tree)
{
	static struct fdt_writer tree;
	static struct hypglue_fdt found;
	struct seen seen;
	size_t size;

	write_synquacer(&tree, 0x200000);
	size = fdt_close(&tree);
	ck_assert_uint_ne(size, 0);
	ck_assert_int_eq(hypglue_fdt_discover(tree.blob, size, &found), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(found.its_count, 1);
	ck_assert_uint_eq(found.itss[0].pre_its_base, 0x58000000);
	ck_assert_uint_eq(found.itss[0].pre_its, 0x200000);
	seen = look(COHERENT_GIC600, 0x1ef71,
		    &(struct hypglue_board){.machines = found.machines,
					    .pre_its = found.itss[0].pre_its,
					    .pre_its_base = found.itss[0].pre_its_base});
	ck_assert_uint_eq(seen.quirks.window, 0x58000000);
	expect_memory(&seen, false, 0x100000000);
}
END_TEST

/* A window that would be left open, as nobody knows where it is. */
START_TEST(bad_window_of_no_bytes)
{
	static struct fdt_writer tree;
	static struct hypglue_fdt found;
	size_t size;

	write_synquacer(&tree, 0);
	size = fdt_close(&tree);
	ck_assert_uint_ne(size, 0);
	ck_assert_int_eq(hypglue_fdt_discover(tree.blob, size, &found), HYPGLUE_FDT_PROPERTY);
}
END_TEST

Suite *suite_hypglue_quirks(void)
{
	Suite *suite = suite_create("hypglue_quirks");
	TCase *rows = tcase_create("rows"), *table = tcase_create("table");

	tcase_add_test(rows, good_thunderx);
	tcase_add_test(rows, good_qdf2400);
	tcase_add_test(rows, good_hip07);
	tcase_add_test(rows, good_pre_its_device_ids);
	tcase_add_test(rows, good_pre_its_window);
	tcase_add_test(rows, good_rk3588);
	tcase_add_test(rows, good_rk3568);
	tcase_add_test(rows, good_rcar_gen4);
	tcase_add_test(rows, good_agilex5);
	tcase_add_test(rows, good_said_non_coherent);
	suite_add_tcase(suite, rows);
	tcase_add_test(table, good_iidr_names_no_board);
	tcase_add_test(table, bad_iidr_hides_no_board);
	tcase_add_test(table, good_only_stricter);
	tcase_add_test(table, good_rows_add_up);
	tcase_add_test(table, good_rows_have_names);
	tcase_add_test(table, good_machines);
	tcase_add_test(table, good_board_of_a_tree);
	tcase_add_test(table, bad_window_of_no_bytes);
	suite_add_tcase(suite, table);
	return suite;
}
