// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Enable, drain, purge, power loss, teardown; the shadow ring and what CREADR shows meanwhile. */
#include <stdio.h>
#include <string.h>

#include "suites.h"
#include "world.h"

static struct world world;

static const uint64_t mapd_5[4] = {0x0000000500000008, 0x2, 0x8000000040300000, 0};
static const uint64_t mapd_5_off[4] = {0x0000000500000008, 0, 0, 0};
static const uint64_t mapc_0[4] = {0x09, 0, 0x8000000000000000, 0};
static const uint64_t mapc_0_rd1[4] = {0x09, 0, 0x8000000000010000, 0};
static const uint64_t mapti_5_0[4] = {0x000000050000000a, 0x0000200000000000, 0, 0};
static const uint64_t mapti_5_bad[4] = {0x000000050000000a, 0x0000000100000000, 0, 0};
static const uint64_t discard_5_0[4] = {0x000000050000000f, 0, 0, 0};
static const uint64_t sync_0[4] = {5, 0, 0, 0};
static const uint64_t unknown[4] = {0x7f, 0, 0, 0};

static void open_manual(uint32_t budget)
{
	const struct world_options options = {.manual = true, .budget = budget};

	world_open(&world, &options);
	world_boot(&world);
}

static uint64_t creadr(void)
{
	return world_read(&world, 0x90, 4);
}

static unsigned int executed_opcode(unsigned int i)
{
	ck_assert_uint_lt(i, world.executed_count);
	return (unsigned int)(world.executed[i].words[0] & 0xff);
}

static void expect_executed(const char *opcodes)
{
	char found[2 * WORLD_LOG + 1] = "";
	unsigned int i;

	for (i = 0; i < world.executed_count && i < 64; i++)
		snprintf(found + 2 * i, 3, "%02x", executed_opcode(i));
	ck_assert_str_eq(found, opcodes);
}

/* The trap of the specification, word for word: a refused command in the middle, slow hardware. */
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

/* RF34: a refused command neither blocks those behind it nor is looked at again. */
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

/* The shadow ring is smaller than the host's: refused commands go on while it is full. */
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

/* A budget of one unit gets through everything, one unit a trap. */
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

/* Every ledger call of an enable fails once: Enabled reads 0, nothing stays shared, the next try
 * works. */
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

/* A release that the ledger refuses is kept, keeps Quiescent at 0, is said, and is done later. */
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

/* P12: pages that are not the host's to share are never read. */
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
	expect_executed("0f08"); /* begun, so finished; the SYNC is not */
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

static void map_something(void)
{
	world_post(&world, mapc_0);
	world_post(&world, mapd_5);
	world_post(&world, mapti_5_0);
	world.executed_count = 0;
}

static void restart(void)
{
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_write(&world, 0x88, 8, 0);
	world.position = 0;
	world_write(&world, 0, 4, 1);
	world_settle(&world);
}

/* A second kernel: tables dropped and made anew, at another address. All of the first is unmapped
 * first. */
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

/* The write sets the flag; writing the old value back does not take it away. Each half counts. */
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

/* A purge takes many traps when the budget is small; no host command is fetched before it is done.
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

/* HCC collections live in the hardware: they are mapped again before the host is heard. */
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

/* In flight: Enabled reads 0, every mapping is gone, and all can be mapped again. */
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

/* With every budget, power goes after every number of traps of a remap with live events. */
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

/* Teardown from every state a few traps can lead to, with every small budget. */
START_TEST(good_teardown_anywhere)
{
	const uint64_t remap[4] = {0x0000000500000008, 0x8, 0x8000000040300000, 0};
	unsigned int k;

	for (k = 0; k < 12; k++) {
		open_manual((uint32_t)_i);
		map_something();
		world_put(&world, remap);
		if (k > 0)
			world_doorbell(&world);
		if (k > 2)
			world_write(&world, 0, 4, 0);
		model_its_run(world.model, 0, k / 2);
		if (k > 4)
			(void)creadr();
		if (k > 6)
			world_write(&world, 0, 4, 1);
		if (k > 8)
			world_settle(&world);
		if (k > 9)
			world_write(&world, 0, 4, 0);
		world_close(&world);
	}
}
END_TEST

/* The step that ends a teardown may be the host's own access: the next call still says that it is
 * done. */
START_TEST(good_teardown_ended_by_a_poll)
{
	unsigned int i;

	open_manual(1);
	map_something();
	ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_AGAIN);
	for (i = 0; i < 5000; i++) {
		world_run(&world);
		if (itsg_poll(&world.its) == ITSG_NOT_READY)
			break;
	}
	ck_assert_uint_lt(i, 5000);
	world_close(&world);
}
END_TEST

