// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The host's hypercalls, by the numbers of docs/hypercalls.md. */
#include <string.h>

#include "glue_fixture.h"
#include "suites.h"

#define TOP_UP MACHINE_TOP_UP
#define LDR_X5 0x93c58007u

static struct glue glue;
static uint64_t x[18];

static int64_t call(uint32_t function, uint64_t x1, uint64_t x2)
{
	int i;

	for (i = 3; i < 18; i++)
		x[i] = 0xa5a5a5a5a5a5a500 + (uint64_t)i;
	return glue_call(&glue, x, function, x1, x2);
}

/* x1..x3 are results or 0. The registers behind them are kept. */
static void expect_rest(unsigned int results)
{
	unsigned int i;

	for (i = 1 + results; i < 4; i++)
		ck_assert_uint_eq(x[i], 0);
	for (i = 4; i < 18; i++)
		ck_assert_uint_eq(x[i], 0xa5a5a5a5a5a5a500 + i);
}

START_TEST(good_version_and_regions)
{
	glue_open(&glue, 2);
	glue_add_blocked(&glue);
	ck_assert_int_eq(call(0xc6000100, 0, 0), 0);
	ck_assert_uint_eq(x[1], 0x10000);
	ck_assert_uint_eq(x[2], 3);
	expect_rest(2);
	ck_assert_int_eq(call(0xc6000101, 1, 0), 0);
	ck_assert_uint_eq(x[1], 0x080c0000);
	ck_assert_uint_eq(x[2], 0x20000);
	ck_assert_uint_eq(x[3], 0x000);
	expect_rest(3);
	ck_assert_int_eq(call(0xc6000102, 1, 0), 0);
	ck_assert_int_eq(call(0xc6000101, 1, 0), 0);
	ck_assert_uint_eq(x[3], 0x002);
	ck_assert_int_eq(call(0xc6000101, 2, 0), 0);
	ck_assert_uint_eq(x[3], 0x100);
	ck_assert_int_eq(call(0xc6000101, 3, 0), -3);
	expect_rest(0);
	ck_assert_int_eq(call(0xc6000101, 0x100000001, 0), -3);
	glue_close(&glue);
}
END_TEST

START_TEST(good_set_up_and_teardown)
{
	int64_t result = -4;
	unsigned int n;

	glue_open(&glue, 2);
	ck_assert_int_eq(call(0xc6000102, ~(uint64_t)0, 0), 0);
	expect_rest(0);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, MACHINE_BASE(1) + 8), HYPGLUE_DONE);
	ck_assert_int_eq(call(0xc6000102, 0, 0), -7);
	ck_assert_int_eq(call(0xc6000102, ~(uint64_t)0, 0), -7);
	ck_assert_int_eq(call(0xc6000102, 2, 0), -3);
	ck_assert_int_eq(call(0xc6000106, 0, 0), 0);
	ck_assert_int_eq(call(0xc6000106, 2, 0), -3);
	glue.host.may_tear_down = false;
	ck_assert_int_eq(call(0xc6000107, 0, 0), -5);
	ck_assert_int_eq(call(0xc6000108, 0, 0), -5);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, MACHINE_BASE(0) + 8), HYPGLUE_DONE);
	glue.host.may_tear_down = true;
	ck_assert_int_eq(call(0xc6000107, 2, 0), -3);
	ck_assert_int_eq(call(0xc6000108, 0, 0), -7); /* an ITS uses the pool */
	for (n = 0; n < 10000 && result == -4; n++) {
		result = call(0xc6000107, 0, 0);
		expect_rest(0);
	}
	ck_assert_int_eq(result, 0);
	ck_assert_int_eq(call(0xc6000107, 0, 0), -7);
	ck_assert_int_eq(call(0xc6000106, 0, 0), -7);
	ck_assert_int_eq(call(0xc6000104, 0, 0), -7);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, MACHINE_BASE(0) + 8), HYPGLUE_PASS);
	glue_close(&glue);
}
END_TEST

START_TEST(bad_set_up)
{
	uint64_t n;

	glue_open(&glue, 2);
	for (n = 1; n <= 2; n++) {
		model_fail_after(glue.machine.model, n);
		ck_assert_int_eq(call(0xc6000102, ~(uint64_t)0, 0), -5);
		ck_assert_uint_eq(x[1], 0);
	}
	glue.config[1].ring_bytes = 5000;
	ck_assert_int_eq(call(0xc6000102, ~(uint64_t)0, 0), -3);
	model_fail_after(glue.machine.model, 2);
	ck_assert_int_eq(call(0xc6000102, ~(uint64_t)0, 0), -9);
	ck_assert_uint_eq(x[1], 1);
	expect_rest(1);
	glue_close(&glue);
}
END_TEST

