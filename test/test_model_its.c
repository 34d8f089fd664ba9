/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The model's ITS: what commands and registers do, and P3, P4, P11 for those that are wrong. */
#include <string.h>

#include "model_rig.h"
#include "test_model.h"

#define D(n) ((uint64_t)(n) << 32)

/* ---- Effects ---- */

START_TEST(good_msi)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	ck_assert(!model_lpi_take(rig.model, 8192, 0));
	ck_assert(model_its_msi(rig.model, 0, 1, 0));
	ck_assert(!model_lpi_take(rig.model, 8192, 1));
	ck_assert(model_lpi_take(rig.model, 8192, 0));
	ck_assert(!model_lpi_take(rig.model, 8192, 0));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_msi_dropped)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	ck_assert(!model_its_msi(rig.model, 0, 2, 0));
	ck_assert(!model_its_msi(rig.model, 0, 1, 1));
	ck_assert(!model_its_msi(rig.model, 0, 1, 32));
	ck_assert(!model_its_msi(rig.model, 0, 0xffffffff, 0));
	rig_disable(&rig);
	ck_assert(!model_its_msi(rig.model, 0, 1, 0));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_pending_moves)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	rig_mapc(&rig, 1, 2);
	rig_do(&rig, D(1) | 0x03, 0, 0, 0); /* INT */
	rig_do(&rig, D(1) | 0x01, 0, 1, 0); /* MOVI to collection 1 */
	ck_assert(model_lpi_take(rig.model, 8192, 2));
	ck_assert(!model_lpi_take(rig.model, 8192, 0));
	ck_assert(model_its_msi(rig.model, 0, 1, 0));
	rig_do(&rig, 0x0e, 0, 2 << 16, 3 << 16); /* MOVALL */
	ck_assert(!model_lpi_take(rig.model, 8192, 2));
	ck_assert(model_lpi_take(rig.model, 8192, 3));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_pending_is_cleared)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	rig_do(&rig, D(1) | 0x03, 0, 0, 0);
	rig_do(&rig, D(1) | 0x04, 0, 0, 0); /* CLEAR */
	ck_assert(!model_lpi_take(rig.model, 8192, 0));
	rig_do(&rig, D(1) | 0x03, 0, 0, 0);
	rig_discard(&rig, 1, 0);
	ck_assert(!model_lpi_take(rig.model, 8192, 0));
	ck_assert(!model_its_msi(rig.model, 0, 1, 0));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/* Entries of every size: what does not fit is kept beside. */
