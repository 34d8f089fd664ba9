/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model itself: memory, conservation, locks. Each oracle is shown to fire, and not to fire on
 * the same thing done right. The rest of the suite is in test_model_*.c.
 */
#include <sanitizer/asan_interface.h>
#include <string.h>

#include "model_rig.h"
#include "suites.h"
#include "test_model.h"

/* ---- Memory ---- */

START_TEST(good_memory_is_zero_until_written)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert_uint_eq(model_peek(rig.model, RIG_STAGING), 0);
	ck_assert(model_host_store(rig.model, RIG_STAGING + 8, 7));
	ck_assert_uint_eq(model_peek(rig.model, RIG_STAGING + 8), 7);
	ck_assert_uint_eq(model_peek(rig.model, RIG_STAGING), 0);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_host_cannot_store_to_others)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert(!model_host_store(rig.model, RIG_POOL, 1));
	ck_assert(!model_host_store(rig.model, RIG_GUEST, 1));
	ck_assert(!model_host_store(rig.model, RIG_ITS, 1));
	ck_assert(!model_host_store(rig.model, UINT64_C(1) << 52, 1));
	ck_assert_uint_eq(model_peek(rig.model, RIG_GUEST), 0);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_owners)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert_int_eq(model_owner_of(rig.model, RIG_POOL + RIG_POOL_SIZE - 1), MODEL_HYP);
	ck_assert_int_eq(model_owner_of(rig.model, RIG_POOL + RIG_POOL_SIZE), MODEL_HOST);
	ck_assert_int_eq(model_owner_of(rig.model, RIG_ITS + 0x1ffff), MODEL_MMIO);
	ck_assert_int_eq(model_owner_of(rig.model, RIG_ITS + 0x20000), MODEL_HOST);
	model_own(rig.model, RIG_STAGING, 0x2000, MODEL_NOBODY);
	ck_assert_int_eq(model_owner_of(rig.model, RIG_STAGING + 0x1fff), MODEL_NOBODY);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_reset_is_like_new)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	model_host_store(rig.model, RIG_STAGING, 1);
	model_move(rig.model, RIG_STAGING, 0x1000, MODEL_TO_GUEST);
	itsg_platform_lock(rig.its);
	model_break(rig.model, MODEL_P6, "something");
	model_reset(rig.model, &rig.config);
	ck_assert_uint_eq(model_peek(rig.model, RIG_STAGING), 0);
	ck_assert_int_eq(model_owner_of(rig.model, RIG_STAGING), MODEL_HOST);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0), 0x80000000);
	ck_assert(!model_its_msi(rig.model, 0, 1, 0));
	rig.pool = itsg_platform_map(rig.domain, RIG_POOL, RIG_POOL_SIZE);
	ck_assert_uint_eq(rig.pool[0x10000], 0xa5);
	rig_tables(&rig);
	rig_enable(&rig);
	rig_live(&rig);
	model_check(rig.model, 0);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/* ---- P9: conservation ---- */

START_TEST(good_p9_claims)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert_int_eq(itsg_ledger_host_share_hyp(rig.its, RIG_STAGING, 0x3000), ITSG_OK);
	ck_assert_int_eq(itsg_ledger_pin(rig.its, RIG_STAGING, 0x3000), ITSG_OK);
	ck_assert_int_eq(itsg_ledger_unpin(rig.its, RIG_STAGING, 0x1000), ITSG_OK);
	model_check(rig.model, 2);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_p9_claims)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert_int_eq(itsg_ledger_host_share_hyp(rig.its, RIG_STAGING, 0x1000), ITSG_OK);
	ck_assert_int_eq(itsg_ledger_pin(rig.its, RIG_STAGING, 0x1000), ITSG_OK);
	model_check(rig.model, 0);
	rig_expect(&rig, MODEL_P9);
}
END_TEST

