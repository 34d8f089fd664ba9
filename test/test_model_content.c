/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model's oracles for what the hypervisor reads (P3, P12), and for what the hardware does (P5).
 */
#include <string.h>

#include "model_rig.h"
#include "test_model.h"

/* ---- P3, P12: reading the host's slots ---- */

static void share_staging(struct rig *rig)
{
	ck_assert_int_eq(itsg_ledger_host_share_hyp(rig->its, RIG_STAGING, 0x1000), ITSG_OK);
	ck_assert_int_eq(itsg_ledger_pin(rig->its, RIG_STAGING, 0x1000), ITSG_OK);
}

START_TEST(good_p3_read_slot)
{
	struct rig rig;
	uint64_t words[4];

	rig_start(&rig);
	share_staging(&rig);
	model_host_store(rig.model, RIG_STAGING + 0x28, 7);
	model_hostile(rig.model, RIG_STAGING + 0x30, 1, 2);
	itsg_platform_lock(rig.its);
	itsg_platform_load_barrier(rig.its);
	itsg_platform_read_slot(rig.its, RIG_STAGING + 0x20, words);
	ck_assert_uint_eq(words[1], 7);
	ck_assert_uint_eq(words[2], 1);
	itsg_platform_read_slot(rig.its, RIG_STAGING + 0x20, words);
	ck_assert_uint_eq(words[2], 2);
	itsg_platform_unlock(rig.its);
	ck_assert_uint_eq(model_host_reads(rig.model), 8);
	model_check(rig.model, 1);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_p3_no_load_barrier)
{
	struct rig rig;
	uint64_t words[4];

	rig_start(&rig);
	share_staging(&rig);
	itsg_platform_load_barrier(rig.its);
	itsg_platform_lock(rig.its);
	itsg_platform_read_slot(rig.its, RIG_STAGING, words);
	rig_expect(&rig, MODEL_P3);
}
END_TEST

static void store_next_word(void *arg)
{
	struct rig *rig = arg;

	ck_assert(model_host_store(rig->model, RIG_STAGING + 8, 9));
	ck_assert(model_host_store(rig->model, RIG_STAGING, 9));
}

