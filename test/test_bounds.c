// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The dearest that a host can ask for at once, at the default budget and at a budget of one. No
 * trap does more units than its budget: the rig holds each to what the library counts and to what
 * the model sees. Each trap does as many as it can, so the number of traps follows from the units.
 */
#include <inttypes.h>

#include <itsguard/itsguard.h>

#include "rig/rig.h"
#include "suites.h"

#define QUEUE	    0x40000000u
#define QUEUE_BYTES 0x100000u /* the longest a host can have */
#define SLOTS	    (QUEUE_BYTES / 32)
#define TABLES	    0x50000000u
#define DEVICES	    65536u
#define EVENT_BITS  11u /* EventID bits of the devices that fill the queue */
#define MAX_BITS    16u
#define VALID	    0x8000000000000000u

static const uint32_t budgets[] = {ITSG_BUDGET_DEFAULT, 1};
/* With many more devices, the rig's look after each call takes too long (bench/worst.c). */
static const uint32_t purged[] = {DEVICES, 2048};
static struct rig *rig;
static struct trace_config config;

static void step(enum step_kind kind, uint64_t a, uint64_t b, uint64_t c)
{
	const struct step step = {.kind = (uint8_t)kind,
				  .count = kind == STEP_READ ? 2 : 3,
				  .line = 1,
				  .op = {a, b, c}};

	ck_assert_msg(rig_step(rig, &step) == RIG_OK, "%s", rig_text(rig));
}

static void put(unsigned int slot, uint64_t dw0, uint64_t dw1, uint64_t dw2)
{
	const struct step slot_step = {
		.kind = STEP_SLOT, .count = 5, .line = 1, .op = {slot, dw0, dw1, dw2, 0}};

	ck_assert_msg(rig_step(rig, &slot_step) == RIG_OK, "%s", rig_text(rig));
}

static uint64_t read_from(uint32_t offset)
{
	step(STEP_READ, offset, 4, 0);
	return rig_last_value(rig);
}

static uint64_t work(void)
{
	struct itsg_counters counters;

	rig_counters(rig, &counters);
	return counters.work;
}

static void open_rig(uint32_t budget)
{
	trace_config_default(&config);
	config.its[0].budget = budget;
	config.its[0].devices = DEVICES;
	config.pool = 128u << 20;
	rig = rig_create();
	ck_assert_ptr_nonnull(rig);
	ck_assert_msg(rig_begin(rig, &config, RIG_BARE) == RIG_OK, "%s", rig_text(rig));
	step(STEP_WRITE, 0x100, 8, 0xb907000000000000 | TABLES | 0x200 | 7);
	step(STEP_WRITE, 0x108, 8, 0xbc07000000000000 | (TABLES + 0x100000));
	step(STEP_WRITE, 0x80, 8, 0xb800000000000400 | QUEUE | (QUEUE_BYTES / 4096 - 1));
	step(STEP_WRITE, 0x88, 8, 0);
	step(STEP_WRITE, 0, 4, 1);
}

/*
 * No trap is idle while something is left. So so many units need about units / budget traps, and
 * waits more at most.
 */
static void expect_spent(uint64_t traps, uint64_t units, uint64_t waits)
{
	struct rig_maxima maxima;

	rig_maxima(rig, &maxima);
	ck_assert_uint_eq(maxima.worst.budget, config.its[0].budget);
	ck_assert_uint_le(maxima.worst.work, maxima.worst.budget);
	ck_assert_uint_le(maxima.worst.seen, maxima.worst.work);
	ck_assert_uint_ge(traps * maxima.worst.budget, units);
	ck_assert_msg(traps <= units / maxima.worst.budget + waits,
		      "%" PRIu64 " traps for %" PRIu64 " units at %" PRIu64 " a trap", traps, units,
		      maxima.worst.budget);
}

static void close_rig(void)
{
	ck_assert_msg(rig_settle(rig) == RIG_OK && rig_finish(rig) == RIG_OK, "%s", rig_text(rig));
	rig_destroy(rig);
}

/* As a host does: rings the doorbell, then reads CREADR until all is done. */
static uint64_t post(uint32_t end)
{
	uint64_t traps = 1;

	for (step(STEP_WRITE, 0x88, 4, end); read_from(0x90) != end; traps++)
		ck_assert_uint_lt(traps, 10000000);
	return traps + 1;
}

/*
 * A MAPD of a mapped device whose last event is live. It looks at all the records, sends a DISCARD
 * and an unmapping of its own, and clears an ITT and records.
 */
