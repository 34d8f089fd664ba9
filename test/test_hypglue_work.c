// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Who goes on with what a trap leaves: the trap itself, for some budgets, and then a later poll.
 * The driver here polls nothing. It rings its doorbell, and waits for the LPI of its INT.
 */
#include "glue_fixture.h"
#include "rd_world.h"
#include "suites.h"

#define LDR_W5	0x93850007u
#define STR_W5	0x93850047u
#define STR_X5	0x93c58047u
#define ITS	0x08080000u
#define CTLR	0x00u
#define CBASER	0x80u
#define CWRITER 0x88u
#define BASER0	0x100u
#define BASER1	0x108u
#define QUEUE	0x40100000u
#define LPI	8192u
#define MANY	10000u /* polls that are more than enough */

static struct glue glue;
static unsigned int position;

static void store(uint64_t esr, uint64_t offset, uint64_t value)
{
	glue.registers[5] = value;
	ck_assert_int_eq(glue_trap(&glue, esr, ITS + offset), HYPGLUE_DONE);
}

static void put(uint64_t dw0, uint64_t dw1, uint64_t dw2)
{
	const uint64_t words[4] = {dw0, dw1, dw2, 0};
	unsigned int i;

	for (i = 0; i < 4; i++)
		ck_assert(model_host_store(glue.machine.model, QUEUE + position + 8 * i, words[i]));
	position += 32;
}

static void run_hardware(void)
{
	while (model_its_run(glue.machine.model, 0, 64))
		;
}

/* The embedder's timer, until it is not needed. Returns how often it fired. */
static unsigned int poll_to_the_end(bool hardware)
{
	unsigned int polls;

	for (polls = 0; polls < MANY && glue.left != ITSG_WORK_NONE; polls++) {
		if (hardware)
			run_hardware();
		glue.left = hypglue_poll(&glue.regions);
	}
	ck_assert_uint_lt(polls, MANY);
	return polls;
}

/* The ITS is on, with this budget from there on. */
static void open_with(uint32_t budget, uint32_t polls, uint32_t ring)
{
	glue_open(&glue, 1);
	glue.config[0].budget = budget;
	glue.config[0].ring_bytes = ring;
	ck_assert_uint_eq(glue.regions.polls, 4);
	glue.regions.polls = polls;
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 1, NULL), ITSG_OK);
	position = 0;
	store(STR_X5, CBASER, 0xb800000040100401); /* 256 slots */
	store(STR_X5, BASER0, 0xb907000040200400);
	store(STR_X5, BASER1, 0xbc07000040210400);
	ck_assert_int_eq(glue.left, ITSG_WORK_NONE);
	store(STR_W5, CTLR, 1);
	(void)poll_to_the_end(true);
}

/* MAPC, MAPD of 16,384 events, MAPTI, INT. */
static void put_interrupt(void)
{
	put(0x0000000000000009, 0x0000000000000000, 0x8000000000000000);
	put(0x0000000500000008, 0x000000000000000d, 0x8000000040300000);
	put(0x000000050000000a, 0x0000200000000000, 0x0000000000000000);
	put(0x0000000500000003, 0x0000000000000000, 0x0000000000000000);
}

static bool lpi_has_come(void)
{
	run_hardware();
	return model_lpi_take(glue.machine.model, LPI, 0);
}

static uint64_t work_done(void)
{
	return glue.machine.its[0].counters.work;
}

/* Nobody goes on, and nothing comes. The later polls bring it. */
START_TEST(good_later_polls_bring_the_interrupt)
{
	open_with(1, 0, 4096);
	put_interrupt();
	store(STR_W5, CWRITER, position);
	ck_assert_int_eq(glue.left, ITSG_WORK_NOW);
	ck_assert(!lpi_has_come());
	ck_assert_int_eq(hypglue_work(&glue.regions), ITSG_WORK_NOW);
	/* MAPD clears 256 KiB for the ITT and 128 KiB of records: 96 units, beside the rest */
	ck_assert_uint_gt(poll_to_the_end(true), 96);
	ck_assert(lpi_has_come());
	glue_close(&glue);
}
END_TEST