START_TEST(good_entry_sizes)
{
	struct rig rig;
	uint64_t size = 1 + (uint64_t)_i;

	rig_configure(&rig);
	rig.config.its[0].typer = (RIG_TYPER & ~UINT64_C(0xf0)) | (size - 1) << 4;
	if (!(size & (size - 1))) {
		rig.config.its[0].baser_reset[0] = UINT64_C(0x0100000000000000) | (size - 1) << 48;
		rig.config.its[0].baser_reset[1] = UINT64_C(0x0400000000000000) | (size - 1) << 48;
	}
	rig_open(&rig);
	rig_tables(&rig);
	rig_enable(&rig);
	rig_block(&rig, RIG_ITT, 0x200, ITSG_FOR_ITT);
	rig_mapd(&rig, 1, RIG_ITT);
	rig_mapc(&rig, 5, 3);
	rig_mapti(&rig, 1, 31, 65535, 5);
	rig_mapti(&rig, 1, 30, 8193, 5);
	ck_assert(model_its_msi(rig.model, 0, 1, 31));
	ck_assert(model_lpi_take(rig.model, 65535, 3));
	rig_discard(&rig, 1, 31);
	rig_discard(&rig, 1, 30);
	rig_unmapd(&rig, 1);
	rig_do(&rig, 0x09, 0, 5, 0);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_mapi_and_the_rest)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].typer |= 0xf00; /* 16-bit EventIDs at 8 bytes */
	rig_open(&rig);
	rig_tables(&rig);
	rig_enable(&rig);
	rig_block(&rig, RIG_ITT, 0x20000, ITSG_FOR_ITT);
	rig_do(&rig, D(1) | 0x08, 13, RIG_VALID | RIG_ITT, 0);
	rig_mapc(&rig, 0, 0);
	rig_do(&rig, D(1) | 0x0b, 8200, 0, 0); /* MAPI */
	ck_assert(model_its_msi(rig.model, 0, 1, 8200));
	ck_assert(model_lpi_take(rig.model, 8200, 0));
	rig_do(&rig, D(1) | 0x0c, 8200, 0, 0); /* INV */
	rig_do(&rig, 0x0d, 0, 0, 0);	       /* INVALL */
	rig_do(&rig, 0x05, 0, 3 << 16, 0);     /* SYNC */
	rig_mapc(&rig, 0, 0);		       /* again, unchanged, with events on it */
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_internal_collections)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].typer |= RIG_HCC(2);
	rig.config.its[0].baser_reset[1] = 0;
	rig_open(&rig);
	rig_block(&rig, RIG_RING, 0x1000, ITSG_FOR_RING);
	rig_block(&rig, RIG_DEVICES, 0x1000, ITSG_FOR_DEVICE_TABLE);
	rig_enable(&rig);
	rig_live(&rig);
	ck_assert(model_its_msi(rig.model, 0, 1, 0));
	model_its_power_lost(rig.model, 0);
	rig_enable(&rig);
	ck_assert(!model_its_msi(rig.model, 0, 1, 0));
	/* another target: the old mapping is gone, with what lived on it */
	rig_mapc(&rig, 0, 1);
	ck_assert(model_its_msi(rig.model, 0, 1, 0));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

static void count_executed(void *arg, unsigned int its, const uint64_t words[4])
{
	ck_assert_uint_eq(its, 0);
	ck_assert_uint_eq(words[0], 0x05);
	++*(unsigned int *)arg;
}

START_TEST(good_runs_only_when_told)
{
	struct rig rig;
	unsigned int n = 0;

	rig_start(&rig);
	model_watch(rig.model, &(struct model_watch){.arg = &n, .executed = count_executed});
	rig_put(&rig, 0x05, 0, 0, 0);
	rig_put(&rig, 0x05, 0, 0, 0);
	rig_publish(&rig);
	ck_assert(!model_its_idle(rig.model, 0));
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0x90), 0);
	ck_assert_uint_eq(model_its_run(rig.model, 0, 1), 1);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0x90), 0x20);
	ck_assert_uint_eq(model_its_run(rig.model, 0, 100), 1);
	ck_assert_uint_eq(n, 2);
	ck_assert(model_its_idle(rig.model, 0));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_ring_wraps)
{
	struct rig rig;
	unsigned int i;

	rig_start(&rig);
	for (i = 0; i < 300; i++)
		rig_do(&rig, 0x05, 0, 0, 0);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x90), 300 % 128 * 32);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/* ---- P11 and P3: commands ---- */

struct command_case {
	uint64_t dw[4];
};

/* Device 1 is mapped with 32 events, event 0 on collection 0; collection 1 at 1 has none. */
static const struct command_case good_commands[] = {
	{{D(2) | 0x08, 0, 0, 0}},			   /* MAPD V=0, unmapped */
	{{D(2) | 0x08, 4, RIG_VALID | RIG_ITT2, 0}},	   /* MAPD */
	{{0x09, 0, 7, 0}},				   /* MAPC V=0, unmapped */
	{{0x09, 0, 1, 0}},				   /* MAPC V=0, no events */
	{{0x09, 0, RIG_VALID | 2 << 16 | 1, 0}},	   /* MAPC elsewhere, no events */
	{{0x09, 0, RIG_VALID | 511, 0}},		   /* MAPC, last */
	{{D(1) | 0x0a, (uint64_t)65535 << 32 | 31, 9, 0}}, /* MAPTI, collection unmapped */
	{{D(1) | 0x01, 0, 1, 0}},			   /* MOVI */
	{{D(1) | 0x0f, 0, 0, 0}},			   /* DISCARD */
	{{0x0d, 0, 1, 0}},				   /* INVALL */
	{{0x0e, 0, 3 << 16, 3 << 16}},			   /* MOVALL to itself */
	{{0x05, 0, 3 << 16, 0}},			   /* SYNC */
};