START_TEST(good_top_up)
{
	uint64_t before;

	glue_start(&glue, 1);
	before = itsg_pool_free_bytes(&glue.machine.domain);
	ck_assert_int_eq(call(0xc6000103, TOP_UP, 0x100000), 0);
	ck_assert_uint_gt(x[1], before + 0x80000);
	ck_assert_uint_eq(x[1], itsg_pool_free_bytes(&glue.machine.domain));
	expect_rest(1);
	/* the host can give it once */
	ck_assert_int_eq(model_owner_of(glue.machine.model, TOP_UP), MODEL_HYP);
	ck_assert_int_eq(call(0xc6000103, TOP_UP, 0x100000), -3);
	glue_close(&glue);
}
END_TEST

START_TEST(bad_top_ups)
{
	static const struct {
		uint64_t pa, size;
		int64_t result;
	} rows[] = {
		{TOP_UP + 0x800, 0x2000, -3},
		{TOP_UP, 0x2800, -3},
		{TOP_UP, 0x1000, -3}, /* two pages at least */
		{TOP_UP, 0, -3},
		{TOP_UP, 0x1001000, -3}, /* more than 16 MiB in one call */
		{TOP_UP, ~(uint64_t)0xfff, -3},
		{0xfffffffffffff000, 0x2000, -3},
		{0xfffffffff000, 0x2000, -3}, /* over the limit of 2^48 */
		{MACHINE_POOL, 0x2000, -3},   /* the pool itself */
		{0x50000000, 0x2000, -5},     /* a guest's */
		{0x50ffe000, 0x4000, -5},     /* half of it */
		{0x0b000000, 0x2000, -5},     /* a device's */
	};
	uint64_t before;
	size_t i;

	glue_start(&glue, 1);
	model_own(glue.machine.model, 0x50000000, 0x1000000, MODEL_GUEST);
	model_own(glue.machine.model, 0x0b000000, 0x10000, MODEL_MMIO);
	before = itsg_pool_free_bytes(&glue.machine.domain);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(call(0xc6000103, rows[i].pa, rows[i].size) == rows[i].result,
			      "row %zu: %lld", i, (long long)x[0]);
		ck_assert_uint_eq(itsg_pool_free_bytes(&glue.machine.domain), before);
	}
	ck_assert_int_eq(model_owner_of(glue.machine.model, 0x51000000), MODEL_HOST);
	glue.host.top_up_max = 0x4000;
	ck_assert_int_eq(call(0xc6000103, TOP_UP, 0x5000), -3);
	ck_assert_int_eq(call(0xc6000103, TOP_UP, 0x4000), 0);
	glue_close(&glue);
}
END_TEST

/* The ITS's bus ends where the pool does. A page of the host's beyond would be written at its
 * alias. */
START_TEST(bad_top_up_beyond_the_bus)
{
	glue_open(&glue, 1);
	glue.config[0].caps.address_limit = 0xf000400000;
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 1, NULL), ITSG_OK);
	ck_assert_int_eq(call(0xc6000103, 0xf0003ff000, 0x2000), -3);
	ck_assert_int_eq(call(0xc6000103, 0xf100000000, 0x2000), -3);
	ck_assert_int_eq(model_owner_of(glue.machine.model, 0xf100000000), MODEL_HOST);
	ck_assert_int_eq(call(0xc6000103, 0x48000000, 0x2000), 0);
	glue_close(&glue);
}
END_TEST

/* The pool has 16 regions. */
START_TEST(bad_top_up_without_end)
{
	uint64_t n;

	glue_start(&glue, 1);
	for (n = 1; n < 16; n++)
		ck_assert_int_eq(call(0xc6000103, TOP_UP + n * 0x10000, 0x2000), 0);
	ck_assert_int_eq(call(0xc6000103, TOP_UP + n * 0x10000, 0x2000), -6);
	glue_close(&glue);
}
END_TEST

/* A 64-bit write across two registers: kind 1 (an access), reason 29 (alignment), offset 0xc. */
START_TEST(good_events)
{
	int i;

	glue_start(&glue, 1);
	ck_assert_int_eq(call(0xc6000104, 0, 0), 0);
	for (i = 1; i < 9; i++)
		ck_assert_uint_eq(x[i], 0);
	ck_assert_uint_eq(x[9], 0xa5a5a5a5a5a5a509);
	glue.registers[5] = 0x1122334455667788;
	ck_assert_int_eq(glue_trap(&glue, 0x93c58047, MACHINE_BASE(0) + 0xc), HYPGLUE_ABORT);
	ck_assert_int_eq(call(0xc6000104, 0, 0), 0);
	ck_assert_uint_eq(x[1] & 0xff, 1);
	ck_assert_uint_eq(x[1] >> 16 & 0xff, ITSG_REASON_ACCESS_ALIGN);
	ck_assert_uint_eq(x[1] >> 24 & 0xffffffff, 0xc);
	ck_assert_uint_eq(x[1] >> 63, 1);
	ck_assert_uint_eq(x[3], 8);
	ck_assert_uint_eq(x[4], 0x1122334455667788);
	ck_assert_uint_eq(x[5] | x[6] | x[7], 0);
	ck_assert_uint_eq(x[9], 0xa5a5a5a5a5a5a509);
	ck_assert_int_eq(call(0xc6000104, 0, 0), 0);
	ck_assert_uint_eq(x[1], 0);
	ck_assert_int_eq(call(0xc6000104, 1, 0), -3);
	ck_assert_uint_eq(x[8], 0);
	glue_close(&glue);
}
END_TEST

