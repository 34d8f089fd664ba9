// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Set-up of redistributors: which hardware is taken over, and what others may do meanwhile. */
#include "rd_world.h"
#include "suites.h"

static struct rdw world;

/* Virtual tables that are in use stay in use, whatever EnableLPIs says. */
START_TEST(bad_virtual_tables_in_use)
{
	static const struct rdw_options options[] = {
		{.typer = 0x2b, .vpendbaser = 0x8000000051000000}, /* Valid */
		{.typer = 0x2b, .vpendbaser = 0x1000000000000000}, /* Dirty */
		{.typer = 0xab, .vpropbaser = 0x8000000051000000}, /* GICv4.1's Valid */
	};

	rdw_start(&world, &options[_i]);
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_STATE);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0)), MODEL_MMIO);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0) + 0x20000), MODEL_MMIO);
	rdw_close(&world);
}
END_TEST

/* Addresses without Valid do nothing. Nor do registers that do not exist. */
START_TEST(good_virtual_tables_left_behind)
{
	static const struct rdw_options options[] = {
		{.typer = 0x2b, .vpropbaser = 0x5100000f, .vpendbaser = 0x51000000},
		{.typer = 0x29, .vpendbaser = 0x8000000051000000},
	};

	rdw_open(&world, &options[_i]);
	rdw_boot(&world, 0);
	rdw_close(&world);
}
END_TEST

/* Another CPU, in the middle of a probe. */
static void enable_other(void *arg, unsigned int which, uint32_t offset, uint64_t value)
{
	static bool entered;

	(void)arg, (void)value;
	if (entered || which != MODEL_WATCH_RD + 1 || offset != RDW_PROPBASER)
		return;
	entered = true;
	(void)!itsg_rd_mmio_write(&world.rd[0], RDW_CTLR, 4, 1);
	entered = false;
}

/* The domain's lock keeps others of a group from their tables while one is probed. */
START_TEST(good_no_enable_while_probed)
{
	const struct rdw_options options = {.cpus = 2};
	const struct model_violation *violation;
	struct itsg_rd_config config;

	rdw_start(&world, &options);
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_OK);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	config = rdw_config(&world, 1);
	model_watch(world.model, &(struct model_watch){.hw_write = enable_other});
	(void)!itsg_rd_init(&world.rd[1], &world.domain, &config);
	violation = model_violation(world.model);
	/* This thread plays both CPUs: it would have to wait for itself. */
	ck_assert_int_eq(violation->property, MODEL_P10);
	ck_assert_str_eq(violation->text, "an ITS lock is taken inside the domain lock");
	rdw_destroy(&world);
}
END_TEST

START_TEST(good_firmware_dpg_stays)
{
	rdw_start(&world, NULL);
	itsg_platform_write32(model_rd_ctx(world.model, 0), 0, 0x02000000);
	rdw_run(&world);
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_OK);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 0x02000000);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_write(&world, 0, RDW_CTLR, 4, 0x02000001), ITSG_OK);
	ck_assert_uint_eq(itsg_platform_read32(model_rd_ctx(world.model, 0), 0), 0x02000001);
	rdw_close(&world);
}
END_TEST

/*
 * An enable in the same store as DPG*, or behind another write, waits for RWP, since no driver
 * polls.
 */
START_TEST(good_enable_waits_for_rwp)
{
	const struct rdw_options options = {.manual = true};

	rdw_open(&world, &options);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_write_once(&world, 0, RDW_CTLR, 4, 0x02000001), ITSG_AGAIN);
	ck_assert(!model_rd_enabled(world.model, 0));
	rdw_run(&world);
	ck_assert_int_eq(rdw_write_once(&world, 0, RDW_CTLR, 4, 0x02000001), ITSG_OK);
	ck_assert(model_rd_enabled(world.model, 0));
	rdw_close(&world);
}
END_TEST

/*
 * Linux finds out what all redistributors have by stepping from RD_base to RD_base until
 * TYPER.Last. Without VLPIS there are no virtual frames to step over. PPInum 1 says that there are
 * 32 more PPIs.
 */
