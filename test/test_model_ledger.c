/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The model's reference ledger, the host's own hypercalls, and calls that fail on purpose. */
#include "model_rig.h"
#include "test_model.h"

typedef enum itsg_status ledger_fn(void *ctx, itsg_pa pa, uint64_t size);

/* A page is brought into a state, then one call is tried on it. */
enum state { ALONE, SHARED, PINNED, GUESTS, HYPS, FRAME, LOST_FRAME };

static const struct ledger_case {
	ledger_fn *call;
	enum state state;
	enum itsg_status expected;
} ledger_cases[] = {
	{itsg_ledger_host_donate_hyp, ALONE, ITSG_OK},
	{itsg_ledger_host_donate_hyp, SHARED, ITSG_LEDGER},
	{itsg_ledger_host_donate_hyp, PINNED, ITSG_LEDGER},
	{itsg_ledger_host_donate_hyp, GUESTS, ITSG_LEDGER},
	{itsg_ledger_host_donate_hyp, FRAME, ITSG_LEDGER},
	{itsg_ledger_hyp_donate_host, HYPS, ITSG_OK},
	{itsg_ledger_hyp_donate_host, ALONE, ITSG_LEDGER},
	{itsg_ledger_hyp_donate_host, GUESTS, ITSG_LEDGER},
	{itsg_ledger_hyp_donate_host, LOST_FRAME, ITSG_LEDGER},
	{itsg_ledger_host_share_hyp, ALONE, ITSG_OK},
	{itsg_ledger_host_share_hyp, SHARED, ITSG_LEDGER},
	{itsg_ledger_host_share_hyp, HYPS, ITSG_LEDGER},
	{itsg_ledger_host_unshare_hyp, SHARED, ITSG_OK},
	{itsg_ledger_host_unshare_hyp, PINNED, ITSG_LEDGER},
	{itsg_ledger_host_unshare_hyp, ALONE, ITSG_LEDGER},
	{itsg_ledger_pin, SHARED, ITSG_OK},
	{itsg_ledger_pin, PINNED, ITSG_OK},
	{itsg_ledger_pin, ALONE, ITSG_LEDGER},
	{itsg_ledger_unpin, PINNED, ITSG_OK},
	{itsg_ledger_unpin, SHARED, ITSG_LEDGER},
	{itsg_ledger_host_donate_hyp_mmio, FRAME, ITSG_OK},
	{itsg_ledger_host_donate_hyp_mmio, LOST_FRAME, ITSG_LEDGER},
	{itsg_ledger_host_donate_hyp_mmio, ALONE, ITSG_LEDGER},
	{itsg_ledger_hyp_donate_host_mmio, LOST_FRAME, ITSG_OK},
	{itsg_ledger_hyp_donate_host_mmio, FRAME, ITSG_LEDGER},
	{itsg_ledger_hyp_donate_host_mmio, HYPS, ITSG_LEDGER},
};

static uint64_t page_in_state(struct rig *rig, enum state state)
{
	switch (state) {
	case ALONE: break;
	case PINNED:
	case SHARED:
		ck_assert_int_eq(itsg_ledger_host_share_hyp(rig->its, RIG_STAGING, 0x1000), 0);
		if (state == PINNED)
			ck_assert_int_eq(itsg_ledger_pin(rig->its, RIG_STAGING, 0x1000), 0);
		break;
	case GUESTS: return RIG_GUEST;
	case HYPS: return RIG_HYP;
	case LOST_FRAME:
		ck_assert_int_eq(itsg_ledger_host_donate_hyp_mmio(rig->its, RIG_ITS, 0x1000), 0);
		return RIG_ITS;
	case FRAME: return RIG_ITS;
	}
	return RIG_STAGING;
}

START_TEST(good_ledger_rules)
{
	const struct ledger_case *c = &ledger_cases[_i];
	struct rig rig;
	uint64_t pa;

	rig_start(&rig);
	pa = page_in_state(&rig, c->state);
	ck_assert_int_eq(c->call(rig.its, pa, 0x1000), c->expected);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_ledger_range_is_all_or_nothing)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert(model_move(rig.model, RIG_STAGING + 0x3000, 0x1000, MODEL_TO_GUEST));
	ck_assert_int_eq(itsg_ledger_host_share_hyp(rig.its, RIG_STAGING, 0x4000), ITSG_LEDGER);
	ck_assert_int_eq(itsg_ledger_host_share_hyp(rig.its, RIG_STAGING, 0x3000), ITSG_OK);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(bad_ledger_call_not_whole_pages)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert_int_eq(itsg_ledger_pin(rig.its, RIG_STAGING + 32, 0x1000), ITSG_LEDGER);
	rig_expect(&rig, MODEL_P9);
}
END_TEST

