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

static bool init(enum hypglue_guard_set set, uint64_t granule_size, uint64_t ipa_limit)
{
	const struct hypglue_guard_config config = {.nodes = nodes,
						    .capacity = NODES,
						    .granule_size = granule_size,
						    .ipa_limit = ipa_limit,
						    .set = set};

	return hypglue_guard_init(&guard, &config);
}

/* With the draft's numbers, which RF47 to RF50 are about. */
static void open_guard(void)
{
	ck_assert(init(HYPGLUE_GUARD_DRAFT, 4096, (uint64_t)1 << 40));
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
	ck_assert(init(HYPGLUE_GUARD_DRAFT, 65536, (uint64_t)1 << 52));
	ck_assert_int_eq(call(0xc6000002, 0, 0), 65536);
	ck_assert(!init(HYPGLUE_GUARD_DRAFT, 8192, (uint64_t)1 << 40));
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

/* ---- the sets ---- */

/* Everything of x0..x3, for calls that return more. */
static void expect_call(uint64_t x0, const uint64_t arguments[3], const uint64_t results[4])
{
	uint64_t registers[4] = {x0, arguments[0], arguments[1], arguments[2]};
	unsigned int i;

	ck_assert(hypglue_guard_call(&guard, registers));
	for (i = 0; i < 4; i++)
		ck_assert_msg(registers[i] == results[i], "%llx: x%u is %llx",
			      (unsigned long long)x0, i, (unsigned long long)registers[i]);
}

static const uint64_t no_arguments[3];

static int64_t call3(uint64_t function, uint64_t x1, uint64_t x2, uint64_t x3)
{
	uint64_t registers[4] = {function, x1, x2, x3};

	ck_assert(hypglue_guard_call(&guard, registers));
	ck_assert_uint_eq(registers[1] | registers[2] | registers[3], 0);
	return (int64_t)registers[0];
}

/* A hypervisor that shares memory (3, 4), as Linux wants, and has a clock (1) and function 65. */
static void open_set(enum hypglue_guard_set set)
{
	const struct hypglue_guard_config config = {.nodes = nodes,
						    .capacity = NODES,
						    .granule_size = 4096,
						    .ipa_limit = (uint64_t)1 << 40,
						    .set = set,
						    .others = {0x1a, 0, 2, 0}};

	ck_assert(hypglue_guard_init(&guard, &config));
}

/* What Linux asks before it uses MMIO_GUARD, in its order. */
START_TEST(good_upstream_is_found)
{
	const uint64_t uid[4] = {0xb66fb428, 0xe911c52e, 0x564bcaa9, 0x743a004d};
	const uint64_t features[4] = {0x9f, 0, 2, 0}, granule[4] = {4096, 0, 0, 0};

	open_set(HYPGLUE_GUARD_UPSTREAM);
	expect_call(0x8600ff01, no_arguments, uid);
	expect_call(0x86000000, no_arguments, features);
	expect_call(0xc6000002, no_arguments, granule);
	/* arguments of discovery are not looked at, nor is what stands above them */
	expect_call(0xdeadbeef8600ff01, (const uint64_t[3]){1, 2, 3}, uid);
	expect_call(0x86010000, (const uint64_t[3]){~(uint64_t)0, 0, 0}, features);
}
END_TEST

/* It is what a configuration has that says nothing of sets. */
START_TEST(good_upstream_is_the_default)
{
	const struct hypglue_guard_config config = {
		.nodes = nodes, .capacity = 1, .granule_size = 16384, .ipa_limit = 1};

	ck_assert(hypglue_guard_init(&guard, &config));
	expect_call(0x86000000, no_arguments, (const uint64_t[4]){0x85, 0, 0, 0});
	ck_assert_int_eq(call3(0xc6000002, 0, 0, 0), 16384);
	ck_assert_int_eq(call3(0xc6000007, 0, 0, 0), 0);
}
END_TEST

START_TEST(bad_upstream)
{
	static const struct {
		uint64_t function, x1, x2, x3;
		int64_t result;
	} rows[] = {
		{0xc6000002, 0, 0, 0, 4096},
		{0xc6000002, 1, 0, 0, -3},
		{0xc6000002, 0, 1, 0, -3},
		{0xc6000002, 0, 0, (uint64_t)1 << 63, -3},
		{0xc6000007, 0x09000000, 0, 0, 0},
		{0xc6000007, 0x09000000, 0, 0, 0},
		{0xc6000007, 0x09001000, 1, 0, -3},
		{0xc6000007, 0x09001000, 0, 1, -3},
		{0xc6000007, 0x09001001, 0, 0, -3},
		{0xc6000007, 0x10000000000, 0, 0, -3},
		{0xc6000007, 0xfffffffffffff000, 0, 0, -3},
		{0xc6000007, 0xfffffff000, 0, 0, 0},
		{0xc6000005, 0x09000000, 0, 0, -1},
		{0xc6000006, 0, 0, 0, -1},
		{0xc6000008, 0x09000000, 0, 0, -1},
		{0xc600000a, 0x09002000, 0, 0, -1},
		{0xc6000000, 0, 0, 0, -1},
		{0xc600ff01, 0, 0, 0, -1},
		{0x86000002, 0, 0, 0, -1},
		{0x86000007, 0x09002000, 0, 0, -1},
		{0x8600ff00, 0, 0, 0, -1},
		{0x86000100, 0, 0, 0, -1},
		{0xc6000100, 0, 0, 0, -1},
		{0xc6000107, 0x09002000, 0, 0, -1},
		{0xc6800007, 0x09002000, 0, 0, -1},
		{0xc6020007, 0x09002000, 0, 0, -1},
	};
	size_t i;

	open_set(HYPGLUE_GUARD_UPSTREAM);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(call3(rows[i].function, rows[i].x1, rows[i].x2, rows[i].x3) ==
				      rows[i].result,
			      "row %zu", i);
	ck_assert_uint_eq(guard.used, 2);
	ck_assert(allowed(0x09000000, 4));
	ck_assert(!allowed(0x09001000, 4));
	ck_assert(!allowed(0x09002000, 4));
}
END_TEST

/* A protected guest is enrolled from its start: upstream has no call for it. */
START_TEST(bad_upstream_before_any_call)
{
	uint8_t mair = 0;

	open_set(HYPGLUE_GUARD_UPSTREAM);
	ck_assert(!allowed(0x09000000, 4));
	ck_assert_int_eq(call3(0xc6000007, 0x09000000, 0, 0), 0);
	ck_assert(hypglue_guard_allows(&guard, 0x09000000, 4, &mair));
	ck_assert_uint_eq(mair, 0xff);
}
END_TEST

START_TEST(good_android)
{
	open_set(HYPGLUE_GUARD_ANDROID);
	expect_call(0x8600ff01, no_arguments,
		    (const uint64_t[4]){0xb66fb428, 0xe911c52e, 0x564bcaa9, 0x743a004d});
	expect_call(0x86000000, no_arguments, (const uint64_t[4]){0x1fb, 0, 2, 0});
	ck_assert_int_eq(call3(0xc6000005, 9, 8, 7), 4096);
	ck_assert(allowed(0x09000000, 4));
	ck_assert_int_eq(call3(0xc6000007, 0x09000000, 0, 0), -3);
	ck_assert_int_eq(call3(0xc6000008, 0x09000000, 0, 0), -3);
	ck_assert_int_eq(call3(0xc6000006, 9, 8, 7), 0);
	ck_assert(!allowed(0x09000000, 4));
	/* its kernels have the protection of the mapping in x2, and anything in x3 */
	ck_assert_int_eq(call3(0xc6000007, 0x09000000, 0x68000000000f13, 7), 0);
	ck_assert(allowed(0x09000000, 4));
	ck_assert_int_eq(call3(0xc6000007, 0x09000800, 0, 0), -3);
	ck_assert_int_eq(call3(0xc6000008, 0x09001000, 0, 0), -3);
	ck_assert_int_eq(call3(0xc6000008, 0x09000000, 0, 0), 0);
	ck_assert_int_eq(call3(0xc6000008, 0x09000000, 0, 0), -3);
	ck_assert(!allowed(0x09000000, 4));
}
END_TEST

/* Numbers of the other sets do nothing: 2 to 4 are memory sharing to such a kernel. */
START_TEST(bad_android_by_other_numbers)
{
	static const uint64_t functions[] = {0xc6000002, 0x86000005, 0x86000006, 0x86000007,
					     0x86000008, 0xc6000009, 0xc600000a, 0xc600000b,
					     0xc600007f, 0xc6000085};
	size_t i;

	open_set(HYPGLUE_GUARD_ANDROID);
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		ck_assert_int_eq(call3(functions[i], 0x09000000, 0, 0), -1);
	ck_assert(!guard.enrolled);
	ck_assert(allowed(0x09000000, 4));
}
END_TEST

/* No kernel of today may find the draft: it would take its ENROLL for sharing. */
START_TEST(bad_draft_is_not_found)
{
	static const uint64_t functions[] = {0x8600ff01, 0x86000000, 0xc600ff01, 0xc6000000,
					     0xc6000001, 0xc6000006, 0xc6000007, 0xc6000008,
					     0x86000002, 0x86000003, 0x86000004, 0x86000005};
	size_t i;

	open_enrolled();
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		ck_assert_int_eq(call3(functions[i], 0x09000000, 0, 0), -1);
	ck_assert(!allowed(0x09000000, 4));
}
END_TEST

/* What the hypervisor answers itself is handed back untouched, in either convention. */
START_TEST(good_others)
{
	static const uint64_t functions[] = {0xc6000003, 0xc6000004, 0x86000001,
					     0xc6010003, 0xc6000041, 0x86000003};
	size_t i;

	open_set(HYPGLUE_GUARD_UPSTREAM);
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		uint64_t registers[4] = {functions[i], 1, 2, 3};

		ck_assert(!hypglue_guard_call(&guard, registers));
		ck_assert_uint_eq(registers[0], functions[i]);
		ck_assert_uint_eq(registers[1], 1);
		ck_assert_uint_eq(registers[2], 2);
		ck_assert_uint_eq(registers[3], 3);
	}
	/* one bit beside these; bits of numbers that FEATURES cannot show */
	ck_assert_int_eq(call3(0xc6000040, 0, 0, 0), -1);
	ck_assert_int_eq(call3(0xc6000042, 0, 0, 0), -1);
	ck_assert_int_eq(call3(0xc6000083, 0, 0, 0), -1);
	ck_assert_int_eq(call3(0xc6000103, 0, 0, 0), -1);
}
END_TEST