/* {kind, pa, size, purpose} reported after a block of 0x200 bytes was acquired as ITT. */
static const struct itsg_event wrong_reports[] = {
	{.kind = ITSG_EVENT_ACQUIRE,
	 .pa = RIG_ITT + 0x100,
	 .size = 0x100,
	 .purpose = ITSG_FOR_STATE},
	{.kind = ITSG_EVENT_ACQUIRE,
	 .pa = RIG_ITT - 0x100,
	 .size = 0x200,
	 .purpose = ITSG_FOR_STATE},
	{.kind = ITSG_EVENT_ACQUIRE,
	 .pa = RIG_POOL + RIG_POOL_SIZE,
	 .size = 0x100,
	 .purpose = ITSG_FOR_STATE},
	{.kind = ITSG_EVENT_ACQUIRE, .pa = RIG_OTHER, .size = 0, .purpose = ITSG_FOR_STATE},
	{.kind = ITSG_EVENT_RELEASE, .pa = RIG_OTHER, .size = 0x100, .purpose = ITSG_FOR_ITT},
	{.kind = ITSG_EVENT_RELEASE, .pa = RIG_ITT, .size = 0x100, .purpose = ITSG_FOR_ITT},
	{.kind = ITSG_EVENT_RELEASE, .pa = RIG_ITT, .size = 0x200, .purpose = ITSG_FOR_STATE},
	{.kind = ITSG_EVENT_RELEASE, .pa = RIG_ITT + 0x100, .size = 0x100, .purpose = ITSG_FOR_ITT},
};

START_TEST(bad_p9_report)
{
	struct rig rig;

	rig_start(&rig);
	rig_acquire(&rig, RIG_ITT, 0x200, ITSG_FOR_ITT);
	itsg_platform_report(rig.its, &wrong_reports[_i]);
	rig_expect(&rig, MODEL_P9);
}
END_TEST

START_TEST(good_p9_report)
{
	struct rig rig;

	rig_start(&rig);
	rig_acquire(&rig, RIG_ITT, 0x200, ITSG_FOR_ITT);
	rig_release(&rig, RIG_ITT, 0x200, ITSG_FOR_ITT);
	rig_acquire(&rig, RIG_ITT + 0x100, 0x300, ITSG_FOR_STATE);
	rig_release(&rig, RIG_ITT + 0x100, 0x300, ITSG_FOR_STATE);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

static void release_all(struct rig *rig)
{
	rig_disable(rig);
	rig_release(rig, RIG_RING, 0x1000, ITSG_FOR_RING);
	rig_release(rig, RIG_DEVICES, 0x1000, ITSG_FOR_DEVICE_TABLE);
	rig_release(rig, RIG_COLLECTION, 0x1000, ITSG_FOR_COLLECTION_TABLE);
}

START_TEST(good_p9_returned)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert(model_move(rig.model, RIG_STAGING, 0x1000, MODEL_TO_GUEST));
	ck_assert(model_move(rig.model, RIG_STAGING + 0x1000, 0x1000, MODEL_SHARE));
	release_all(&rig);
	model_check_returned(rig.model);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_p9_returned_page)
{
	struct rig rig;

	rig_start(&rig);
	release_all(&rig);
	ck_assert_int_eq(itsg_ledger_host_share_hyp(rig.its, RIG_STAGING, 0x1000), ITSG_OK);
	model_check_returned(rig.model);
	rig_expect(&rig, MODEL_P9);
}
END_TEST

START_TEST(bad_p9_returned_frame)
{
	struct rig rig;

	rig_start(&rig);
	release_all(&rig);
	ck_assert_int_eq(itsg_ledger_host_donate_hyp_mmio(rig.its, RIG_ITS, 0x1000), ITSG_OK);
	model_check_returned(rig.model);
	rig_expect(&rig, MODEL_P9);
}
END_TEST

START_TEST(bad_p9_returned_block)
{
	struct rig rig;

	rig_start(&rig);
	release_all(&rig);
	rig_acquire(&rig, RIG_ITT, 0x100, ITSG_FOR_STATE);
	model_check_returned(rig.model);
	ck_assert_str_eq(model_violation(rig.model)->text,
			 "1 block is still held, the first 0x80050000+0x100 (state)");
	rig_expect(&rig, MODEL_P9);
}
END_TEST

