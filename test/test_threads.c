// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Many CPUs in the library at once: real threads, with the hardware in a thread of its own. Under
 * ThreadSanitizer (make test-tsan) only the library's own locks count as order. thread_schedules.c
 * has what the threads do to each other in a fixed order.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "suites.h"
#include "thread_schedules.h"
#include "thread_world.h"

#define POSTERS	   2 /* for each ITS */
#define ROUNDS	   40
#define TOP_UPS	   8
#define HOSTILE	   3
#define ACTS	   600
#define TOP_UP_LEN 0x8000u

static struct thread_world world;
static atomic_bool stopped;
static atomic_uint executed_devices[MACHINE_ITS];

struct worker {
	pthread_t thread;
	unsigned int its, number;
};

static void start(struct worker *worker, void *(*run)(void *arg), unsigned int its,
		  unsigned int number)
{
	worker->its = its;
	worker->number = number;
	ck_assert_int_eq(pthread_create(&worker->thread, NULL, run, worker), 0);
}

static void join(struct worker *worker)
{
	ck_assert_int_eq(pthread_join(worker->thread, NULL), 0);
}

/* ---- The hardware ---- */

static void *hardware(void *arg)
{
	unsigned int n, done;

	(void)arg;
	while (!atomic_load(&stopped)) {
		done = 0;
		for (n = 0; n < world.machine.options.its; n++)
			done += model_its_run(world.machine.model, n, 2);
		if (!done)
			sched_yield();
	}
	return NULL;
}

static void on_executed(void *arg, unsigned int its, const uint64_t words[4])
{
	(void)arg;
	if ((words[0] & 0xff) == 0x08)
		atomic_fetch_add(&executed_devices[its], 1);
}

/* ---- CPUs ---- */

/* A device comes, is used and goes. Only this thread knows it. */
static void one_round(unsigned int its, uint64_t id, uint64_t intid)
{
	const uint64_t itt = ITTS_BASE(its) + id * 0x1000;
	const uint64_t commands[][4] = {
		{0x08 | id << 32, 3, 0x8000000000000000 | itt, 0},
		{0x0a | id << 32, intid << 32, 0, 0},
		{0x0a | id << 32, 1 | (intid + 1) << 32, 1, 0},
		{0x03 | id << 32, 0, 0, 0},
		{0x01 | id << 32, 1, 2, 0},
		{0x0f | id << 32, 0, 0, 0},
		{0x08 | id << 32, 3, itt, 0}, /* one event is live: an expansion */
	};

	cpu_post(&world, its, commands, 1);
	cpu_post(&world, its, commands + 1, 4);
	cpu_post(&world, its, commands + 5, 2);
}

static void *poster(void *arg)
{
	const struct worker *worker = arg;
	unsigned int i;

	for (i = 0; i < ROUNDS; i++)
		one_round(worker->its, 1 + worker->number * 128 + i % 3,
			  8192 + 1024 * worker->its + 16 * worker->number);
	return NULL;
}

/* Reads everything that can be read. */
static void *watcher(void *arg)
{
	const struct worker *worker = arg;
	struct itsg_its *its = &world.machine.its[worker->its];
	struct itsg_counters counters;
	struct itsg_event event;

	while (!atomic_load(&stopped)) {
		(void)cpu_read(&world, worker->its, 0, 4);
		(void)cpu_read(&world, worker->its, 0x90, 8);
		cpu_expect(&world, itsg_poll(its));
		itsg_counters_get(its, &counters);
		(void)itsg_event_take(its, &event);
		(void)itsg_pool_free_bytes(&world.machine.domain);
		sched_yield();
	}
	return NULL;
}

static void *topper_up(void *arg)
{
	const struct worker *worker = arg;
	unsigned int i;

	for (i = 0; i < worker->number; i++) {
		if (itsg_pool_add(&world.machine.domain, MACHINE_TOP_UP + i * 2 * TOP_UP_LEN,
				  TOP_UP_LEN, ITSG_POOL_HOST) != ITSG_OK)
			model_break(world.machine.model, MODEL_P6, "a top-up is refused");
		sched_yield();
	}
	return NULL;
}

static void open_world(unsigned int its)
{
	const struct machine_options options = {
		.its = its, .pool = 2u << 20, .devices = 512, .ring = 4096};
	const struct model_watch watch = {.executed = on_executed};
	unsigned int n;

	atomic_store(&stopped, false);
	thread_world_open(&world, &options);
	for (n = 0; n < its; n++)
		atomic_store(&executed_devices[n], 0);
	model_watch(world.machine.model, &watch);
}

static void expect_all_executed(unsigned int its)
{
	struct itsg_counters counters;

	itsg_counters_get(&world.machine.its[its], &counters);
	ck_assert_uint_eq(counters.verdicts[ITSG_REFUSE], 0);
	ck_assert_uint_eq(counters.fetched, world.queue[its].filled / 32);
	ck_assert_uint_eq(counters.devices, 0);
	ck_assert_uint_eq(atomic_load(&executed_devices[its]), 2 * POSTERS * ROUNDS);
}

static void post_from_everywhere(unsigned int its, unsigned int top_ups)
{
	struct worker posters[MACHINE_ITS * POSTERS], watchers[MACHINE_ITS], hw, pool;
	unsigned int n;

	open_world(its);
	start(&hw, hardware, 0, 0);
	start(&pool, topper_up, 0, top_ups);
	for (n = 0; n < its; n++)
		start(&watchers[n], watcher, n, 0);
	for (n = 0; n < its * POSTERS; n++)
		start(&posters[n], poster, n % its, n / its);
	for (n = 0; n < its * POSTERS; n++)
		join(&posters[n]);
	join(&pool);
	atomic_store(&stopped, true);
	for (n = 0; n < its; n++)
		join(&watchers[n]);
	join(&hw);
	for (n = 0; n < its; n++)
		expect_all_executed(n);
	thread_world_close(&world);
	machine_free(&world.machine);
}

