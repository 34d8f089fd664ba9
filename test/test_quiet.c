// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Hardware that does not become quiescent, and what goes on meanwhile. Rows are for INV = 0 and
 * INV = 1, in turn. */
#include "fault_machine.h"
#include "stall_fixture.h"
#include "suites.h"

static void look(unsigned int times)
{
	unsigned int i;

	for (i = 0; i < times; i++) {
		ck_assert_int_eq(itsg_poll(&world.its), ITSG_AGAIN);
		ck_assert_uint_eq(model_its_run(world.model, 0, 1), 0);
	}
}

/* It is said once. Polls and teardowns come to an end; memory and frames are kept. */
static void expect_stuck(void)
{
	struct itsg_event event;
	uint64_t free_bytes = itsg_pool_free_bytes(&world.domain);

	look(STALL_LOOKS - 3); /* the write and a read of CTLR have looked */
	ck_assert(!stall_take_event(ITSG_EVENT_NOT_OFF, &event));
	ck_assert_uint_eq(world_counters(&world).waits, STALL_LOOKS - 1);
	ck_assert_int_eq(itsg_poll(&world.its), ITSG_OK);
	ck_assert(stall_take_event(ITSG_EVENT_NOT_OFF, &event));
	ck_assert_uint_eq(event.position, STALL_LOOKS);
	ck_assert_int_eq(itsg_poll(&world.its), ITSG_OK);
	ck_assert_uint_eq(stall_ctlr(), 0);
	ck_assert(!stall_take_event(ITSG_EVENT_NOT_OFF, &event));
	ck_assert_uint_eq(world_counters(&world).not_off, 1);
	ck_assert_uint_eq(world_counters(&world).waits, STALL_LOOKS);
	ck_assert_uint_eq(itsg_pool_free_bytes(&world.domain), free_bytes);
	ck_assert_uint_eq(world.released_itts, 0);
}

START_TEST(bad_never_quiescent)
{
	stall_open(_i, 0);
	model_its_stick(world.model, 0, true);
	world_write(&world, 0, 4, 0);
	ck_assert_uint_eq(stall_ctlr(), 0);
	world.hw_writes = 0;
	expect_stuck();
	ck_assert_uint_eq(world.hw_writes, 0);
	model_its_stick(world.model, 0, false);
	world_run(&world);
	ck_assert_uint_eq(stall_ctlr(), STALL_QUIESCENT); /* nothing is lost */
	ck_assert_uint_eq(world_counters(&world).waits, 0);
	restart();
	ck_assert(model_its_msi(world.model, 0, 5, 0));
	world_close(&world);
}
END_TEST

START_TEST(bad_never_quiescent_after_a_stall)
{
	stall_open(_i, 0);
	stall_at(mapd_5_off);
	model_its_stick(world.model, 0, true);
	world_write(&world, 0, 4, 0);
	ck_assert_uint_eq(stall_ctlr(), 0);
	expect_stuck();
	ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_STATE);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_STATE);
	model_its_stick(world.model, 0, false);
	world_run(&world);
	if (!_i) {
		ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_STATE);
		model_its_power_lost(world.model, 0);
		itsg_power_lost(&world.its);
	}
	world_close(&world);
}
END_TEST

/* The second time it is said again. */
START_TEST(bad_not_quiescent_twice)
{
	stall_open(_i, 0);
	model_its_stick(world.model, 0, true);
	world_write(&world, 0, 4, 0);
	ck_assert_uint_eq(stall_ctlr(), 0);
	expect_stuck();
	model_its_stick(world.model, 0, false);
	world_run(&world);
	restart();
	model_its_stick(world.model, 0, true);
	world_write(&world, 0, 4, 0);
	look(STALL_LOOKS - 2);
	ck_assert_uint_eq(world_counters(&world).not_off, 1);
	ck_assert_int_eq(itsg_poll(&world.its), ITSG_OK);
	ck_assert_uint_eq(world_counters(&world).not_off, 2);
	model_its_stick(world.model, 0, false);
	world_close(&world);
}
END_TEST

/* Hardware that is slow, but ends before it is said, is not reported. */
START_TEST(good_slow_to_become_quiescent)
{
	stall_open(_i, 0);
	model_its_stick(world.model, 0, true);
	world_write(&world, 0, 4, 0);
	look(STALL_LOOKS - 3);
	ck_assert_uint_eq(stall_ctlr(), 0);
	model_its_stick(world.model, 0, false);
	world_run(&world);
	ck_assert_uint_eq(stall_ctlr(), STALL_QUIESCENT);
	ck_assert_uint_eq(world_counters(&world).not_off, 0);
	ck_assert_uint_eq(world_counters(&world).waits, 0);
	world_close(&world);
}
END_TEST

/* CTLR as of hardware that is not off, although nobody has enabled it. */
static uint64_t never_off(void *arg, const void *ctx, uint32_t offset, uint64_t value)
{
	(void)arg;
	(void)ctx;
	return offset ? value : 0;
}

