// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The mutator gives the same from the same seed and keeps its bounds. Each kind of mutation does
 * what it says and nothing else.
 */
#include "suites.h"

#include <stdio.h>
#include <string.h>

#include "mutator/mutator.h"
#include "rig/rig.h"

#define SEEDS	  400
#define BYTES_MAX 4096
#define GUARD	  64
#define MARK(n)	  (0x1000U + (n))

static struct mutator_input input, before, other;
static uint8_t data[BYTES_MAX + GUARD];

static bool same_step(const struct step *a, const struct step *b)
{
	return a->kind == b->kind && a->its == b->its && a->cpu == b->cpu && a->count == b->count &&
	       a->inserted == b->inserted && !memcmp(a->op, b->op, sizeof(a->op));
}

/* MSIs, each with its own DeviceID. */
static void fill_marked(struct mutator_input *made, size_t count, unsigned int first)
{
	size_t i;

	memset(made, 0, sizeof(*made));
	binary_profile(&made->config, true);
	made->small = true;
	made->count = count;
	for (i = 0; i < count; i++)
		made->steps[i] =
			(struct step){.kind = STEP_MSI, .count = 3, .op = {MARK(first + i), 4, 0}};
}

/* Counts how often each marked step of the input is there. */
static void count_marks(const struct mutator_input *made, unsigned int *marks, size_t max)
{
	size_t i;

	memset(marks, 0, max * sizeof(marks[0]));
	for (i = 0; i < made->count; i++) {
		ck_assert_uint_lt(made->steps[i].op[0] - MARK(0), max);
		marks[made->steps[i].op[0] - MARK(0)]++;
	}
}

/* Are all steps of small in big, in their order? */
static bool is_within(const struct mutator_input *small, const struct mutator_input *big)
{
	size_t i, at = 0;

	for (i = 0; i < small->count; i++, at++) {
		while (at < big->count && !same_step(&small->steps[i], &big->steps[at]))
			at++;
		if (at == big->count)
			return false;
	}
	return true;
}

/* ---- Whole calls ---- */

static size_t chain(uint8_t *bytes, size_t max_size, uint64_t seed, unsigned int calls)
{
	size_t size = 0;

	for (; calls; calls--) {
		size = mutator_mutate(bytes, size, max_size, seed++, NULL);
		ck_assert_uint_le(size, max_size);
		ck_assert_uint_gt(size, 0);
	}
	return size;
}

START_TEST(good_same_seed_same_bytes)
{
	static uint8_t again[BYTES_MAX];
	unsigned int seed, differing = 0;
	size_t size, last_size = 0;

	for (seed = 0; seed < SEEDS / 4; seed++) {
		size = chain(data, BYTES_MAX, 1000ULL * seed, 6);
		differing += size != last_size || memcmp(data, again, size) != 0;
		ck_assert_uint_eq(chain(again, BYTES_MAX, 1000ULL * seed, 6), size);
		ck_assert_mem_eq(data, again, size);
		last_size = size;
	}
	ck_assert_uint_gt(differing, SEEDS / 8);
}
END_TEST

START_TEST(good_nothing_beyond_max_size)
{
	static const size_t sizes[] = {1, 2, 7, 40, 200, 1000, BYTES_MAX};
	unsigned int seed, n, i;

	ck_assert_uint_eq(mutator_mutate(data, 0, 0, 1, NULL), 0);
	for (seed = 0; seed < SEEDS; seed++) {
		n = seed % (sizeof(sizes) / sizeof(sizes[0]));
		memset(data, 0xa5, sizeof(data));
		(void)chain(data, sizes[n], seed, 4);
		for (i = 0; i < GUARD; i++)
			ck_assert_uint_eq(data[sizes[n] + i], 0xa5);
	}
}
END_TEST

/* The input has more steps than the output may have. */
START_TEST(good_long_input_is_cut)
{
	uint64_t seed;

	for (seed = 0; seed < SEEDS / 8; seed++) {
		size_t size = chain(data, BYTES_MAX, seed, 12);

		ck_assert_uint_le(mutator_mutate(data, size, 100, seed, NULL), 100);
	}
}
END_TEST

static unsigned int bytes_calls;

