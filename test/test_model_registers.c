/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The registers of the model's ITS: how they reset and stick, and P11 for what must not be done to
 * them.
 */
#include "model_rig.h"
#include "test_model.h"

struct access {
	uint32_t offset, size; /* size 0: a read32, 1: a read64 */
	uint64_t value;
};

static void do_access(struct rig *rig, const struct access *access)
{
	switch (access->size) {
	case 0: (void)itsg_platform_read32(rig->its, access->offset); break;
	case 1: (void)itsg_platform_read64(rig->its, access->offset); break;
	case 4: itsg_platform_write32(rig->its, access->offset, (uint32_t)access->value); break;
	default: itsg_platform_write64(rig->its, access->offset, access->value);
	}
}

START_TEST(good_reset_values)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].iidr = 0x43b;
	rig_open(&rig);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0), 0x80000000);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 4), 0x43b);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 8), RIG_TYPER);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 8), RIG_TYPER);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 12), 0);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x80), 0);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x100), RIG_DEVICE);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x110), 0);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0xffe8), 0x30);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_baser_sticks)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].baser_sticky[0] = 0x0000fffffffff0ff;
	rig.config.its[0].baser_pages[1] = 6; /* 16K and 64K */
	rig_open(&rig);
	itsg_platform_write64(rig.its, 0x100, ~UINT64_C(0));
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x100), 0x8107fffffffff2ff);
	itsg_platform_write64(rig.its, 0x108, 0);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x108), RIG_COLLECT | 0x100);
	itsg_platform_write64(rig.its, 0x108, 0x200);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x108), RIG_COLLECT | 0x200);
	itsg_platform_write32(rig.its, 0x10c, 5);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x108),
			  RIG_COLLECT | (UINT64_C(5) << 32) | 0x200);
	itsg_platform_write64(rig.its, 0x138, ~UINT64_C(0)); /* not implemented */
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x138), 0);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_cbaser)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].cbaser_sticky = UINT64_C(0x8000fffffffff0ff);
	rig_open(&rig);
	itsg_platform_write64(rig.its, 0x80, RIG_VALID | RIG_RING | 0xc07);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x80), RIG_VALID | RIG_RING | 7);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x90), 0);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_disable_takes_a_step)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0), 0x80000001);
	itsg_platform_write32(rig.its, 0, 0);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0), 0);
	ck_assert(!model_its_idle(rig.model, 0));
	model_its_run(rig.model, 0, 0);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0), 0x80000000);
	ck_assert(model_its_idle(rig.model, 0));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/* It stalls once, at its next command. A CBASER that is written takes it out of that. */
START_TEST(good_stall)
{
	struct rig rig;

	rig_start(&rig);
	rig_put(&rig, 0x05, 0, 0, 0);
	rig_put(&rig, 0x05, 0, 0, 0);
	rig_put(&rig, 0x05, 0, 0, 0);
	rig_publish(&rig);
	ck_assert_uint_eq(model_its_run(rig.model, 0, 1), 1);
	model_its_stall(rig.model, 0);
	ck_assert(!model_its_stalled(rig.model, 0));
	ck_assert_uint_eq(model_its_run(rig.model, 0, 100), 0);
	ck_assert_uint_eq(model_its_run(rig.model, 0, 100), 0);
	ck_assert(model_its_stalled(rig.model, 0));
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x90), 0x21);
	itsg_platform_write32(rig.its, 0, 0);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0x90), 0x21);
	model_its_run(rig.model, 0, 0);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0), 0x80000000);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x90), 0x21);
	itsg_platform_write64(rig.its, 0x80, 0);
	ck_assert_uint_eq(itsg_platform_read64(rig.its, 0x90), 0);
	ck_assert(!model_its_stalled(rig.model, 0));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/* The library has no use for Retry: with it CWRITER is as wrong as any other value. */
START_TEST(bad_p11_retry)
{
	struct rig rig;

	rig_start(&rig);
	rig_put(&rig, 0x05, 0, 0, 0);
	rig_publish(&rig);
	model_its_stall(rig.model, 0);
	model_its_run(rig.model, 0, 1);
	itsg_platform_write64(rig.its, 0x88, 0x21);
	rig_expect(&rig, MODEL_P11);
}
END_TEST