START_TEST(bad_p9_returned_valid)
{
	static const uint32_t registers[] = {0x80, 0x100, 0x108};
	struct rig rig;

	rig_start(&rig);
	release_all(&rig);
	itsg_platform_write64(rig.its, registers[_i], RIG_VALID);
	model_check_returned(rig.model);
	rig_expect(&rig, MODEL_P9);
}
END_TEST

/* ---- Memory added to the pool ---- */

static uint8_t *top_up(struct rig *rig)
{
	ck_assert(model_host_store(rig->model, RIG_TOPUP + 0x1008, 5));
	ck_assert_int_eq(itsg_ledger_host_donate_hyp(rig->domain, RIG_TOPUP, 0x4000), ITSG_OK);
	return itsg_platform_map(rig->domain, RIG_TOPUP, 0x4000);
}

START_TEST(good_top_up)
{
	struct rig rig;
	uint8_t *va;

	rig_start(&rig);
	va = top_up(&rig);
	ck_assert_uint_eq(va[0x1008], 5);
	rig_acquire(&rig, RIG_TOPUP + 0x100, 0x100, ITSG_FOR_STATE);
	va[0x2000] = 9;
	ck_assert_uint_eq(model_peek(rig.model, RIG_TOPUP + 0x2000), 9);
	rig_release(&rig, RIG_TOPUP + 0x100, 0x100, ITSG_FOR_STATE);
	memset(va, 0, 0x4000);
	itsg_platform_unmap(rig.domain, va, RIG_TOPUP, 0x4000);
	ck_assert_int_eq(itsg_ledger_hyp_donate_host(rig.domain, RIG_TOPUP, 0x4000), ITSG_OK);
	ck_assert(model_host_store(rig.model, RIG_TOPUP, 3));
	release_all(&rig);
	model_check_returned(rig.model);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define ASAN true
#endif
#endif
#ifndef ASAN
#define ASAN false
#endif

static bool is_poisoned(const uint8_t *at)
{
	return ASAN && __asan_address_is_poisoned(at);
}

/* A smaller top-up, on hardware of the other kind, in the memory that the first one left. */
START_TEST(bad_top_up_after_another)
{
	struct rig rig;
	uint8_t *va;

	rig_start(&rig);
	ck_assert_int_eq(itsg_ledger_host_donate_hyp(rig.domain, RIG_TOPUP, 0x3000), ITSG_OK);
	va = itsg_platform_map(rig.domain, RIG_TOPUP, 0x3000);
	ck_assert_int_eq(is_poisoned(va + 0x3000), ASAN);
	memset(va, 9, 0x3000);
	rig.config.coherent = false;
	model_reset(rig.model, &rig.config);
	ck_assert_int_eq(itsg_ledger_host_donate_hyp(rig.domain, RIG_TOPUP, 0x2000), ITSG_OK);
	va = itsg_platform_map(rig.domain, RIG_TOPUP, 0x2000);
	ck_assert_uint_eq(model_peek(rig.model, RIG_TOPUP), 0);
	ck_assert_int_eq(is_poisoned(va + 0x2000), ASAN);
	itsg_platform_unmap(rig.domain, va, RIG_TOPUP, 0x2000);
	ck_assert_int_eq(is_poisoned(va), ASAN);
	/* The CPU sees zeros; the hardware sees junk. */
	ck_assert_int_eq(itsg_ledger_hyp_donate_host(rig.domain, RIG_TOPUP, 0x2000), ITSG_OK);
	rig_expect(&rig, MODEL_P9);
}
END_TEST

START_TEST(good_top_up_given_up_before_it_was_mapped)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert(model_host_store(rig.model, RIG_TOPUP, 5));
	ck_assert_int_eq(itsg_ledger_host_donate_hyp(rig.domain, RIG_TOPUP, 0x4000), ITSG_OK);
	ck_assert_int_eq(itsg_ledger_hyp_donate_host(rig.domain, RIG_TOPUP, 0x4000), ITSG_OK);
	ck_assert_uint_eq(model_peek(rig.model, RIG_TOPUP), 5);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_top_up_returned_with_secrets)
{
	struct rig rig;
	uint8_t *va;

	rig_start(&rig);
	va = top_up(&rig);
	itsg_platform_unmap(rig.domain, va, RIG_TOPUP, 0x4000);
	ck_assert_int_eq(itsg_ledger_hyp_donate_host(rig.domain, RIG_TOPUP, 0x4000), ITSG_OK);
	rig_expect(&rig, MODEL_P9);
}
END_TEST