/* Other services, and calls that are not fast ones. */
START_TEST(good_not_ours)
{
	static const uint64_t functions[] = {0,		 0x80000000, 0x84000000, 0xc4000003,
					     0x85000007, 0xc7000007, 0x46000007, 0x06000000,
					     0x0600ff01, 0xff000007, 0x80000001};
	size_t i;

	open_set(HYPGLUE_GUARD_UPSTREAM);
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		uint64_t registers[4] = {functions[i], 0x09000000, 0, 0};

		ck_assert(!hypglue_guard_call(&guard, registers));
		ck_assert_uint_eq(registers[0], functions[i]);
		ck_assert_uint_eq(registers[1], 0x09000000);
	}
	ck_assert_uint_eq(guard.used, 0);
}
END_TEST

/* Bit 16 is the SVE hint, the upper half of x0 is not part of the identifier. */
START_TEST(good_identifiers)
{
	open_enrolled();
	ck_assert_int_eq(call(0xc6010002, 0, 0), 4096);
	ck_assert_int_eq(call(0xffffffffc6000002, 0, 0), 4096);
	open_set(HYPGLUE_GUARD_UPSTREAM);
	ck_assert_int_eq(call3(0xc6010007, 0x1000, 0, 0), 0);
	ck_assert_int_eq(call3(0x12345678c6000007, 0x2000, 0, 0), 0);
}
END_TEST