/* An enable waits for it. A teardown, with nothing mapped, does not need it off once more. */
START_TEST(bad_not_off_before_an_enable)
{
	const struct world_options options = {.typer = TYPER_QEMU | (_i ? STALL_INV : 0),
					      .manual = true};
	unsigned int polls = 0;

	world_open(&world, &options);
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world_write(&world, 0x108, 8, BASER_COLLECT);
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	model_on_register_read(world.model, never_off, NULL);
	world_write(&world, 0, 4, 1);
	while (itsg_poll(&world.its) == ITSG_AGAIN && polls++ < 2 * STALL_LOOKS)
		;
	ck_assert_uint_ge(polls, STALL_LOOKS - 8);
	ck_assert_uint_eq(world_counters(&world).not_off, 1);
	ck_assert_uint_eq(world_counters(&world).waits, STALL_LOOKS);
	if (_i) {
		world_write(&world, 0, 4, 0);
		ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_AGAIN);
	} else {
		model_on_register_read(world.model, NULL, NULL);
		(void)stall_ctlr();
		ck_assert_uint_eq(itsg_platform_read32(model_its_ctx(world.model, 0), 0) & 1, 1);
		ck_assert_uint_eq(world_counters(&world).waits, 0);
	}
	world_close(&world);
}
END_TEST

/* ---- Others go on ---- */

static struct machine machine;

static void write_its(unsigned int n, uint32_t offset, uint32_t size, uint64_t value)
{
	ck_assert_int_eq(itsg_mmio_write(&machine.its[n], offset, size, value), ITSG_OK);
	ck_assert(machine_settle(&machine, n));
}

static void boot_its(unsigned int n)
{
	write_its(n, 0x100, 8, BASER_DEVICE);
	write_its(n, 0x108, 8, BASER_COLLECT);
	write_its(n, 0x80, 8, CBASER_QUEUE + n * 0x10000u);
	write_its(n, 0x88, 8, 0);
	write_its(n, 0, 4, 1);
}

static void post_its(unsigned int n, uint32_t at, const uint64_t words[4])
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		ck_assert(model_host_store(machine.model, WORLD_QUEUE + n * 0x10000u + at + 8 * i,
					   words[i]));
	write_its(n, 0x88, 4, at + 32);
}

/* One ITS is stalled, or never quiescent, and is to be torn down. The other one does all there is
 * to do, and ends; the pool can be topped up. */
START_TEST(good_others_go_on)
{
	const struct machine_options options = {.its = 2, .typer = TYPER_QEMU};
	enum itsg_status status = ITSG_AGAIN;
	unsigned int n;

	machine_open(&machine, &options);
	boot_its(0);
	boot_its(1);
	post_its(0, 0, mapc_0);
	post_its(0, 0x20, mapd_5);
	if (_i)
		model_its_stick(machine.model, 0, true);
	else
		model_its_stall(machine.model, 0);
	for (n = 0; n < 2 * STALL_LOOKS && status == ITSG_AGAIN; n++) {
		status = itsg_its_teardown(&machine.its[0]);
		model_its_run(machine.model, 0, 64);
	}
	ck_assert_int_eq(status, ITSG_STATE);
	post_its(1, 0, mapc_0);
	post_its(1, 0x20, mapd_5);
	post_its(1, 0x40, mapti_5_0);
	ck_assert(model_its_msi(machine.model, 1, 5, 0));
	ck_assert_int_eq(itsg_pool_add(&machine.domain, MACHINE_TOP_UP, 0x20000, ITSG_POOL_HOST),
			 ITSG_OK);
	for (n = 0, status = ITSG_AGAIN; n < 1000 && status == ITSG_AGAIN; n++) {
		status = itsg_its_teardown(&machine.its[1]);
		model_its_run(machine.model, 1, 64);
	}
	ck_assert_int_eq(status, ITSG_OK);
	ck_assert_int_eq(itsg_domain_teardown(&machine.domain), ITSG_STATE);
	machine_expect_intact(&machine);
	model_its_power_lost(machine.model, 0);
	itsg_power_lost(&machine.its[0]);
	machine_close(&machine);
	machine_free(&machine);
}
END_TEST

Suite *suite_quiet(void)
{
	Suite *suite = suite_create("quiet");
	TCase *quiet = tcase_create("quiet");

	tcase_set_timeout(quiet, 120);
	tcase_add_loop_test(quiet, bad_never_quiescent, 0, 2);
	tcase_add_loop_test(quiet, bad_never_quiescent_after_a_stall, 0, 2);
	tcase_add_loop_test(quiet, bad_not_quiescent_twice, 0, 2);
	tcase_add_loop_test(quiet, good_slow_to_become_quiescent, 0, 2);
	tcase_add_loop_test(quiet, bad_not_off_before_an_enable, 0, 2);
	tcase_add_loop_test(quiet, good_others_go_on, 0, 2);
	suite_add_tcase(suite, quiet);
	return suite;
}
