// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Redistributors: invalidation, second kernels, power loss, several with one table, set-up and end.
 */
#include <string.h>

#include "rd_world.h"
#include "suites.h"

#define PAGES_16 14u /* of a property table for 16 bits of INTID */

static struct rdw world;

/* ---- Invalidation ---- */

START_TEST(good_invalidations_wait_for_syncr)
{
	const struct rdw_options options = {.manual = true};

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_write(&world, 0, RDW_INVLPIR, 8, 8192);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_SYNCR, 4), 1);
	rdw_write(&world, 0, RDW_INVLPIR, 8, 8193); /* it waits; P11 if it did not */
	rdw_write(&world, 0, RDW_INVLPIR, 8, 8194); /* the one that waits becomes INVALLR */
	rdw_run(&world);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_SYNCR, 4), 1);
	rdw_run(&world);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_SYNCR, 4), 0);
	ck_assert_int_eq(rdw_poll(&world, 0), ITSG_OK);
	/* one that still waits when LPIs are disabled has nothing left to do */
	rdw_write(&world, 0, RDW_INVALLR, 8, 0);
	rdw_write(&world, 0, RDW_INVALLR, 8, 0);
	rdw_write(&world, 0, RDW_CTLR, 4, 0);
	rdw_run(&world);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_SYNCR, 4), 0);
	rdw_close(&world);
}
END_TEST

/* ---- Second kernels ---- */

/*
 * kexec: the second kernel finds LPIs enabled, and reads back the first kernel's tables. It
 * disables LPIs and sets another table, while CPU 1 is off and keeps the old one.
 */
START_TEST(good_second_kernel)
{
	const struct rdw_options options = {.cpus = 2, .own_properties = true};

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_boot(&world, 1);
	rdw_make_pending(&world, 0);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 1);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_PROPBASER, 8), RDW_PROPERTY_WORD);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_PENDBASER, 8), RDW_PENDING_WORD);
	rdw_disable(&world, 0);
	rdw_tables(&world, 0, RDW_OTHER | 0x780 | 15, (RDW_OTHER + 0x10000) | 0x780);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	ck_assert(model_rd_enabled(world.model, 0));
	ck_assert(!rdw_is_pending(&world, 0));
	rdw_disable(&world, 1);
	ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
	rdw_tables(&world, 1, RDW_OTHER | 0x780 | 15, (RDW_OTHER + 0x20000) | 0x780);
	ck_assert_int_eq(rdw_enable(&world, 1), ITSG_OK);
	ck_assert(model_move(world.model, RDW_PROPERTIES, 0x1000, MODEL_TO_GUEST));
	ck_assert_uint_eq(world.refusals, 0);
	rdw_close(&world);
}
END_TEST

/* The second kernel keeps the first one's tables (EFI's reservation). */
START_TEST(good_second_kernel_same_tables)
{
	rdw_open(&world, NULL);
	rdw_boot(&world, 0);
	rdw_make_pending(&world, 0);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	ck_assert_uint_eq(rdw_counters(&world, 0).enables, 1);
	ck_assert_uint_eq(world.claims, PAGES_16);
	rdw_close(&world);
}
END_TEST

/* ---- Power ---- */

START_TEST(good_power_lost)
{
	rdw_open(&world, NULL);
	rdw_boot(&world, 0);
	rdw_make_pending(&world, 0);
	model_rd_power_lost(world.model, 0);
	itsg_rd_power_lost(&world.rd[0]);
	rdw_check(&world, 0);
	ck_assert(model_rd_enabled(world.model, 0));
	ck_assert(rdw_is_pending(&world, 0));
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 1);
	ck_assert_uint_eq(world.claims, PAGES_16);
	rdw_close(&world);
}
END_TEST

