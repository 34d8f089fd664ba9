/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The memory pool against a map that says, for each 256 bytes, which block has it. The test takes
 * everything once, to find what the pool keeps for itself.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pool_fixture.h"
#include "shadow/memory/pool.h"
#include "suites.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define UNIT	     256u
#define MAX_UNITS    8192u
#define MAX_HELD     8192u

struct span {
	itsg_pa pa;
	uint64_t size;
};

/* Regions, one set for each domain: aligned and not, beside each other, at both ends of memory. */
static const struct layout {
	uint64_t page;
	struct span spans[4];
	uint64_t free; /* of each, the size less its 256th part, rounded up to 256 bytes */
} layouts[] = {
	{4096, {{0x40000000, 0x100000}}, 0xff000},
	{4096, {{0x40003000, 0x2d000}}, 0x2cd00},
	{4096, {{0x40001000, 0x7000}, {0x40008000, 0x8000}, {0x7fff0000, 0x3000}}, 0x11d00},
	{4096, {{0, 0x20000}, {0x0ffffffffe000, 0x2000}}, 0x21d00},
	{16384, {{0x5000c000, 0x14000}}, 0x13e00},
	{65536, {{0x50010000, 0x30000}, {0x60000000, 0x20000}}, 0x4fb00},
};

/* The independent record. */
static itsg_pa units[MAX_UNITS];   /* address of each unit the pool can give out */
static uint32_t owners[MAX_UNITS]; /* 0: free, else number of the block that has it */
static uint32_t unit_count;
static struct held {
	itsg_pa pa;
	unsigned int order;
	uint32_t number;
} held[MAX_HELD];
static uint32_t held_count, numbers;

/* ---- the record ---- */

static int compare(const void *a, const void *b)
{
	itsg_pa left, right;

	memcpy(&left, a, sizeof(left));
	memcpy(&right, b, sizeof(right));
	return left < right ? -1 : left > right;
}

static uint32_t unit_of(itsg_pa pa)
{
	const itsg_pa *unit = bsearch(&pa, units, unit_count, sizeof(pa), compare);

	return unit ? (uint32_t)(unit - units) : MAX_UNITS;
}

static bool is_inside(const struct layout *layout, itsg_pa pa, uint64_t size)
{
	size_t i;

	for (i = 0; i < COUNT(layout->spans); i++)
		if (pa >= layout->spans[i].pa && size <= layout->spans[i].size &&
		    pa - layout->spans[i].pa <= layout->spans[i].size - size)
			return true;
	return false;
}

static bool is_good_unit(const struct layout *layout, itsg_pa pa)
{
	return pa % UNIT == 0 && is_inside(layout, pa, UNIT);
}

/* Takes everything in the smallest blocks, notes where they are, and gives all back. */
static void find_units(const struct layout *layout)
{
	uint32_t bad = 0, i;
	itsg_pa pa;

	unit_count = 0;
	while (unit_count < MAX_UNITS && (pa = pool_take(0)) != NO_BLOCK) {
		bad += !is_good_unit(layout, pa);
		units[unit_count++] = pa;
	}
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 0);
	for (i = 0; i < unit_count; i++)
		bad += !pool_give(units[i], 0);
	qsort(units, unit_count, sizeof(units[0]), compare);
	for (i = 1; i < unit_count; i++)
		bad += units[i] == units[i - 1];
	ck_assert_uint_eq(bad, 0);
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), (uint64_t)unit_count * UNIT);
}

static void open_layout(const struct layout *layout)
{
	size_t i;

	pool_start_with(layout->page, 0);
	for (i = 0; i < COUNT(layout->spans) && layout->spans[i].size; i++)
		ck_assert_int_eq(pool_add(layout->spans[i].pa, layout->spans[i].size), ITSG_OK);
	held_count = numbers = 0;
	memset(owners, 0, sizeof(owners));
}

static uint8_t pattern(uint32_t number)
{
	return (uint8_t)(number * 151 + 1);
}

/* One assertion for a whole block: Check notes each on disk, and there are many. */
static bool mark(uint32_t unit, itsg_pa pa, unsigned int order, uint32_t number)
{
	uint32_t i;

	for (i = 0; i < 1u << order; i++) {
		if (unit + i >= unit_count || units[unit + i] != pa + i * UNIT)
			return false;
		if (number && owners[unit + i])
			return false;
		owners[unit + i] = number;
	}
	return true;
}

static bool is_filled(const uint8_t *bytes, uint64_t size, uint8_t value)
{
	uint64_t i;

	for (i = 0; i < size; i++)
		if (bytes[i] != value)
			return false;
	return true;
}

