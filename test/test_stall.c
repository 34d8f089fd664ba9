// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A queue that stalls at a command. Rows are for INV = 0 and INV = 1, in turn. */
#include "stall_fixture.h"
#include "suites.h"

static const uint64_t remap_5[4] = {0x0000000500000008, 0x8, 0x8000000040300000, 0};
static const uint64_t mapd_6[4] = {0x0000000600000008, 0x2, 0x8000000040301000, 0};

/* What the hardware's own register reads. */
static uint32_t hw_ctlr(void)
{
	return itsg_platform_read32(model_its_ctx(world.model, 0), 0);
}

static void disable(void)
{
	unsigned int reads;

	world_write(&world, 0, 4, 0);
	for (reads = 0; reads < 500 && !(stall_ctlr() & STALL_QUIESCENT); reads++)
		world_run(&world);
	ck_assert_uint_lt(reads, 500);
	ck_assert_uint_eq(stall_ctlr(), STALL_QUIESCENT);
}

static void reset(void)
{
	model_its_power_lost(world.model, 0);
	itsg_power_lost(&world.its);
	world_check(&world);
	world_settle(&world);
}

/* Everything that was mapped is gone, and everything can be mapped again. */
static void expect_fresh(void)
{
	uint64_t refused = world_counters(&world).verdicts[ITSG_REFUSE];

	ck_assert_uint_eq(world_counters(&world).devices, 0);
	world.hw_fails = true;
	restart();
	ck_assert_uint_eq(stall_ctlr(), STALL_QUIESCENT | 1);
	map_something();
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], refused);
	ck_assert(model_its_msi(world.model, 0, 5, 0));
	ck_assert(model_lpi_take(world.model, 0x2000, 0));
}

/* The enable is refused with that reason, and Enabled reads 0. */
static void expect_no_enable(void)
{
	uint64_t before = world_counters(&world).reasons[ITSG_REASON_RESET_NEEDED];

	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_write(&world, 0, 4, 1);
	ck_assert_uint_eq(stall_ctlr(), STALL_QUIESCENT);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_RESET_NEEDED], before + 1);
	ck_assert_uint_eq(hw_ctlr(), STALL_QUIESCENT);
}

/* The host sees CREADR stay, and nothing else. What comes later waits unread. */
START_TEST(bad_stall_stops_everything)
{
	struct itsg_event event;
	uint64_t fetched;

	stall_open(_i, 0);
	world_put(&world, sync_0);
	world_put(&world, mapd_5_off);
	world_doorbell(&world);
	model_its_run(world.model, 0, 1);
	model_its_stall(world.model, 0);
	world_run(&world);
	ck_assert_uint_eq(creadr(), 0x80); /* the SYNC was executed, and one look shows both */
	ck_assert_uint_eq(creadr(), 0x80);
	ck_assert(stall_take_event(ITSG_EVENT_HW_ERROR, &event));
	fetched = world_counters(&world).fetched;
	stall_post(sync_0);
	stall_post(mapd_6);
	world_run(&world);
	ck_assert_int_eq(itsg_poll(&world.its), ITSG_OK);
	ck_assert_uint_eq(creadr(), 0x80); /* Stalled reads 0 */
	ck_assert_uint_eq(stall_ctlr(), STALL_QUIESCENT | 1);
	ck_assert_uint_eq(world_counters(&world).fetched, fetched);
	ck_assert_uint_eq(world_counters(&world).hw_errors, 1);
	ck_assert(!stall_take_event(ITSG_EVENT_HW_ERROR, &event));
	ck_assert_uint_eq(world.released_itts, 0);
	reset();
	world_close(&world);
}
END_TEST

/* The trap that first sees the stall may be that of a doorbell. It fetches nothing more. */
START_TEST(bad_doorbell_behind_a_stall)
{
	uint64_t fetched;

	stall_open(_i, 0);
	model_its_stall(world.model, 0);
	stall_post(mapd_5_off);
	world_run(&world);
	fetched = world_counters(&world).fetched;
	stall_post(sync_0);
	ck_assert_uint_eq(world_counters(&world).hw_errors, 1);
	ck_assert_uint_eq(world_counters(&world).fetched, fetched);
	(void)creadr();
	ck_assert_uint_eq(world_counters(&world).fetched, fetched);
	reset();
	world_close(&world);
}
END_TEST

/* The first to see it is a read of CREADR, with commands posted while the ring was full. */
START_TEST(bad_creadr_read_sees_a_stall)
{
	const struct world_options options = {
		.typer = TYPER_QEMU | (_i ? STALL_INV : 0), .manual = true, .budget = 2};
	uint64_t fetched;
	unsigned int i;

	world_open(&world, &options);
	world_boot(&world);
	world.hw_fails = true;
	for (i = 0; i < 4; i++)
		world_put(&world, sync_0);
	model_its_stall(world.model, 0);
	world_doorbell(&world);
	world_run(&world);
	fetched = world_counters(&world).fetched;
	ck_assert_uint_eq(fetched, 2);
	ck_assert_uint_eq(creadr(), 0);
	ck_assert_uint_eq(world_counters(&world).fetched, fetched);
	reset();
	world_close(&world);
}
END_TEST

