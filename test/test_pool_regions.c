/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Regions of the pool: what may be added, what failures leave behind, and how everything goes back.
 */
#include <check.h>
#include <string.h>

#include "pool_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct span {
	itsg_pa pa;
	uint64_t size;
};

/* ---- what is left as it was ---- */

static bool region_is(const struct itsg_pool_region *a, const struct itsg_pool_region *b)
{
	return a->pa == b->pa && a->size == b->size && a->va == b->va && a->map == b->map &&
	       a->source == b->source && a->cleared == b->cleared && a->returned == b->returned;
}

static bool config_is(const struct itsg_domain_config *a, const struct itsg_domain_config *b)
{
	return a->ctx == b->ctx && a->page_size == b->page_size && a->pa_limit == b->pa_limit &&
	       a->budget == b->budget;
}

/* Compares member by member: padding between them means nothing. */
static bool domain_is(const struct itsg_domain *before)
{
	size_t i;

	for (i = 0; i < COUNT(before->pool.regions); i++) {
		if (!region_is(&before->pool.regions[i], &pool_domain.pool.regions[i]))
			return false;
	}
	return config_is(&before->config, &pool_domain.config) &&
	       before->members == pool_domain.members &&
	       before->address_end == pool_domain.address_end &&
	       before->pool.region_count == pool_domain.pool.region_count &&
	       before->pool.free_bytes == pool_domain.pool.free_bytes &&
	       before->pool.free_orders == pool_domain.pool.free_orders &&
	       !memcmp(before->pool.free, pool_domain.pool.free, sizeof(before->pool.free));
}

/* ---- arguments ---- */

START_TEST(bad_domain_config)
{
	static const uint64_t pages[] = {0, 1, 2048, 4095, 4097, 8192, 32768, 131072, 2097152};
	static const uint64_t limits[] = {0, 0x10000000000001, 0x10000000001000, NO_BLOCK};
	struct itsg_domain_config config = {.pa_limit = 0x10000000000000};
	size_t i;

	for (i = 0; i < COUNT(pages); i++) {
		config.page_size = pages[i];
		ck_assert_int_eq(itsg_domain_init(&pool_domain, &config), ITSG_INVALID);
	}
	config.page_size = 4096;
	for (i = 0; i < COUNT(limits); i++) {
		config.pa_limit = limits[i];
		ck_assert_int_eq(itsg_domain_init(&pool_domain, &config), ITSG_INVALID);
	}
	config.pa_limit = 0x10000000000000;
	ck_assert_int_eq(itsg_domain_init(&pool_domain, &config), ITSG_OK);
	ck_assert(itsg_domain_is_valid(&pool_domain));
}
END_TEST

static const struct span bad_regions[] = {
	{0x41000001, 0x2000}, /* alignment */
	{0x41000800, 0x2000},
	{0x41000000, 0x2001},
	{0x41000000, 0x2800},
	{0x41000000, 0}, /* size */
	{0x41000000, 0x1000},
	{0x41000000, 0x100001000},
	{0x41000000, 0xfffffffffffff000},
	{0x10000000000000, 0x2000}, /* limit and wrap */
	{0x0ffffffffff000, 0x2000},
	{0xffffffffffffe000, 0x2000},
	{0xfffffffffffff000, 0x2000},
	{0x40000000, 0x10000}, /* overlap with what is there */
	{0x4000e000, 0x4000},
	{0x3fffe000, 0x4000},
	{0x3fffe000, 0x20000},
	{0x40002000, 0x2000},
};

START_TEST(rf19_bad_region_changes_nothing)
{
	static struct itsg_domain before;
	uint64_t calls;

	pool_start();
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_OK);
	before = pool_domain;
	calls = model_fallible_calls(pool_model);
	ck_assert_int_eq(pool_add(bad_regions[_i].pa, bad_regions[_i].size), ITSG_INVALID);
	ck_assert(domain_is(&before));
	ck_assert_uint_eq(model_fallible_calls(pool_model), calls); /* the ledger was never asked */
	pool_stop();
}
END_TEST

/* The domain's page size counts, not 4 KiB. */
START_TEST(rf19_alignment_to_large_pages)
{
	pool_start_with(65536, 0);
	ck_assert_int_eq(pool_add(0x40001000, 0x20000), ITSG_INVALID);
	ck_assert_int_eq(pool_add(0x40000000, 0x21000), ITSG_INVALID);
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_INVALID);
	ck_assert_int_eq(pool_add(0x40000000, 0x20000), ITSG_OK);
	pool_stop();
}
END_TEST