static size_t count_bytes(uint8_t *bytes, size_t size, size_t max_size)
{
	ck_assert_uint_le(size, max_size);
	(void)bytes;
	bytes_calls++;
	return size;
}

START_TEST(good_some_calls_are_left_to_bytes)
{
	unsigned int seed;
	size_t size = 0;

	bytes_calls = 0;
	for (seed = 0; seed < SEEDS; seed++)
		size = mutator_mutate(data, size, BYTES_MAX, seed, count_bytes);
	ck_assert_uint_gt(bytes_calls, SEEDS / 64);
	ck_assert_uint_lt(bytes_calls, SEEDS / 4);
}
END_TEST

START_TEST(good_plain_bytes_change)
{
	unsigned int seed, same = 0, longer = 0, shorter = 0;
	uint8_t copy[100];

	for (seed = 0; seed < SEEDS; seed++) {
		struct dice dice = {seed};
		size_t size;

		memset(data, 0x5a, sizeof(data));
		memset(copy, 0x5a, sizeof(copy));
		size = mutator_plain(data, 50, 60, &dice);
		ck_assert_uint_le(size, 60);
		ck_assert_uint_gt(size, 0);
		longer += size > 50;
		shorter += size < 50;
		same += size == 50 && !memcmp(data, copy, size);
		ck_assert_mem_eq(data + 60, copy, 40);
	}
	ck_assert_uint_gt(longer, SEEDS / 10);
	ck_assert_uint_gt(shorter, SEEDS / 10);
	ck_assert_uint_lt(same, SEEDS / 10);
}
END_TEST

/* ---- There and back ---- */

START_TEST(good_made_steps_are_what_is_decoded)
{
	unsigned int seed, n;
	size_t i, size;

	for (seed = 0; seed < SEEDS; seed++) {
		struct dice dice = {seed};

		mutator_decode(&input, NULL, 0);
		for (n = 0; n < 12; n++)
			(void)mutator_apply(&input, (enum mutator_kind)(n % MUTATOR_KINDS), &dice);
		size = mutator_encode(&input, data, BYTES_MAX);
		ck_assert_uint_gt(size, 0);
		mutator_decode(&other, data, size);
		if (size < BYTES_MAX - 100) /* otherwise not all of them had room */
			ck_assert_uint_eq(other.count, input.count);
		for (i = 0; i < other.count; i++) {
			ck_assert_uint_eq(other.steps[i].kind, input.steps[i].kind);
			ck_assert_uint_eq(other.steps[i].its, input.steps[i].its);
			ck_assert_uint_eq(other.steps[i].inserted, input.steps[i].inserted);
		}
	}
}
END_TEST

START_TEST(good_corpus_trace_there_and_back)
{
	static const char *const path = "corpus/good/good_all-commands.trace";
	static char text[1 << 16];
	static uint8_t again[1 << 16], first[1 << 16];
	struct trace_error error;
	struct trace trace;
	FILE *file = fopen(path, "r");
	size_t size, length;

	ck_assert_msg(file != NULL, "%s", path);
	length = fread(text, 1, sizeof(text), file);
	fclose(file);
	ck_assert(trace_parse(&trace, text, length, &error));
	/* X and P lines are no part of an attack. */
	size = binary_encode(&trace.config, trace.steps, trace.count, BINARY_SMALL, first,
			     sizeof(first));
	ck_assert_uint_le(size, sizeof(first));
	mutator_decode(&input, first, size);
	ck_assert_uint_gt(input.count, 20);
	size = mutator_encode(&input, first, sizeof(first));
	mutator_decode(&input, first, size);
	ck_assert_uint_eq(mutator_encode(&input, again, sizeof(again)), size);
	ck_assert_mem_eq(first, again, size);
	trace_free(&trace);
}
END_TEST

START_TEST(good_whole_traces_become_attacks)
{
	size_t size;

	fill_marked(&input, 3, 0);
	size = binary_encode(&input.config, input.steps, 3, BINARY_SMALL | BINARY_WHOLE, data,
			     BYTES_MAX);
	ck_assert_uint_eq(data[0] & BINARY_WHOLE, BINARY_WHOLE);
	mutator_decode(&other, data, size);
	ck_assert_uint_eq(other.count, 3);
	(void)mutator_encode(&other, data, BYTES_MAX);
	ck_assert_uint_eq(data[0], BINARY_SMALL);
}
END_TEST

