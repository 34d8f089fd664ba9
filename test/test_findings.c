// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Findings of past reviews that belong to no other suite: one test for each, named after it. */
#include "life_fixture.h"
#include "suites.h"

static unsigned int asked;

static void access_during_init(struct world *init)
{
	uint64_t value = 1;

	ck_assert_int_eq(itsg_mmio_read(&init->its, 0, 4, &value), ITSG_AGAIN);
	ck_assert_int_eq(itsg_mmio_write(&init->its, 0, 4, 1), ITSG_AGAIN);
	ck_assert_int_eq(itsg_poll(&init->its), ITSG_AGAIN);
	ck_assert_int_eq(itsg_its_teardown(&init->its), ITSG_NOT_READY);
	asked++;
}

/*
 * While another CPU sets up, an access neither passes through nor sees half a state: it is
 * repeated.
 */
START_TEST(rf11_state_is_published_last)
{
	asked = 0;
	world_hw_write_hook = access_during_init;
	world_open(&world, NULL);
	world_hw_write_hook = NULL;
	ck_assert_uint_gt(asked, 20);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
	world_close(&world);
}
END_TEST

static void next_call_fails(struct world *init)
{
	model_fail_after(init->model, 1);
}

/*
 * An init fails, and its roll-back is refused: it returns BUG, and teardown gives the frames back.
 */
START_TEST(rf22_failed_roll_back_of_init)
{
	const struct world_options options = {.pool = 0x2000};
	enum itsg_status status;

	world_hw_write_hook = next_call_fails;
	status = world_try(&world, &options);
	world_hw_write_hook = NULL;
	ck_assert_int_eq(status, ITSG_BUG);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_STATE);
	model_fail_after(world.model, 1);
	ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_LEDGER);
	ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_OK);
	ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_NOT_READY);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
	model_check_returned(world.model);
	ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
	world_destroy(&world);
}
END_TEST

/*
 * Level-2 pages go back before level 1. test/world.c asserts that for every test; here there are
 * some.
 */
START_TEST(rf21_level_2_before_level_1)
{
	world_open(&world, NULL);
	world_boot(&world);
	map_something();
	world.released_pages = 0;
	ck_assert_uint_eq(world.released_tables, 0);
	world_close(&world);
	ck_assert_uint_eq(world.released_pages, 1);
	ck_assert_uint_eq(world.released_tables, 1);
}
END_TEST

/*
 * Collection, device and level-2 tables are clear. test/world.c asserts that at each ACQUIRE; here
 * they are looked at after use as well.
 */
START_TEST(rf27_tables_stay_unwritable)
{
	unsigned int n;

	world_open(&world, NULL);
	world_boot(&world);
	map_something();
	for (n = 0; n < world.options.pool; n += 4096)
		ck_assert(!model_host_store(world.model, WORLD_POOL + n, ~(uint64_t)0));
	ck_assert(!model_move(world.model, WORLD_POOL, 0x1000, MODEL_TO_GUEST));
	world_close(&world);
}
END_TEST

/*
 * Page-aligned ITTs are good, and so is another ITT in the same page. Finds an alignment check that
 * is inverted, and pages that cannot be shared.
 */
START_TEST(rf39_itts_at_a_page_and_in_it)
{
	const uint64_t first[4] = {0x0000000500000008, 0x0, 0x8000000040300000, 0};
	const uint64_t second[4] = {0x0000000600000008, 0x0, 0x8000000040300100, 0};
	const uint64_t overlap[4] = {0x0000000700000008, 0x4, 0x8000000040300100, 0};

	world_open(&world, NULL);
	world_boot(&world);
	world_post(&world, first);
	world_post(&world, second);
	world_post(&world, overlap);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REWRITE], 3);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	world_close(&world);
}
END_TEST

static uint64_t work_of(const uint64_t words[4])
{
	uint64_t before = world_counters(&world).work;

	world_post(&world, words);
	return world_counters(&world).work - before;
}

/* Every DeviceID of the host's table can be mapped, the last as cheaply as the second. */
START_TEST(rf40_tracking_is_flat_and_whole)
{
	uint64_t words[4] = {0, 0x0, 0x8000000040300000, 0}, second = 0, last = 0;
	unsigned int id;

	world_open(&world, NULL);
	world_boot(&world);
	for (id = 0; id < 512; id++) {
		words[0] = (uint64_t)id << 32 | 0x08;
		last = work_of(words);
		second = id == 1 ? last : second;
	}
	ck_assert_uint_eq(world_counters(&world).devices, 512);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	ck_assert_uint_eq(last, second);
	world_close(&world);
}
END_TEST

/* What the host writes into its own level 1 and device table is never looked at. */
START_TEST(rf43_host_tables_are_never_read)
{
	uint64_t at;

	world_open(&world, NULL);
	world_boot(&world);
	for (at = WORLD_TABLES; at < WORLD_TABLES + 0x1000; at += 8)
		ck_assert(model_host_store(world.model, at, 0x8000000040300000));
	map_something();
	for (at = WORLD_TABLES; at < WORLD_TABLES + 0x1000; at += 8)
		ck_assert(model_host_store(world.model, at, 0x80000000dead0000));
	ck_assert(model_its_msi(world.model, 0, 5, 0));
	ck_assert(model_lpi_take(world.model, 0x2000, 0));
	world_close(&world);
}
END_TEST

Suite *suite_findings(void)
{
	Suite *suite = suite_create("findings");
	TCase *tcase = tcase_create("findings");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, rf11_state_is_published_last);
	tcase_add_test(tcase, rf22_failed_roll_back_of_init);
	tcase_add_test(tcase, rf21_level_2_before_level_1);
	tcase_add_test(tcase, rf27_tables_stay_unwritable);
	tcase_add_test(tcase, rf39_itts_at_a_page_and_in_it);
	tcase_add_test(tcase, rf40_tracking_is_flat_and_whole);
	tcase_add_test(tcase, rf43_host_tables_are_never_read);
	suite_add_tcase(suite, tcase);
	return suite;
}