/* With enough budgets, the trap needs no help. */
START_TEST(good_trap_goes_on)
{
	open_with(1, 1000, 4096);
	put_interrupt();
	store(STR_W5, CWRITER, position);
	ck_assert_int_eq(glue.left, ITSG_WORK_NONE);
	ck_assert(lpi_has_come());
	glue_close(&glue);
}
END_TEST

/* A trap, and a later poll, take so many budgets, and not one more. */
START_TEST(good_budgets_are_bounded)
{
	static const uint32_t polls[] = {0, 1, 4, 7};
	uint64_t before;

	open_with(2, polls[_i], 4096);
	put_interrupt();
	before = work_done();
	store(STR_W5, CWRITER, position);
	ck_assert_int_eq(glue.left, ITSG_WORK_NOW);
	ck_assert_uint_eq(work_done() - before, 2 * (1 + polls[_i]));
	before = work_done();
	ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_NOW);
	ck_assert_uint_eq(work_done() - before, 2 * (1 + polls[_i]));
	(void)poll_to_the_end(true);
	ck_assert(lpi_has_come());
	glue_close(&glue);
}
END_TEST

/* A refused access goes on as well, and a syndrome without an access. */
START_TEST(good_an_abort_goes_on)
{
	uint64_t before;

	open_with(2, 3, 4096);
	put_interrupt();
	store(STR_W5, CWRITER, position);
	before = work_done();
	ck_assert_int_eq(glue_trap(&glue, 0x93050007, ITS + CTLR), HYPGLUE_ABORT);
	ck_assert_uint_eq(work_done() - before, 8);
	ck_assert_int_eq(glue.left, ITSG_WORK_NOW);
	before = work_done();
	ck_assert_int_eq(glue_trap(&glue, 0x92000047, ITS + CTLR), HYPGLUE_ABORT);
	ck_assert_uint_eq(work_done() - before, 6);
	ck_assert_int_eq(glue.left, ITSG_WORK_NOW);
	(void)poll_to_the_end(true);
	ck_assert(lpi_has_come());
	glue_close(&glue);
}
END_TEST

/* 200 commands, and a ring of 128 slots: 127 are in flight. The others wait for the hardware, and
 * that is no reason to be busy. Once all are in flight, nothing waits any more. */
START_TEST(good_full_ring_waits_for_the_hardware)
{
	uint64_t before;
	unsigned int i;

	open_with(1000, 4, 4096);
	for (i = 0; i < 200; i++)
		put(0x0000000000000005, 0, 0);
	store(STR_W5, CWRITER, position);
	ck_assert_int_eq(glue.left, ITSG_WORK_LATER);
	before = work_done();
	for (i = 0; i < 5; i++)
		ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_LATER);
	ck_assert_uint_eq(work_done(), before);
	ck_assert_uint_eq(model_its_run(glue.machine.model, 0, 72), 72);
	ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_LATER);
	ck_assert_uint_eq(model_its_run(glue.machine.model, 0, 1), 1);
	ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_NONE);
	run_hardware();
	ck_assert_uint_eq(glue.machine.its[0].counters.fetched, 200);
	before = work_done();
	ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_NONE);
	ck_assert_uint_eq(work_done(), before); /* not even a walk */
	glue_close(&glue);
}
END_TEST

/* A disable needs steps after the hardware is through, for the host's pages to come back. */
START_TEST(good_drain_waits_for_the_hardware)
{
	open_with(64, 4, 4096);
	put_interrupt();
	store(STR_W5, CWRITER, position);
	ck_assert_int_eq(glue.left, ITSG_WORK_NONE);
	store(STR_W5, CTLR, 0);
	ck_assert_int_eq(glue.left, ITSG_WORK_LATER);
	ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_LATER);
	ck_assert_uint_eq(machine_claimed(&glue.machine), 2);
	run_hardware();
	ck_assert_uint_le(poll_to_the_end(true), 3);
	ck_assert_uint_eq(machine_claimed(&glue.machine), 0);
	glue_close(&glue);
}
END_TEST

