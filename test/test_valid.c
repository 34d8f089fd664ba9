// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The predicates see every single thing that is wrong: one at a time is changed in a good copy. */
#include "life_fixture.h"
#include "rd_world.h"
#include "shadow/its/cursor.h"
#include "shadow/its/devices.h"
#include "shadow/its/hand.h"
#include "shadow/its/mode.h"
#include "shadow/its/next.h"
#include "suites.h"

static struct rdw rdw;

/* A mapped device and its event, with nobody listening: the next step may be a short one. */
static void open_valid(struct itsg_its *copy)
{
	open_manual(0);
	map_something();
	*copy = world.its;
	copy->config.report = 0;
	copy->slow = 0;
	ck_assert(itsg_its_is_valid(&world.its));
	ck_assert(itsg_its_is_valid(copy));
}

/* The same with three slots in flight. One releases an LPI, one an ITT. */
static void open_in_flight(struct itsg_its *copy)
{
	open_manual(0);
	map_something();
	world_put(&world, discard_5_0);
	world_put(&world, mapd_5_off);
	world_put(&world, sync_0);
	world_doorbell(&world);
	*copy = world.its;
	ck_assert_uint_eq(copy->ring.releases, 2);
	ck_assert(itsg_its_is_valid(copy));
}

static void close_in_flight(void)
{
	world_settle(&world);
	world_close(&world);
}

