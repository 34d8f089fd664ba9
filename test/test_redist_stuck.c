// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A redistributor that does not answer: RWP stays 1. */
#include "rd_world.h"
#include "suites.h"

static struct rdw world;

#define LOOKS 1024 /* ITSG_PATIENCE, as docs/errors.md says */

static unsigned int not_off_events;

static void count_not_off(void *arg, const struct itsg_event *event)
{
	(void)arg;
	not_off_events += event->kind == ITSG_EVENT_NOT_OFF && event->position == LOOKS;
}

/* It is said once. Polls end; tables and pending table are kept. */
static void poll_until_said(void)
{
	unsigned int polls = 0;

	not_off_events = 0;
	model_watch(world.model, &(struct model_watch){.reported = count_not_off});
	while (rdw_poll(&world, 0) == ITSG_AGAIN && polls++ < 2 * LOOKS)
		;
	ck_assert_uint_ge(polls, LOOKS - 4);
	ck_assert_uint_le(polls, LOOKS);
	ck_assert_int_eq(rdw_poll(&world, 0), ITSG_OK);
	ck_assert_uint_eq(not_off_events, 1);
	ck_assert_uint_eq(rdw_counters(&world, 0).not_off, 1);
	ck_assert_uint_eq(rdw_counters(&world, 0).waits, LOOKS);
}

/* Another redistributor lives and ends meanwhile. */
static void other_goes_on(void)
{
	enum itsg_status status;
	unsigned int calls = 0;

	rdw_boot(&world, 1);
	ck_assert(model_rd_enabled(world.model, 1));
	do {
		status = itsg_rd_teardown(&world.rd[1]);
		(void)model_rd_run(world.model, 1);
	} while (status == ITSG_AGAIN && calls++ < LOOKS);
	ck_assert_int_eq(status, ITSG_OK);
}

START_TEST(bad_disable_never_ends)
{
	const struct rdw_options options = {.cpus = 2, .own_properties = true};
	uint64_t claimed;

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	claimed = rdw_claimed(&world);
	model_rd_stick(world.model, 0, true);
	rdw_write(&world, 0, RDW_CTLR, 4, 0);
	poll_until_said();
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), RDW_RWP);
	ck_assert_uint_eq(rdw_claimed(&world), claimed);
	ck_assert_int_eq(itsg_rd_teardown(&world.rd[0]), ITSG_STATE);
	other_goes_on();
	ck_assert_uint_eq(rdw_claimed(&world), claimed);
	ck_assert_int_eq(itsg_rd_teardown(&world.rd[0]), ITSG_STATE);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_STATE);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0)), MODEL_HYP);
	model_rd_stick(world.model, 0, false);
	rdw_run(&world);
	ck_assert_int_ne(itsg_rd_teardown(&world.rd[0]), ITSG_STATE);
	ck_assert_uint_eq(rdw_counters(&world, 0).waits, 0);
	rdw_close(&world);
}
END_TEST

/* The host's instruction is not repeated for ever. The enable is carried out when RWP is 0. */
START_TEST(bad_enable_never_begins)
{
	enum itsg_status status;
	unsigned int calls = 0;

	rdw_open(&world, NULL);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	model_rd_stick(world.model, 0, true);
	rdw_write(&world, 0, RDW_CTLR, 4, 0x02000000); /* DPG */
	do
		status = rdw_write_once(&world, 0, RDW_CTLR, 4, 0x02000001);
	while (status == ITSG_AGAIN && calls++ < 2 * LOOKS);
	ck_assert_int_eq(status, ITSG_OK);
	ck_assert_uint_ge(calls, LOOKS / 2 - 4);
	ck_assert(!model_rd_enabled(world.model, 0));
	model_rd_stick(world.model, 0, false);
	rdw_run(&world);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 0x02000001);
	ck_assert(model_rd_enabled(world.model, 0));
	rdw_close(&world);
}
END_TEST

/* What waited for RWP is taken back: looks are counted in a row, so the next wait is a new one. */
START_TEST(bad_wait_is_taken_back)
{
	rdw_open(&world, NULL);
	rdw_boot(&world, 0);
	model_rd_stick(world.model, 0, true);
	rdw_write(&world, 0, RDW_CTLR, 4, 0x02000001); /* DPG: told */
	rdw_write(&world, 0, RDW_CTLR, 4, 0x04000001); /* another DPG: waits */
	poll_until_said();
	rdw_write(&world, 0, RDW_CTLR, 4, 0x02000001);
	ck_assert_uint_eq(rdw_counters(&world, 0).waits, 0);
	ck_assert_int_eq(itsg_rd_work(&world.rd[0]), ITSG_WORK_NONE);
	rdw_write(&world, 0, RDW_CTLR, 4, 0x04000001);
	ck_assert_int_eq(rdw_poll(&world, 0), ITSG_AGAIN);
	model_rd_stick(world.model, 0, false);
	rdw_close(&world);
}
END_TEST

Suite *suite_redist_stuck(void)
{
	Suite *suite = suite_create("redist_stuck");
	TCase *stuck = tcase_create("stuck");

	tcase_add_test(stuck, bad_disable_never_ends);
	tcase_add_test(stuck, bad_enable_never_begins);
	tcase_add_test(stuck, bad_wait_is_taken_back);
	suite_add_tcase(suite, stuck);
	return suite;
}