static const struct command_case bad_commands[] = {
	{{0x00, 0, 0, 0}}, /* reserved */
	{{0x07, 0, 0, 0}},
	{{0xff, 0, 0, 0}},
	{{0x29, 0, 0, 0}},	    /* VMAPP */
	{{D(1) | 0x25, 0, 0, 0}},   /* VSYNC */
	{{D(512) | 0x08, 0, 0, 0}}, /* MAPD beyond the table */
	{{D(0x10000) | 0x08, 0, 0, 0}},
	{{D(2) | 0x08, 5, RIG_VALID | RIG_ITT2, 0}}, /* Size */
	{{D(1) | 0x08, 0, 0, 0}},		     /* V=0 with live events */
	{{D(1) | 0x08, 4, RIG_VALID | RIG_ITT2, 0}}, /* V=1 with live events */
	{{0x09, 0, RIG_VALID | 512, 0}},	     /* MAPC beyond the table */
	{{0x09, 0, 512, 0}},
	{{0x09, 0, RIG_VALID | 4 << 16 | 2, 0}},	  /* no such processor */
	{{0x09, 0, RIG_VALID | D(1) | 2, 0}},		  /* RDbase above [31:16] */
	{{0x09, 0, 0, 0}},				  /* V=0 with live events */
	{{0x09, 0, RIG_VALID | 1 << 16, 0}},		  /* elsewhere with live events */
	{{D(1) | 0x0a, (uint64_t)8200 << 32, 0, 0}},	  /* MAPTI, mapped */
	{{D(1) | 0x0a, (uint64_t)8200 << 32 | 32, 0, 0}}, /* EventID */
	{{D(1) | 0x0a, (uint64_t)8191 << 32 | 1, 0, 0}},  /* INTID */
	{{D(1) | 0x0a, (uint64_t)65536 << 32 | 1, 0, 0}},
	{{D(1) | 0x0a, (uint64_t)1023 << 32 | 1, 0, 0}},
	{{D(1) | 0x0a, (uint64_t)8200 << 32 | 1, 512, 0}}, /* ICID */
	{{D(2) | 0x0a, (uint64_t)8200 << 32 | 1, 0, 0}},   /* device unmapped */
	{{D(1) | 0x0b, 1, 0, 0}},			   /* MAPI, no LPI */
	{{D(1) | 0x01, 0, 2, 0}},			   /* MOVI, collection unmapped */
	{{D(1) | 0x01, 1, 1, 0}},			   /* MOVI, event unmapped */
	{{D(1) | 0x03, 1, 0, 0}},			   /* INT */
	{{D(2) | 0x03, 0, 0, 0}},
	{{D(1) | 0x04, 1, 0, 0}}, /* CLEAR */
	{{D(1) | 0x0c, 1, 0, 0}}, /* INV */
	{{D(1) | 0x0f, 1, 0, 0}}, /* DISCARD */
	{{D(1) | 0x0f, 32, 0, 0}},
	{{0x0d, 0, 2, 0}},	 /* INVALL, unmapped */
	{{0x0e, 0, 4 << 16, 0}}, /* MOVALL */
	{{0x0e, 0, 0, 4 << 16}},
	{{0x05, 0, 4 << 16, 0}}, /* SYNC */
};