START_TEST(good_fail_after)
{
	struct rig rig;
	uint64_t before;

	rig_start(&rig);
	before = model_fallible_calls(rig.model);
	model_fail_after(rig.model, 2);
	ck_assert_int_eq(itsg_ledger_host_share_hyp(rig.its, RIG_STAGING, 0x1000), ITSG_OK);
	ck_assert_int_eq(itsg_ledger_pin(rig.its, RIG_STAGING, 0x1000), ITSG_LEDGER);
	ck_assert_int_eq(itsg_ledger_pin(rig.its, RIG_STAGING, 0x1000), ITSG_OK);
	model_fail_after(rig.model, 1);
	ck_assert_ptr_null(itsg_platform_map(rig.domain, RIG_POOL, 0x1000));
	ck_assert_uint_eq(model_fallible_calls(rig.model), before + 4);
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

START_TEST(good_host_moves)
{
	struct rig rig;

	rig_start(&rig);
	ck_assert(model_move(rig.model, RIG_STAGING, 0x1000, MODEL_TO_GUEST));
	ck_assert(!model_move(rig.model, RIG_STAGING, 0x1000, MODEL_SHARE));
	ck_assert(model_move(rig.model, RIG_STAGING, 0x1000, MODEL_TO_HOST));
	ck_assert(model_move(rig.model, RIG_STAGING, 0x1000, MODEL_SHARE));
	ck_assert(!model_move(rig.model, RIG_STAGING, 0x1000, MODEL_TO_HYP));
	ck_assert(model_move(rig.model, RIG_STAGING, 0x1000, MODEL_UNSHARE));
	ck_assert(model_move(rig.model, RIG_STAGING, 0x1000, MODEL_TO_HYP));
	ck_assert(model_move(rig.model, RIG_STAGING, 0x1000, MODEL_TO_HOST));
	ck_assert(!model_move(rig.model, RIG_POOL, 0x1000, MODEL_TO_HOST));
	ck_assert(!model_move(rig.model, RIG_ITS, 0x1000, MODEL_TO_GUEST));
	rig_expect(&rig, MODEL_NONE);
}
END_TEST

/*
 * A redistributor shares what an ITS has shared (0), or the other way round (1). An ITS may ask for
 * what another user has, and is refused.
 */
START_TEST(bad_p6_shared_again)
{
	struct rig rig;
	void *rd;

	rig_configure(&rig);
	rig.config.rd_count = 1;
	rig_open(&rig);
	rd = model_rd_ctx(rig.model, 0);
	ck_assert_int_eq(itsg_ledger_host_share_hyp(_i ? rd : rig.its, RIG_STAGING, 0x1000),
			 ITSG_OK);
	ck_assert_int_eq(model_violation(rig.model)->property, MODEL_NONE);
	ck_assert_int_eq(itsg_ledger_host_share_hyp(_i ? rig.its : rd, RIG_STAGING, 0x1000),
			 ITSG_LEDGER);
	rig_expect(&rig, _i ? MODEL_NONE : MODEL_P6);
}
END_TEST

/* The second ITS pins what the first has pinned (0), or had pinned before (1). */
START_TEST(bad_p9_page_in_two_queues)
{
	struct rig rig;

	rig_configure(&rig);
	rig.config.its_count = 2;
	rig.config.its[1] = rig.config.its[0];
	rig.config.its[1].base = RIG_ITS + 0x40000;
	rig_open(&rig);
	ck_assert_int_eq(itsg_ledger_host_share_hyp(rig.its, RIG_STAGING, 0x1000), ITSG_OK);
	ck_assert_int_eq(itsg_ledger_pin(rig.its, RIG_STAGING, 0x1000), ITSG_OK);
	if (_i)
		ck_assert_int_eq(itsg_ledger_unpin(rig.its, RIG_STAGING, 0x1000), ITSG_OK);
	ck_assert_int_eq(itsg_ledger_pin(model_its_ctx(rig.model, 1), RIG_STAGING, 0x1000),
			 ITSG_OK);
	rig_expect(&rig, _i ? MODEL_NONE : MODEL_P9);
}
END_TEST

void model_cases_ledger(Suite *suite)
{
	TCase *tcase = tcase_create("ledger");

	tcase_add_loop_test(tcase, good_ledger_rules, 0, COUNT(ledger_cases));
	tcase_add_test(tcase, bad_ledger_range_is_all_or_nothing);
	tcase_add_test(tcase, bad_ledger_call_not_whole_pages);
	tcase_add_test(tcase, good_fail_after);
	tcase_add_test(tcase, good_host_moves);
	tcase_add_loop_test(tcase, bad_p6_shared_again, 0, 2);
	tcase_add_loop_test(tcase, bad_p9_page_in_two_queues, 0, 2);
	suite_add_tcase(suite, tcase);
}
