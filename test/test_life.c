// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Enable, drain, purge; the shadow ring and what CREADR shows meanwhile. */
#include "life_fixture.h"
#include "suites.h"

/*
 * The example of a trap from the specification, word for word: a refused command in the middle, and
 * slow hardware.
 */
START_TEST(good_one_trap_worked_through)
{
	open_manual(0);
	world_put(&world, mapc_0);
	world_put(&world, mapd_5);
	world_put(&world, mapti_5_bad);
	world_put(&world, sync_0);
	world_doorbell(&world);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 1);
	ck_assert_uint_eq(creadr(), 0);
	model_its_run(world.model, 0, 1);
	ck_assert_uint_eq(creadr(), 0x20);
	model_its_run(world.model, 0, 1);
	ck_assert_uint_eq(creadr(), 0x60); /* MAPD, and the refused one behind it */
	model_its_run(world.model, 0, 1);
	ck_assert_uint_eq(creadr(), 0x80);
	world_close(&world);
}
END_TEST

START_TEST(good_refused_alone_moves_creadr_at_once)
{
	open_manual(0);
	world_put(&world, unknown);
	world_put(&world, mapd_5_off); /* nothing to do */
	world_doorbell(&world);
	ck_assert_uint_eq(creadr(), 0x40);
	ck_assert_uint_eq(world.hw_writes, 0);
	world_close(&world);
}
END_TEST

/* RF34: a refused command does not block those behind it, and is not looked at again. */
START_TEST(rf34_one_refusal_does_not_block)
{
	unsigned int i;

	open_manual(0);
	world_put(&world, mapc_0);
	for (i = 0; i < 20; i++) {
		world_put(&world, unknown);
		world_put(&world, sync_0);
	}
	world_doorbell(&world);
	world_settle(&world);
	ck_assert_uint_eq(world.executed_count, 21);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 20);
	ck_assert_uint_eq(world_counters(&world).fetched, 41);
	ck_assert_uint_eq(creadr(), world.position);
	world_close(&world);
}
END_TEST

/* RF33: after a wrap both ends of the ring are read, once each, in order. */
START_TEST(rf33_wrap_reads_both_segments)
{
	unsigned int i;

	open_manual(0);
	world_post(&world, mapc_0);
	for (i = 0; i < 126; i++)
		world_post(&world, sync_0);
	ck_assert_uint_eq(world.position, 0xfe0);
	world.executed_count = 0;
	world_put(&world, mapd_5);
	world_put(&world, mapti_5_0);
	world_put(&world, unknown);
	world_put(&world, sync_0);
	world_doorbell(&world);
	world_settle(&world);
	expect_executed("080a05");
	ck_assert_uint_eq(creadr(), 0x60);
	world_close(&world);
}
END_TEST

/* The shadow ring is smaller than the host's queue: commands are still refused while it is full. */
START_TEST(good_full_shadow_ring)
{
	const struct world_options options = {.manual = true, .ring = 4096, .budget = 1000};
	unsigned int i;

	world_open(&world, &options);
	world_boot(&world);
	for (i = 0; i < 127; i++)
		world_put(&world, sync_0);
	world_doorbell(&world);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_FORWARD], 127);
	/* 127 slots are taken; nothing has retired */
	model_its_run(world.model, 0, 100);
	ck_assert_uint_eq(creadr(), 100 * 32);
	for (i = 0; i < 99; i++)
		world_put(&world, i < 50 ? sync_0 : unknown);
	world_doorbell(&world);
	ck_assert_uint_eq(world_counters(&world).fetched, 127 + 99);
	world_put(&world, sync_0);
	world_doorbell(&world);
	world_settle(&world);
	ck_assert_uint_eq(creadr(), world.position);
	ck_assert_uint_eq(world.executed_count, 127 + 50 + 1);
	world_close(&world);
}
END_TEST