/* One that is not offered knows nothing, and keeps nobody from anything. */
START_TEST(bad_not_offered)
{
	static const uint64_t functions[] = {0x8600ff01, 0x86000000, 0xc6000002, 0xc6000006,
					     0xc6000007};
	size_t i;

	ck_assert(!init(HYPGLUE_GUARD_UPSTREAM, 0, 1));
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		ck_assert_int_eq(call3(functions[i], 0, 0, 0), -1);
	ck_assert(allowed(0x1000, 4));
}
END_TEST

START_TEST(bad_guards)
{
	const struct hypglue_guard_config good = {
		.nodes = nodes, .capacity = NODES, .granule_size = 4096, .ipa_limit = 1};
	const struct hypglue_guard_config bad[] = {
		{NULL, NODES, 4096, 1, HYPGLUE_GUARD_UPSTREAM, {0}},
		{nodes, 0, 4096, 1, HYPGLUE_GUARD_UPSTREAM, {0}},
		{nodes, 0x80000001, 4096, 1, HYPGLUE_GUARD_UPSTREAM, {0}},
		{nodes, NODES, 0, 1, HYPGLUE_GUARD_UPSTREAM, {0}},
		{nodes, NODES, 4096, 0, HYPGLUE_GUARD_UPSTREAM, {0}},
		{nodes, NODES, 4096, ((uint64_t)1 << 52) + 1, HYPGLUE_GUARD_UPSTREAM, {0}},
		{nodes, NODES, 4096, 1, (enum hypglue_guard_set)3, {0}},
		{nodes, NODES, 4096, 1, (enum hypglue_guard_set) - 1, {0}},
		/* a function of the set's own, and FEATURES */
		{nodes, NODES, 4096, 1, HYPGLUE_GUARD_UPSTREAM, {1, 0, 0, 0}},
		{nodes, NODES, 4096, 1, HYPGLUE_GUARD_UPSTREAM, {4, 0, 0, 0}},
		{nodes, NODES, 4096, 1, HYPGLUE_GUARD_UPSTREAM, {0x80, 0, 0, 0}},
		{nodes, NODES, 4096, 1, HYPGLUE_GUARD_ANDROID, {0x20, 0, 0, 0}},
		{nodes, NODES, 4096, 1, HYPGLUE_GUARD_ANDROID, {0x40, 0, 0, 0}},
		{nodes, NODES, 4096, 1, HYPGLUE_GUARD_ANDROID, {0x80, 0, 0, 0}},
		{nodes, NODES, 4096, 1, HYPGLUE_GUARD_ANDROID, {0x100, 0, 0, 0}},
		{nodes, NODES, 4096, 1, HYPGLUE_GUARD_DRAFT, {0x18, 0, 0, 0}},
	};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(!hypglue_guard_init(&guard, &bad[i]), "row %zu", i);
		ck_assert_int_eq(call3(0xc6000007, 0, 0, 0), -1);
	}
	ck_assert(hypglue_guard_init(&guard, &good));
	ck_assert(init(HYPGLUE_GUARD_ANDROID, 16384, (uint64_t)1 << 52));
}
END_TEST