/* It was not lost, or firmware has restored everything. */
START_TEST(good_power_not_lost)
{
	const struct rdw_options options = {.manual = true, .stays = _i};

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_make_pending(&world, 0);
	itsg_rd_power_lost(&world.rd[0]);
	rdw_check(&world, 0);
	rdw_run(&world);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 1);
	ck_assert(model_rd_enabled(world.model, 0));
	ck_assert(_i || rdw_is_pending(&world, 0));
	ck_assert_uint_eq(rdw_counters(&world, 0).hw_errors, 0);
	if (_i)
		rdw_destroy(&world);
	else
		rdw_close(&world);
}
END_TEST

/* Power is lost in any phase; the host's bits are kept. */
START_TEST(good_power_lost_anywhere)
{
	const struct rdw_options options = {.budget = 1, .manual = true};
	int i;

	rdw_open(&world, &options);
	rdw_write(&world, 0, RDW_CTLR, 4, 0x01000000);
	rdw_run(&world);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	for (i = 0; i < _i; i++) {
		(void)rdw_write_once(&world, 0, RDW_CTLR, 4, i < 40 ? 0x01000001 : 0x01000000);
		if (i % 3 == 2)
			rdw_run(&world);
	}
	model_rd_power_lost(world.model, 0);
	itsg_rd_power_lost(&world.rd[0]);
	rdw_check(&world, 0);
	for (i = 0; i < 100 && rdw_poll(&world, 0) == ITSG_AGAIN; i++)
		rdw_run(&world);
	rdw_run(&world);
	ck_assert_int_lt(i, 100);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 0x01000000u | (_i > 0 && _i <= 40));
	ck_assert(model_rd_enabled(world.model, 0) == (_i > 0 && _i <= 40));
	rdw_close(&world);
}
END_TEST

/* ---- Two at one table ---- */

/*
 * One redistributor has begun to claim a table. Another one that wants it goes on with the claim.
 */
START_TEST(good_second_helps_the_first)
{
	const struct rdw_options options = {.cpus = 2, .budget = 1};
	int i;

	rdw_open(&world, &options);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	for (i = 0; i < _i; i++)
		ck_assert_int_eq(rdw_write_once(&world, 0, RDW_CTLR, 4, 1), ITSG_AGAIN);
	rdw_boot(&world, 1);
	ck_assert_uint_eq(world.claims, PAGES_16);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	ck_assert(model_rd_enabled(world.model, 0));
	ck_assert_uint_eq(world.claims, PAGES_16);
	rdw_close(&world);
}
END_TEST

/* One redistributor lets a table go. Before it is through, another one wants it. */
START_TEST(good_second_turns_it_round)
{
	const struct rdw_options options = {.cpus = 2, .budget = 1};
	int i;

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_write(&world, 0, RDW_CTLR, 4, 0);
	for (i = 0; i < _i; i++)
		rdw_read(&world, 0, RDW_CTLR, 4);
	rdw_boot(&world, 1);
	ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 0);
	ck_assert_uint_eq(world.refusals, 0);
	rdw_close(&world);
}
END_TEST

/* ---- Beginnings and ends ---- */

START_TEST(bad_init_arguments)
{
	struct itsg_rd_config config;

	rdw_start(&world, NULL);
	config = rdw_config(&world, 0);
	switch (_i) {
	case 0: config.base += 0x1000; break;
	case 1: config.base = 1ULL << 48; break;
	case 2: config.inner = 8; break;
	case 3: config.outer = 8; break;
	case 4: config.share = 3; break;
	case 5: config.caps.lpi_end = 8192; break;
	case 6: config.caps.lpi_end = (1u << 24) + 1; break;
	case 7: config.id_bits = 13; break;
	default: config.id_bits = 17; break;
	}
	ck_assert_int_eq(itsg_rd_init(&world.rd[0], &world.domain, &config), ITSG_INVALID);
	ck_assert_int_eq(itsg_rd_poll(&world.rd[0]), ITSG_NOT_READY);
	ck_assert_int_eq(itsg_rd_teardown(&world.rd[0]), ITSG_NOT_READY);
	rdw_close(&world);
}
END_TEST