START_TEST(good_never_quiescent)
{
	struct rig rig;

	rig_start(&rig);
	model_its_stick(rig.model, 0, true);
	ck_assert(!model_its_stuck(rig.model, 0));
	itsg_platform_write32(rig.its, 0, 0);
	model_its_run(rig.model, 0, 100);
	ck_assert(model_its_stuck(rig.model, 0));
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0), 0);
	model_its_stick(rig.model, 0, false);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0), 0);
	model_its_run(rig.model, 0, 0);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0), 0x80000000);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/* Still the hardware's, for ever: its tables may not change. */
START_TEST(bad_p11_never_quiescent)
{
	struct rig rig;

	rig_start(&rig);
	model_its_stick(rig.model, 0, true);
	itsg_platform_write32(rig.its, 0, 0);
	model_its_run(rig.model, 0, 100);
	itsg_platform_write64(rig.its, 0x100, 0);
	rig_expect(&rig, MODEL_P11);
}
END_TEST

START_TEST(good_creadr_is_reset_by_cbaser)
{
	struct rig rig;

	rig_start(&rig);
	rig_do(&rig, 0x05, 0, 0, 0);
	rig_disable(&rig);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0x90), 0);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0x88), 0x20);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

static const struct access good_while_on[] = {
	{0x88, 4, 0}, {0x88, 8, 0}, {0x8c, 4, 0}, {0, 4, 0x80000001}, {0, 4, 0},      {0x110, 8, 1},
	{0x8, 0, 0},  {0x8, 1, 0},  {0x90, 0, 0}, {0x90, 1, 0},	      {0xfffc, 0, 0},
};

static const struct access bad_while_on[] = {
	{0x88, 4, 0x1000},			  /* the ring's size */
	{0x88, 8, 0x2000},  {0x88, 4, 1},	  /* Retry */
	{0x88, 4, 0x21},    {0x88, 4, 0x100000},  /* RES0 */
	{0x8c, 4, 1},	    {0x80, 8, RIG_VALID}, /* while enabled */
	{0x80, 4, 0},	    {0x100, 8, 0},
	{0x10c, 4, 0},	    {0, 4, 3}, /* ImDe */
	{0, 4, 0x101},		       /* UMSIirq */
	{0, 4, 0x40000001},	       /* RES0 */
	{0, 4, 0x11},		       /* ITS_Number */
	{0, 8, 1},		       /* two registers at once */
	{0, 1, 0},	    {4, 4, 0}, /* read-only */
	{8, 8, 0},	    {0x90, 8, 0},
	{0xffe8, 4, 0},	    {0xffe8, 1, 0},
	{0x2, 0, 0},			  /* out of alignment */
	{0x84, 8, 0},	    {0x20, 4, 0}, /* not there */
	{0x20, 0, 0},	    {0x40, 4, 0},
	{0xc000, 4, 0},	    {0x10040, 4, 0},
};

static const struct access bad_while_off[] = {
	{0, 4, 1},		       /* nothing is Valid */
	{0x80, 8, UINT64_C(1) << 62},  /* RES0 */
	{0x80, 8, RIG_VALID | 0x1000}, /* alignment */
	{0x100, 8, RIG_VALID | 0x1100},
};

START_TEST(good_p11_register)
{
	struct rig rig;

	rig_start(&rig);
	itsg_platform_store_barrier(rig.its);
	do_access(&rig, &good_while_on[_i]);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_p11_register)
{
	struct rig rig;

	rig_start(&rig);
	itsg_platform_store_barrier(rig.its);
	do_access(&rig, &bad_while_on[_i]);
	rig_expect(&rig, MODEL_P11);
}
END_TEST

START_TEST(bad_p11_register_while_off)
{
	struct rig rig;

	rig_configure(&rig);
	rig_open(&rig);
	do_access(&rig, &bad_while_off[_i]);
	rig_expect(&rig, MODEL_P11);
}
END_TEST