static const struct command_case uncanonical_commands[] = {
	{{0x105, 0, 0, 0}},
	{{0x05, 1, 0, 0}},
	{{0x05, 0, 1, 0}},
	{{0x05, 0, 0, 1}},
	{{0x05, 0, RIG_VALID, 0}},
	{{D(2) | 0x08, 0x24, RIG_VALID | RIG_ITT2, 0}},
	{{D(2) | 0x08, 4, RIG_VALID | RIG_ITT2 | 1, 0}},
	{{D(2) | 0x08, 4, 0, 0}}, /* ignored with V=0 */
	{{D(2) | 0x08, 0, RIG_ITT2, 0}},
	{{0x09, 0, 1 << 16 | 7, 0}},
	{{0x09, 0, RIG_VALID | 1 << 16 | D(0x100000), 0}},
	{{D(1) | 0x0b, D(1) | 1, 0, 0}},
	{{D(1) | 0x0c, 0, 1, 0}},
};

static void try_command(const struct command_case *c, enum model_property property)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	rig_mapc(&rig, 1, 1);
	rig_block(&rig, RIG_ITT2, 0x400, ITSG_FOR_ITT);
	rig_do(&rig, c->dw[0], c->dw[1], c->dw[2], c->dw[3]);
	model_check(rig.model, 0);
	rig_expect(&rig, property);
}

START_TEST(good_p11_command)
{
	try_command(&good_commands[_i], MODEL_NONE);
}
END_TEST

START_TEST(bad_p11_command)
{
	try_command(&bad_commands[_i], MODEL_P11);
}
END_TEST

START_TEST(bad_p3_command)
{
	try_command(&uncanonical_commands[_i], MODEL_P3);
}
END_TEST

START_TEST(bad_p11_no_level1)
{
	struct rig rig;

	rig_configure(&rig);
	rig_open(&rig);
	rig.device_baser |= RIG_LEVEL1;
	rig_tables(&rig);
	rig_enable(&rig);
	rig_unmapd(&rig, 1);
	rig_expect(&rig, MODEL_P11);
}
END_TEST

START_TEST(bad_p11_device_lost_its_collection)
{
	struct rig rig;

	rig_start(&rig);
	rig_live(&rig);
	rig_mapti(&rig, 1, 1, 8193, 9); /* legal, and 9 is not mapped */
	rig_discard(&rig, 1, 1);
	rig_expect(&rig, MODEL_P11);
}
END_TEST

/* ---- P4 ---- */

START_TEST(bad_p4_slot_changed)
{
	struct rig rig;

	rig_start(&rig);
	rig_put(&rig, 0x05, 0, 0, 0);
	rig_publish(&rig);
	rig_store(&rig, RIG_RING, 0x0d);
	if (_i)
		model_check(rig.model, 0);
	else
		model_its_run(rig.model, 0, 1);
	rig_expect(&rig, MODEL_P4);
}
END_TEST

START_TEST(good_p4_slot_reused)
{
	struct rig rig;

	rig_start(&rig);
	rig_do(&rig, 0x05, 0, 0, 0);
	rig_store(&rig, RIG_RING, 0x0d);
	model_check(rig.model, 0);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_p4_no_barrier)
{
	struct rig rig;

	rig_start(&rig);
	rig_put(&rig, 0x05, 0, 0, 0);
	itsg_platform_write32(rig.its, 0x88, 0x20);
	rig_expect(&rig, MODEL_P4);
}
END_TEST

START_TEST(bad_p4_cwriter_goes_back)
{
	struct rig rig;

	rig_start(&rig);
	rig_put(&rig, 0x05, 0, 0, 0);
	rig_put(&rig, 0x05, 0, 0, 0);
	rig_publish(&rig);
	itsg_platform_store_barrier(rig.its);
	itsg_platform_write32(rig.its, 0x88, 0x20);
	rig_expect(&rig, MODEL_P4);
}
END_TEST

