// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* MMIO guard, its calls by their numbers. */
#include <stdlib.h>
#include <string.h>

#include "hypglue/mmio_guard.h"
#include "suites.h"

#define NODES 64

static struct hypglue_guard_node nodes[NODES + 1];
static struct hypglue_guard guard;

/* x0 as a signed number; x1..x3 must come back 0. */
static int64_t call(uint64_t function, uint64_t x1, uint64_t x2)
{
	uint64_t registers[4] = {function, x1, x2, 0x3333};

	ck_assert(hypglue_guard_call(&guard, registers));
	ck_assert_uint_eq(registers[1] | registers[2] | registers[3], 0);
	return (int64_t)registers[0];
}

static void open_guard(void)
{
	ck_assert(hypglue_guard_init(&guard, nodes, NODES, 4096, (uint64_t)1 << 40));
}

static void open_enrolled(void)
{
	open_guard();
	ck_assert_int_eq(call(0xc6000003, 0, 0), 0);
}

static bool allowed(uint64_t ipa, uint32_t size)
{
	uint8_t mair;

	return hypglue_guard_allows(&guard, ipa, size, &mair);
}

START_TEST(rf47_info)
{
	open_guard();
	ck_assert_int_eq(call(0xc6000002, 0, 0), 4096);
	ck_assert(hypglue_guard_init(&guard, nodes, NODES, 65536, (uint64_t)1 << 52));
	ck_assert_int_eq(call(0xc6000002, 0, 0), 65536);
	ck_assert(!hypglue_guard_init(&guard, nodes, NODES, 8192, (uint64_t)1 << 40));
	ck_assert_int_eq(call(0xc6000002, 0, 0), -1);
	ck_assert_int_eq(call(0xc6000003, 0, 0), -1);
	ck_assert_int_eq(call(0xc6000004, 0x1000, 0), -1);
	ck_assert(allowed(0x1000, 4));
}
END_TEST

START_TEST(rf48_enroll)
{
	open_guard();
	ck_assert(allowed(0x09000000, 4));
	ck_assert_int_eq(call(0xc6000003, 0, 0), 0);
	ck_assert(!allowed(0x09000000, 4));
	ck_assert_int_eq(call(0xc6000004, 0x09000000, 0), 0);
	/* a second time is harmless, and nothing ends the enrolment */
	ck_assert_int_eq(call(0xc6000003, 0, 0), 0);
	ck_assert(allowed(0x09000000, 4));
	ck_assert(!allowed(0x09001000, 4));
	ck_assert_int_eq(call(0xc6000005, 0x09000000, 0), 0);
	ck_assert(!allowed(0x09000000, 4));
}
END_TEST

START_TEST(rf49_map)
{
	static const struct {
		uint64_t ipa, mair;
		int64_t result;
	} rows[] = {
		{0x09000000, 0, 0},
		{0x09001000, 7, 0},
		{0x09002000, 8, -1},
		{0x09002000, ~(uint64_t)0, -1},
		{0x09002000, 0x100000000, -1},
		{0x09002001, 0, -1},
		{0x09002800, 0, -1},
		{0xfffffff000, 3, 0},
		{0x10000000000, 0, -1},
		{0xfffffffffffff000, 0, -1},
		{0, 1, 0},
	};
	uint8_t mair = 0;
	size_t i;

	open_guard();
	ck_assert_int_eq(call(0xc6000004, 0x09000000, 0), -1); /* before ENROLL */
	open_enrolled();
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(call(0xc6000004, rows[i].ipa, rows[i].mair) == rows[i].result,
			      "row %zu", i);
	ck_assert(!allowed(0x09002000, 4));
	ck_assert(hypglue_guard_allows(&guard, 0x09001ffc, 4, &mair));
	ck_assert_uint_eq(mair, 7);
	ck_assert(hypglue_guard_allows(&guard, 0xffffffffff, 1, &mair));
	ck_assert_uint_eq(mair, 3);
	ck_assert(hypglue_guard_allows(&guard, 0, 8, &mair));
	ck_assert_uint_eq(mair, 1);
	/* again, with another index */
	ck_assert_int_eq(call(0xc6000004, 0x09001000, 2), 0);
	ck_assert(hypglue_guard_allows(&guard, 0x09001000, 1, &mair));
	ck_assert_uint_eq(mair, 2);
	ck_assert_uint_eq(guard.used, 4);
}
END_TEST

START_TEST(rf50_unmap)
{
	open_guard();
	ck_assert_int_eq(call(0xc6000005, 0x09000000, 0), -1);
	open_enrolled();
	ck_assert_int_eq(call(0xc6000005, 0x09000000, 0), -1);
	ck_assert_int_eq(call(0xc6000004, 0x09000000, 0), 0);
	ck_assert_int_eq(call(0xc6000005, 0x09000800, 0), -1);
	ck_assert_int_eq(call(0xc6000005, 0x09001000, 0), -1);
	ck_assert(allowed(0x09000000, 4));
	ck_assert_int_eq(call(0xc6000005, 0x09000000, 0), 0);
	ck_assert_int_eq(call(0xc6000005, 0x09000000, 0), -1);
	ck_assert(!allowed(0x09000000, 4));
}
END_TEST

/*
 * The whole access counts, also over the border of two granules and at the end of the address
 * space.
 */
