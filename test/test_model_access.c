/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The model's oracles for what the hardware reaches (P1) and still needs (P2). */
#include <string.h>

#include "model_rig.h"
#include "test_model.h"

/* ---- P1 ---- */

/* At the first enable all blocks are as they should be, except this one. */
static void enable_with(uint64_t pa, uint64_t size, enum itsg_purpose purpose,
			enum model_property property)
{
	struct rig rig;

	rig_configure(&rig);
	rig_open(&rig);
	rig.device_baser = RIG_VALID | pa;
	rig_block(&rig, RIG_RING, 0x1000, ITSG_FOR_RING);
	rig_block(&rig, RIG_COLLECTION, 0x1000, ITSG_FOR_COLLECTION_TABLE);
	rig_block(&rig, RIG_DEVICES, size, purpose);
	rig_enable(&rig);
	rig_expect(&rig, property);
}

START_TEST(good_p1_enable)
{
	enable_with(RIG_DEVICES, 0x1000, ITSG_FOR_DEVICE_TABLE, MODEL_NONE);
	enable_with(RIG_DEVICES + 0x1000, 0x2000, ITSG_FOR_DEVICE_TABLE, MODEL_NONE);
}
END_TEST

START_TEST(bad_p1_enable)
{
	enable_with(RIG_DEVICES, 0x800, ITSG_FOR_DEVICE_TABLE, MODEL_P1);
	enable_with(RIG_DEVICES, 0x1000, ITSG_FOR_STATE, MODEL_P1);
	enable_with(RIG_DEVICES + 0x2000, 0x2000, ITSG_FOR_DEVICE_TABLE, MODEL_P1);
	enable_with(RIG_STAGING, 0x1000, ITSG_FOR_DEVICE_TABLE, MODEL_P1);
	enable_with(RIG_GUEST, 0x1000, ITSG_FOR_DEVICE_TABLE, MODEL_P1);
}
END_TEST

START_TEST(bad_p1_ring)
{
	struct rig rig;

	rig_configure(&rig);
	rig_open(&rig);
	rig_tables(&rig);
	rig.cbaser |= 1; /* two pages, and the block has one */
	rig_enable(&rig);
	rig_expect(&rig, MODEL_P1);
}
END_TEST

START_TEST(bad_p1_block_of_another_its)
{
	struct rig rig;
	struct itsg_event event = {.kind = ITSG_EVENT_ACQUIRE,
				   .its = 1,
				   .pa = RIG_ITT,
				   .size = 0x100,
				   .purpose = ITSG_FOR_ITT};

	rig_configure(&rig);
	rig.config.its_count = 2;
	rig.config.its[1] = rig.config.its[0];
	rig_open(&rig);
	rig_tables(&rig);
	rig_enable(&rig);
	itsg_platform_report(rig.domain, &event);
	rig_clear(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_expect(&rig, MODEL_P1);
}
END_TEST

START_TEST(bad_p1_itt)
{
	static const uint64_t addresses[] = {RIG_ITT + 0x100, RIG_OTHER,   RIG_STAGING,
					     RIG_GUEST,	      RIG_DEVICES, RIG_HYP};
	struct rig rig;

	rig_start(&rig);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_mapd(&rig, 1, addresses[_i]);
	rig_expect(&rig, MODEL_P1);
}
END_TEST

START_TEST(bad_p1_itt_too_small)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].typer |= 0xf0; /* 16 bytes an entry */
	rig_open(&rig);
	rig_tables(&rig);
	rig_enable(&rig);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_expect(&rig, MODEL_P1);
}
END_TEST

START_TEST(good_p1_target)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].typer |= RIG_PTA;
	rig_open(&rig);
	rig_tables(&rig);
	rig_enable(&rig);
	rig_do(&rig, 0x05, 0, RIG_RD + 0x60000, 0);
	rig_do(&rig, 0x09, 0, RIG_VALID | RIG_RD | 3, 0);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_p1_target)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].typer |= RIG_PTA;
	rig_open(&rig);
	rig_tables(&rig);
	rig_enable(&rig);
	rig_do(&rig, 0x09, 0, RIG_VALID | (RIG_RD + 0x10000) | 3, 0);
	rig_expect(&rig, MODEL_P1);
}
END_TEST