Suite *suite_hypglue_guard(void)
{
	Suite *suite = suite_create("hypglue_guard");
	TCase *calls = tcase_create("calls"), *sets = tcase_create("sets");

	tcase_add_test(calls, rf47_info);
	tcase_add_test(calls, rf48_enroll);
	tcase_add_test(calls, rf49_map);
	tcase_add_test(calls, rf50_unmap);
	tcase_add_test(calls, good_whole_accesses);
	tcase_add_test(calls, bad_full);
	tcase_add_test(calls, good_any_order);
	suite_add_tcase(suite, calls);
	tcase_add_test(sets, good_upstream_is_found);
	tcase_add_test(sets, good_upstream_is_the_default);
	tcase_add_test(sets, bad_upstream);
	tcase_add_test(sets, bad_upstream_before_any_call);
	tcase_add_test(sets, good_android);
	tcase_add_test(sets, bad_android_by_other_numbers);
	tcase_add_test(sets, bad_draft_is_not_found);
	tcase_add_test(sets, good_others);
	tcase_add_test(sets, good_not_ours);
	tcase_add_test(sets, good_identifiers);
	tcase_add_test(sets, bad_not_offered);
	tcase_add_test(sets, bad_guards);
	suite_add_tcase(suite, sets);
	return suite;
}