START_TEST(good_walk_over_virtual_frames)
{
	const struct rdw_options options = {.cpus = 3, .typer = 0x0800002b, .ctlr = RDW_IR};
	uint64_t typer;
	uint32_t at;
	unsigned int cpu;

	rdw_open(&world, &options);
	for (at = 0; at < 3 * 0x40000 - 0x20000; at += 0x20000) {
		cpu = at / 0x40000;
		typer = rdw_read(&world, cpu, at % 0x40000 + RDW_TYPER, 8);
		ck_assert_uint_eq(typer & 0x40000c6, 0);
		ck_assert_uint_eq(typer >> 32, cpu);
		ck_assert_uint_eq(typer & 0xf8000029, 0x08000029);
		ck_assert_uint_eq(rdw_read(&world, cpu, at % 0x40000, 4), RDW_IR);
	}
	rdw_close(&world);
}
END_TEST

/* The last of a group clears PROPBASER for those before it, even if its own enable failed. */
START_TEST(good_last_clears_the_register)
{
	const struct rdw_options options = {.cpus = 2, .budget = 1};

	rdw_open(&world, &options);
	rdw_tables(&world, 1, RDW_PROPERTY_WORD, RDW_PENDING_WORD + 0x10000);
	ck_assert_int_eq(rdw_write_once(&world, 1, RDW_CTLR, 4, 1), ITSG_AGAIN);
	rdw_boot(&world, 0);
	rdw_close(&world);
}
END_TEST

/*
 * One redistributor leaves. The other of its group has LPIs enabled (1) or not (0). If not, no
 * address of anybody's stays in the register that they share.
 */
START_TEST(good_first_clears_the_register)
{
	const struct rdw_options options = {.cpus = 2};
	enum itsg_status status;

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	if (_i)
		rdw_boot(&world, 1);
	do
		model_rd_run(world.model, 0);
	while ((status = itsg_rd_teardown(&world.rd[0])) == ITSG_AGAIN);
	ck_assert_int_eq(status, ITSG_OK);
	ck_assert_uint_eq(itsg_platform_read64(model_rd_ctx(world.model, 1), RDW_PROPBASER),
			  _i ? RDW_PROPERTY_WORD : 0);
	rdw_close(&world);
}
END_TEST

/*
 * The redistributor was busy, so it was not taken over. And the ledger did not take its frame back
 * at once.
 */
START_TEST(bad_busy_and_not_given_back)
{
	const struct rdw_options options = {.manual = true};
	enum itsg_status status = ITSG_AGAIN;
	unsigned int n;

	rdw_start(&world, &options);
	itsg_platform_write32(model_rd_ctx(world.model, 0), 0, 0x01000000); /* RWP is 1 then */
	model_fail_after(world.model, 2);
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_BUG);
	for (n = 0; n < 100 && status == ITSG_AGAIN; n++)
		status = itsg_rd_teardown(&world.rd[0]);
	ck_assert_int_eq(status, ITSG_OK);
	ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
	rdw_destroy(&world);
}
END_TEST

Suite *suite_redist_start(void)
{
	Suite *suite = suite_create("redist_start");
	TCase *tcase = tcase_create("start");

	tcase_add_loop_test(tcase, bad_virtual_tables_in_use, 0, 3);
	tcase_add_loop_test(tcase, good_virtual_tables_left_behind, 0, 2);
	tcase_add_test(tcase, good_no_enable_while_probed);
	tcase_add_test(tcase, good_last_clears_the_register);
	tcase_add_loop_test(tcase, good_first_clears_the_register, 0, 2);
	tcase_add_test(tcase, bad_busy_and_not_given_back);
	tcase_add_test(tcase, good_firmware_dpg_stays);
	tcase_add_test(tcase, good_enable_waits_for_rwp);
	tcase_add_test(tcase, good_walk_over_virtual_frames);
	suite_add_tcase(suite, tcase);
	return suite;
}