START_TEST(bad_p1_level2)
{
	struct rig rig;

	rig_two_level(&rig);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_store(&rig, RIG_DEVICES, RIG_VALID | RIG_OTHER);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_expect(&rig, MODEL_P1);
}
END_TEST

/* ---- P2 ---- */

START_TEST(good_p2_itt_released_after_creadr)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	rig_discard(&rig, 1, 0);
	rig_unmapd(&rig, 1);
	rig_release(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	model_check(rig.model, 0);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/*
 * How far the MAPD with V = 0 gets before the ITT is released: 0 not sent, 1 published, 2 executed.
 */
static void release_early(int how_far, enum itsg_event_kind kind)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	rig_discard(&rig, 1, 0);
	if (how_far > 0) {
		rig_put(&rig, (uint64_t)1 << 32 | 0x08, 0, 0, 0);
		rig_publish(&rig);
	}
	if (how_far > 1)
		ck_assert_uint_eq(model_its_run(rig.model, 0, 1), 1);
	rig_report(&rig, kind, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_expect(&rig, MODEL_P2);
}

START_TEST(bad_p2_itt)
{
	release_early(_i, ITSG_EVENT_RELEASE);
	release_early(_i, ITSG_EVENT_CLEAR);
}
END_TEST

START_TEST(bad_p2_itt_named_in_flight)
{
	struct rig rig;

	rig_start(&rig);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_put(&rig, (uint64_t)1 << 32 | 0x08, 4, RIG_VALID | RIG_ITT, 0);
	rig_publish(&rig);
	rig_release(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_expect(&rig, MODEL_P2);
}
END_TEST

START_TEST(bad_p2_replaced_itt_before_creadr)
{
	struct rig rig;

	rig_start(&rig);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_block(&rig, RIG_ITT2, 0x100, ITSG_FOR_ITT);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_put(&rig, (uint64_t)1 << 32 | 0x08, 4, RIG_VALID | RIG_ITT2, 0);
	rig_publish(&rig);
	model_its_run(rig.model, 0, 1);
	rig_release(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_expect(&rig, MODEL_P2);
}
END_TEST

/* The hardware may hold the entry in its cache although the table is not Valid any more. */
static void release_when_off(uint64_t typer, enum model_property property)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].typer |= typer;
	rig_open(&rig);
	rig_tables(&rig);
	rig_enable(&rig);
	rig_block(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_disable(&rig);
	rig_release(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_expect(&rig, property);
}

START_TEST(good_p2_inv)
{
	release_when_off(RIG_INV, MODEL_NONE);
}
END_TEST

START_TEST(bad_p2_no_inv)
{
	release_when_off(0, MODEL_P2);
}
END_TEST

START_TEST(good_p2_power_loss)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	model_its_power_lost(rig.model, 0);
	rig_enable(&rig);
	ck_assert(model_its_msi(rig.model, 0, 1, 0));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/* The library drops everything: ITTs go first, then the tables that name them are cleared. */
START_TEST(good_p2_power_loss_wipes)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	model_its_power_lost(rig.model, 0);
	rig_release(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_clear(&rig, RIG_DEVICES, 0x1000, ITSG_FOR_DEVICE_TABLE);
	rig_clear(&rig, RIG_COLLECTION, 0x1000, ITSG_FOR_COLLECTION_TABLE);
	rig_enable(&rig);
	ck_assert(!model_its_msi(rig.model, 0, 1, 0));
	rig_mapc(&rig, 0, 1);
	rig_do(&rig, 0x09, 0, 0, 0); /* no event lives on it: all went with the table */
	rig_live(&rig);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_p2_power_loss)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	model_its_power_lost(rig.model, 0);
	rig_release(&rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_enable(&rig);
	rig_expect(&rig, MODEL_P2);
}
END_TEST

static void release_table(uint64_t pa, enum itsg_purpose purpose, bool off,
			  enum model_property property)
{
	struct rig rig;

	rig_start(&rig);
	if (off)
		rig_disable(&rig);
	rig_release(&rig, pa, 0x1000, purpose);
	rig_expect(&rig, property);
}

START_TEST(good_p2_tables)
{
	release_table(RIG_DEVICES, ITSG_FOR_DEVICE_TABLE, true, MODEL_NONE);
	release_table(RIG_COLLECTION, ITSG_FOR_COLLECTION_TABLE, true, MODEL_NONE);
	release_table(RIG_RING, ITSG_FOR_RING, true, MODEL_NONE);
}
END_TEST

START_TEST(bad_p2_tables)
{
	release_table(RIG_DEVICES, ITSG_FOR_DEVICE_TABLE, false, MODEL_P2);
	release_table(RIG_COLLECTION, ITSG_FOR_COLLECTION_TABLE, false, MODEL_P2);
	release_table(RIG_RING, ITSG_FOR_RING, false, MODEL_P2);
}
END_TEST

START_TEST(bad_p2_table_while_stopping)
{
	struct rig rig;

	rig_start(&rig);
	itsg_platform_write32(rig.its, 0, 0);
	rig_release(&rig, RIG_RING, 0x1000, ITSG_FOR_RING);
	rig_expect(&rig, MODEL_P2);
}
END_TEST

START_TEST(bad_p2_cached_collection)
{
	struct rig rig;

	rig_start(&rig);
	rig_mapc(&rig, 0, 0);
	rig_disable(&rig);
	rig_clear(&rig, RIG_COLLECTION, 0x1000, ITSG_FOR_COLLECTION_TABLE);
	rig_expect(&rig, MODEL_P2);
}
END_TEST

START_TEST(bad_p2_level2)
{
	struct rig rig;

	rig_two_level(&rig);
	rig_store(&rig, RIG_DEVICES, RIG_VALID | RIG_PAGE);
	rig_release(&rig, RIG_PAGE, 0x1000, ITSG_FOR_DEVICE_PAGE);
	rig_expect(&rig, MODEL_P2);
}
END_TEST

void model_cases_access(Suite *suite)
{
	TCase *tcase = tcase_create("access");

	tcase_add_test(tcase, good_p1_enable);
	tcase_add_test(tcase, bad_p1_enable);
	tcase_add_test(tcase, bad_p1_ring);
	tcase_add_test(tcase, bad_p1_block_of_another_its);
	tcase_add_loop_test(tcase, bad_p1_itt, 0, 6);
	tcase_add_test(tcase, bad_p1_itt_too_small);
	tcase_add_test(tcase, good_p1_target);
	tcase_add_test(tcase, bad_p1_target);
	tcase_add_test(tcase, bad_p1_level2);
	tcase_add_test(tcase, good_p2_itt_released_after_creadr);
	tcase_add_loop_test(tcase, bad_p2_itt, 0, 3);
	tcase_add_test(tcase, bad_p2_itt_named_in_flight);
	tcase_add_test(tcase, bad_p2_replaced_itt_before_creadr);
	tcase_add_test(tcase, good_p2_inv);
	tcase_add_test(tcase, bad_p2_no_inv);
	tcase_add_test(tcase, good_p2_power_loss);
	tcase_add_test(tcase, good_p2_power_loss_wipes);
	tcase_add_test(tcase, bad_p2_power_loss);
	tcase_add_test(tcase, good_p2_tables);
	tcase_add_test(tcase, bad_p2_tables);
	tcase_add_test(tcase, bad_p2_table_while_stopping);
	tcase_add_test(tcase, bad_p2_cached_collection);
	tcase_add_test(tcase, bad_p2_level2);
	suite_add_tcase(suite, tcase);
}