START_TEST(good_hook_between_words)
{
	struct rig rig;
	uint64_t words[4];

	rig_start(&rig);
	share_staging(&rig);
	itsg_platform_load_barrier(rig.its);
	model_on_host_read(rig.model, store_next_word, &rig);
	itsg_platform_read_slot(rig.its, RIG_STAGING, words);
	ck_assert_uint_eq(words[0], 0);
	ck_assert_uint_eq(words[1], 9);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_flush_staging)
{
	struct rig rig;
	uint64_t words[4];

	rig_configure(&rig);
	rig.config.host_uncached = true;
	rig_open(&rig);
	share_staging(&rig);
	itsg_platform_load_barrier(rig.its);
	model_host_store(rig.model, RIG_STAGING, 7);
	itsg_platform_read_slot(rig.its, RIG_STAGING, words);
	ck_assert_uint_eq(words[0], 0);
	itsg_platform_flush_staging(rig.its, RIG_STAGING, 32);
	itsg_platform_read_slot(rig.its, RIG_STAGING, words);
	ck_assert_uint_eq(words[0], 7);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/*
 * What is flushed: 0 nothing; 1 the slot before; 2 half of the slot; 3 the slot, but before the
 * host wrote last; 4 the slot.
 */
START_TEST(bad_p3_not_flushed)
{
	static const struct {
		uint64_t pa, size;
	} flushed[] = {{0, 0}, {0, 32}, {32, 16}, {32, 32}, {32, 32}};
	struct rig rig;
	uint64_t words[4];

	rig_start(&rig);
	share_staging(&rig);
	model_its_uncached(rig.model, 0, true);
	itsg_platform_load_barrier(rig.its);
	itsg_platform_flush_staging(rig.its, RIG_STAGING + flushed[_i].pa, flushed[_i].size);
	itsg_platform_read_slot(rig.its, RIG_STAGING + 32, words);
	if (_i == 3)
		itsg_platform_read_slot(rig.its, RIG_STAGING + 32, words);
	rig_expect(&rig, _i == 4 ? MODEL_NONE : MODEL_P3);
}
END_TEST

/*
 * The staging page is: 0 the host's alone, 1 shared, 2 a guest's, 3 the hypervisor's; 4 the slot is
 * not aligned.
 */
START_TEST(bad_p12_read_slot)
{
	static const uint64_t slots[] = {RIG_OTHER, RIG_STAGING, RIG_GUEST, RIG_HYP,
					 RIG_STAGING + 8};
	struct rig rig;
	uint64_t words[4];

	rig_start(&rig);
	if (_i == 1)
		ck_assert(model_move(rig.model, RIG_STAGING, 0x1000, MODEL_SHARE));
	if (_i == 4)
		share_staging(&rig);
	itsg_platform_load_barrier(rig.its);
	itsg_platform_read_slot(rig.its, slots[_i], words);
	rig_expect(&rig, MODEL_P12);
}
END_TEST

/* ---- P5 ---- */

START_TEST(bad_p5_table_not_cleared)
{
	struct rig rig;

	rig_configure(&rig);
	rig_open(&rig);
	rig_tables(&rig);
	rig_release(&rig, RIG_DEVICES, 0x1000, ITSG_FOR_DEVICE_TABLE);
	rig_acquire(&rig, RIG_DEVICES, 0x1000, ITSG_FOR_DEVICE_TABLE);
	rig_clear(&rig, RIG_DEVICES, 0xf00, ITSG_FOR_DEVICE_TABLE);
	rig_enable(&rig);
	rig_expect(&rig, MODEL_P5);
}
END_TEST

START_TEST(bad_p5_table_not_zero)
{
	struct rig rig;

	rig_configure(&rig);
	rig_open(&rig);
	rig_tables(&rig);
	rig_store(&rig, RIG_COLLECTION + 0xff8, 1);
	rig_enable(&rig);
	rig_expect(&rig, MODEL_P5);
}
END_TEST

START_TEST(bad_p5_enabled_without_barrier)
{
	struct rig rig;

	rig_configure(&rig);
	rig_open(&rig);
	rig_tables(&rig);
	itsg_platform_write64(rig.its, 0x100, rig.device_baser);
	itsg_platform_write64(rig.its, 0x108, rig.collection_baser);
	itsg_platform_write64(rig.its, 0x80, rig.cbaser);
	itsg_platform_write64(rig.its, 0x88, 0);
	itsg_platform_write32(rig.its, 0, 1);
	rig_expect(&rig, MODEL_P5);
}
END_TEST

START_TEST(bad_p5_itt_not_cleared)
{
	struct rig rig;

	rig_start(&rig);
	rig_acquire(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_put(&rig, (uint64_t)1 << 32 | 0x08, 4, RIG_VALID | RIG_ITT, 0);
	rig_publish(&rig); /* not executed: it is visible all the same */
	rig_expect(&rig, MODEL_P5);
}
END_TEST

START_TEST(bad_p5_itt_reused)
{
	struct rig rig;

	rig_start(&rig);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_unmapd(&rig, 1);
	rig_mapd(&rig, 2, RIG_ITT);
	rig_expect(&rig, MODEL_P5);
}
END_TEST

/* Somebody writes to a word the hardware then reads. */
static void forge(uint64_t pa)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	rig_store(&rig, pa, 0x8000000000000001);
	rig_do(&rig, (uint64_t)1 << 32 | 0x03, 0, 0, 0);
	rig_expect(&rig, MODEL_P5);
}

START_TEST(bad_p5_forged)
{
	forge(RIG_DEVICES + 8);
	forge(RIG_ITT);
	forge(RIG_COLLECTION);
}
END_TEST

START_TEST(bad_p5_changed_while_off)
{
	struct rig rig;

	rig_start(&rig);
	rig_disable(&rig);
	rig_store(&rig, RIG_DEVICES + 64, 1);
	rig_enable(&rig);
	rig_expect(&rig, MODEL_P5);
}
END_TEST

START_TEST(good_p5_level2)
{
	struct rig rig;

	rig_two_level(&rig);
	rig_store(&rig, RIG_DEVICES, RIG_VALID | RIG_PAGE);
	rig_live(&rig);
	ck_assert(model_its_msi(rig.model, 0, 1, 0));
	rig_disable(&rig);
	rig_enable(&rig);
	ck_assert(model_its_msi(rig.model, 0, 1, 0));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_p5_level2_not_cleared)
{
	struct rig rig;

	rig_two_level(&rig);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_acquire(&rig, RIG_OTHER, 0x1000, ITSG_FOR_DEVICE_PAGE);
	rig_store(&rig, RIG_DEVICES, RIG_VALID | RIG_OTHER);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_expect(&rig, MODEL_P5);
}
END_TEST

START_TEST(bad_p5_level1_changed)
{
	struct rig rig;

	rig_two_level(&rig);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_store(&rig, RIG_DEVICES, RIG_VALID | RIG_PAGE);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_block(&rig, RIG_OTHER, 0x1000, ITSG_FOR_DEVICE_PAGE);
	rig_store(&rig, RIG_DEVICES, RIG_VALID | RIG_OTHER);
	rig_unmapd(&rig, 1);
	rig_expect(&rig, MODEL_P5);
}
END_TEST

START_TEST(bad_p5_level1_res0)
{
	struct rig rig;

	rig_two_level(&rig);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_store(&rig, RIG_DEVICES, RIG_VALID | RIG_LEVEL1 | RIG_PAGE);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_expect(&rig, MODEL_P5);
}
END_TEST

/*
 * Goes from one pair of tables to another. Back again, the first pair still holds what was mapped
 * there once.
 */
static void change_tables(struct rig *rig, uint64_t devices, uint64_t collections)
{
	rig_disable(rig);
	rig->device_baser = RIG_VALID | devices;
	rig->collection_baser = RIG_VALID | collections;
	rig_enable(rig);
}

START_TEST(bad_p5_left_over)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].typer |= RIG_INV;
	rig_open(&rig);
	rig_tables(&rig);
	rig_block(&rig, RIG_PAGE, 0x1000, ITSG_FOR_DEVICE_TABLE);
	rig_block(&rig, RIG_VPES, 0x1000, ITSG_FOR_COLLECTION_TABLE);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_enable(&rig);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_mapc(&rig, 1, 1);
	change_tables(&rig, RIG_PAGE, RIG_VPES);
	rig_unmapd(&rig, 1);
	rig_do(&rig, 0x09, 0, 1, 0);
	change_tables(&rig, RIG_DEVICES, RIG_COLLECTION);
	if (_i)
		rig_unmapd(&rig, 1);
	else
		rig_do(&rig, 0x09, 0, 1, 0);
	rig_expect(&rig, MODEL_P5);
}
END_TEST