/* ---- Each kind ---- */

/* Applies the kind to the marked steps with each seed; counts how often it did something. */
static unsigned int apply(enum mutator_kind kind, uint64_t seed)
{
	struct dice dice = {seed};

	fill_marked(&input, 20, 0);
	before = input;
	return mutator_apply(&input, kind, &dice);
}

START_TEST(good_insert_keeps_the_others)
{
	unsigned int seed;

	for (seed = 0; seed < SEEDS; seed++) {
		ck_assert_uint_eq(apply(MUTATOR_INSERT, seed), 1);
		ck_assert_uint_gt(input.count, before.count);
		ck_assert(is_within(&before, &input));
	}
}
END_TEST

START_TEST(good_delete_takes_steps_in_a_row)
{
	unsigned int seed, all = 0;
	size_t at, gone;

	for (seed = 0; seed < SEEDS; seed++) {
		ck_assert_uint_eq(apply(MUTATOR_DELETE, seed), 1);
		ck_assert_uint_lt(input.count, before.count);
		gone = before.count - input.count;
		for (at = 0; at < input.count && same_step(&input.steps[at], &before.steps[at]);)
			at++;
		for (; at < input.count; at++)
			ck_assert(same_step(&input.steps[at], &before.steps[at + gone]));
		all += input.count == 0;
	}
	ck_assert_uint_lt(all, SEEDS / 4);
}
END_TEST

START_TEST(good_duplicate_has_the_same_twice)
{
	unsigned int marks[20], seed;
	size_t i, twice;

	for (seed = 0; seed < SEEDS; seed++) {
		ck_assert_uint_eq(apply(MUTATOR_DUPLICATE, seed), 1);
		ck_assert(is_within(&before, &input));
		count_marks(&input, marks, 20);
		for (i = 0, twice = 0; i < 20; i++)
			twice += marks[i] == 2;
		ck_assert_uint_gt(twice, 0);
		ck_assert_uint_eq(input.count, 20 + twice);
	}
}
END_TEST

START_TEST(good_reorder_keeps_all_and_moves_some)
{
	unsigned int marks[20], seed, did = 0;
	size_t i;

	for (seed = 0; seed < SEEDS; seed++) {
		if (!apply(MUTATOR_REORDER, seed))
			continue;
		did++;
		count_marks(&input, marks, 20);
		for (i = 0; i < 20; i++)
			ck_assert_uint_eq(marks[i], 1);
		ck_assert(!is_within(&before, &input));
	}
	ck_assert_uint_gt(did, SEEDS / 2);
}
END_TEST

START_TEST(good_field_changes_one_step)
{
	unsigned int seed, did = 0;
	size_t i, changed;

	for (seed = 0; seed < SEEDS; seed++) {
		if (!apply(MUTATOR_FIELD, seed))
			continue;
		did++;
		ck_assert_uint_eq(input.count, before.count);
		for (i = 0, changed = 0; i < input.count; i++) {
			changed += !same_step(&input.steps[i], &before.steps[i]);
			ck_assert_uint_eq(input.steps[i].kind, before.steps[i].kind);
		}
		ck_assert_uint_eq(changed, 1);
	}
	ck_assert_uint_gt(did, SEEDS / 2);
}
END_TEST

START_TEST(good_place_changes_only_that)
{
	unsigned int seed, inserted = 0, its = 0, cpu = 0;
	struct step *step = &input.steps[0];

	for (seed = 0; seed < SEEDS; seed++) {
		struct dice dice = {seed};

		fill_marked(&input, 1, 0);
		input.config.its_count = 1 + seed % 2;
		step->kind = STEP_HARDWARE;
		ck_assert(mutator_apply(&input, MUTATOR_PLACE, &dice));
		inserted += step->inserted;
		its += step->its;
		cpu += step->cpu != 0;
		ck_assert_uint_eq(step->op[0], MARK(0));
		ck_assert_uint_eq((unsigned int)step->inserted + step->its + (step->cpu != 0), 1);
	}
	ck_assert_uint_gt(inserted, 0);
	ck_assert_uint_gt(its, 0);
	ck_assert_uint_gt(cpu, 0);
}
END_TEST