START_TEST(good_whole_accesses)
{
	open_enrolled();
	ck_assert_int_eq(call(0xc6000004, 0x09000000, 0), 0);
	ck_assert_int_eq(call(0xc6000004, 0xfffffff000, 0), 0);
	ck_assert(allowed(0x09000ff8, 8));
	ck_assert(!allowed(0x09000ff9, 8));
	ck_assert(!allowed(0x08ffffff, 2));
	ck_assert(allowed(0xffffffffff, 1));
	ck_assert(!allowed(0xffffffffff, 2));
	ck_assert(!allowed(0x09000000, 0));
	ck_assert(!allowed(~(uint64_t)0, 8));
	ck_assert_int_eq(call(0xc6000004, 0x09001000, 0), 0);
	ck_assert(allowed(0x09000ff9, 8));
}
END_TEST

START_TEST(bad_full)
{
	uint64_t i;

	open_enrolled();
	memset(&nodes[NODES], 0x5a, sizeof(nodes[NODES]));
	for (i = 0; i < NODES; i++)
		ck_assert_int_eq(call(0xc6000004, i << 12, i & 7), 0);
	ck_assert_int_eq(call(0xc6000004, (uint64_t)NODES << 12, 0), -1);
	ck_assert(!allowed((uint64_t)NODES << 12, 4));
	/* a granule that is there can still get another index, and room comes back */
	ck_assert_int_eq(call(0xc6000004, 0x5000, 1), 0);
	ck_assert_int_eq(call(0xc6000005, 0x7000, 0), 0);
	ck_assert_int_eq(call(0xc6000004, (uint64_t)NODES << 12, 0), 0);
	ck_assert_int_eq(call(0xc6000004, 0x7000, 0), -1);
	for (i = 0; i <= NODES; i++)
		ck_assert_int_eq(allowed(i << 12, 4), i != 7);
	ck_assert_uint_eq(nodes[NODES].granule, 0x5a5a5a5a5a5a5a5a);
}
END_TEST

/* Any order of MAP and UNMAP, against an array: each keeps its own index. */
START_TEST(good_any_order)
{
	bool mapped[128] = {false};
	uint8_t mair;
	uint64_t seed = 12345, step, i, used = 0;

	open_enrolled();
	for (step = 0; step < 20000; step++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		i = seed >> 57;
		if (seed >> 56 & 1) {
			bool room = mapped[i] || used < NODES;

			ck_assert_int_eq(call(0xc6000004, i << 33 | (i & 3) << 12, i & 7),
					 room ? 0 : -1);
			used += room && !mapped[i];
			mapped[i] = room;
			ck_assert_int_eq(allowed(i << 33 | (i & 3) << 12, 1), room);
		} else {
			ck_assert_int_eq(call(0xc6000005, i << 33 | (i & 3) << 12, 0),
					 mapped[i] ? 0 : -1);
			used -= mapped[i];
			mapped[i] = false;
		}
		ck_assert_uint_eq(guard.used, used);
		i = seed >> 50 & 127;
		ck_assert_int_eq(hypglue_guard_allows(&guard, i << 33 | (i & 3) << 12, 1, &mair),
				 mapped[i]);
		ck_assert(!mapped[i] || mair == (i & 7));
	}
}
END_TEST

/* Bit 16 is the SVE hint, the upper half of x0 is not part of the identifier. */
START_TEST(good_identifiers)
{
	uint64_t registers[4] = {0xc6000001, 1, 2, 3};

	open_enrolled();
	ck_assert_int_eq(call(0xc6010002, 0, 0), 4096);
	ck_assert_int_eq(call(0xffffffffc6000002, 0, 0), 4096);
	ck_assert(!hypglue_guard_call(&guard, registers));
	ck_assert_uint_eq(registers[0], 0xc6000001);
	ck_assert_uint_eq(registers[3], 3);
	registers[0] = 0x86000002;
	ck_assert(!hypglue_guard_call(&guard, registers));
	registers[0] = 0xc6000006;
	ck_assert(!hypglue_guard_call(&guard, registers));
}
END_TEST

START_TEST(bad_guards)
{
	ck_assert(!hypglue_guard_init(&guard, NULL, NODES, 4096, 1));
	ck_assert(!hypglue_guard_init(&guard, nodes, 0, 4096, 1));
	ck_assert(!hypglue_guard_init(&guard, nodes, 0x80000001, 4096, 1));
	ck_assert(!hypglue_guard_init(&guard, nodes, NODES, 4096, 0));
	ck_assert(!hypglue_guard_init(&guard, nodes, NODES, 4096, ((uint64_t)1 << 52) + 1));
	ck_assert(hypglue_guard_init(&guard, nodes, NODES, 16384, (uint64_t)1 << 52));
}
END_TEST

Suite *suite_hypglue_guard(void)
{
	Suite *suite = suite_create("hypglue_guard");
	TCase *calls = tcase_create("calls");

	tcase_add_test(calls, rf47_info);
	tcase_add_test(calls, rf48_enroll);
	tcase_add_test(calls, rf49_map);
	tcase_add_test(calls, rf50_unmap);
	tcase_add_test(calls, good_whole_accesses);
	tcase_add_test(calls, bad_full);
	tcase_add_test(calls, good_any_order);
	tcase_add_test(calls, good_identifiers);
	tcase_add_test(calls, bad_guards);
	suite_add_tcase(suite, calls);
	return suite;
}