START_TEST(good_posts_to_one_its)
{
	post_from_everywhere(1, 0);
}
END_TEST

START_TEST(good_posts_to_many_itss)
{
	post_from_everywhere(3, 0);
}
END_TEST

START_TEST(good_top_up_meanwhile)
{
	post_from_everywhere(2, TOP_UPS);
}
END_TEST

/* ---- A host whose CPUs do not agree on anything ---- */

static uint64_t some(uint64_t *dice)
{
	*dice = *dice * 6364136223846793005 + 1442695040888963407;
	return *dice >> 33;
}

static void some_command(unsigned int its, uint64_t *dice)
{
	static const uint64_t opcodes[] = {0x08, 0x08, 0x0a, 0x0a, 0x0f, 0x01, 0x03, 0x09, 0x05};
	uint64_t opcode = opcodes[some(dice) % 9], id = some(dice) % 4;
	uint64_t valid = opcode == 0x08 || opcode == 0x09 ? (some(dice) & 1) << 63 : 0;
	const uint64_t words[4] = {opcode | id << 32,
				   some(dice) % 4 | (8192 + some(dice) % 64) << 32,
				   valid | some(dice) % 4, 0};

	cpu_put(&world, its, (uint32_t)(some(dice) % 128) * 32, words);
}

static void act(unsigned int its, uint64_t *dice)
{
	uint64_t what = some(dice) % 32;

	if (what < 12)
		some_command(its, dice);
	else if (what < 22)
		(void)cpu_write(&world, its, 0x88, 4, some(dice) % 128 * 32);
	else if (what < 27)
		(void)cpu_read(&world, its, some(dice) & 1 ? 0 : 0x90, 4);
	else if (what < 30)
		(void)cpu_write(&world, its, 0, 4, what != 27);
	else if (what < 31)
		(void)cpu_write(&world, its, 0x100, 8,
				some(dice) & 1 ? 0 : 0xb907000000000400 | TABLES_BASE(its));
	else
		cpu_expect(&world, itsg_poll(&world.machine.its[its]));
}

static void *hostile(void *arg)
{
	const struct worker *worker = arg;
	uint64_t dice = worker->number + 1;
	unsigned int i;

	for (i = 0; i < ACTS; i++)
		act(worker->its, &dice);
	/* One thread tears the ITS down while the others use it. */
	for (i = 0; worker->number == 0 && i < 100; i++)
		cpu_expect(&world, itsg_its_teardown(&world.machine.its[worker->its]));
	return NULL;
}

START_TEST(bad_everything_at_once)
{
	struct worker hosts[2 * HOSTILE], hw;
	unsigned int n;

	open_world(2);
	start(&hw, hardware, 0, 0);
	for (n = 0; n < 2 * HOSTILE; n++)
		start(&hosts[n], hostile, n % 2, n / 2 + (unsigned int)_i * HOSTILE);
	for (n = 0; n < 2 * HOSTILE; n++)
		join(&hosts[n]);
	atomic_store(&stopped, true);
	join(&hw);
	thread_world_close(&world);
	machine_free(&world.machine);
}
END_TEST

/* ---- The order of locks ---- */

static void *holds_its_1(void *arg)
{
	void *its = model_its_ctx(world.machine.model, 1);
	void *domain = model_domain_ctx(world.machine.model);

	(void)arg;
	itsg_platform_lock(its);
	itsg_platform_lock(domain);
	itsg_platform_unlock(domain);
	itsg_platform_unlock(its);
	return NULL;
}

/* Counts for each thread: a lock that another thread holds means nothing to this one. */
START_TEST(good_lock_order)
{
	void *its = NULL;
	struct worker other;

	open_world(2);
	its = model_its_ctx(world.machine.model, 0);
	itsg_platform_lock(its);
	start(&other, holds_its_1, 1, 0);
	join(&other);
	itsg_platform_unlock(its);
	machine_expect_intact(&world.machine);
	thread_world_close(&world);
	machine_free(&world.machine);
}
END_TEST

START_TEST(bad_lock_order)
{
	void *first, *second;

	open_world(2);
	first = model_its_ctx(world.machine.model, 0);
	second = model_its_ctx(world.machine.model, 1);
	if (_i == 0) /* ITS inside domain */
		first = model_domain_ctx(world.machine.model);
	if (_i == 2) /* the same twice */
		second = first;
	itsg_platform_lock(first);
	machine_expect_intact(&world.machine);
	itsg_platform_lock(second);
	ck_assert_int_eq(model_violation(world.machine.model)->property, MODEL_P10);
	itsg_platform_unlock(second);
	if (_i != 2)
		itsg_platform_unlock(first);
	machine_free(&world.machine);
}
END_TEST

Suite *suite_threads(void)
{
	Suite *suite = suite_create("threads");
	TCase *tcase = tcase_create("threads");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, good_posts_to_one_its);
	tcase_add_test(tcase, good_posts_to_many_itss);
	tcase_add_test(tcase, good_top_up_meanwhile);
	tcase_add_loop_test(tcase, bad_everything_at_once, 0, 4);
	tcase_add_test(tcase, good_lock_order);
	tcase_add_loop_test(tcase, bad_lock_order, 0, 3);
	suite_add_tcase(suite, tcase);
	schedule_tests(suite);
	return suite;
}