/* A purge that the budget cut short leaves nothing behind that a teardown would trip over. */
START_TEST(good_teardown_in_mid_purge)
{
	const uint64_t mapc_9[4] = {0x09, 0, 0x8000000000000009, 0};
	const uint64_t mapc_9_off[4] = {0x09, 0, 0x0000000000000009, 0};
	int traps;

	for (traps = 0; traps < 40; traps++) {
		open_manual(1);
		world_post(&world, mapc_0);
		world_post(&world, mapc_9);
		world_post(&world, mapc_9_off);
		world_post(&world, mapd_5);
		world_post(&world, mapd_5_off);
		world_write(&world, 0, 4, 0);
		world_settle(&world);
		world_write(&world, 0x100, 8, 0);
		world_write(&world, 0x100, 8, BASER_DEVICE);
		world_write(&world, 0, 4, 1);
		model_its_run(world.model, 0, 1);
		for (int i = 0; i < traps; i++)
			(void)creadr();
		world_write(&world, 0, 4, 0);
		world_settle(&world);
		world_close(&world);
	}
}
END_TEST

/* After a power loss CREADR reads 0, which may lie between tail and head of a ring that wraps. */
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
	ck_assert_uint_eq(creadr(), 0xfe0); /* nothing is walked on the word of such a CREADR */
	ck_assert_uint_eq(world_counters(&world).hw_errors, 0);
	world_settle(&world);
	ck_assert_uint_eq(world.released_itts, 1);
	power_off_and_resume();
	map_something();
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	world_close(&world);
}
END_TEST

/* A BASER with 4 KiB pages cannot say PA[51:48]; a table up there would be a table elsewhere. */
START_TEST(bad_pool_above_48_bits)
{
	const struct world_options options = {.pool_pa = 0x1000000000000,
					      .pa_limit = (uint64_t)1 << 52};

	ck_assert_int_eq(world_try(&world, &options), ITSG_UNSUPPORTED);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
	model_check_returned(world.model);
	ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
	world_destroy(&world);
}
END_TEST

/* An ITS with fewer address bits than the pool has gets no block above them. */
START_TEST(bad_pool_beyond_the_hardware)
{
	const struct world_options options = {.cbaser_sticky = 0xb8e00000ffff0fff};

	ck_assert_int_eq(world_try(&world, &options), ITSG_NO_MEMORY);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
	model_check_returned(world.model);
	world_destroy(&world);
}
END_TEST

START_TEST(good_host_is_not_heard_during_teardown)
{
	open_manual(0);
	map_something();
	ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_AGAIN);
	world_write(&world, 0, 4, 1);
	world_write(&world, 0x88, 4, 0x20);
	world_write(&world, 0x100, 8, 0);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_REG_STATE], 3);
	world_close(&world);
}
END_TEST

START_TEST(bad_teardown_ledger_fails)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int k, n, failures;

	for (k = 1; k < 40; k++) {
		open_manual(0);
		map_something();
		model_fail_after(world.model, k);
		failures = 0;
		for (n = 0; n < 1000; n++) {
			world_run(&world);
			status = itsg_its_teardown(&world.its);
			failures += status == ITSG_LEDGER;
			if (status == ITSG_OK)
				break;
		}
		ck_assert_int_eq(status, ITSG_OK);
		model_fail_after(world.model, 0);
		ck_assert_uint_le(failures, 1);
		ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
		model_check_returned(world.model);
		ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
		world_destroy(&world);
	}
}
END_TEST

START_TEST(bad_init_fails_anywhere)
{
	uint64_t calls;
	unsigned int k;

	world_open(&world, NULL);
	calls = model_fallible_calls(world.model);
	world_close(&world);
	ck_assert_uint_ge(calls, 2);
	for (k = 0x1000; k < 0x60000; k += 0x3000) {
		const struct world_options options = {.pool = k > 0x2000 ? k : 0x2000};
		enum itsg_status status = world_try(&world, &options);

		ck_assert(status == ITSG_OK || status == ITSG_NO_MEMORY);
		if (status == ITSG_OK) {
			world_close(&world);
			continue;
		}
		ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
		model_check_returned(world.model);
		ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
		world_destroy(&world);
	}
}
END_TEST

START_TEST(bad_init_twice)
{
	enum itsg_status status;

	world_open(&world, NULL);
	/* a second instance on the same hardware does not get its frames */
	static struct itsg_its other;
	status = itsg_its_init(&other, &world.domain, &world.its.config);
	ck_assert_int_eq(status, ITSG_LEDGER);
	ck_assert_int_eq(itsg_poll(&other), ITSG_NOT_READY);
	world_close(&world);
}
END_TEST