static bool configs_differ(const struct trace_config *a, const struct trace_config *b)
{
	static uint8_t of_a[BYTES_MAX], of_b[BYTES_MAX];
	size_t size = binary_encode(a, NULL, 0, BINARY_SMALL, of_a, sizeof(of_a));

	return binary_encode(b, NULL, 0, BINARY_SMALL, of_b, sizeof(of_b)) != size ||
	       memcmp(of_a, of_b, size) != 0;
}

START_TEST(good_config_changes_only_that)
{
	unsigned int seed, did = 0;

	for (seed = 0; seed < SEEDS; seed++) {
		ck_assert_uint_eq(apply(MUTATOR_CONFIG, seed), 1);
		did += configs_differ(&input.config, &before.config);
		ck_assert_uint_eq(input.count, before.count);
		ck_assert(is_within(&before, &input));
	}
	ck_assert_uint_gt(did, SEEDS / 2);
}
END_TEST

START_TEST(good_doorbells_are_mended)
{
	struct dice dice = {0};
	size_t i;

	fill_marked(&input, 5, 0);
	input.steps[0] =
		(struct step){.kind = STEP_WRITE, .count = 3, .op = {0x80, 8, 0xb800000040000400}};
	for (i = 1; i < 4; i++)
		input.steps[i] = (struct step){.kind = STEP_COMMAND, .count = 4, .op = {5}};
	input.steps[4] = (struct step){.kind = STEP_WRITE, .count = 3, .op = {0x88, 4, 0x20}};
	ck_assert(mutator_apply(&input, MUTATOR_DOORBELL, &dice));
	ck_assert_uint_eq(input.steps[4].op[2], 0x60);
	ck_assert(!mutator_apply(&input, MUTATOR_DOORBELL, &dice));
}
END_TEST

START_TEST(bad_nothing_to_mutate)
{
	static const enum mutator_kind kinds[] = {MUTATOR_DELETE,  MUTATOR_DUPLICATE,
						  MUTATOR_REORDER, MUTATOR_FIELD,
						  MUTATOR_PLACE,   MUTATOR_DOORBELL};
	struct dice dice = {1};
	size_t i;

	mutator_decode(&input, NULL, 0);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		ck_assert(!mutator_apply(&input, kinds[i], &dice));
	ck_assert_uint_eq(input.count, 0);
	ck_assert(mutator_apply(&input, MUTATOR_INSERT, &dice));
}
END_TEST

/* There is room for this many steps and no more. */
START_TEST(good_full_input_stays_full)
{
	unsigned int seed;

	for (seed = 0; seed < SEEDS / 4; seed++) {
		struct dice dice = {seed};

		fill_marked(&input, BINARY_ATTACK_STEPS, 0);
		ck_assert(mutator_apply(&input, seed % 2 ? MUTATOR_INSERT : MUTATOR_DUPLICATE,
					&dice));
		ck_assert_uint_eq(input.count, BINARY_ATTACK_STEPS);
	}
}
END_TEST

/* ---- Two inputs ---- */

START_TEST(good_cross_has_steps_of_both)
{
	static uint8_t a[BYTES_MAX], b[BYTES_MAX];
	unsigned int marks[40], seed, both = 0;
	size_t a_size, b_size, size, i;

	fill_marked(&input, 20, 0);
	fill_marked(&other, 20, 20);
	a_size = mutator_encode(&input, a, sizeof(a));
	b_size = mutator_encode(&other, b, sizeof(b));
	for (seed = 0; seed < SEEDS; seed++) {
		unsigned int of_a = 0, of_b = 0;

		size = mutator_cross(a, a_size, b, b_size, data, BYTES_MAX, seed);
		mutator_decode(&input, data, size);
		count_marks(&input, marks, 40);
		for (i = 0; i < 20; i++) {
			of_a += marks[i];
			of_b += marks[20 + i];
		}
		both += of_a && of_b;
		ck_assert_uint_gt(of_b, 0);
	}
	ck_assert_uint_eq(both, SEEDS);
	ck_assert_uint_le(mutator_cross(a, a_size, b, b_size, data, 3, 1), 3);
	ck_assert_uint_eq(mutator_cross(a, a_size, b, b_size, data, 0, 1), 0);
}
END_TEST

