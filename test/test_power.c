// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Power is lost: while the ITS is off, in the middle of a resend, and with work in flight. */
#include "life_fixture.h"
#include "suites.h"

static void power_off_and_resume(void)
{
	model_its_power_lost(world.model, 0);
	itsg_power_lost(&world.its);
	world_check(&world);
	world_settle(&world);
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_write(&world, 0x88, 8, 0);
	world_write(&world, 0x100, 8, BASER_DEVICE);
	if (!world.options.no_collection_table)
		world_write(&world, 0x108, 8, BASER_COLLECT);
	restart();
}

/* HCC collections live in the hardware: they are mapped again before the host is served. */
START_TEST(good_power_lost_while_off)
{
	const struct world_options options = {.typer = 0x000000000401efb1,
					      .no_collection_table = true};

	world_open(&world, &options);
	world_boot(&world);
	map_something();
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	power_off_and_resume();
	expect_executed("09");
	world_post(&world, mapc_0); /* the host's repeat is legal */
	expect_executed("0909");
	ck_assert(model_its_msi(world.model, 0, 5, 0));
	ck_assert(model_lpi_take(world.model, 0x2000, 0));
	world_close(&world);
}
END_TEST

/* Power goes again while collections are sent again: the next enable sends all of them. */
START_TEST(good_power_lost_twice)
{
	const struct world_options options = {.typer = 0x000000000401efb1, /* HCC = 4 */
					      .no_collection_table = true,
					      .budget = 1,
					      .manual = true};
	unsigned int i;

	world_open(&world, &options);
	world_boot(&world);
	for (i = 0; i < 4; i++)
		world_post_words(&world, 0x09, 0, 0x8000000000000000 | i, 0);
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	model_its_power_lost(world.model, 0);
	itsg_power_lost(&world.its);
	world_write(&world, 0, 4, 1);
	for (i = 0; i < 500 && world.its.ring.head != 2 * 32; i++)
		(void)creadr();
	ck_assert_uint_lt(i, 500); /* two of four are sent */
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	model_its_power_lost(world.model, 0);
	itsg_power_lost(&world.its);
	world.executed_count = 0;
	world_write(&world, 0, 4, 1);
	world_settle(&world);
	expect_executed("09090909");
	world_close(&world);
}
END_TEST

/*
 * Against the contract, the ITS had power all the time. Hardware with INV = 1 may keep entries as
 * long as a table is Valid. It keeps none once the memory that they name is given back.
 */
START_TEST(bad_power_not_lost)
{
	const struct world_options options = {.typer = TYPER_QEMU | 1ULL << 46};

	world_open(&world, &options);
	world_boot(&world);
	map_something();
	itsg_power_lost(&world.its);
	world_settle(&world);
	ck_assert_uint_eq(world_counters(&world).devices, 0);
	world_close(&world);
}
END_TEST

/*
 * Power goes with slots in flight: Enabled reads 0, every mapping is gone, and all can be mapped
 * again.
 */
START_TEST(bad_power_lost_in_flight)
{
	open_manual(0);
	map_something();
	world_put(&world, mapd_5_off);
	world_put(&world, sync_0);
	world_doorbell(&world);
	model_its_power_lost(world.model, 0);
	itsg_power_lost(&world.its);
	ck_assert_uint_eq(world_read(&world, 0, 4) & 1, 0);
	power_off_and_resume();
	ck_assert_uint_eq(world_counters(&world).devices, 0);
	map_something();
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	world_close(&world);
}
END_TEST

/* With every budget, power goes after every number of traps of a MAPD that remaps live events. */
START_TEST(bad_power_lost_anywhere)
{
	const uint64_t remap[4] = {0x0000000500000008, 0x8, 0x8000000040300000, 0};
	int traps;

	for (traps = 0; traps < 16; traps++) {
		open_manual((uint32_t)_i);
		map_something();
		world_put(&world, remap);
		world_doorbell(&world);
		for (; world.executed_count < (unsigned int)traps / 2 && creadr() != 0x80;)
			model_its_run(world.model, 0, 1);
		power_off_and_resume();
		map_something();
		ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
		world_close(&world);
	}
}
END_TEST

/* After a power loss CREADR reads 0. In a ring that wraps, that may lie between tail and head. */
START_TEST(bad_power_lost_with_a_wrapped_ring)
{
	const struct world_options options = {.manual = true, .ring = 4096};
	unsigned int i;

	world_open(&world, &options);
	world_boot(&world);
	map_something();
	world_post(&world, discard_5_0);
	for (i = 0; i < 123; i++)
		world_post(&world, sync_0);
	world_put(&world, mapd_5_off);
	world_put(&world, sync_0);
	world_put(&world, sync_0);
	world_doorbell(&world);
	world.released_itts = 0;
	model_its_power_lost(world.model, 0);
	itsg_power_lost(&world.its);
	ck_assert_uint_eq(creadr(), 0xfe0); /* nothing is walked because of such a CREADR */
	ck_assert_uint_eq(world_counters(&world).hw_errors, 0);
	world_settle(&world);
	ck_assert_uint_eq(world.released_itts, 1);
	power_off_and_resume();
	map_something();
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	world_close(&world);
}
END_TEST

Suite *suite_power(void)
{
	Suite *suite = suite_create("power");
	TCase *power = tcase_create("power");

	tcase_set_timeout(power, 120);
	tcase_add_test(power, good_power_lost_twice);
	tcase_add_test(power, good_power_lost_while_off);
	tcase_add_test(power, bad_power_not_lost);
	tcase_add_test(power, bad_power_lost_in_flight);
	tcase_add_loop_test(power, bad_power_lost_anywhere, 1, 9);
	tcase_add_test(power, bad_power_lost_with_a_wrapped_ring);
	suite_add_tcase(suite, power);
	return suite;
}