/* An exhausted pool refuses with that reason, changes nothing, and can be topped up. */
START_TEST(bad_pool_exhausted)
{
	const struct world_options options = {.pool = 0x40000, .devices = 512, .collections = 64};
	const uint64_t big[4] = {0x0000000500000008, 0xf, 0x8000000040300000, 0}; /* 768 KiB */
	uint64_t before;

	world_open(&world, &options);
	world_boot(&world);
	world_post(&world, mapc_0);
	before = itsg_pool_free_bytes(&world.domain);
	world_post(&world, big);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_POOL], 1);
	ck_assert_uint_eq(itsg_pool_free_bytes(&world.domain), before);
	world_post(&world, mapti_5_0);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_DEVICE_UNMAPPED], 1);
	ck_assert_int_eq(itsg_pool_add(&world.domain, 0xf1000000000, 0x400000, ITSG_POOL_HOST),
			 ITSG_OK);
	world_post(&world, big);
	world_post(&world, mapti_5_0);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 2);
	world_close(&world);
}
END_TEST

START_TEST(bad_capacity)
{
	const struct world_options options = {.devices = 5, .events = 8, .collections = 2};
	const uint64_t mapd_4[4] = {0x0000000400000008, 0x2, 0x8000000040300000, 0};
	const uint64_t mapd_4_big[4] = {0x0000000400000008, 0x3, 0x8000000040300000, 0};
	const uint64_t mapc_2[4] = {0x09, 0, 0x8000000000000002, 0};

	world_open(&world, &options);
	world_boot(&world);
	world_post(&world, mapd_5);
	world_post(&world, mapd_4_big);
	world_post(&world, mapc_2);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_CAPACITY], 3);
	world_post(&world, mapd_4);
	world_post(&world, mapc_0);
	world_post(&world, mapd_5_off);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 3);
	world_close(&world);
}
END_TEST

/* Non-coherent hardware, and a host that writes its queue past the caches. */
START_TEST(good_non_coherent)
{
	const struct world_options options = {.non_coherent = true};
	const uint64_t remap[4] = {0x0000000500000008, 0xa, 0x8000000040300000, 0};

	world_open(&world, &options);
	world_boot(&world);
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	world_write(&world, 0x80, 8, CBASER_4K); /* non-shareable, non-cacheable */
	world_write(&world, 0, 4, 1);
	world_settle(&world);
	map_something();
	world_post(&world, remap);
	world_post(&world, mapd_5_off);
	expect_executed("0f080808");
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	world_close(&world);
}
END_TEST

Suite *suite_life(void)
{
	Suite *suite = suite_create("life");
	TCase *ring = tcase_create("ring"), *life = tcase_create("life"),
	      *ends = tcase_create("ends");

	tcase_set_timeout(ring, 60);
	tcase_set_timeout(life, 60);
	tcase_set_timeout(ends, 120);
	tcase_add_test(ring, good_one_trap_worked_through);
	tcase_add_test(ring, good_refused_alone_moves_creadr_at_once);
	tcase_add_test(ring, rf34_one_refusal_does_not_block);
	tcase_add_test(ring, rf33_wrap_reads_both_segments);
	tcase_add_test(ring, good_full_shadow_ring);
	tcase_add_test(ring, good_command_waits_for_a_slot);
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
	tcase_add_test(ends, good_power_lost_while_off);
	tcase_add_test(ends, bad_power_lost_in_flight);
	tcase_add_loop_test(ends, bad_power_lost_anywhere, 1, 9);
	tcase_add_loop_test(ends, good_teardown_anywhere, 1, 9);
	tcase_add_test(ends, good_teardown_ended_by_a_poll);
	tcase_add_test(ends, good_teardown_in_mid_purge);
	tcase_add_test(ends, bad_power_lost_with_a_wrapped_ring);
	tcase_add_test(ends, bad_pool_above_48_bits);
	tcase_add_test(ends, bad_pool_beyond_the_hardware);
	tcase_add_test(ends, good_host_is_not_heard_during_teardown);
	tcase_add_test(ends, bad_teardown_ledger_fails);
	tcase_add_test(ends, bad_init_fails_anywhere);
	tcase_add_test(ends, bad_init_twice);
	tcase_add_test(ends, bad_pool_exhausted);
	tcase_add_test(ends, bad_capacity);
	tcase_add_test(ends, good_non_coherent);
	suite_add_tcase(suite, ring);
	suite_add_tcase(suite, life);
	suite_add_tcase(suite, ends);
	return suite;
}