START_TEST(good_command_waits_for_a_slot)
{
	const struct world_options options = {.manual = true, .ring = 4096, .budget = 1000};
	unsigned int i;

	world_open(&world, &options);
	world_boot(&world);
	for (i = 0; i < 100; i++)
		world_put(&world, sync_0);
	world_doorbell(&world);
	for (i = 0; i < 27; i++)
		world_put(&world, sync_0);
	world_doorbell(&world); /* the ring is full now; the host's has one place left */
	ck_assert_uint_eq(world_counters(&world).fetched, 127);
	world_write(&world, 0x88, 4,
		    0); /* one more (slot 127 holds zeros): refused, takes no slot */
	ck_assert_uint_eq(world_counters(&world).fetched, 128);
	ck_assert_uint_eq(creadr(), 0);
	world_settle(&world);
	ck_assert_uint_eq(world.executed_count, 127);
	ck_assert_uint_eq(creadr(), 0);
	world_close(&world);
}
END_TEST

/* The library's own commands never show an older position than the commands before them. */
START_TEST(good_creadr_never_runs_backwards)
{
	uint64_t at, before = 0x60;

	open_manual(0);
	map_something();
	world_put(&world, sync_0);
	world_put(&world, sync_0);
	world_put(&world, mapd_5_off); /* a DISCARD of our own before it */
	world_put(&world, sync_0);
	world_doorbell(&world);
	while (model_its_run(world.model, 0, 1)) {
		at = creadr();
		ck_assert_uint_ge(at, before);
		before = at;
	}
	ck_assert_uint_eq(before, 0xe0);
	expect_executed("05050f0805");
	world_close(&world);
}
END_TEST

/* Two slots are in flight: in every width CREADR shows what is walked, not what is fetched. */
START_TEST(good_creadr_in_every_width)
{
	open_manual(0);
	world_put(&world, sync_0);
	world_put(&world, sync_0);
	world_doorbell(&world);
	ck_assert_uint_eq(world_read(&world, 0x90, 4), 0);
	ck_assert_uint_eq(world_read(&world, 0x90, 8), 0);
	ck_assert_uint_eq(world_read(&world, 0x94, 4), 0);
	world_settle(&world);
	ck_assert_uint_eq(world_read(&world, 0x90, 4), 0x40);
	ck_assert_uint_eq(world_read(&world, 0x90, 8), 0x40);
	ck_assert_uint_eq(world_read(&world, 0x94, 4), 0);
	world_close(&world);
}
END_TEST

/* A trap walks no more than its budget, however much the hardware has done meanwhile. */
START_TEST(good_walk_within_the_budget)
{
	uint64_t before;
	unsigned int i;

	open_manual(4);
	for (i = 0; i < 20; i++)
		world_put(&world, sync_0);
	for (i = 0; i < 20; i++)
		world_doorbell(&world);
	world_run(&world);
	for (before = 0; before < 20 * 32;) {
		i = (unsigned int)(creadr() - before);
		ck_assert_uint_le(i, 4 * 32);
		ck_assert_uint_gt(i, 0);
		before += i;
	}
	world_close(&world);
}
END_TEST

/* The hardware goes on while the library is at work. That frees no slot before the walk. */
static void run_all(void *arg)
{
	(void)arg;
	world_run(&world);
}

START_TEST(good_hardware_runs_in_the_middle_of_a_trap)
{
	const struct world_options options = {.manual = true, .ring = 4096, .budget = 1000};
	unsigned int i;

	world_open(&world, &options);
	world_boot(&world);
	for (i = 0; i < 100; i++)
		world_put(&world, sync_0);
	world_doorbell(&world);
	model_its_run(world.model, 0, 50);
	(void)creadr();
	for (i = 0; i < 77; i++)
		world_put(&world, sync_0);
	world_doorbell(&world); /* 127 in flight: full */
	model_its_run(world.model, 0, 10);
	for (i = 0; i < 20; i++)
		world_put(&world, sync_0);
	model_on_host_read(world.model, run_all, NULL);
	/* 10 were walked; the other 117 are executed during the fetch */
	world_doorbell(&world);
	ck_assert_uint_eq(world.executed_count, 177);
	ck_assert_uint_eq(creadr(), 0x620); /* only what had been executed is walked */
	world_settle(&world);
	ck_assert_uint_eq(world.executed_count, 197);
	ck_assert_uint_eq(creadr(), world.position);
	world_close(&world);
}
END_TEST