/* Zeros are in a cache only. A host that reads past the caches still finds what was there. */
static void return_incoherent(bool clean, enum model_property property)
{
	struct rig rig;
	uint8_t *va;

	rig_configure(&rig);
	rig.config.coherent = false;
	rig_open(&rig);
	va = top_up(&rig);
	memset(va, 0, 0x4000);
	itsg_platform_clean(rig.domain, va, clean ? 0x4000 : 0x3fc0);
	itsg_platform_unmap(rig.domain, va, RIG_TOPUP, 0x4000);
	ck_assert_int_eq(itsg_ledger_hyp_donate_host(rig.domain, RIG_TOPUP, 0x4000), ITSG_OK);
	rig_expect(&rig, property);
}

START_TEST(good_top_up_returned_clean)
{
	return_incoherent(true, MODEL_NONE);
}
END_TEST

START_TEST(bad_top_up_returned_unclean)
{
	return_incoherent(false, MODEL_P9);
}
END_TEST

START_TEST(bad_top_up_returned_with_block)
{
	struct rig rig;

	rig_start(&rig);
	top_up(&rig);
	rig_acquire(&rig, RIG_TOPUP + 0x1000, 0x100, ITSG_FOR_STATE);
	ck_assert_int_eq(itsg_ledger_hyp_donate_host(rig.domain, RIG_TOPUP, 0x4000), ITSG_OK);
	rig_expect(&rig, MODEL_P2);
}
END_TEST

START_TEST(bad_map_of_host_memory)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert_ptr_null(itsg_platform_map(rig.domain, RIG_STAGING, 0x1000));
	ck_assert_ptr_null(
		itsg_platform_map(rig.domain, RIG_POOL + RIG_POOL_SIZE - 0x1000, 0x2000));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_p9_unmap_with_block)
{
	struct rig rig;
	uint8_t *va;

	rig_start(&rig);
	va = top_up(&rig);
	rig_acquire(&rig, RIG_TOPUP + 0x1000, 0x100, ITSG_FOR_STATE);
	itsg_platform_unmap(rig.domain, va, RIG_TOPUP, 0x4000);
	rig_expect(&rig, MODEL_P9);
}
END_TEST

START_TEST(bad_p10_map)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert_ptr_null(itsg_platform_map(rig.domain, RIG_POOL, 0x800));
	rig_expect(&rig, MODEL_P10);
}
END_TEST

START_TEST(bad_p10_unmap)
{
	struct rig rig;

	rig_start(&rig);
	itsg_platform_unmap(rig.domain, rig.pool + 8, RIG_POOL, RIG_POOL_SIZE);
	rig_expect(&rig, MODEL_P10);
}
END_TEST

START_TEST(bad_p10_clean)
{
	struct rig rig;

	rig_start(&rig);
	itsg_platform_clean(rig.its, rig.pool + RIG_POOL_SIZE - 8, 16);
	rig_expect(&rig, MODEL_P10);
}
END_TEST

/* ---- P10: locks ---- */

/* Digits: lock 1 ITS 0, 2 ITS 1, 3 the domain; letters a, b, c release them. */
static void lock_like(struct rig *rig, const char *program)
{
	void *ctx[] = {rig->its, model_its_ctx(rig->model, 1), rig->domain};

	for (; *program; program++) {
		if (*program >= '1' && *program <= '3')
			itsg_platform_lock(ctx[*program - '1']);
		else if (*program >= 'a' && *program <= 'c')
			itsg_platform_unlock(ctx[*program - 'a']);
	}
	model_check(rig->model, 0);
}