/* All redistributors of a domain are alike where it matters. */
START_TEST(bad_init_unlike_others)
{
	const struct rdw_options options = {.cpus = 2};
	struct itsg_rd_config config;

	rdw_start(&world, &options);
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_OK);
	config = rdw_config(&world, 1);
	switch (_i) {
	case 0: config.inner = 1; break;
	case 1: config.id_bits = 14; break;
	default: config.caps.own_properties = true; break;
	}
	ck_assert_int_eq(itsg_rd_init(&world.rd[1], &world.domain, &config), ITSG_INVALID);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(1)), MODEL_MMIO);
	rdw_close(&world);
}
END_TEST

START_TEST(bad_init_states)
{
	const struct rdw_options options = {.cpus = 2};
	void *ctx;

	rdw_start(&world, &options);
	ctx = model_rd_ctx(world.model, 0);
	itsg_platform_write32(ctx, 0, 0x01000000); /* RWP */
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_STATE);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0)), MODEL_MMIO);
	rdw_run(&world);
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_OK);
	rdw_boot(&world, 0);
	/* too late: hardware may have one PROPBASER for both */
	ck_assert_int_eq(rdw_init(&world, 1), ITSG_STATE);
	rdw_disable(&world, 0);
	ck_assert_int_eq(rdw_init(&world, 1), ITSG_OK);
	rdw_close(&world);
}
END_TEST

START_TEST(bad_init_unsupported)
{
	static const struct rdw_options options[] = {
		{.typer = 0x28},			       /* no physical LPIs */
		{.sticky = 0x70f0000000000f80},		       /* no IDbits */
		{.sticky = 0xf8f},			       /* no address */
		{.sticky = 0x0000007fffffff9f},		       /* not as far as the pool */
		{.typer = 0x2b, .sticky = 0x0000007fffffff9f}, /* four frames */
		{.sticky = ~0x1fULL},			       /* no IDbits, all else */
		{.sticky = ~0x13ULL},			       /* 13 bits: no LPI */
	};

	rdw_start(&world, &options[_i]);
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_UNSUPPORTED);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0)), MODEL_MMIO);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0) + 0x20000),
			 options[_i].typer == 0x2b ? MODEL_MMIO : MODEL_HOST);
	rdw_close(&world);
}
END_TEST

/* A top-up that a redistributor cannot carry is refused. */
START_TEST(bad_pool_beyond_the_address_bits)
{
	const struct rdw_options options = {.sticky = 0x000000ffffffff9f};

	rdw_open(&world, &options);
	ck_assert_int_eq(itsg_pool_add(&world.domain, 1ULL << 40, 0x20000, ITSG_POOL_HOST),
			 ITSG_INVALID);
	rdw_close(&world);
}
END_TEST

/* The second range of frames cannot be had, nor the first given back: teardown tries again. */
START_TEST(bad_init_cannot_be_undone)
{
	const struct rdw_options options = {.typer = RDW_TYPER_PLAIN | RDW_TYPER_VIRTUAL};

	rdw_start(&world, &options);
	model_own(world.model, RDW_BASE(0) + 0x20000, 0x1000, MODEL_GUEST);
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_LEDGER);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0)), MODEL_MMIO);
	model_fail_after(world.model, 3);
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_BUG);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0)), MODEL_HYP);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_STATE);
	ck_assert_int_eq(itsg_rd_teardown(&world.rd[0]), ITSG_OK);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0)), MODEL_MMIO);
	rdw_close(&world);
}
END_TEST

/* Before init and after teardown accesses are the embedder's. */
START_TEST(good_not_ready)
{
	uint64_t value;

	rdw_open(&world, NULL);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_STATE);
	ck_assert_int_eq(itsg_rd_teardown(&world.rd[0]), ITSG_OK);
	ck_assert_int_eq(itsg_rd_mmio_read(&world.rd[0], 0, 4, &value), ITSG_NOT_READY);
	ck_assert_int_eq(itsg_rd_mmio_write(&world.rd[0], 0, 4, 1), ITSG_NOT_READY);
	ck_assert_int_eq(itsg_rd_teardown(&world.rd[0]), ITSG_NOT_READY);
	itsg_rd_power_lost(&world.rd[0]);
	rdw_close(&world);
}
END_TEST