/* With a budget of one unit everything gets done, one unit a trap. */
START_TEST(good_budget_of_one)
{
	uint64_t work;
	unsigned int i;

	open_manual(1);
	world_put(&world, mapc_0);
	world_put(&world, mapd_5);
	world_put(&world, mapti_5_0);
	world_put(&world, mapd_5_off);
	world_doorbell(&world);
	for (i = 0; i < 200; i++) {
		work = world_counters(&world).work;
		world_run(&world);
		(void)creadr();
		ck_assert_uint_le(world_counters(&world).work - work, 1);
	}
	expect_executed("09080a0f08");
	ck_assert_uint_eq(creadr(), 0x80);
	ck_assert_uint_eq(world.released_itts, 1);
	world_close(&world);
}
END_TEST

START_TEST(bad_enable_without_tables)
{
	world_open(&world, NULL);
	world_write(&world, 0, 4, 1);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_write(&world, 0, 4, 1);
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world_write(&world, 0, 4, 1);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_ENABLE_INVALID_TABLE], 3);
	world_write(&world, 0x108, 8, BASER_COLLECT);
	world_write(&world, 0, 4, 1);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000001);
	world_close(&world);
}
END_TEST

/*
 * Each ledger call of an enable fails once: Enabled reads 0, nothing stays shared, and the next try
 * works.
 */
START_TEST(bad_enable_ledger_fails)
{
	const uint64_t big = CBASER_QUEUE | 3; /* four pages */
	unsigned int k;

	world_open(&world, NULL);
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world_write(&world, 0x108, 8, BASER_COLLECT);
	world_write(&world, 0x80, 8, big);
	for (k = 1; k <= 8; k++) {
		model_fail_after(world.model, k);
		world_write(&world, 0, 4, 1);
		world_settle(&world);
		ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
		ck_assert_uint_eq(world_counters(&world).claimed_pages, 0);
		ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_ENABLE_STAGING], k);
		/* and the host may take its pages elsewhere again */
		ck_assert(model_move(world.model, WORLD_QUEUE, 0x4000, MODEL_SHARE));
		ck_assert(model_move(world.model, WORLD_QUEUE, 0x4000, MODEL_UNSHARE));
	}
	model_fail_after(world.model, 0);
	world_write(&world, 0, 4, 1);
	world_settle(&world);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000001);
	ck_assert_uint_eq(world_counters(&world).claimed_pages, 4);
	world_close(&world);
}
END_TEST

/*
 * A release that the ledger refuses is kept, keeps Quiescent at 0, is reported, and is done later.
 */
START_TEST(bad_release_fails)
{
	const struct world_options options = {.manual = true};
	struct itsg_event event;
	unsigned int k;

	for (k = 1; k <= 2; k++) {
		world_open(&world, &options);
		world_boot(&world);
		world_write(&world, 0, 4, 0); /* the hardware is told; not quiescent yet */
		world_run(&world);
		model_fail_after(world.model, k);
		ck_assert_uint_eq(world_read(&world, 0, 4), 0);
		ck_assert_uint_eq(world_counters(&world).release_failures, 1);
		ck_assert(itsg_event_take(&world.its, &event));
		ck_assert_int_eq(event.kind, ITSG_EVENT_RELEASE_FAILED);
		ck_assert_uint_eq(event.pa, WORLD_QUEUE);
		ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
		ck_assert_uint_eq(world_counters(&world).claimed_pages, 0);
		world_close(&world);
	}
}
END_TEST

/* P12: pages that the host may not share are never read. */
START_TEST(bad_queue_on_a_guest_page)
{
	world_open(&world, NULL);
	ck_assert(model_move(world.model, WORLD_QUEUE, 0x1000, MODEL_TO_GUEST));
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world_write(&world, 0x108, 8, BASER_COLLECT);
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_write(&world, 0x88, 4, 0x40);
	world_write(&world, 0, 4, 1);
	world_settle(&world);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
	ck_assert_uint_eq(model_host_reads(world.model), 0);
	world_close(&world);
}
END_TEST