START_TEST(bad_disable_of_a_stalled_its)
{
	struct itsg_event event;
	uint64_t free_bytes;

	stall_open(_i, 0);
	stall_at(mapd_5_off);
	free_bytes = itsg_pool_free_bytes(&world.domain);
	disable();
	ck_assert_uint_eq(hw_ctlr(), STALL_QUIESCENT);
	ck_assert_uint_eq(world_counters(&world).abandons, 1);
	ck_assert_uint_eq(world_counters(&world).claimed_pages, 0);
	ck_assert(stall_take_event(ITSG_EVENT_ABANDON, &event));
	ck_assert_uint_eq(event.position, 2); /* the library's DISCARD, and the MAPD */
	ck_assert_uint_eq(event.size, _i ? 0 : 1);
	ck_assert(!stall_take_event(ITSG_EVENT_ABANDON, &event));
	ck_assert_uint_eq(creadr(), 0x60);
	if (_i) {
		ck_assert_uint_eq(world.released_itts, 1);
		expect_fresh();
		world_close(&world);
		return;
	}
	ck_assert_uint_eq(world.released_itts, 0);
	ck_assert_uint_eq(itsg_pool_free_bytes(&world.domain), free_bytes);
	expect_no_enable();
	reset();
	ck_assert_uint_eq(world.released_itts, 1);
	expect_fresh();
	world_close(&world);
}
END_TEST

/* With INV = 0 everything is kept for a reset: memory, frames, and the domain. */
START_TEST(bad_teardown_of_a_stalled_its)
{
	enum itsg_status status = ITSG_AGAIN;
	uint64_t free_bytes;
	unsigned int n;

	stall_open(_i, 0);
	stall_at(mapd_5_off);
	if (_i) {
		world_close(&world);
		return;
	}
	free_bytes = itsg_pool_free_bytes(&world.domain);
	for (n = 0; n < 100 && status == ITSG_AGAIN; n++) {
		status = itsg_its_teardown(&world.its);
		world_run(&world);
		world_check(&world);
	}
	ck_assert_int_eq(status, ITSG_STATE);
	ck_assert_int_eq(itsg_poll(&world.its), ITSG_OK);
	world.hw_writes = 0;
	ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_STATE);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_STATE);
	ck_assert_uint_eq(world.hw_writes, 0);
	ck_assert_uint_eq(itsg_pool_free_bytes(&world.domain), free_bytes);
	ck_assert_uint_eq(world_counters(&world).claimed_pages, 0);
	ck_assert_int_eq(model_owner_of(world.model, WORLD_BASE), MODEL_HYP);
	world_write(&world, 0, 4, 1);
	ck_assert_uint_eq(hw_ctlr(), STALL_QUIESCENT);
	model_its_power_lost(world.model, 0);
	itsg_power_lost(&world.its);
	world_close(&world);
}
END_TEST

/*
 * With every budget the hardware stalls at every command of a MAPD that remaps a device with live
 * events, and after every number of traps the ITS is disabled, or torn down.
 */
START_TEST(bad_stall_anywhere)
{
	uint32_t budget = (uint32_t)_i / 4 + 1;
	bool inv = _i & 1, teardown = _i & 2;
	unsigned int at, traps, i, abandons = 0;

	for (at = 0; at < 4; at++)
		for (traps = 0; traps < 8; traps += 1 + budget / 4) {
			stall_open(inv, budget);
			world_put(&world, remap_5);
			world_put(&world, mapd_6);
			world_doorbell(&world);
			for (i = 0; i < 200 && world.executed_count < at; i++) {
				(void)creadr();
				model_its_run(world.model, 0, 1);
			}
			model_its_stall(world.model, 0);
			for (i = 0; i < traps; i++) {
				(void)creadr();
				world_run(&world);
			}
			if (!teardown)
				disable();
			else if (itsg_its_teardown(&world.its) != ITSG_OK)
				world_check(&world);
			if (!inv)
				reset();
			if (!teardown && world_counters(&world).abandons)
				expect_fresh(); /* else nothing was in flight */
			abandons += (unsigned int)world_counters(&world).abandons;
			world_close(&world);
		}
	ck_assert_uint_ge(abandons, 4);
}
END_TEST

/* With a budget of one: five commands are posted, and the hardware executes four. */
static void open_and_stall_at_the_fifth(bool inv)
{
	unsigned int i;

	stall_open(inv, 1);
	for (i = 0; i < 5; i++)
		world_put(&world, sync_0);
	world_doorbell(&world);
	for (i = 0; i < 8; i++)
		(void)creadr();
	model_its_run(world.model, 0, 4);
	model_its_stall(world.model, 0);
	world_run(&world);
}

/* What was executed before the stall is walked first, also where the budget is one. */
START_TEST(good_walk_before_giving_up)
{
	open_and_stall_at_the_fifth(_i);
	ck_assert_uint_eq(world.executed_count, 4);
	disable();
	ck_assert_uint_eq(creadr(), 0x60 + 4 * 0x20);
	ck_assert_uint_eq(world_counters(&world).abandons, 1);
	if (!_i)
		reset();
	expect_fresh();
	world_close(&world);
}
END_TEST