/* ---- Hardware that does not snoop ---- */

static void start_incoherent(struct rig *rig)
{
	rig_configure(rig);
	rig->config.coherent = false;
	rig_open(rig);
}

START_TEST(good_incoherent)
{
	struct rig rig;

	start_incoherent(&rig);
	rig_tables(&rig);
	rig_enable(&rig);
	rig_live(&rig);
	ck_assert(model_its_msi(rig.model, 0, 1, 0));
	model_check(rig.model, 0);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_incoherent_table_not_cleaned)
{
	struct rig rig;

	start_incoherent(&rig);
	rig_block(&rig, RIG_RING, 0x1000, ITSG_FOR_RING);
	rig_block(&rig, RIG_DEVICES, 0x1000, ITSG_FOR_DEVICE_TABLE);
	rig_acquire(&rig, RIG_COLLECTION, 0x1000, ITSG_FOR_COLLECTION_TABLE);
	rig_clear(&rig, RIG_COLLECTION, 0x1000, ITSG_FOR_COLLECTION_TABLE);
	rig_enable(&rig);
	rig_expect(&rig, MODEL_P5);
}
END_TEST

START_TEST(bad_incoherent_slot_not_cleaned)
{
	struct rig rig;

	start_incoherent(&rig);
	rig_tables(&rig);
	rig_enable(&rig);
	rig.pool[0] = 0x05;
	rig.head = 0x20;
	rig_publish(&rig);
	rig_expect(&rig, MODEL_P4);
}
END_TEST

START_TEST(bad_incoherent_level1_not_cleaned)
{
	struct rig rig;
	const uint64_t entry = RIG_VALID | RIG_PAGE;

	start_incoherent(&rig);
	rig.device_baser |= RIG_LEVEL1;
	rig_tables(&rig);
	rig_enable(&rig);
	rig_block(&rig, RIG_PAGE, 0x1000, ITSG_FOR_DEVICE_PAGE);
	memcpy(rig.pool + (RIG_DEVICES - RIG_POOL), &entry, sizeof(entry));
	rig_unmapd(&rig, 1);
	rig_expect(&rig, MODEL_P11);
}
END_TEST

void model_cases_commands(Suite *suite)
{
	TCase *tcase = tcase_create("commands");

	tcase_add_test(tcase, good_msi);
	tcase_add_test(tcase, good_msi_dropped);
	tcase_add_test(tcase, good_pending_moves);
	tcase_add_test(tcase, good_pending_is_cleared);
	tcase_add_loop_test(tcase, good_entry_sizes, 0, 16);
	tcase_add_test(tcase, good_mapi_and_the_rest);
	tcase_add_test(tcase, good_internal_collections);
	tcase_add_test(tcase, good_runs_only_when_told);
	tcase_add_test(tcase, good_ring_wraps);
	tcase_add_loop_test(tcase, good_p11_command, 0, COUNT(good_commands));
	tcase_add_loop_test(tcase, bad_p11_command, 0, COUNT(bad_commands));
	tcase_add_loop_test(tcase, bad_p3_command, 0, COUNT(uncanonical_commands));
	tcase_add_test(tcase, bad_p11_no_level1);
	tcase_add_test(tcase, bad_p11_device_lost_its_collection);
	tcase_add_loop_test(tcase, bad_p4_slot_changed, 0, 2);
	tcase_add_test(tcase, good_p4_slot_reused);
	tcase_add_test(tcase, bad_p4_no_barrier);
	tcase_add_test(tcase, bad_p4_cwriter_goes_back);
	tcase_add_test(tcase, good_incoherent);
	tcase_add_test(tcase, bad_incoherent_table_not_cleaned);
	tcase_add_test(tcase, bad_incoherent_slot_not_cleaned);
	tcase_add_test(tcase, bad_incoherent_level1_not_cleaned);
	suite_add_tcase(suite, tcase);
}