START_TEST(good_region_at_the_limits)
{
	pool_start();
	ck_assert_int_eq(pool_add(0, 0x2000), ITSG_OK);
	ck_assert_int_eq(pool_add(0x0fffffffffe000, 0x2000), ITSG_OK);
	ck_assert_int_eq(pool_add(0x2000, 0x2000), ITSG_OK);
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 3 * (0x2000 - 0x100));
	pool_stop();
}
END_TEST

START_TEST(rf14_too_many_regions)
{
	itsg_pa pa = 0x40000000;
	uint32_t i;

	pool_start();
	for (i = 0; i < 16; i++, pa += 0x4000)
		ck_assert_int_eq(pool_add(pa, 0x2000), ITSG_OK);
	ck_assert_int_eq(pool_add(pa, 0x2000), ITSG_NO_MEMORY);
	ck_assert_int_eq(model_owner_of(pool_model, pa), MODEL_HOST);
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 16 * (0x2000 - 0x100));
	pool_stop();
}
END_TEST

/*
 * Live events are counted in 32 bits, and each has a record of eight bytes. The regions here are
 * only entered in the table: nobody has that much memory for a test.
 */
START_TEST(bad_more_than_can_be_counted)
{
	uint64_t n;

	pool_start();
	for (n = 0; n < 8; n++)
		pool_domain.pool.regions[n] =
			(struct itsg_pool_region){.pa = (n + 1) << 33, .size = UINT64_C(1) << 32};
	pool_domain.pool.region_count = 8;
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_INVALID);
	pool_domain.pool.regions[7].size -= 0x10000;
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_OK);
	ck_assert_int_eq(pool_add(0x40100000, 0x10000), ITSG_INVALID);
	pool_domain.pool.regions[0] = pool_domain.pool.regions[8];
	pool_domain.pool.region_count = 1;
	pool_stop();
}
END_TEST

/* ---- failures of the embedder ---- */

START_TEST(bad_donation_of_what_is_not_the_hosts)
{
	static struct itsg_domain before;

	pool_start();
	model_own(pool_model, 0x40004000, 0x1000, MODEL_GUEST);
	before = pool_domain;
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_LEDGER);
	ck_assert(domain_is(&before));
	ck_assert_int_eq(model_owner_of(pool_model, 0x40000000), MODEL_HOST);
	ck_assert_int_eq(model_owner_of(pool_model, 0x40004000), MODEL_GUEST);
	pool_stop();
}
END_TEST

/* The first call that may fail is the donation; the second is the mapping. */
START_TEST(rf12_failure_leaves_nothing_changed)
{
	static struct itsg_domain before;
	itsg_pa pa;

	pool_start();
	ck_assert_int_eq(pool_add(0x41000000, 0x2000), ITSG_OK);
	before = pool_domain;
	model_fail_after(pool_model, (uint64_t)_i);
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_LEDGER);
	ck_assert(domain_is(&before));
	for (pa = 0x40000000; pa < 0x40010000; pa += 0x1000)
		ck_assert_int_eq(model_owner_of(pool_model, pa), MODEL_HOST);
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_OK);
	ck_assert_int_eq(model_owner_of(pool_model, 0x40000000), MODEL_HYP);
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 0xff00 + 0x1f00);
	pool_stop();
}
END_TEST

/* Memory that is the hypervisor's already is mapped. It is never donated, and never given back. */
START_TEST(good_hypervisor_region)
{
	pool_start();
	model_own(pool_model, 0x40000000, 0x10000, MODEL_HYP);
	model_fail_after(pool_model, 1);
	ck_assert_int_eq(itsg_pool_add(&pool_domain, 0x40000000, 0x10000, ITSG_POOL_HYP),
			 ITSG_LEDGER);
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 0);
	ck_assert_int_eq(itsg_pool_add(&pool_domain, 0x40000000, 0x10000, ITSG_POOL_HYP), ITSG_OK);
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 0xff00);
	ck_assert_int_eq(itsg_domain_teardown(&pool_domain), ITSG_OK);
	ck_assert_int_eq(model_owner_of(pool_model, 0x40000000), MODEL_HYP);
	pool_stop();
}
END_TEST