/* While the queue is in use the host cannot give its pages away. */
START_TEST(bad_host_moves_its_queue)
{
	world_open(&world, NULL);
	world_boot(&world);
	ck_assert(!model_move(world.model, WORLD_QUEUE, 0x1000, MODEL_TO_GUEST));
	ck_assert(!model_move(world.model, WORLD_QUEUE, 0x1000, MODEL_UNSHARE));
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	ck_assert(model_move(world.model, WORLD_QUEUE, 0x1000, MODEL_TO_GUEST));
	ck_assert(model_move(world.model, WORLD_QUEUE, 0x1000, MODEL_TO_HOST));
	world_close(&world);
}
END_TEST

START_TEST(good_drain_stops_between_commands)
{
	open_manual(2); /* two units: one command a trap, and its walk */
	world_put(&world, mapc_0);
	world_put(&world, sync_0);
	world_put(&world, sync_0);
	world_put(&world, sync_0);
	world_doorbell(&world);
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	expect_executed("0905");
	ck_assert_uint_eq(creadr(), 0x40);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
	/* CREADR is not reset by the disable; the rest is processed after the next enable */
	world_write(&world, 0, 4, 1);
	world_settle(&world);
	expect_executed("09050505");
	ck_assert_uint_eq(creadr(), 0x80);
	world_close(&world);
}
END_TEST

START_TEST(good_disable_in_mid_expansion)
{
	open_manual(2);
	world_post(&world, mapc_0);
	world_post(&world, mapd_5);
	world_post(&world, mapti_5_0);
	world.executed_count = 0;
	world_put(&world, mapd_5_off);
	world_put(&world, sync_0);
	world_doorbell(&world);
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	expect_executed("0f08"); /* begun, so it is finished; the SYNC is not fetched */
	ck_assert_uint_eq(creadr(), 0x80);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
	world_write(&world, 0, 4, 1);
	world_settle(&world);
	expect_executed("0f0805");
	world_close(&world);
}
END_TEST

START_TEST(good_enable_cancels_a_drain)
{
	open_manual(0);
	world_put(&world, mapc_0);
	world_doorbell(&world);
	world_write(&world, 0, 4, 0);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0);
	world_write(&world, 0, 4, 0x80000001); /* as Linux's error path may */
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000001);
	world.hw_writes = 0;
	world_settle(&world);
	ck_assert_uint_eq(world.hw_writes, 0); /* it was never off */
	world_close(&world);
}
END_TEST

START_TEST(good_enable_waits_for_a_disable)
{
	open_manual(0);
	world_write(&world, 0, 4, 0); /* off at once, not quiescent */
	world_write(&world, 0, 4, 1);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000001);
	world_put(&world, mapc_0);
	world_doorbell(&world);
	ck_assert_uint_eq(world.executed_count, 0);
	world_settle(&world);
	expect_executed("09");
	world_close(&world);
}
END_TEST

/*
 * A second kernel drops the tables and makes new ones at another address. First, all that the first
 * kernel mapped is unmapped.
 */
static void second_kernel(uint64_t device_baser)
{
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	world_write(&world, 0x100, 8, 0);
	world_write(&world, 0x108, 8, 0);
	world_write(&world, 0x100, 8, device_baser);
	world_write(&world, 0x108, 8, BASER_COLLECT);
	restart();
}

START_TEST(good_second_kernel_purges)
{
	const uint64_t basers[] = {BASER_DEVICE, BASER_DEVICE + 0x100000};

	world_open(&world, NULL);
	world_boot(&world);
	map_something();
	second_kernel(basers[_i]);
	expect_executed("0f0809");
	ck_assert_uint_eq(world_counters(&world).purges, 1);
	ck_assert_uint_eq(world_counters(&world).devices, 0);
	/* the same IDs, another redistributor: nothing is refused */
	world_post(&world, mapc_0_rd1);
	world_post(&world, mapd_5);
	world_post(&world, mapti_5_0);
	expect_executed("0f080909080a");
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	world_close(&world);
}
END_TEST