/* ---- What it is good for ---- */

static struct rig *rig;

/* Commands of the input that reached the hardware. */
static uint64_t run(void)
{
	struct itsg_counters counters;
	size_t i;

	if (rig_begin(rig, &input.config, RIG_BARE) != RIG_OK)
		return 0;
	for (i = 0; i < input.count; i++)
		(void)rig_step(rig, &input.steps[i]);
	ck_assert_int_eq(rig_settle(rig), RIG_OK);
	rig_counters(rig, &counters);
	return counters.verdicts[ITSG_FORWARD] + counters.verdicts[ITSG_REWRITE];
}

/* Mutations of bytes alone take minutes to do that once. */
START_TEST(good_inputs_get_somewhere)
{
	unsigned int seed, forwarded = 0;

	rig = rig_create();
	ck_assert_ptr_nonnull(rig);
	for (seed = 0; seed < SEEDS / 4; seed++) {
		mutator_decode(&input, data, chain(data, BYTES_MAX, 1000ULL * seed, 3));
		forwarded += run() > 0;
	}
	ck_assert_uint_gt(forwarded, SEEDS / 4 / 8);
	rig_destroy(rig);
}
END_TEST

START_TEST(good_every_kind_of_step_comes)
{
	unsigned int steps[STEP_KINDS] = {0}, opcodes[256] = {0}, seed;
	size_t i;

	for (seed = 0; seed < SEEDS; seed++) {
		struct dice dice = {seed};

		mutator_decode(&input, NULL, 0);
		input.config.redist = seed % 2;
		for (i = 0; i < 8; i++)
			(void)mutator_apply(&input, MUTATOR_INSERT, &dice);
		for (i = 0; i < input.count; i++) {
			steps[input.steps[i].kind]++;
			if (input.steps[i].kind == STEP_COMMAND)
				opcodes[input.steps[i].op[0] & 0xff]++;
		}
	}
	for (i = 0; i < STEP_KINDS; i++) {
		struct step step = {.kind = (uint8_t)i};

		if (step_is_supported(&step) && !step_is_expectation(&step) && i != STEP_PHASE &&
		    i != STEP_AT_ONCE && i != STEP_BAD_READ && i != STEP_BAD_WRITE)
			ck_assert_msg(steps[i] > 0, "no step of kind %zu", i);
	}
	for (i = 1; i < 16; i++)
		if (i != 2 && i != 6 && i != 7)
			ck_assert_msg(opcodes[i] > 0, "no command %zx", i);
}
END_TEST

Suite *suite_mutator(void)
{
	Suite *suite = suite_create("mutator");
	TCase *tcase = tcase_create("mutator");

	tcase_add_test(tcase, good_same_seed_same_bytes);
	tcase_add_test(tcase, good_nothing_beyond_max_size);
	tcase_add_test(tcase, good_long_input_is_cut);
	tcase_add_test(tcase, good_some_calls_are_left_to_bytes);
	tcase_add_test(tcase, good_plain_bytes_change);
	tcase_add_test(tcase, good_made_steps_are_what_is_decoded);
	tcase_add_test(tcase, good_corpus_trace_there_and_back);
	tcase_add_test(tcase, good_whole_traces_become_attacks);
	tcase_add_test(tcase, good_insert_keeps_the_others);
	tcase_add_test(tcase, good_delete_takes_steps_in_a_row);
	tcase_add_test(tcase, good_duplicate_has_the_same_twice);
	tcase_add_test(tcase, good_reorder_keeps_all_and_moves_some);
	tcase_add_test(tcase, good_field_changes_one_step);
	tcase_add_test(tcase, good_place_changes_only_that);
	tcase_add_test(tcase, good_config_changes_only_that);
	tcase_add_test(tcase, good_doorbells_are_mended);
	tcase_add_test(tcase, bad_nothing_to_mutate);
	tcase_add_test(tcase, good_full_input_stays_full);
	tcase_add_test(tcase, good_cross_has_steps_of_both);
	tcase_add_test(tcase, good_inputs_get_somewhere);
	tcase_add_test(tcase, good_every_kind_of_step_comes);
	suite_add_tcase(suite, tcase);
	return suite;
}
