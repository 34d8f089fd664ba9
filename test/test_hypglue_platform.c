// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The platform over a linear map, with recorders in place of the accessors. They show which
 * accessors each call makes, in which order.
 */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "suites.h"

/* Recorders take these names. The loops over lines are the real ones. */
#define HYPGLUE_CACHE_H
#define hypglue_read64	      real_read64
#define hypglue_read_ctr      real_read_ctr
#define hypglue_clean_line    real_clean_line
#define hypglue_flush_line    real_flush_line
#define hypglue_store_barrier real_store_barrier
#define hypglue_clean_barrier real_clean_barrier
#include "hypglue/aarch64.h"
#undef hypglue_read64
#undef hypglue_read_ctr
#undef hypglue_clean_line
#undef hypglue_flush_line
#undef hypglue_store_barrier
#undef hypglue_clean_barrier
#undef HYPGLUE_CACHE_H

static char record[1024];
static _Alignas(64) uint64_t fake_memory[64];

static void note(const char *what, uint64_t a, uint64_t b)
{
	size_t used = strlen(record);

	snprintf(record + used, sizeof(record) - used, "%s %llx %llx;", what,
		 (unsigned long long)(a - (uintptr_t)fake_memory), (unsigned long long)b);
}

/* 64-byte lines. */
static uint64_t hypglue_read_ctr(void)
{
	return 0x8444c004;
}

static void hypglue_clean_line(uintptr_t at)
{
	note("clean", at, 0);
}

static void hypglue_flush_line(uintptr_t at)
{
	note("flush", at, 0);
}

static uint64_t hypglue_read64(uintptr_t at)
{
	note("load", at, 8);
	return real_read64(at);
}

static void hypglue_store_barrier(void)
{
	note("store", (uintptr_t)fake_memory, 0);
}

static void hypglue_clean_barrier(void)
{
	note("complete", (uintptr_t)fake_memory, 0);
}

#include "hypglue/cache.h"

#define itsg_platform_read32	    linear_read32
#define itsg_platform_read64	    linear_read64
#define itsg_platform_write32	    linear_write32
#define itsg_platform_write64	    linear_write64
#define itsg_platform_read_slot	    linear_read_slot
#define itsg_platform_flush_staging linear_flush_staging
#define itsg_platform_map	    linear_map
#define itsg_platform_unmap	    linear_unmap
#define itsg_platform_clean	    linear_clean
#define itsg_platform_load_barrier  linear_load_barrier
#define itsg_platform_store_barrier linear_store_barrier
#define itsg_platform_lock	    linear_lock
#define itsg_platform_unlock	    linear_unlock
#define itsg_platform_report	    linear_report
#include "hypglue/platform_linear.c" /* NOLINT(bugprone-suspicious-include): under names of its own */

static void *held, *reported;

void hypglue_hook_lock(void *lock)
{
	ck_assert_ptr_null(held);
	held = lock;
}

void hypglue_hook_unlock(void *lock)
{
	ck_assert_ptr_eq(held, lock);
	held = NULL;
}

void hypglue_hook_report(void *owner, const struct itsg_event *event)
{
	(void)event;
	reported = owner;
}

/* Physical 0x40000000 is fake_memory. */
static struct hypglue_linear linear;

static void open_linear(void)
{
	memset(fake_memory, 0, sizeof(fake_memory));
	record[0] = 0;
	linear = (struct hypglue_linear){.frames = (uintptr_t)&fake_memory[32],
					 .linear = (uintptr_t)fake_memory - 0x40000000,
					 .limit = 0x40000200,
					 .lock = &held,
					 .owner = &record};
}

START_TEST(good_registers)
{
	fake_memory[33] = 0x1122334455667788;
	ck_assert_uint_eq(linear_read32(&linear, 8), 0x55667788);
	ck_assert_uint_eq(linear_read32(&linear, 12), 0x11223344);
	ck_assert_uint_eq(linear_read64(&linear, 8), 0x1122334455667788);
	linear_write32(&linear, 0x14, 0xabcd);
	linear_write64(&linear, 0x18, 0x123456789abcdef0);
	ck_assert_uint_eq(fake_memory[34], 0x0000abcd00000000);
	ck_assert_uint_eq(fake_memory[35], 0x123456789abcdef0);
}
END_TEST

