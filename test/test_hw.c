// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Writes to hardware registers that the architecture does not allow. Where the library is built
 * with ITSG_DEBUG each of them stops the program. What is allowed stops nothing.
 */
#include <signal.h>

#include "life_fixture.h"
#include "rd_world.h"
#include "shadow/its/hw.h"
#include "shadow/its/mode.h"
#include "shadow/redist/rd_hw.h"
#include "suites.h"

#ifdef ITSG_DEBUG
static struct rdw rdw;

/* Ends the test as passed if the call stops the program before the test does. */
static void stop(void)
{
	ck_abort_msg("the call came back");
}

START_TEST(bad_doorbell_while_off)
{
	open_manual(0);
	mode_set_phase(&world.its, ITSG_PHASE_OFF);
	hw_doorbell(&world.its, 0);
	stop();
}
END_TEST

START_TEST(bad_doorbell_beyond_the_ring)
{
	open_manual(0);
	hw_doorbell(&world.its, world.its.ring.bytes);
	stop();
}
END_TEST

START_TEST(bad_enable_while_on)
{
	open_manual(0);
	itsg_hw_enable(&world.its);
	stop();
}
END_TEST

START_TEST(bad_enable_without_a_queue)
{
	open_manual(0);
	mode_set_phase(&world.its, ITSG_PHASE_OFF);
	itsg_hw_forget(&world.its);
	itsg_hw_enable(&world.its);
	stop();
}
END_TEST

/* A SYNC is published, and the hardware has not executed it. */
START_TEST(bad_disable_with_work_in_flight)
{
	open_manual(0);
	world_put(&world, sync_0);
	world_doorbell(&world);
	itsg_hw_disable(&world.its);
	stop();
}
END_TEST

START_TEST(bad_abandon_while_off)
{
	open_manual(0);
	mode_set_phase(&world.its, ITSG_PHASE_OFF);
	itsg_hw_abandon(&world.its);
	stop();
}
END_TEST

START_TEST(bad_stop_while_on)
{
	open_manual(0);
	(void)!itsg_hw_stops(&world.its);
	stop();
}
END_TEST

START_TEST(bad_invalidate_while_off)
{
	open_manual(0);
	mode_set_phase(&world.its, ITSG_PHASE_OFF);
	itsg_hw_clear_basers(&world.its);
	stop();
}
END_TEST

START_TEST(bad_try_after_init)
{
	open_manual(0);
	(void)itsg_hw_try(&world.its, 0x100, 0);
	stop();
}
END_TEST

START_TEST(bad_rd_program_while_on)
{
	rdw_open(&rdw, NULL);
	rdw_boot(&rdw, 0);
	(void)!itsg_rd_hw_program(&rdw.rd[0], 0, 0);
	stop();
}
END_TEST

/* Phase OFF, and the hardware was told EnableLPIs = 1. */
START_TEST(bad_rd_program_while_enabled)
{
	rdw_open(&rdw, NULL);
	rdw.rd[0].ctlr = 1;
	(void)!itsg_rd_hw_program(&rdw.rd[0], 0, 0);
	stop();
}
END_TEST

START_TEST(bad_rd_clear_while_on)
{
	rdw_open(&rdw, NULL);
	rdw_boot(&rdw, 0);
	if (_i)
		itsg_rd_hw_clear_propbaser(&rdw.rd[0]);
	else
		itsg_rd_hw_clear_pendbaser(&rdw.rd[0]);
	stop();
}
END_TEST

START_TEST(bad_rd_invalidate_while_off)
{
	rdw_open(&rdw, NULL);
	(void)!itsg_rd_hw_invalidate(&rdw.rd[0], RD_INVALIDATE_ALL);
	stop();
}
END_TEST

/* Beyond the table, and below the first LPI. */
START_TEST(bad_rd_intid_that_is_no_lpi)
{
	rdw_open(&rdw, NULL);
	rdw_boot(&rdw, 0);
	itsg_rd_hw_direct(&rdw.rd[0], 0x40, _i ? 8191 : (uint32_t)1 << rdw.rd[0].bits);
	stop();
}
END_TEST

START_TEST(bad_rd_intid_while_off)
{
	rdw_open(&rdw, NULL);
	rdw.rd[0].bits = 16;
	itsg_rd_hw_direct(&rdw.rd[0], 0x40, 8192);
	stop();
}
END_TEST

START_TEST(bad_rd_try_after_init)
{
	rdw_open(&rdw, NULL);
	(void)itsg_rd_hw_try(&rdw.rd[0], 0x70, 0);
	stop();
}
END_TEST

static void add_tests(TCase *rules)
{
	tcase_add_test_raise_signal(rules, bad_doorbell_while_off, SIGILL);
	tcase_add_test_raise_signal(rules, bad_doorbell_beyond_the_ring, SIGILL);
	tcase_add_test_raise_signal(rules, bad_enable_while_on, SIGILL);
	tcase_add_test_raise_signal(rules, bad_enable_without_a_queue, SIGILL);
	tcase_add_test_raise_signal(rules, bad_disable_with_work_in_flight, SIGILL);
	tcase_add_test_raise_signal(rules, bad_abandon_while_off, SIGILL);
	tcase_add_test_raise_signal(rules, bad_stop_while_on, SIGILL);
	tcase_add_test_raise_signal(rules, bad_invalidate_while_off, SIGILL);
	tcase_add_test_raise_signal(rules, bad_try_after_init, SIGILL);
	tcase_add_test_raise_signal(rules, bad_rd_program_while_on, SIGILL);
	tcase_add_test_raise_signal(rules, bad_rd_program_while_enabled, SIGILL);
	tcase_add_loop_test_raise_signal(rules, bad_rd_clear_while_on, SIGILL, 0, 2);
	tcase_add_test_raise_signal(rules, bad_rd_invalidate_while_off, SIGILL);
	tcase_add_loop_test_raise_signal(rules, bad_rd_intid_that_is_no_lpi, SIGILL, 0, 2);
	tcase_add_test_raise_signal(rules, bad_rd_intid_while_off, SIGILL);
	tcase_add_test_raise_signal(rules, bad_rd_try_after_init, SIGILL);
}
#else
static void add_tests(TCase *rules)
{
	(void)rules;
}
#endif

/* What is allowed stops nothing: enable, doorbells, disable, enable again, teardown. */
START_TEST(good_life_within_the_rules)
{
	open_manual(0);
	map_something();
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	ck_assert(itsg_hw_is_off(&world.its));
	restart();
	ck_assert(!itsg_hw_is_off(&world.its));
	world_close(&world);
}
END_TEST

Suite *suite_hw(void)
{
	Suite *suite = suite_create("hw");
	TCase *rules = tcase_create("rules");

	tcase_add_test(rules, good_life_within_the_rules);
	add_tests(rules);
	suite_add_tcase(suite, rules);
	return suite;
}