/* As it is after the edit. */
#define EXPECT_STALE(edit)                                                                         \
	do {                                                                                       \
		struct itsg_its one = copy;                                                        \
		one.edit;                                                                          \
		ck_assert_msg(!itsg_its_is_valid(&one), #edit);                                    \
	} while (0)

/* What is left is noted anew, so it is something else that does not hold. */
#define EXPECT_INVALID(edit)                                                                       \
	do {                                                                                       \
		struct itsg_its one = copy;                                                        \
		one.edit;                                                                          \
		itsg_next_note(&one);                                                              \
		ck_assert_msg(!itsg_its_is_valid(&one), #edit);                                    \
	} while (0)

/* What is left is noted, as a step would have done at its end. */
static bool is_valid_once_noted(struct itsg_its *its)
{
	itsg_next_note(its);
	return itsg_its_is_valid(its);
}

START_TEST(bad_members_are_seen)
{
	struct itsg_its copy;

	open_valid(&copy);
	EXPECT_INVALID(domain = NULL);
	EXPECT_INVALID(mode.phase = (enum itsg_phase)(ITSG_PHASE_KEPT + 1));
	EXPECT_INVALID(log.count = ITSG_EVENT_RING + 1);
	EXPECT_INVALID(log.first = ITSG_EVENT_RING);
	EXPECT_INVALID(ring.words = NULL);
	EXPECT_INVALID(ring.slots = NULL);
	EXPECT_INVALID(ring.head = copy.ring.head + 16);
	EXPECT_INVALID(ring.head = copy.ring.bytes);
	EXPECT_INVALID(ring.tail = copy.ring.bytes);
	EXPECT_INVALID(ring.published = copy.ring.bytes);
	EXPECT_INVALID(ring.published = copy.ring.head + 32);
	EXPECT_INVALID(queue.fetch = copy.queue.bytes);
	EXPECT_INVALID(queue.creadr = copy.queue.bytes);
	EXPECT_INVALID(queue.cwriter = copy.queue.cwriter + 16);
	EXPECT_INVALID(queue.pa = copy.queue.pa + 0x1000);
	EXPECT_INVALID(queue.bytes = (1 << 20) + 32);
	EXPECT_INVALID(left = copy.config.budget + 1);
	EXPECT_INVALID(unfenced = true);
	EXPECT_INVALID(devices.first = 6);
	EXPECT_INVALID(devices.count = copy.devices.capacity + 1);
	EXPECT_INVALID(limits.devices = 5);
	EXPECT_INVALID(limits.events = 4);
	world_close(&world);
}
END_TEST

/* Each reason to be slow, with and without what it stands for. */
START_TEST(bad_slow_is_seen)
{
	struct itsg_its copy;
	unsigned int bit;

	open_valid(&copy);
	for (bit = 0; bit < 16; bit++)
		EXPECT_STALE(slow = (uint16_t)(1 << bit));
	EXPECT_INVALID(mode.phase = ITSG_PHASE_STOPPING);
	EXPECT_INVALID(mode.wish = false);
	EXPECT_INVALID(mode.owed = OWED_PURGE);
	EXPECT_INVALID(hand.stage = HAND_WAIT);
	EXPECT_INVALID(queue.cwriter = copy.queue.bytes);
	EXPECT_INVALID(queue.flushed = true);
	EXPECT_INVALID(coherent = false);
	EXPECT_INVALID(ring.hw_error = 1);
	EXPECT_INVALID(config.report = 1 << ITSG_EVENT_WALK);
	world_close(&world);
}
END_TEST

/* What the last step left: said wrong, or grown old. */
START_TEST(bad_work_is_seen)
{
	struct itsg_its copy;

	open_valid(&copy);
	ck_assert_uint_eq(copy.work, ITSG_WORK_NONE);
	EXPECT_STALE(work = ITSG_WORK_LATER);
	EXPECT_STALE(work = ITSG_WORK_NOW);
	EXPECT_STALE(queue.cwriter = copy.queue.cwriter + 32);
	copy.queue.cwriter += 32;
	copy.left = 1;
	ck_assert(is_valid_once_noted(&copy));
	ck_assert_uint_eq(copy.work, ITSG_WORK_LATER);
	EXPECT_STALE(work = ITSG_WORK_NONE);
	EXPECT_STALE(left = 0);
	copy.left = 0;
	ck_assert(is_valid_once_noted(&copy));
	ck_assert_uint_eq(copy.work, ITSG_WORK_NOW);
	EXPECT_STALE(left = 1);
	world_close(&world);
}
END_TEST

#define EXPECT_OWED_INVALID(job)                                                                   \
	do {                                                                                       \
		struct itsg_its one = copy;                                                        \
		mode_owe(&one, job);                                                               \
		ck_assert_msg(!itsg_its_is_valid(&one), #job);                                     \
	} while (0)

START_TEST(bad_mode_is_seen)
{
	struct itsg_its copy;

	open_valid(&copy);
	EXPECT_OWED_INVALID(OWED_CLEAR);
	EXPECT_OWED_INVALID(OWED_TEARDOWN); /* and still wanted on */
	EXPECT_OWED_INVALID(OWED_VOID);
	EXPECT_INVALID(registers.cbaser = copy.registers.cbaser & ~((uint64_t)1 << 63));
	world_close(&world);
	open_manual(0); /* nothing is mapped, and never was */
	copy = world.its;
	EXPECT_OWED_INVALID(OWED_PURGE);
	world_close(&world);
}
END_TEST

START_TEST(bad_hand_is_seen)
{
	struct itsg_its copy;

	open_valid(&copy);
	EXPECT_INVALID(hand.blocks[1].va = &copy);
	copy.slow = SLOW_HAND;
	copy.hand.cmd.kind = ITSG_CMD_MAPD;
	copy.hand.stage = HAND_COMMIT;
	ck_assert(is_valid_once_noted(&copy));
	EXPECT_INVALID(hand.stage = HAND_COMMIT + 1);
	EXPECT_INVALID(hand.cmd.kind = ITSG_CMD_MAPTI);
	world_close(&world);
}
END_TEST

/* Who holds the cursor, and when it may. */
static const struct {
	enum cursor_work work;
	enum hand_stage stage;
	uint32_t owed;
} cursors[] = {
	{CURSOR_CLEAR_HAND, HAND_CLEAR, 0},	     {CURSOR_UNMAP_EVENTS, HAND_UNMAP, 0},
	{CURSOR_UNMAP_EVENTS, 0, OWED_PURGE},	     {CURSOR_UNMAP_COLLECTIONS, 0, OWED_PURGE},
	{CURSOR_RESEND_COLLECTIONS, 0, OWED_RESEND},
};

START_TEST(bad_cursor_is_seen)
{
	struct itsg_its copy;
	unsigned int work, row;

	open_valid(&copy);
	for (work = CURSOR_FREE + 1; work <= CURSOR_RETURN_TABLES + 1; work++)
		EXPECT_INVALID(cursor.work = (uint8_t)work);
	for (row = 0; row < sizeof(cursors) / sizeof(cursors[0]); row++) {
		struct itsg_its held = copy;

		held.hand.cmd.kind = ITSG_CMD_MAPD;
		held.hand.stage = (uint8_t)cursors[row].stage;
		hand_show(&held);
		mode_set_owed(&held, cursors[row].owed);
		ck_assert(is_valid_once_noted(&held));
		held.cursor.work = (uint8_t)cursors[row].work;
		held.cursor.of = 5;
		held.cursor.index = 7;
		ck_assert_msg(is_valid_once_noted(&held), "row %u", row);
	}
	world_close(&world);
}
END_TEST

/* The right work, at a place that is none. */
START_TEST(bad_cursor_place_is_seen)
{
	struct itsg_its copy;

	open_valid(&copy);
	copy.hand.cmd.kind = ITSG_CMD_MAPD;
	copy.slow = SLOW_HAND;
	copy.hand.stage = HAND_CLEAR;
	copy.cursor = (struct itsg_cursor){.work = CURSOR_CLEAR_HAND};
	ck_assert(is_valid_once_noted(&copy));
	EXPECT_INVALID(cursor.part = HAND_BLOCKS);
	EXPECT_INVALID(cursor.bytes = 1);
	copy.hand.stage = HAND_UNMAP;
	copy.cursor = (struct itsg_cursor){.work = CURSOR_UNMAP_EVENTS, .of = 5};
	ck_assert(is_valid_once_noted(&copy));
	EXPECT_INVALID(cursor.of = 6);
	EXPECT_INVALID(cursor.index = devices_find(&world.its, 5)->events);
	world_close(&world);
}
END_TEST

START_TEST(bad_slots_are_seen)
{
	struct itsg_its copy;
	struct itsg_slot *youngest;

	open_in_flight(&copy);
	EXPECT_INVALID(ring.releases = 0);
	EXPECT_INVALID(ring.releases = 3);
	EXPECT_INVALID(queue.fetch = copy.queue.fetch - 32);
	youngest = &copy.ring.slots[copy.ring.head / 32 - 1];
	youngest->position -= 32;
	ck_assert(!is_valid_once_noted(&copy));
	youngest->position += 32;
	youngest->position |= 1; /* marked, not counted */
	ck_assert(!is_valid_once_noted(&copy));
	youngest->position &= ~1u;
	ck_assert(is_valid_once_noted(&copy));
	close_in_flight();
}
END_TEST

/* Nothing is in flight: the host's CREADR is where the next command is fetched. */
START_TEST(bad_positions_are_seen)
{
	struct itsg_its copy;

	open_valid(&copy);
	EXPECT_INVALID(queue.fetch = copy.queue.fetch - 32);
	EXPECT_INVALID(queue.creadr = copy.queue.creadr - 32);
	world_close(&world);
}
END_TEST

START_TEST(bad_off_is_seen)
{
	struct itsg_its copy;

	open_in_flight(&copy);
	mode_wish(&copy, false);
	mode_set_phase(&copy, ITSG_PHASE_STOPPING);
	ck_assert(is_valid_once_noted(&copy));
	mode_set_phase(&copy, ITSG_PHASE_OFF);
	ck_assert(!is_valid_once_noted(&copy)); /* slots in flight */
	close_in_flight();
	open_valid(&copy);
	mode_wish(&copy, false);
	mode_set_phase(&copy, ITSG_PHASE_OFF);
	ck_assert(is_valid_once_noted(&copy));
	copy.hand.stage = HAND_WAIT;
	hand_show(&copy);
	ck_assert(!is_valid_once_noted(&copy)); /* a command in hand */
	world_close(&world);
}
END_TEST

/* Kept for a reset after a stall: off, a reset is owed, and the slots in flight are there. */
START_TEST(bad_kept_is_seen)
{
	struct itsg_its copy;

	open_in_flight(&copy);
	EXPECT_INVALID(mode.waits = 1);
	mode_wish(&copy, false);
	mode_set_owed(&copy, OWED_RESET);
	ck_assert(!is_valid_once_noted(&copy)); /* phase ON */
	mode_set_phase(&copy, ITSG_PHASE_VOID);
	ck_assert(is_valid_once_noted(&copy));
	copy.mode.owed = OWED_RESET | OWED_VOID;
	ck_assert(!is_valid_once_noted(&copy));
	copy.mode.owed = OWED_RESET;
	EXPECT_INVALID(mode.waits = ITSG_PATIENCE + 1);
	mode_set_phase(&copy, ITSG_PHASE_KEPT);
	ck_assert(is_valid_once_noted(&copy));
	mode_wish(&copy, true);
	ck_assert(!is_valid_once_noted(&copy));
	mode_wish(&copy, false);
	mode_set_owed(&copy, 0);
	ck_assert(!is_valid_once_noted(&copy)); /* nothing is owed */
	mode_set_owed(&copy, OWED_RESET);
	copy.hand.stage = HAND_WAIT;
	hand_show(&copy);
	ck_assert(!is_valid_once_noted(&copy)); /* a command in hand */
	close_in_flight();
	open_valid(&copy);
	mode_wish(&copy, false);
	mode_set_owed(&copy, OWED_RESET);
	mode_set_phase(&copy, ITSG_PHASE_KEPT);
	ck_assert(!is_valid_once_noted(&copy)); /* nothing in flight */
	world_close(&world);
}
END_TEST

START_TEST(bad_claim_is_seen)
{
	struct itsg_its copy;

	open_valid(&copy);
	EXPECT_INVALID(queue.pages.done = copy.queue.pages.pages + 1);
	EXPECT_INVALID(queue.pages.done = copy.queue.pages.pages - 1);
	EXPECT_INVALID(queue.pages.pa = copy.queue.pages.pa + 0x1000);
	EXPECT_INVALID(queue.bytes = copy.queue.bytes + 0x1000);
	EXPECT_INVALID(queue.pages.pages = copy.queue.pages.done = 2);
	copy.queue.pages.done = 1;
	EXPECT_INVALID(queue.pages.half = true);
	/* Held no longer than to the end. */
	mode_wish(&copy, false);
	mode_set_phase(&copy, ITSG_PHASE_RETURN);
	ck_assert(!is_valid_once_noted(&copy));
	copy.queue.pages.done = 0;
	ck_assert(is_valid_once_noted(&copy));
	EXPECT_INVALID(queue.pages.half = true);
	world_close(&world);
}
END_TEST

START_TEST(bad_end_is_seen)
{
	struct itsg_its copy;

	open_valid(&copy);
	mode_wish(&copy, false);
	mode_set_phase(&copy, ITSG_PHASE_GONE);
	copy.queue.pages.done = copy.frames.done = copy.hw.cbaser = 0;
	ck_assert(is_valid_once_noted(&copy));
	EXPECT_INVALID(frames.done = 1);
	EXPECT_INVALID(hw.cbaser = 1);
	EXPECT_INVALID(mode.wish = true);
	mode_wish(&copy, true);
	ck_assert(!is_valid_once_noted(&copy));
	mode_wish(&copy, false);
	copy.hand.stage = HAND_WAIT;
	hand_show(&copy);
	ck_assert(!is_valid_once_noted(&copy));
	world_close(&world);
}
END_TEST

START_TEST(bad_collections_are_seen)
{
	struct itsg_collection *collections;
	struct itsg_its copy;

	open_valid(&copy);
	EXPECT_INVALID(collections.top = copy.collections.end + 1);
	EXPECT_INVALID(collections.top = (uint32_t)copy.limits.icids + 1);
	EXPECT_INVALID(collections.top = 0);
	EXPECT_INVALID(collections.count = 0);
	EXPECT_INVALID(collections.count = 2);
	collections = copy.collections.all;
	collections[0].live = 0; /* one event of a device names it */
	ck_assert(!is_valid_once_noted(&copy));
	collections[0].live = 2;
	ck_assert(!is_valid_once_noted(&copy));
	collections[0].live = 1;
	collections[0].mapped = false;
	copy.collections.count = 0; /* events, and it is not mapped */
	ck_assert(!is_valid_once_noted(&copy));
	collections[0].mapped = true;
	world_close(&world);
}
END_TEST

/* A count that is wrong must not become a teardown that never comes back. */
START_TEST(bad_count_ends_all_the_same)
{
	open_manual(0);
	world.its.collections.count = 1; /* and none is mapped */
	ck_assert(!itsg_its_is_valid(&world.its));
	ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_AGAIN);
	world_destroy(&world);
}
END_TEST

START_TEST(bad_device_is_seen)
{
	struct itsg_device *device;
	struct itsg_device good;
	struct itsg_its copy;

	open_valid(&copy);
	device = devices_find(&world.its, 5);
	good = *device;
	device->records = NULL;
	ck_assert(!is_valid_once_noted(&copy));
	*device = good;
	device->live = good.live + 1;
	ck_assert(!is_valid_once_noted(&copy));
	device->live = copy.collections.all[0].live = good.events + 1; /* more than it has */
	ck_assert(!is_valid_once_noted(&copy));
	copy.collections.all[0].live = good.live;
	*device = good;
	device->previous = 6;
	ck_assert(!is_valid_once_noted(&copy));
	*device = good;
	ck_assert(is_valid_once_noted(&copy));
	world_close(&world);
}
END_TEST

START_TEST(bad_domain_is_seen)
{
	struct itsg_domain copy;

	open_manual(0);
	ck_assert(itsg_domain_is_valid(&world.domain));
	copy = world.domain;
	copy.config.page_size = 8192;
	ck_assert(!itsg_domain_is_valid(&copy));
	copy = world.domain;
	copy.pool.region_count = ITSG_POOL_REGIONS + 1;
	ck_assert(!itsg_domain_is_valid(&copy));
	copy = world.domain;
	copy.pool.free_orders ^= 1;
	ck_assert(!itsg_domain_is_valid(&copy));
	copy = world.domain;
	copy.pool.free_orders ^= (uint32_t)1 << (ITSG_POOL_ORDERS - 1);
	ck_assert(!itsg_domain_is_valid(&copy));
	world_close(&world);
}
END_TEST

/* Of a run in the domain's list: the page behind the claimed ones is there if it is shared. */
START_TEST(bad_run_is_seen)
{
	struct itsg_run *run = &world.its.queue.pages;

	open_manual(0);
	run->done++;
	ck_assert(!itsg_domain_is_valid(&world.domain));
	run->done--;
	run->half = true;
	ck_assert(!itsg_domain_is_valid(&world.domain));
	run->half = false;
	ck_assert(itsg_domain_is_valid(&world.domain));
	world_close(&world);
}
END_TEST

#define EXPECT_RD_INVALID(edit)                                                                    \
	do {                                                                                       \
		struct itsg_rd one = copy;                                                         \
		one.edit;                                                                          \
		ck_assert_msg(!itsg_rd_is_valid(&one), #edit);                                     \
	} while (0)

START_TEST(bad_rd_members_are_seen)
{
	struct itsg_rd copy;

	rdw_open(&rdw, NULL);
	rdw_boot(&rdw, 0);
	copy = rdw.rd[0];
	ck_assert(itsg_rd_is_valid(&copy));
	EXPECT_RD_INVALID(domain = NULL);
	EXPECT_RD_INVALID(phase = (enum itsg_phase)(ITSG_PHASE_GONE + 1));
	EXPECT_RD_INVALID(phase = ITSG_PHASE_VOID);
	EXPECT_RD_INVALID(counters.waits = ITSG_PATIENCE + 1);
	EXPECT_RD_INVALID(table = ITSG_RD_TABLES + 1);
	EXPECT_RD_INVALID(table = 0);
	EXPECT_RD_INVALID(left = copy.config.budget + 1);
	EXPECT_RD_INVALID(cleared = copy.pending.size + 1);
	EXPECT_RD_INVALID(uses = false);
	EXPECT_RD_INVALID(pending.va = NULL);
	EXPECT_RD_INVALID(cleared = copy.pending.size - 1);
	EXPECT_RD_INVALID(fresh = true);
	rdw_close(&rdw);
}
END_TEST

Suite *suite_valid(void)
{
	Suite *suite = suite_create("valid");
	TCase *its = tcase_create("ITS"), *others = tcase_create("others");

	tcase_add_test(its, bad_members_are_seen);
	tcase_add_test(its, bad_slow_is_seen);
	tcase_add_test(its, bad_work_is_seen);
	tcase_add_test(its, bad_mode_is_seen);
	tcase_add_test(its, bad_hand_is_seen);
	tcase_add_test(its, bad_cursor_is_seen);
	tcase_add_test(its, bad_cursor_place_is_seen);
	tcase_add_test(its, bad_slots_are_seen);
	tcase_add_test(its, bad_positions_are_seen);
	tcase_add_test(its, bad_off_is_seen);
	tcase_add_test(its, bad_kept_is_seen);
	tcase_add_test(its, bad_claim_is_seen);
	tcase_add_test(its, bad_end_is_seen);
	tcase_add_test(its, bad_collections_are_seen);
	tcase_add_test(its, bad_count_ends_all_the_same);
	tcase_add_test(its, bad_device_is_seen);
	suite_add_tcase(suite, its);
	tcase_add_test(others, bad_domain_is_seen);
	tcase_add_test(others, bad_run_is_seen);
	tcase_add_test(others, bad_rd_members_are_seen);
	suite_add_tcase(suite, others);
	return suite;
}
