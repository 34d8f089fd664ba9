/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Positions in a command ring: unsigned, 32 bytes apart, the wrap explicit. */
#include <check.h>
#include <stdint.h>

#include "suites.h"
#include "validator/ring.h"

/* CBASER.Size allows 1..256 pages of 4 KiB: not only powers of two. */
static const uint32_t sizes[] = {4096, 8192, 12288, 65536, 69632, 1044480, 1048576};

#define SIZES ((int)(sizeof(sizes) / sizeof(sizes[0])))

START_TEST(good_next)
{
	static const uint32_t rows[][3] = {
		/* ring, offset, next */
		{4096, 0, 32},	       {4096, 32, 64},
		{4096, 4032, 4064},    {4096, 4064, 0},
		{12288, 4064, 4096},   {12288, 12256, 0},
		{65536, 65504, 0},     {65536, 32736, 32768},
		{1048576, 1048544, 0}, {1048576, 1048512, 1048544},
		{1044480, 1044448, 0},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_uint_eq(ring_next(rows[i][1], rows[i][0]), rows[i][2]);
		ck_assert_uint_eq(ring_previous(rows[i][2], rows[i][0]), rows[i][1]);
	}
}
END_TEST

/* The offset equal to the size is never reached, from either side. */
START_TEST(rf28_a_walk_stays_below_the_size)
{
	uint32_t bytes = sizes[_i], offset = 0, bad = 0, slot;

	for (slot = 0; slot < bytes / 32; slot++) {
		bad += offset != slot * 32;
		offset = ring_next(offset, bytes);
		bad += offset >= bytes;
	}
	ck_assert_uint_eq(offset, 0);
	for (slot = bytes / 32; slot > 0; slot--) {
		offset = ring_previous(offset, bytes);
		bad += offset != (slot - 1) * 32;
	}
	ck_assert_uint_eq(bad, 0);
}
END_TEST

START_TEST(rf29_distance)
{
	static const uint32_t rows[][4] = {
		/* ring, from, to, bytes between */
		{4096, 0, 0, 0},
		{4096, 0, 32, 32},
		{4096, 32, 0, 4064},
		{4096, 4064, 0, 32},
		{4096, 4064, 4064, 0},
		{4096, 4064, 32, 64},
		{4096, 0, 4064, 4064},
		{12288, 8192, 4096, 8192},
		{12288, 12256, 12224, 12256},
		{65536, 1056, 1024, 65504}, /* the positions of the reported hang */
		{65536, 1024, 1056, 32},
		{1048576, 1048544, 0, 32},
		{1048576, 32, 0, 1048544},
		{1048576, 0, 1048544, 1048544},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_uint_eq(ring_distance(rows[i][1], rows[i][2], rows[i][0]), rows[i][3]);
}
END_TEST

/* Counted slot by slot from a few positions to all others. */
START_TEST(rf29_distance_is_the_slots_walked)
{
	uint32_t bytes = sizes[_i];
	const uint32_t starts[3] = {0, bytes / 2 & ~31u, bytes - 32};
	uint32_t s, from, to, steps, bad = 0;

	for (s = 0; s < 3; s++) {
		from = to = starts[s];
		for (steps = 0; steps < bytes / 32; steps++) {
			bad += ring_distance(from, to, bytes) != steps * 32;
			to = to + 32 == bytes ? 0 : to + 32;
		}
	}
	ck_assert_uint_eq(bad, 0);
}
END_TEST

/* A full ring is reached after all slots but one, wherever it begins. */
START_TEST(good_capacity)
{
	uint32_t bytes = sizes[_i], starts[3] = {0, 32, bytes - 32};
	uint32_t s, head, used;

	for (s = 0; s < 3; s++) {
		head = starts[s];
		for (used = 0; ring_next(head, bytes) != starts[s] && used <= bytes / 32; used++)
			head = ring_next(head, bytes);
		ck_assert_uint_eq(used, bytes / 32 - 1);
		ck_assert_uint_eq(ring_distance(starts[s], head, bytes), bytes - 32);
	}
}
END_TEST

Suite *suite_ring(void)
{
	Suite *suite = suite_create("ring");
	TCase *tcase = tcase_create("positions");

	tcase_add_test(tcase, good_next);
	tcase_add_loop_test(tcase, rf28_a_walk_stays_below_the_size, 0, SIZES);
	tcase_add_test(tcase, rf29_distance);
	tcase_add_loop_test(tcase, rf29_distance_is_the_slots_walked, 0, SIZES);
	tcase_add_loop_test(tcase, good_capacity, 0, SIZES);
	suite_add_tcase(suite, tcase);
	return suite;
}