/* A host that enables again before the hardware was disabled has changed nothing. */
START_TEST(bad_enable_during_a_stalled_drain)
{
	unsigned int i;

	open_and_stall_at_the_fifth(_i);
	world_write(&world, 0, 4, 0); /* the budget is spent on the walk */
	ck_assert_uint_eq(hw_ctlr() & 1, 1);
	world_write(&world, 0, 4, 1);
	for (i = 0; i < 8; i++)
		(void)creadr();
	ck_assert_uint_eq(stall_ctlr(), STALL_QUIESCENT | 1);
	ck_assert_uint_eq(world_counters(&world).abandons, 0);
	disable();
	ck_assert_uint_eq(world_counters(&world).abandons, 1);
	if (!_i)
		reset();
	expect_fresh();
	world_close(&world);
}
END_TEST

/* The blocks of a MAPD that the hardware has not been told of go back at once. */
START_TEST(bad_stall_with_a_command_in_hand)
{
	uint64_t free_bytes;
	unsigned int i;

	stall_open(_i, 1);
	free_bytes = itsg_pool_free_bytes(&world.domain);
	model_its_stall(world.model, 0);
	world_put(&world, sync_0);
	world_put(&world, remap_5);
	world_doorbell(&world);
	for (i = 0; i < 3; i++) /* it is fetched, and what it needs is acquired */
		(void)creadr();
	ck_assert_uint_lt(itsg_pool_free_bytes(&world.domain), free_bytes);
	world_run(&world);
	disable();
	if (!_i) {
		ck_assert_uint_eq(itsg_pool_free_bytes(&world.domain), free_bytes);
		reset();
	}
	expect_fresh();
	world_close(&world);
}
END_TEST

/* A host that drops its tables while all is kept: a reset unmaps in any case. */
START_TEST(bad_tables_change_while_all_is_kept)
{
	stall_open(false, 0);
	stall_at(sync_0);
	disable();
	world_write(&world, 0x100, 8, 0);
	world_write(&world, 0x108, 8, 0);
	world_settle(&world);
	ck_assert_uint_eq(world_counters(&world).devices, 1);
	reset();
	ck_assert_uint_eq(world_counters(&world).devices, 0);
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world_write(&world, 0x108, 8, BASER_COLLECT);
	expect_fresh();
	world_close(&world);
}
END_TEST

/* A reset that comes while the hardware is still on its way to be off. */
START_TEST(bad_reset_in_the_middle)
{
	stall_open(_i, 0);
	stall_at(mapd_5_off);
	world_write(&world, 0, 4, 0);
	ck_assert_uint_eq(stall_ctlr(), 0);
	reset();
	expect_fresh();
	world_close(&world);
}
END_TEST

/* A CREADR that is out of place for ever says nothing of how far the hardware is. */
static uint64_t creadr_out_of_place(void *arg, const void *ctx, uint32_t offset, uint64_t value)
{
	(void)arg;
	(void)ctx;
	return offset == 0x90 ? 0x8000 : value;
}

START_TEST(bad_creadr_out_of_place_for_ever)
{
	stall_open(_i, 0);
	model_on_register_read(world.model, creadr_out_of_place, NULL);
	stall_post(mapd_5_off);
	world_run(&world); /* the hardware has executed it */
	ck_assert_uint_eq(creadr(), 0x60);
	disable();
	ck_assert_uint_eq(world.released_itts, _i ? 1 : 0);
	model_on_register_read(world.model, NULL, NULL);
	if (!_i)
		reset();
	expect_fresh();
	world_close(&world);
}
END_TEST

Suite *suite_stall(void)
{
	Suite *suite = suite_create("stall");
	TCase *stall = tcase_create("stall");

	tcase_set_timeout(stall, 120);
	tcase_add_loop_test(stall, bad_stall_stops_everything, 0, 2);
	tcase_add_loop_test(stall, bad_doorbell_behind_a_stall, 0, 2);
	tcase_add_loop_test(stall, bad_creadr_read_sees_a_stall, 0, 2);
	tcase_add_loop_test(stall, bad_disable_of_a_stalled_its, 0, 2);
	tcase_add_loop_test(stall, bad_teardown_of_a_stalled_its, 0, 2);
	tcase_add_loop_test(stall, bad_stall_anywhere, 0, 32);
	tcase_add_loop_test(stall, good_walk_before_giving_up, 0, 2);
	tcase_add_loop_test(stall, bad_enable_during_a_stalled_drain, 0, 2);
	tcase_add_loop_test(stall, bad_stall_with_a_command_in_hand, 0, 2);
	tcase_add_test(stall, bad_tables_change_while_all_is_kept);
	tcase_add_loop_test(stall, bad_reset_in_the_middle, 0, 2);
	tcase_add_loop_test(stall, bad_creadr_out_of_place_for_ever, 0, 2);
	suite_add_tcase(suite, stall);
	return suite;
}