void model_cases_content(Suite *suite)
{
	TCase *tcase = tcase_create("content");

	tcase_add_test(tcase, good_p3_read_slot);
	tcase_add_test(tcase, bad_p3_no_load_barrier);
	tcase_add_test(tcase, good_hook_between_words);
	tcase_add_test(tcase, good_flush_staging);
	tcase_add_loop_test(tcase, bad_p3_not_flushed, 0, 5);
	tcase_add_loop_test(tcase, bad_p12_read_slot, 0, 5);
	tcase_add_test(tcase, bad_p5_table_not_cleared);
	tcase_add_test(tcase, bad_p5_table_not_zero);
	tcase_add_test(tcase, bad_p5_enabled_without_barrier);
	tcase_add_test(tcase, bad_p5_itt_not_cleared);
	tcase_add_test(tcase, bad_p5_itt_reused);
	tcase_add_test(tcase, bad_p5_forged);
	tcase_add_test(tcase, bad_p5_changed_while_off);
	tcase_add_test(tcase, good_p5_level2);
	tcase_add_test(tcase, bad_p5_level2_not_cleared);
	tcase_add_test(tcase, bad_p5_level1_changed);
	tcase_add_test(tcase, bad_p5_level1_res0);
	tcase_add_loop_test(tcase, bad_p5_left_over, 0, 2);
	suite_add_tcase(suite, tcase);
}