/*
 * The write itself makes a purge owed. Writing the old value back does not change that. Each half
 * counts.
 */
START_TEST(bad_baser_written_back)
{
	world_open(&world, NULL);
	world_boot(&world);
	map_something();
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	world_write(&world, 0x104, 4, 0x39070000); /* Valid cleared in the upper half */
	world_write(&world, 0x104, 4, 0xb9070000);
	ck_assert_uint_eq(world_read(&world, 0x100, 8), BASER_DEVICE);
	restart();
	expect_executed("0f0809");
	world_close(&world);
}
END_TEST

START_TEST(good_resume_keeps_everything)
{
	world_open(&world, NULL);
	world_boot(&world);
	map_something();
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	ck_assert_uint_eq(world_counters(&world).claimed_pages, 0);
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_write(&world, 0x88, 8, 0);
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world_write(&world, 0x108, 8, BASER_COLLECT);
	restart();
	ck_assert_uint_eq(world.executed_count, 0);
	ck_assert(model_its_msi(world.model, 0, 5, 0));
	ck_assert(model_lpi_take(world.model, 0x2000, 0));
	world_close(&world);
}
END_TEST

/*
 * A purge takes many traps when the budget is small. No host command is fetched before it is done.
 */
START_TEST(good_purge_within_a_budget)
{
	uint64_t words[4] = {0x0000000500000008, 0x2, 0x8000000040300000, 0};
	unsigned int i;

	open_manual(3);
	world_post(&world, mapc_0);
	for (i = 0; i < 20; i++) {
		words[0] = (uint64_t)i << 32 | 0x08;
		world_post(&world, words);
	}
	world.executed_count = 0;
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	world_write(&world, 0x100, 8, 0);
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world.position = 0;
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_put(&world, sync_0);
	world_write(&world, 0x88, 4, 0x20);
	world_write(&world, 0, 4, 1);
	ck_assert_uint_lt(world.executed_count, 20);
	world_settle(&world);
	ck_assert_uint_eq(world.executed_count, 22);
	ck_assert_uint_eq(executed_opcode(21), 5);
	world_close(&world);
}
END_TEST

Suite *suite_life(void)
{
	Suite *suite = suite_create("life");
	TCase *ring = tcase_create("ring"), *life = tcase_create("life");

	tcase_set_timeout(ring, 60);
	tcase_set_timeout(life, 60);
	tcase_add_test(ring, good_one_trap_worked_through);
	tcase_add_test(ring, good_refused_alone_moves_creadr_at_once);
	tcase_add_test(ring, rf34_one_refusal_does_not_block);
	tcase_add_test(ring, rf33_wrap_reads_both_segments);
	tcase_add_test(ring, good_full_shadow_ring);
	tcase_add_test(ring, good_command_waits_for_a_slot);
	tcase_add_test(ring, good_creadr_never_runs_backwards);
	tcase_add_test(ring, good_creadr_in_every_width);
	tcase_add_test(ring, good_walk_within_the_budget);
	tcase_add_test(ring, good_hardware_runs_in_the_middle_of_a_trap);
	tcase_add_test(ring, good_budget_of_one);
	tcase_add_test(life, bad_enable_without_tables);
	tcase_add_test(life, bad_enable_ledger_fails);
	tcase_add_test(life, bad_release_fails);
	tcase_add_test(life, bad_queue_on_a_guest_page);
	tcase_add_test(life, bad_host_moves_its_queue);
	tcase_add_test(life, good_drain_stops_between_commands);
	tcase_add_test(life, good_disable_in_mid_expansion);
	tcase_add_test(life, good_enable_cancels_a_drain);
	tcase_add_test(life, good_enable_waits_for_a_disable);
	tcase_add_loop_test(life, good_second_kernel_purges, 0, 2);
	tcase_add_test(life, bad_baser_written_back);
	tcase_add_test(life, good_resume_keeps_everything);
	tcase_add_test(life, good_purge_within_a_budget);
	suite_add_tcase(suite, ring);
	suite_add_tcase(suite, life);
	return suite;
}
