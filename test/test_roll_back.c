// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * P8 and P9 under every two faults: a call to the ledger or the mapping fails, and then the m-th
 * call after it. The second one hits the roll-back of what the first one stopped. Each fault is
 * told of once, by a status or an event. What was refused has changed nothing. What could not be
 * rolled back or released is kept, and goes back on a later try. At the end everything is returned.
 */
#include <inttypes.h>

#include "fault_state.h"
#include "suites.h"

#define QUEUE	   0x40100000u
#define TABLES	   0x40200000u
#define QUEUE_SIZE 4 /* pages */
#define REGION	   0x2000u
#define TRIES	   100000u

static struct machine machine;
static struct state before, now;
static uint64_t first, second;	       /* which calls fail; second counts from first */
static unsigned int told;	       /* faults that somebody was told of */
static unsigned int releases, enables; /* of these, by such an event */

static unsigned int faults(void)
{
	uint64_t calls = model_fallible_calls(machine.model);

	if (!first)
		return 0;
	return (unsigned int)(calls >= first) + (unsigned int)(calls >= first + second);
}

static void check(void)
{
	model_check(machine.model, machine_claimed(&machine));
	machine_expect_intact(&machine);
	ck_assert_msg(told == faults(), "faults %" PRIu64 " and %" PRIu64 ": %u of %u are told of",
		      first, second, told, faults());
	if (machine.its[0].ready)
		ck_assert(itsg_its_is_valid(&machine.its[0]));
}

static void on_reported(void *arg, const struct itsg_event *event)
{
	(void)arg;
	releases += event->kind == ITSG_EVENT_RELEASE_FAILED;
	enables += event->kind == ITSG_EVENT_ENABLE_FAILED;
	told += event->kind == ITSG_EVENT_RELEASE_FAILED || event->kind == ITSG_EVENT_ENABLE_FAILED;
}

/* A refusal by the ledger has changed nothing. */
static bool refused(enum itsg_status status, const char *what)
{
	if (status != ITSG_LEDGER)
		return false;
	told++;
	check();
	state_take(&now, &machine, 0);
	state_expect_equal(&before, &now, what);
	return true;
}

/* ---- Teardown ---- */

static void run_hardware(void)
{
	while (model_its_run(machine.model, 0, 64))
		;
}

static void tear_down_its(void)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int i;

	for (i = 0; i < TRIES && status != ITSG_OK; i++) {
		unsigned int failed = releases;

		run_hardware();
		status = itsg_its_teardown(&machine.its[0]);
		ck_assert(status == ITSG_OK || status == ITSG_AGAIN || status == ITSG_LEDGER);
		ck_assert_int_eq(status == ITSG_LEDGER, releases != failed);
		check();
	}
	ck_assert_int_eq(status, ITSG_OK);
}

static void tear_down_domain(void)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int i;

	for (i = 0; i < TRIES && status != ITSG_OK; i++) {
		status = itsg_domain_teardown(&machine.domain);
		ck_assert(status == ITSG_OK || status == ITSG_AGAIN || status == ITSG_LEDGER);
		told += status == ITSG_LEDGER;
		check();
	}
	ck_assert_int_eq(status, ITSG_OK);
}

/* ---- Setting up ---- */

/* There is no memory for an ITS: the frames go back, at once or with a teardown. */
static void init_without_memory(void)
{
	enum itsg_status status;

	state_take(&before, &machine, 0);
	while (refused(status = machine_its(&machine, 0), "itsg_its_init"))
		;
	told += status == ITSG_BUG;
	check();
	if (status != ITSG_BUG) {
		ck_assert_int_eq(status, ITSG_NO_MEMORY);
		return;
	}
	ck_assert_int_eq(itsg_domain_teardown(&machine.domain), ITSG_STATE);
	tear_down_its();
}

static void add_pool(void)
{
	enum itsg_status status;

	state_take(&before, &machine, 0);
	while (refused(status = machine_pool(&machine), "itsg_pool_add"))
		;
	ck_assert_int_eq(status, ITSG_OK);
}

static enum itsg_status add_region(uint64_t pa)
{
	return itsg_pool_add(&machine.domain, pa, REGION, ITSG_POOL_HOST);
}

/*
 * A region that could be neither mapped nor given back stays the domain's until its teardown.
 * Nothing of it can be used, and none of it can be added a second time. Another region can be
 * added.
 */
static void expect_kept(uint64_t pa, uint64_t free_bytes)
{
	told += 2;
	check();
	ck_assert_uint_eq(itsg_pool_free_bytes(&machine.domain), free_bytes);
	ck_assert_int_eq(model_owner_of(machine.model, pa), MODEL_HYP);
	ck_assert_int_eq(add_region(pa), ITSG_INVALID);
	ck_assert(itsg_domain_is_valid(&machine.domain));
}