static void record_take(itsg_pa pa, unsigned int order)
{
	numbers++;
	ck_assert_uint_eq(pa & (((uint64_t)UNIT << order) - 1), 0);
	ck_assert(mark(unit_of(pa), pa, order, numbers));
	memset(pool_bytes(pa), pattern(numbers), (size_t)UNIT << order);
	held[held_count++] = (struct held){pa, order, numbers};
}

static void record_give(uint32_t index)
{
	struct held block = held[index];

	ck_assert(is_filled(pool_bytes(block.pa), (uint64_t)UNIT << block.order,
			    pattern(block.number)));
	ck_assert(mark(unit_of(block.pa), block.pa, block.order, 0));
	held[index] = held[--held_count];
}

static uint64_t recorded_free(void)
{
	uint64_t bytes = 0;
	uint32_t i;

	for (i = 0; i < unit_count; i++)
		bytes += owners[i] ? 0 : UNIT;
	return bytes;
}

/* True if the order-aligned stretch from this unit on is all free and in one region. */
static bool run_is_free(const struct layout *layout, uint32_t unit, unsigned int order)
{
	uint64_t bytes = (uint64_t)UNIT << order;
	uint32_t i;

	if (units[unit] & (bytes - 1) || !is_inside(layout, units[unit], bytes))
		return false;
	for (i = 0; i < 1u << order; i++)
		if (unit + i >= unit_count || units[unit + i] != units[unit] + i * UNIT ||
		    owners[unit + i])
			return false;
	return true;
}

static bool record_has_room(const struct layout *layout, unsigned int order)
{
	uint32_t unit;

	for (unit = 0; unit < unit_count; unit++)
		if (run_is_free(layout, unit, order))
			return true;
	return false;
}

/* ---- random use ---- */

static uint64_t random_state;

static uint32_t next_random(uint32_t end)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(random_state >> 33) % end;
}

static void step_take(const struct layout *layout, unsigned int order)
{
	itsg_pa pa = pool_take(order);

	if (pa == NO_BLOCK)
		ck_assert_msg(!record_has_room(layout, order), "order %u refused", order);
	else
		record_take(pa, order);
}

static void step_give(uint32_t index)
{
	struct held block = held[index];

	record_give(index);
	ck_assert(pool_give(block.pa, block.order));
	ck_assert(!pool_give(block.pa, block.order));
}

/* An address and order that no block in use has. */
static void step_give_wrong(void)
{
	itsg_pa pa = units[next_random(unit_count)];
	unsigned int order = next_random(ITSG_POOL_ORDERS);
	uint32_t i;

	for (i = 0; i < held_count; i++)
		if (held[i].pa == pa && held[i].order == order)
			return;
	ck_assert(!pool_give(pa, order));
	ck_assert(!pool_give(pa + 1, order));
	ck_assert(!pool_give(pa + UNIT / 2, order));
}

static void steps(const struct layout *layout, unsigned int count)
{
	uint32_t choice;

	while (count--) {
		choice = next_random(16);
		if (choice < 8)
			step_take(layout, next_random(8) ? next_random(4) : next_random(12));
		else if (choice < 15 && held_count)
			step_give(next_random(held_count));
		else
			step_give_wrong();
		ck_assert(itsg_domain_is_valid(&pool_domain) &&
			  itsg_pool_free_bytes(&pool_domain) == recorded_free());
	}
}

START_TEST(good_conservation)
{
	const struct layout *layout = &layouts[(size_t)_i % COUNT(layouts)];
	unsigned int round, order;

	random_state = (uint64_t)_i * 77 + 1;
	open_layout(layout);
	find_units(layout);
	for (round = 0; round < 3; round++) {
		steps(layout, 1500);
		while (held_count)
			step_give(next_random(held_count));
		/* all merged again: the largest possible blocks can be had */
		for (order = 0; order < ITSG_POOL_ORDERS; order++)
			if (record_has_room(layout, order)) {
				step_take(layout, order);
				step_give(0);
			}
	}
	pool_stop();
}
END_TEST

START_TEST(good_free_bytes)
{
	const struct layout *layout = &layouts[_i];

	open_layout(layout);
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), layout->free);
	find_units(layout);
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), layout->free);
	pool_stop();
}
END_TEST

START_TEST(bad_exhaustion)
{
	unsigned int order;
	itsg_pa pa;

	pool_start();
	for (order = 0; order <= ITSG_POOL_ORDERS + 8; order++)
		ck_assert_uint_eq(pool_take(order), NO_BLOCK);
	ck_assert_int_eq(pool_add(0x40000000, 0x4000), ITSG_OK);
	for (order = 6; order <= ITSG_POOL_ORDERS + 8; order++)
		ck_assert_uint_eq(pool_take(order), NO_BLOCK); /* the pool's map took a part */
	ck_assert_uint_eq(pool_take(0xffffffff), NO_BLOCK);
	pa = pool_take(5);
	ck_assert_uint_ne(pa, NO_BLOCK);
	ck_assert_uint_eq(pool_take(5), NO_BLOCK);
	ck_assert(pool_give(pa, 5));
	ck_assert_uint_eq(pool_take(5), pa);
	pool_stop();
}
END_TEST