/* ---- teardown ---- */

static void expect_returned(itsg_pa pa, uint64_t size)
{
	uint64_t seen = 0;
	itsg_pa at;

	for (at = pa; at < pa + size; at += 8)
		seen |= model_peek(pool_model, at);
	ck_assert_uint_eq(seen, 0);
	for (at = pa; at < pa + size; at += 4096)
		ck_assert_int_eq(model_owner_of(pool_model, at), MODEL_HOST);
}

static void dirty(itsg_pa pa, uint64_t size)
{
	memset(pool_bytes(pa), 0xee, size);
}

START_TEST(good_teardown_clears_and_returns)
{
	unsigned int calls = 0;
	enum itsg_status status;

	pool_start_with(4096, 1);
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_OK);
	ck_assert_int_eq(pool_add(0x42000000, 0x4000), ITSG_OK);
	dirty(pool_take(6), 0x4000);
	while ((status = itsg_domain_teardown(&pool_domain)) == ITSG_AGAIN)
		calls++;
	ck_assert_int_eq(status, ITSG_OK);
	ck_assert_uint_ge(calls, 16 + 4 - 1); /* at most 4 KiB cleared in a call */
	ck_assert_uint_eq(itsg_pool_free_bytes(&pool_domain), 0);
	expect_returned(0x40000000, 0x10000);
	expect_returned(0x42000000, 0x4000);
	pool_stop();
}
END_TEST

/* Of a pool that is half torn down nothing can be had any more. */
START_TEST(bad_take_during_teardown)
{
	itsg_pa pa;

	pool_start_with(4096, 1);
	ck_assert_int_eq(pool_add(0x40000000, 0x10000), ITSG_OK);
	pa = pool_take(0);
	ck_assert_uint_ne(pa, NO_BLOCK);
	ck_assert_int_eq(itsg_domain_teardown(&pool_domain), ITSG_AGAIN);
	ck_assert_uint_eq(pool_take(0), NO_BLOCK);
	ck_assert_int_eq(model_owner_of(pool_model, 0x40000000), MODEL_HYP);
	while (itsg_domain_teardown(&pool_domain) == ITSG_AGAIN)
		;
	expect_returned(0x40000000, 0x10000);
	pool_stop();
}
END_TEST

/* A release that the ledger refuses is kept, and tried again. */
START_TEST(rf22_refused_release_is_retried)
{
	pool_start();
	ck_assert_int_eq(pool_add(0x40000000, 0x8000), ITSG_OK);
	ck_assert_int_eq(pool_add(0x42000000, 0x8000), ITSG_OK);
	dirty(pool_take(6), 0x4000);
	model_fail_after(pool_model, (uint64_t)_i);
	ck_assert_int_eq(itsg_domain_teardown(&pool_domain), ITSG_LEDGER);
	ck_assert(model_owner_of(pool_model, 0x40000000) == MODEL_HYP ||
		  model_owner_of(pool_model, 0x42000000) == MODEL_HYP);
	ck_assert_int_eq(itsg_domain_teardown(&pool_domain), ITSG_OK);
	expect_returned(0x40000000, 0x8000);
	expect_returned(0x42000000, 0x8000);
	ck_assert_int_eq(itsg_domain_teardown(&pool_domain), ITSG_OK);
	pool_stop();
}
END_TEST

void pool_region_tests(Suite *suite)
{
	TCase *regions = tcase_create("regions");

	tcase_add_test(regions, bad_domain_config);
	tcase_add_loop_test(regions, rf19_bad_region_changes_nothing, 0, (int)COUNT(bad_regions));
	tcase_add_test(regions, rf19_alignment_to_large_pages);
	tcase_add_test(regions, good_region_at_the_limits);
	tcase_add_test(regions, rf14_too_many_regions);
	tcase_add_test(regions, bad_more_than_can_be_counted);
	tcase_add_test(regions, bad_donation_of_what_is_not_the_hosts);
	tcase_add_loop_test(regions, rf12_failure_leaves_nothing_changed, 1, 3);
	tcase_add_test(regions, good_hypervisor_region);
	tcase_add_test(regions, good_teardown_clears_and_returns);
	tcase_add_test(regions, bad_take_during_teardown);
	tcase_add_loop_test(regions, rf22_refused_release_is_retried, 1, 3);
	suite_add_tcase(suite, regions);
}