/* From the first call on the host changes nothing. */
START_TEST(good_teardown_in_steps)
{
	const struct rdw_options options = {
		.typer = RDW_TYPER_PLAIN | RDW_TYPER_VIRTUAL, .budget = 1, .manual = true};
	unsigned int calls = 0;

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	ck_assert_int_eq(itsg_rd_teardown(&world.rd[0]), ITSG_AGAIN);
	rdw_write(&world, 0, RDW_CTLR, 4, 1);
	rdw_expect_refused(&world, ITSG_REASON_REG_STATE);
	rdw_write(&world, 0, RDW_WAKER, 4, 2);
	rdw_expect_refused(&world, ITSG_REASON_REG_STATE);
	ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
	rdw_run(&world);
	while (itsg_rd_teardown(&world.rd[0]) == ITSG_AGAIN) {
		rdw_check(&world, 0);
		calls++;
	}
	/* 14 pages are let go; 16 of RD_base and 32 behind it are given back */
	ck_assert_uint_ge(calls, PAGES_16 + 16 + 32 - 2);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0) + 0x3f000), MODEL_MMIO);
	rdw_close(&world);
}
END_TEST

/* ---- Calls that fail ---- */

/* A release that the ledger refuses is kept, shown by RWP, reported, and tried again. */
START_TEST(bad_release_fails)
{
	rdw_open(&world, NULL);
	rdw_boot(&world, 0);
	model_fail_after(world.model, (uint64_t)_i);
	rdw_write(&world, 0, RDW_CTLR, 4, 0);
	model_fail_after(world.model, (uint64_t)_i); /* after the hardware is off */
	if (rdw_counters(&world, 0).release_failures == 0)
		rdw_poll(&world, 0);
	while (rdw_read(&world, 0, RDW_CTLR, 4) & RDW_RWP)
		;
	ck_assert_uint_eq(rdw_claimed(&world), 0);
	ck_assert_uint_eq(rdw_counters(&world, 0).release_failures, 1);
	rdw_boot(&world, 0);
	rdw_close(&world);
}
END_TEST

START_TEST(bad_release_fails_and_waits)
{
	const struct rdw_options options = {.manual = true};

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_write(&world, 0, RDW_CTLR, 4, 0);
	rdw_run(&world);
	model_fail_after(world.model, 5);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), RDW_RWP);
	ck_assert_uint_eq(rdw_counters(&world, 0).release_failures, 1);
	rdw_write(&world, 0, RDW_PROPBASER, 8, 0);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 0);
	rdw_close(&world);
}
END_TEST

static const struct {
	const char *name;
	struct rdw_options options;
} lives[] = {
	{"plain", {.cpus = 3}},
	{"four frames, a unit a call", {.cpus = 2, .typer = 0x2b, .budget = 1}},
	{"64 KiB pages, non-coherent", {.cpus = 2, .page_size = 65536, .non_coherent = true}},
	{"each its own table", {.cpus = 3, .own_properties = true, .budget = 7}},
};

/* Enables until it works: a fault has made it fail once at most. */
static bool enable_again(unsigned int cpu)
{
	unsigned int tries;

	for (tries = 0; tries < 3; tries++) {
		(void)rdw_enable(&world, cpu);
		if (model_rd_enabled(world.model, cpu))
			return true;
		ck_assert(!(rdw_read(&world, cpu, RDW_CTLR, 4) & 1));
		while (rdw_read(&world, cpu, RDW_CTLR, 4) & RDW_RWP)
			;
	}
	return false;
}