/* The ledger refuses to take the queue back, once. It is tried again, later. */
START_TEST(good_failed_release_is_tried_again)
{
	open_with(64, 4, 4096);
	model_fail_after(glue.machine.model, 1);
	store(STR_W5, CTLR, 0);
	ck_assert_int_eq(glue.left, ITSG_WORK_LATER); /* not quiescent yet */
	run_hardware();
	ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_LATER);
	ck_assert_uint_eq(glue.machine.its[0].counters.release_failures, 1);
	ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_NONE);
	ck_assert_uint_eq(machine_claimed(&glue.machine), 0);
	glue_close(&glue);
}
END_TEST

/* Power that goes with work in flight leaves work, though no step was taken. */
START_TEST(good_power_loss_leaves_work)
{
	open_with(64, 4, 4096);
	put_interrupt();
	store(STR_W5, CWRITER, position);
	model_its_power_lost(glue.machine.model, 0);
	itsg_power_lost(&glue.machine.its[0]);
	ck_assert_int_eq(hypglue_work(&glue.regions), ITSG_WORK_NOW);
	glue.left = ITSG_WORK_NOW;
	(void)poll_to_the_end(true);
	glue_close(&glue);
}
END_TEST

/* Where nothing is mediated, nothing is left: before the start, and after the end. */
START_TEST(good_nothing_is_left_where_nothing_is)
{
	unsigned int n;

	glue_open(&glue, 1);
	ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_NONE);
	ck_assert_int_eq(itsg_its_work(&glue.machine.its[0]), ITSG_WORK_NONE);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 1, NULL), ITSG_OK);
	ck_assert_int_eq(itsg_its_teardown(&glue.machine.its[0]), ITSG_AGAIN);
	ck_assert_int_ne(itsg_its_work(&glue.machine.its[0]), ITSG_WORK_NONE);
	/* Polls do the teardown's work, but its last word is the embedder's. */
	for (n = 0; n < MANY && hypglue_poll(&glue.regions) != ITSG_WORK_NONE; n++)
		;
	ck_assert_uint_lt(n, MANY);
	ck_assert_int_eq(hypglue_region_stop(&glue.regions.region[0]), ITSG_OK);
	ck_assert_int_eq(itsg_its_work(&glue.machine.its[0]), ITSG_WORK_NONE);
	ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_NONE);
	glue_close(&glue);
}
END_TEST

/* Two ITSs have much to do, and a poll is one step: they take turns. */
START_TEST(good_regions_take_turns)
{
	uint64_t before[2];
	unsigned int i, n;

	glue_open(&glue, 2);
	glue.config[0].budget = glue.config[1].budget = 1;
	glue.regions.polls = 0;
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 2, NULL), ITSG_OK);
	for (n = 0; n < 2; n++) {
		glue.registers[5] = 0xb8000000401000ff + n * 0x100000; /* 1 MiB: 256 pages */
		ck_assert_int_eq(glue_trap(&glue, STR_X5, MACHINE_BASE(n) + CBASER), HYPGLUE_DONE);
		glue.registers[5] = 0xb907000040400400;
		ck_assert_int_eq(glue_trap(&glue, STR_X5, MACHINE_BASE(n) + BASER0), HYPGLUE_DONE);
		glue.registers[5] = 0xbc07000040410400;
		ck_assert_int_eq(glue_trap(&glue, STR_X5, MACHINE_BASE(n) + BASER1), HYPGLUE_DONE);
		glue.registers[5] = 1;
		ck_assert_int_eq(glue_trap(&glue, STR_W5, MACHINE_BASE(n) + CTLR), HYPGLUE_DONE);
		ck_assert_int_eq(glue.left, ITSG_WORK_NOW);
		before[n] = glue.machine.its[n].counters.work;
	}
	for (i = 0; i < 20; i++)
		ck_assert_int_eq(hypglue_poll(&glue.regions), ITSG_WORK_NOW);
	for (n = 0; n < 2; n++)
		ck_assert_uint_eq(glue.machine.its[n].counters.work - before[n], 10);
	for (i = 0; i < MANY && hypglue_poll(&glue.regions) != ITSG_WORK_NONE; i++)
		;
	ck_assert_uint_lt(i, MANY);
	glue_close(&glue);
}
END_TEST