static void try_locks(const char *program, enum model_property property)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its_count = 2;
	rig.config.its[1] = rig.config.its[0];
	rig.config.its[1].base += 0x100000;
	rig_open(&rig);
	lock_like(&rig, program);
	rig_expect(&rig, property);
}

static const char *const good_locks[] = {"1a", "13ca", "3c", "1a2b", "2b13ca"};
static const char *const bad_locks[] = {"11a", "a", "31ac", "12ab", "1", "13c", "13a", "3"};

START_TEST(good_p10_locks)
{
	try_locks(good_locks[_i], MODEL_NONE);
}
END_TEST

START_TEST(bad_p10_locks)
{
	try_locks(bad_locks[_i], MODEL_P10);
}
END_TEST

START_TEST(bad_p10_register_of_the_domain)
{
	struct rig rig;

	rig_start(&rig);
	(void)itsg_platform_read32(rig.domain, 0);
	rig_expect(&rig, MODEL_P10);
}
END_TEST

/* ---- Violations ---- */

START_TEST(good_first_violation_is_kept)
{
	struct rig rig;

	rig_start(&rig);
	model_break(rig.model, MODEL_P7, "step %d", 12);
	model_break(rig.model, MODEL_P8, "later");
	ck_assert_str_eq(model_violation(rig.model)->text, "step 12");
	rig_expect(&rig, MODEL_P7);
}
END_TEST

static void add_memory(Suite *suite)
{
	TCase *tcase = tcase_create("memory");

	tcase_add_test(tcase, good_memory_is_zero_until_written);
	tcase_add_test(tcase, bad_host_cannot_store_to_others);
	tcase_add_test(tcase, good_owners);
	tcase_add_test(tcase, good_reset_is_like_new);
	tcase_add_test(tcase, good_top_up);
	tcase_add_test(tcase, bad_top_up_after_another);
	tcase_add_test(tcase, good_top_up_given_up_before_it_was_mapped);
	tcase_add_test(tcase, bad_top_up_returned_with_secrets);
	tcase_add_test(tcase, good_top_up_returned_clean);
	tcase_add_test(tcase, bad_top_up_returned_unclean);
	tcase_add_test(tcase, bad_top_up_returned_with_block);
	tcase_add_test(tcase, bad_map_of_host_memory);
	tcase_add_test(tcase, bad_p9_unmap_with_block);
	tcase_add_test(tcase, bad_p10_map);
	tcase_add_test(tcase, bad_p10_unmap);
	tcase_add_test(tcase, bad_p10_clean);
	suite_add_tcase(suite, tcase);
}

static void add_conservation(Suite *suite)
{
	TCase *tcase = tcase_create("conservation");

	tcase_add_test(tcase, good_p9_claims);
	tcase_add_test(tcase, bad_p9_claims);
	tcase_add_loop_test(tcase, bad_p9_report, 0, COUNT(wrong_reports));
	tcase_add_test(tcase, good_p9_report);
	tcase_add_test(tcase, good_p9_returned);
	tcase_add_test(tcase, bad_p9_returned_page);
	tcase_add_test(tcase, bad_p9_returned_frame);
	tcase_add_test(tcase, bad_p9_returned_block);
	tcase_add_loop_test(tcase, bad_p9_returned_valid, 0, 3);
	tcase_add_test(tcase, good_first_violation_is_kept);
	suite_add_tcase(suite, tcase);
}

static void add_locks(Suite *suite)
{
	TCase *tcase = tcase_create("locks");

	tcase_add_loop_test(tcase, good_p10_locks, 0, COUNT(good_locks));
	tcase_add_loop_test(tcase, bad_p10_locks, 0, COUNT(bad_locks));
	tcase_add_test(tcase, bad_p10_register_of_the_domain);
	suite_add_tcase(suite, tcase);
}

Suite *suite_model(void)
{
	Suite *suite = suite_create("model");

	add_memory(suite);
	add_conservation(suite);
	add_locks(suite);
	model_cases_ledger(suite);
	model_cases_access(suite);
	model_cases_content(suite);
	model_cases_commands(suite);
	model_cases_registers(suite);
	return suite;
}