static void init_again(unsigned int cpu)
{
	enum itsg_status status = rdw_init(&world, cpu);

	if (status == ITSG_OK)
		return;
	rdw_check(&world, cpu);
	if (status == ITSG_BUG)
		ck_assert_int_eq(itsg_rd_teardown(&world.rd[cpu]), ITSG_OK);
	else
		ck_assert_int_eq(status, ITSG_LEDGER);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(cpu)), MODEL_MMIO);
	ck_assert_int_eq(rdw_init(&world, cpu), ITSG_OK);
}

/* Does all that can be done, and looks at what must be kept meanwhile. */
static void live(unsigned int cpus, bool own)
{
	unsigned int cpu;

	for (cpu = 0; cpu < cpus; cpu++)
		init_again(cpu);
	for (cpu = 0; cpu < cpus; cpu++) {
		rdw_tables(&world, cpu, (RDW_PROPERTIES + (own ? cpu * 0x10000 : 0)) | 0x780 | 15,
			   RDW_PENDING_WORD + cpu * 0x10000);
		ck_assert(enable_again(cpu));
		rdw_make_pending(&world, cpu);
	}
	rdw_disable(&world, 0);
	rdw_disable(&world, 1);
	ck_assert(enable_again(1));
	ck_assert(rdw_is_pending(&world, 1));
	model_rd_power_lost(world.model, 1);
	itsg_rd_power_lost(&world.rd[1]);
	rdw_check(&world, 1);
	while (rdw_poll(&world, 1) == ITSG_AGAIN)
		;
	ck_assert(model_rd_enabled(world.model, 1));
}

/*
 * P8, P9: each call to the ledger fails once. The next try succeeds, nothing is lost, and in the
 * end everything is returned.
 */
START_TEST(bad_any_call_fails)
{
	uint64_t calls, nth;
	unsigned int cpus = lives[_i].options.cpus;
	bool own = lives[_i].options.own_properties;

	rdw_start(&world, &lives[_i].options);
	live(cpus, own);
	rdw_close_keeping_model(&world);
	calls = model_fallible_calls(world.model);
	rdw_destroy(&world);
	ck_assert_uint_gt(calls, 10);
	for (nth = 1; nth <= calls; nth++) {
		rdw_start(&world, &lives[_i].options);
		model_fail_after(world.model, nth - model_fallible_calls(world.model));
		live(cpus, own);
		rdw_close(&world);
	}
}
END_TEST

Suite *suite_redist_ends(void)
{
	Suite *suite = suite_create("redist_ends");
	TCase *life = tcase_create("ends");

	tcase_set_timeout(life, 60);
	tcase_add_test(life, good_invalidations_wait_for_syncr);
	tcase_add_test(life, good_second_kernel);
	tcase_add_test(life, good_second_kernel_same_tables);
	tcase_add_test(life, good_power_lost);
	tcase_add_loop_test(life, good_power_lost_anywhere, 0, 60);
	tcase_add_loop_test(life, good_power_not_lost, 0, 2);
	tcase_add_loop_test(life, good_second_helps_the_first, 1, 29);
	tcase_add_loop_test(life, good_second_turns_it_round, 0, 20);
	tcase_add_loop_test(life, bad_init_arguments, 0, 9);
	tcase_add_loop_test(life, bad_init_unlike_others, 0, 3);
	tcase_add_test(life, bad_init_states);
	tcase_add_loop_test(life, bad_init_unsupported, 0, 7);
	tcase_add_test(life, bad_pool_beyond_the_address_bits);
	tcase_add_test(life, bad_init_cannot_be_undone);
	tcase_add_test(life, good_not_ready);
	tcase_add_test(life, good_teardown_in_steps);
	tcase_add_loop_test(life, bad_release_fails, 1, 29);
	tcase_add_test(life, bad_release_fails_and_waits);
	tcase_add_loop_test(life, bad_any_call_fails, 0, (int)(sizeof(lives) / sizeof(lives[0])));
	suite_add_tcase(suite, life);
	return suite;
}