/* ---- Redistributors ---- */

static struct rdw world;

static enum itsg_work rd_left(unsigned int cpu)
{
	return itsg_rd_work(&world.rd[cpu]);
}

START_TEST(good_redistributor_disable_waits)
{
	const struct rdw_options options = {.budget = 4, .manual = true};

	rdw_open(&world, &options);
	ck_assert_int_eq(rd_left(0), ITSG_WORK_NONE);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_write_once(&world, 0, RDW_CTLR, 4, 1), ITSG_AGAIN);
	/* 14 pages and a table to clear: the host must come again, and may never do so */
	ck_assert_int_eq(rd_left(0), ITSG_WORK_NOW);
	while (rd_left(0) != ITSG_WORK_NONE) {
		rdw_run(&world);
		ck_assert_int_ne(rdw_poll(&world, 0), ITSG_NOT_READY);
	}
	ck_assert(model_rd_enabled(world.model, 0));
	ck_assert_int_eq(rdw_write_once(&world, 0, RDW_CTLR, 4, 0), ITSG_OK);
	ck_assert_int_eq(rd_left(0), ITSG_WORK_LATER); /* RWP */
	rdw_run(&world);
	ck_assert_int_eq(rdw_poll(&world, 0), ITSG_AGAIN);
	ck_assert_int_eq(rd_left(0), ITSG_WORK_NOW); /* pages go back, four a step */
	while (rdw_poll(&world, 0) == ITSG_AGAIN)
		ck_assert_int_ne(rd_left(0), ITSG_WORK_NONE);
	ck_assert_int_eq(rd_left(0), ITSG_WORK_NONE);
	ck_assert_uint_eq(rdw_claimed(&world), 0);
	world.options.manual = false;
	rdw_close(&world);
}
END_TEST

/* An INVLPIR behind another one waits for SYNCR. No register shows it, and no access follows. */
START_TEST(good_redistributor_invalidate_waits)
{
	const struct rdw_options options = {.manual = true};

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_run(&world);
	ck_assert_int_eq(rdw_poll(&world, 0), ITSG_OK);
	ck_assert_int_eq(rdw_write_once(&world, 0, RDW_INVLPIR, 8, RDW_LPI), ITSG_OK);
	ck_assert_int_eq(rd_left(0), ITSG_WORK_NONE);
	ck_assert_int_eq(rdw_write_once(&world, 0, RDW_INVLPIR, 8, RDW_LPI + 1), ITSG_OK);
	ck_assert_int_eq(rd_left(0), ITSG_WORK_LATER);
	rdw_run(&world);
	ck_assert_int_eq(rd_left(0), ITSG_WORK_LATER);
	ck_assert_int_eq(rdw_poll(&world, 0), ITSG_OK);
	ck_assert_int_eq(rd_left(0), ITSG_WORK_NONE);
	rdw_run(&world);
	world.options.manual = false;
	rdw_close(&world);
}
END_TEST

Suite *suite_hypglue_work(void)
{
	Suite *suite = suite_create("hypglue_work");
	TCase *its = tcase_create("its"), *rd = tcase_create("redistributors");

	tcase_add_test(its, good_later_polls_bring_the_interrupt);
	tcase_add_test(its, good_trap_goes_on);
	tcase_add_loop_test(its, good_budgets_are_bounded, 0, 4);
	tcase_add_test(its, good_an_abort_goes_on);
	tcase_add_test(its, good_full_ring_waits_for_the_hardware);
	tcase_add_test(its, good_drain_waits_for_the_hardware);
	tcase_add_test(its, good_failed_release_is_tried_again);
	tcase_add_test(its, good_power_loss_leaves_work);
	tcase_add_test(its, good_nothing_is_left_where_nothing_is);
	tcase_add_test(its, good_regions_take_turns);
	suite_add_tcase(suite, its);
	tcase_add_test(rd, good_redistributor_disable_waits);
	tcase_add_test(rd, good_redistributor_invalidate_waits);
	suite_add_tcase(suite, rd);
	return suite;
}