/* ---- what must be refused ---- */

START_TEST(rf41_never_taken)
{
	static const itsg_pa addresses[] = {0,
					    0x1000,
					    0x3ffff000,
					    0x3fffff00,
					    0x40000000,
					    0x40000100,
					    0x40001000,
					    0x40008000,
					    0x4000ff00,
					    0x40010000,
					    0x40010100,
					    0x40000080,
					    0x40001001,
					    NO_BLOCK,
					    0xffffffffffffff00,
					    0x140001000,
					    0x8000000040001000};
	unsigned int order;
	size_t i;

	pool_start();
	ck_assert(!pool_give(0, 0));
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_OK);
	for (i = 0; i < COUNT(addresses); i++)
		for (order = 0; order < ITSG_POOL_ORDERS + 8; order++)
			ck_assert(!pool_give(addresses[i], order));
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 0xff00);
	pool_stop();
}
END_TEST

START_TEST(rf41_given_twice)
{
	itsg_pa pa, buddy;

	pool_start();
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_OK);
	pa = pool_take(2);
	buddy = pool_take(2);
	ck_assert(pool_give(pa, 2));
	ck_assert(!pool_give(pa, 2)); /* free, its buddy is not */
	ck_assert(pool_give(buddy, 2));
	ck_assert(!pool_give(pa, 2)); /* merged */
	ck_assert(!pool_give(buddy, 2));
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 0xff00);
	pool_stop();
}
END_TEST

START_TEST(rf41_other_order_or_inside)
{
	unsigned int order;
	itsg_pa pa, at;

	pool_start();
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_OK);
	pa = pool_take(4);
	for (order = 0; order < ITSG_POOL_ORDERS + 8; order++)
		ck_assert(order == 4 || !pool_give(pa, order));
	for (at = pa + 64; at < pa + 4096; at += 64)
		for (order = 0; order <= 4; order++)
			ck_assert(!pool_give(at, order));
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 0xff00 - 4096);
	ck_assert(pool_give(pa, 4));
	pool_stop();
}
END_TEST

/* An order is compared as a number, not by its low bits. */
START_TEST(rf41_order_far_out_of_range)
{
	static const unsigned int orders[] = {0x24, 0x44, 0x64, 0x84, 0xc4, 0x104, 0x80000004};
	itsg_pa pa;

	pool_start();
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_OK);
	pa = pool_take(4);
	ck_assert(!pool_give(pa, orders[_i]));
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 0xff00 - 4096);
	ck_assert(pool_give(pa, 4));
	pool_stop();
}
END_TEST

START_TEST(rf26_orders)
{
	static const struct {
		uint64_t bytes;
		unsigned int order;
	} rows[] = {{0, 0},
		    {1, 0},
		    {255, 0},
		    {256, 0},
		    {257, 1},
		    {384, 1},
		    {512, 1},
		    {513, 2},
		    {4096, 4},
		    {4097, 5},
		    {65536, 8},
		    {65537, 9},
		    {1048576, 12},
		    {2147483648, 23},
		    {2147483649, 24},
		    {4294967296, 24},
		    {4294967297, 25},
		    {68719476736, 25},
		    {0xffffffffffffffff, 25}};
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		ck_assert_uint_eq(pool_order(rows[i].bytes), rows[i].order);
	ck_assert_uint_eq(ITSG_POOL_ORDERS, 25);
}
END_TEST

Suite *suite_pool(void)
{
	Suite *suite = suite_create("pool");
	TCase *blocks = tcase_create("blocks");

	tcase_add_loop_test(blocks, good_conservation, 0, 4 * (int)COUNT(layouts));
	tcase_add_loop_test(blocks, good_free_bytes, 0, (int)COUNT(layouts));
	tcase_add_test(blocks, bad_exhaustion);
	tcase_add_test(blocks, rf41_never_taken);
	tcase_add_test(blocks, rf41_given_twice);
	tcase_add_test(blocks, rf41_other_order_or_inside);
	tcase_add_loop_test(blocks, rf41_order_far_out_of_range, 0, 7);
	tcase_add_test(blocks, rf26_orders);
	suite_add_tcase(suite, blocks);
	pool_region_tests(suite);
	return suite;
}