/* While Quiescent is 0 after a disable. */
START_TEST(bad_p11_not_quiescent)
{
	static const struct access accesses[] = {{0, 4, 1}, {0x80, 8, 0}, {0x100, 8, 0}};
	struct rig rig;

	rig_start(&rig);
	itsg_platform_write32(rig.its, 0, 0);
	do_access(&rig, &accesses[_i]);
	rig_expect(&rig, MODEL_P11);
}
END_TEST

/* 0: all Valid; 1, 2, 3: ring, devices, collections not; 4: vPEs not; 5: CWRITER as at reset */
START_TEST(bad_p11_enable)
{
	struct rig rig;

	rig_configure(&rig);
	if (_i == 4)
		rig.config.its[0].baser_reset[2] = RIG_VPE;
	rig_open(&rig);
	rig_tables(&rig);
	itsg_platform_write64(rig.its, 0x80, _i == 1 ? 0 : rig.cbaser);
	itsg_platform_write64(rig.its, 0x100, _i == 2 ? 0 : rig.device_baser);
	itsg_platform_write64(rig.its, 0x108, _i == 3 ? 0 : rig.collection_baser);
	if (_i != 5)
		itsg_platform_write64(rig.its, 0x88, 0);
	itsg_platform_store_barrier(rig.its);
	itsg_platform_write32(rig.its, 0, 1);
	if (_i == 5)
		model_its_run(rig.model, 0, 1);
	rig_expect(&rig, _i ? MODEL_P11 : MODEL_NONE);
}
END_TEST

START_TEST(good_vpe_table)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its[0].typer |= 2;
	rig.config.its[0].baser_reset[2] = RIG_VPE;
	rig_open(&rig);
	rig_tables(&rig);
	rig_block(&rig, RIG_VPES, 0x1000, ITSG_FOR_VPE_TABLE);
	itsg_platform_write64(rig.its, 0x110, RIG_VALID | RIG_VPES);
	rig_enable(&rig);
	ck_assert_uint_eq(itsg_platform_read32(rig.its, 0), 0x80000001);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/*
 * With the domain's lock (0); without it (1); without it, where each redistributor has its own
 * PROPBASER (2).
 */
START_TEST(bad_p11_properties_without_lock)
{
	struct rig rig;
	void *rd;

	rig_configure(&rig);
	rig.config.rd_count = 2;
	rig.config.rd_lpi_bits = 14;
	rig.config.rd_own_properties = _i == 2;
	rig.config.rd[0].sticky = rig.config.rd[1].sticky = UINT64_MAX;
	rig_open(&rig);
	rd = model_rd_ctx(rig.model, 0);
	if (_i == 0)
		itsg_platform_lock(rig.domain);
	itsg_platform_write64(rd, 0x70, 0x4000000d);
	if (_i == 0)
		itsg_platform_unlock(rig.domain);
	ck_assert_uint_eq(itsg_platform_read64(rd, 0x70), 0x4000000d);
	rig_expect(&rig, _i == 1 ? MODEL_P11 : MODEL_NONE);
}
END_TEST

void model_cases_registers(Suite *suite)
{
	TCase *tcase = tcase_create("registers");

	tcase_add_test(tcase, good_reset_values);
	tcase_add_test(tcase, good_baser_sticks);
	tcase_add_test(tcase, good_cbaser);
	tcase_add_loop_test(tcase, bad_p11_properties_without_lock, 0, 3);
	tcase_add_test(tcase, good_disable_takes_a_step);
	tcase_add_test(tcase, good_creadr_is_reset_by_cbaser);
	tcase_add_test(tcase, good_stall);
	tcase_add_test(tcase, bad_p11_retry);
	tcase_add_test(tcase, good_never_quiescent);
	tcase_add_test(tcase, bad_p11_never_quiescent);
	tcase_add_loop_test(tcase, good_p11_register, 0, COUNT(good_while_on));
	tcase_add_loop_test(tcase, bad_p11_register, 0, COUNT(bad_while_on));
	tcase_add_loop_test(tcase, bad_p11_register_while_off, 0, COUNT(bad_while_off));
	tcase_add_loop_test(tcase, bad_p11_not_quiescent, 0, 3);
	tcase_add_loop_test(tcase, bad_p11_enable, 0, 6);
	tcase_add_test(tcase, good_vpe_table);
	suite_add_tcase(suite, tcase);
}