START_TEST(good_counters)
{
	glue_start(&glue, 1);
	glue_add_blocked(&glue);
	glue.registers[5] = 0;
	ck_assert_int_eq(glue_trap(&glue, 0x93c58047, MACHINE_BASE(0) + 0xc), HYPGLUE_ABORT);
	ck_assert_int_eq(call(0xc6000105, 0, 0x200 + ITSG_REASON_ACCESS_ALIGN), 0);
	ck_assert_uint_eq(x[1], 1);
	expect_rest(1);
	ck_assert_int_eq(call(0xc6000105, 0, 0), 0);
	ck_assert_uint_eq(x[1], 0);
	ck_assert_int_eq(call(0xc6000105, 0, 12), 0);
	ck_assert_int_eq(call(0xc6000105, 0, 13), -3);
	ck_assert_int_eq(call(0xc6000105, 0, 0xff), -3);
	ck_assert_int_eq(call(0xc6000105, 0, 0x104), 0);
	ck_assert_int_eq(call(0xc6000105, 0, 0x105), -3);
	ck_assert_int_eq(call(0xc6000105, 0, 0x200 + ITSG_REASONS), -3);
	ck_assert_int_eq(call(0xc6000105, 0, ~(uint64_t)0), -3);
	ck_assert_int_eq(call(0xc6000105, 0, 0x100000000), -3);
	ck_assert_int_eq(call(0xc6000105, 1, 0), -3); /* no ITS */
	ck_assert_int_eq(call(0xc6000105, 2, 0), -3);
	glue_close(&glue);
}
END_TEST

START_TEST(bad_functions)
{
	static const uint32_t foreign[] = {0xc60000ff, 0xc6000120, 0x86000100,
					   0xc6000002, 0x84000000, 0};
	uint32_t function;
	size_t i;

	glue_start(&glue, 1);
	for (function = 0xc6000109; function <= 0xc600011f; function++) {
		ck_assert_int_eq(call(function, 0, 0), -1);
		expect_rest(0);
	}
	for (i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		memset(x, 0x5a, sizeof(x));
		x[0] = foreign[i];
		ck_assert(!hypglue_host_call(&glue.host, x));
		ck_assert_uint_eq(x[0], foreign[i]);
		ck_assert_uint_eq(x[1], 0x5a5a5a5a5a5a5a5a);
	}
	/* the SVE hint, and rubbish in the upper half */
	x[0] = 0xdeadbeefc6010100;
	ck_assert(hypglue_host_call(&glue.host, x));
	ck_assert_uint_eq(x[1], 0x10000);
	glue_close(&glue);
}
END_TEST

/* One call that changes something is under way. */
START_TEST(bad_two_at_a_time)
{
	static const uint32_t changing[] = {0xc6000102, 0xc6000103, 0xc6000107, 0xc6000108};
	size_t i;

	glue_open(&glue, 1);
	glue.host.busy = 1;
	for (i = 0; i < 4; i++)
		ck_assert_int_eq(call(changing[i], 0, 0), -4);
	ck_assert_int_eq(call(0xc6000100, 0, 0), 0);
	glue.host.busy = 0;
	ck_assert_int_eq(call(0xc6000102, 0, 0), 0);
	ck_assert_uint_eq(glue.host.busy, 0);
	glue_close(&glue);
}
END_TEST

Suite *suite_hypglue_calls(void)
{
	Suite *suite = suite_create("hypglue_calls");
	TCase *tcase = tcase_create("calls");

	tcase_add_test(tcase, good_version_and_regions);
	tcase_add_test(tcase, good_set_up_and_teardown);
	tcase_add_test(tcase, bad_set_up);
	tcase_add_test(tcase, good_top_up);
	tcase_add_test(tcase, bad_top_ups);
	tcase_add_test(tcase, bad_top_up_beyond_the_bus);
	tcase_add_test(tcase, bad_top_up_without_end);
	tcase_add_test(tcase, good_events);
	tcase_add_test(tcase, good_counters);
	tcase_add_test(tcase, bad_functions);
	tcase_add_test(tcase, bad_two_at_a_time);
	suite_add_tcase(suite, tcase);
	return suite;
}