static void add_host_region(void)
{
	uint64_t free_bytes = itsg_pool_free_bytes(&machine.domain), pa = MACHINE_TOP_UP;
	enum itsg_status status;

	state_take(&before, &machine, 0);
	while (refused(status = add_region(pa), "itsg_pool_add of host pages"))
		;
	if (status == ITSG_BUG) {
		expect_kept(pa, free_bytes);
		status = add_region(pa + REGION);
	}
	ck_assert_int_eq(status, ITSG_OK);
	ck_assert_uint_gt(itsg_pool_free_bytes(&machine.domain), free_bytes);
}

static void init(void)
{
	enum itsg_status status;

	state_take(&before, &machine, 0);
	while (refused(status = machine_its(&machine, 0), "itsg_its_init"))
		;
	ck_assert_int_eq(status, ITSG_OK);
}

/* ---- On and off ---- */

static void write_to(uint32_t offset, uint32_t size, uint64_t value)
{
	ck_assert_int_eq(itsg_mmio_write(&machine.its[0], offset, size, value), ITSG_OK);
	check();
}

/* As long as a release fails the ITS is not quiescent. */
static void settle(void)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int i;

	for (i = 0; i < TRIES && status == ITSG_AGAIN; i++) {
		unsigned int failed = releases;

		run_hardware();
		status = itsg_poll(&machine.its[0]);
		ck_assert(releases == failed || status == ITSG_AGAIN);
		check();
	}
	ck_assert_int_eq(status, ITSG_OK);
}

static uint64_t read_ctlr(void)
{
	uint64_t value;

	ck_assert_int_eq(itsg_mmio_read(&machine.its[0], 0, 4, &value), ITSG_OK);
	return value;
}

/* An enable that fails has let go of all it had by the time the ITS is quiescent. */
static void enable(void)
{
	unsigned int i, failed = enables;

	state_take(&before, &machine, 0);
	for (i = 0; i < 3; i++) {
		write_to(0, 4, 1);
		settle();
		if (read_ctlr() & 1)
			break;
		ck_assert_uint_eq(++failed, enables);
		state_take(&now, &machine, 0);
		state_expect_equal(&before, &now, "an enable that failed");
	}
	ck_assert_uint_eq(read_ctlr() & 1, 1);
	ck_assert_uint_eq(machine_claimed(&machine), QUEUE_SIZE);
}

static void disable(void)
{
	write_to(0, 4, 0);
	settle();
	ck_assert_uint_eq(read_ctlr(), 0x80000000);
	ck_assert_uint_eq(machine_claimed(&machine), 0);
}

static void put(unsigned int slot, uint64_t dw0, uint64_t dw1, uint64_t dw2)
{
	const uint64_t words[4] = {dw0, dw1, dw2, 0};
	unsigned int i;

	for (i = 0; i < 4; i++)
		ck_assert(model_host_store(machine.model, QUEUE + 32 * slot + 8 * i, words[i]));
}

static void boot(void)
{
	write_to(0x100, 8, 0xb907000000000400 | TABLES);
	write_to(0x108, 8, 0xbc07000000000400 | (TABLES + 0x10000));
	write_to(0x80, 8, 0xb800000000000400 | QUEUE | (QUEUE_SIZE - 1));
	write_to(0x88, 8, 0);
	enable();
	put(0, 0x09, 0, 0x8000000000000000);
	put(1, 0x08, 3, 0x8000000040300000);
	put(2, 0x0a, (uint64_t)8192 << 32, 0);
	write_to(0x88, 4, 0x60);
	settle();
}

/* ---- A life ---- */

static void live(uint64_t n, uint64_t m, uint32_t budget)
{
	const struct model_watch watch = {.reported = on_reported};
	const struct machine_options options = {
		.pool = 1u << 18, .devices = 256, .ring = 4096, .budget = budget};

	first = n;
	second = m;
	told = releases = enables = 0;
	machine_start(&machine, &options);
	model_watch(machine.model, &watch);
	model_fail_twice(machine.model, n, m);
	init_without_memory();
	add_pool();
	add_host_region();
	init();
	boot();
	disable();
	enable();
	tear_down_its();
	tear_down_domain();
	model_check_returned(machine.model);
	check();
}

START_TEST(good_every_two_calls_fail)
{
	static const uint32_t budgets[] = {0, 1};
	uint64_t calls, n, m;

	live(0, 0, budgets[_i]);
	calls = model_fallible_calls(machine.model);
	ck_assert_uint_ge(calls, 60);
	for (n = 1; n < calls; n++)
		for (m = 1; n + m <= calls; m++) {
			live(n, m, budgets[_i]);
			ck_assert_uint_eq(faults(), 2);
		}
	machine_free(&machine);
}
END_TEST

Suite *suite_roll_back(void)
{
	Suite *suite = suite_create("roll_back");
	TCase *tcase = tcase_create("every two faults");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, good_every_two_calls_fail, 0, 2);
	suite_add_tcase(suite, tcase);
	return suite;
}