START_TEST(good_full_queue)
{
	unsigned int slot;
	uint64_t before, traps;

	open_rig(budgets[_i]);
	put(0, 0x09, 0, VALID);
	for (slot = 1; slot < SLOTS - 1; slot += 2) {
		put(slot, 0x08, EVENT_BITS - 1, VALID | 0x60000000);
		put(slot + 1, 0x0a, (1u << EVENT_BITS) - 1 + ((uint64_t)(8192 + slot) << 32), 0);
	}
	(void)read_from(0x90);
	before = work();
	traps = post((SLOTS - 1) * 32);
	/* A command's last units may leave less of a budget than its slot's walk needs. */
	expect_spent(traps, work() - before, traps / 8 + 16);
	close_rig();
}
END_TEST

START_TEST(good_largest_mapd)
{
	uint64_t before, traps;

	open_rig(budgets[_i]);
	put(0, 0x08, MAX_BITS - 1, VALID | 0x60000000);
	while (!(read_from(0) & 1) || rig_judge(rig) != RIG_OK)
		;
	post(0);
	before = work();
	traps = post(0x20);
	/*
	 * An ITT of 65,536 entries of 12 bytes is a block of 1 MiB. Its records of 8 bytes are 512
	 * KiB.
	 */
	ck_assert_uint_ge(work() - before, 256 + 128);
	expect_spent(traps, work() - before, 4);
	close_rig();
}
END_TEST

/* All of its records are looked at, though only one event is mapped, the last. */
START_TEST(good_unmap_of_last_event)
{
	uint64_t before, traps;

	open_rig(budgets[_i]);
	put(0, 0x08, MAX_BITS - 1, VALID | 0x60000000);
	put(1, 0x09, 0, VALID);
	put(2, 0x0a, (uint64_t)8192 << 32 | ((1u << MAX_BITS) - 1), 0);
	while (!(read_from(0) & 1) || rig_judge(rig) != RIG_OK)
		;
	post(0x60);
	put(3, 0x08, 0, 0);
	before = work();
	traps = post(0x80);
	/* 65,536 records of 8 bytes are 128 units. */
	ck_assert_uint_ge(work() - before, 128);
	expect_spent(traps, work() - before, 4);
	close_rig();
}
END_TEST

static void map_devices(uint32_t count)
{
	uint32_t id, slot = 0;

	for (id = 0; id < count; id++) {
		put(slot, 0x08 | (uint64_t)id << 32, 0, VALID | 0x60000000);
		slot = (slot + 1) % SLOTS;
		if (slot % 2048 == 0)
			(void)post(slot * 32);
	}
}

/*
 * As after a reboot without a shutdown. The host sees it only by how long its first command takes.
 */
START_TEST(good_purge_of_all_devices)
{
	struct itsg_counters counters;
	uint64_t before, traps;

	open_rig(budgets[_i]);
	map_devices(purged[_i]);
	rig_counters(rig, &counters);
	ck_assert_uint_eq(counters.devices, purged[_i]);
	step(STEP_WRITE, 0, 4, 0);
	while (!(read_from(0) & 0x80000000))
		;
	step(STEP_WRITE, 0x100, 8, 0);
	step(STEP_WRITE, 0x100, 8, 0xb907000000000000 | (TABLES + 0x200000) | 0x200 | 7);
	step(STEP_WRITE, 0x80, 8, 0xb800000000000400 | QUEUE);
	step(STEP_WRITE, 0x88, 8, 0);
	put(0, 0x09, 0, VALID);
	step(STEP_WRITE, 0, 4, 1);
	before = work();
	traps = post(0x20);
	rig_counters(rig, &counters);
	ck_assert_uint_eq(counters.devices, 0);
	ck_assert_uint_ge(work() - before, 2 * purged[_i] - 3 * budgets[_i]);
	expect_spent(traps, work() - before, traps / 8 + 16);
	close_rig();
}
END_TEST

Suite *suite_bounds(void)
{
	Suite *suite = suite_create("bounds");
	TCase *tcase = tcase_create("bounds");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, good_full_queue, 0, 2);
	tcase_add_loop_test(tcase, good_largest_mapd, 0, 2);
	tcase_add_loop_test(tcase, good_unmap_of_last_event, 0, 2);
	tcase_add_loop_test(tcase, good_purge_of_all_devices, 0, 2);
	suite_add_tcase(suite, tcase);
	return suite;
}