/* P3: each word once, with one load, in ascending order. */
START_TEST(good_slot)
{
	uint64_t words[4];
	int i;

	for (i = 0; i < 4; i++)
		fake_memory[4 + i] = 0x8877665544332200 + (uint64_t)i;
	linear_read_slot(&linear, 0x40000020, words);
	ck_assert_str_eq(record, "load 20 8;load 28 8;load 30 8;load 38 8;");
	for (i = 0; i < 4; i++)
		ck_assert_uint_eq(words[i], 0x8877665544332200 + (uint64_t)i);
}
END_TEST

START_TEST(rf52_which_barrier)
{
	linear_store_barrier(&linear);
	ck_assert_str_eq(record, "store 0 0;");
	record[0] = 0;
	linear_clean(&linear, &fake_memory[8], 0x40);
	linear_store_barrier(&linear);
	ck_assert_str_eq(record, "clean 40 0;complete 0 0;");
	record[0] = 0;
	linear_flush_staging(&linear, 0x40000040, 0x80);
	ck_assert_str_eq(record, "flush 40 0;flush 80 0;complete 0 0;");
}
END_TEST

START_TEST(good_map)
{
	ck_assert_ptr_eq(linear_map(&linear, 0x40000100, 0x100), &fake_memory[32]);
	ck_assert_ptr_null(linear_map(&linear, 0x40000100, 0x101));
	ck_assert_ptr_null(linear_map(&linear, 0x40000200, 1));
	ck_assert_ptr_null(linear_map(&linear, 0x40000100, ~(uint64_t)0));
	ck_assert_ptr_null(linear_map(&linear, ~(uint64_t)0xfff, 0x1000));
	linear_unmap(&linear, &fake_memory[32], 0x40000100, 0x100);
	linear_lock(&linear);
	ck_assert_ptr_eq(held, &held);
	linear_unlock(&linear);
	linear_report(&linear, NULL);
	ck_assert_ptr_eq(reported, record);
}
END_TEST

/* Every line that shares a byte with the range, and no other. */
START_TEST(rf32_every_line)
{
	linear_clean(&linear, (char *)fake_memory + 0x7f, 2);
	ck_assert_str_eq(record, "clean 40 0;clean 80 0;");
	record[0] = 0;
	linear_clean(&linear, (char *)fake_memory + 0x40, 0x40);
	ck_assert_str_eq(record, "clean 40 0;");
	record[0] = 0;
	linear_clean(&linear, (char *)fake_memory + 0x41, 0x40);
	ck_assert_str_eq(record, "clean 40 0;clean 80 0;");
	record[0] = 0;
	linear_flush_staging(&linear, 0x40000020, 0x20);
	ck_assert_str_eq(record, "flush 0 0;complete 0 0;");
	record[0] = 0;
	linear_clean(&linear, fake_memory, 0);
	ck_assert_str_eq(record, "");
}
END_TEST

/* CTR_EL0.DminLine is [19:16]. */
START_TEST(good_lines)
{
	ck_assert_uint_eq(hypglue_cache_line(0x8444c004), 64);
	ck_assert_uint_eq(hypglue_cache_line(0x84458004), 128);
	ck_assert_uint_eq(hypglue_cache_line(0xfff0ffff), 4);
	ck_assert_uint_eq(hypglue_cache_line(0x000f0000), 131072);
}
END_TEST

Suite *suite_hypglue_platform(void)
{
	Suite *suite = suite_create("hypglue_platform");
	TCase *tcase = tcase_create("linear");

	tcase_add_checked_fixture(tcase, open_linear, NULL);
	tcase_add_test(tcase, good_registers);
	tcase_add_test(tcase, good_slot);
	tcase_add_test(tcase, rf52_which_barrier);
	tcase_add_test(tcase, good_map);
	tcase_add_test(tcase, rf32_every_line);
	tcase_add_test(tcase, good_lines);
	suite_add_tcase(suite, tcase);
	return suite;
}
