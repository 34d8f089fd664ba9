// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Two traps against each other, in every possible order (schedule.h). At each call of the platform
 * the other CPU, or the hardware, may go first. Whatever the order, the final state is that of one
 * trap after the other.
 */
#include "thread_schedules.h"

#include <stdio.h>

#include "fault_state.h"
#include "model/schedule.h"
#include "thread_world.h"

#define BEGIN 0x80u /* where the queue stands after thread_world_open */

struct duel {
	const char *name;
	void (*a)(void *arg), (*b)(void *arg);
	bool off, hardware;
	size_t depth;
	unsigned int least; /* schedules */
};

static struct thread_world world;
static struct state serial[2], now;
static uint64_t result[2]; /* what the host was told */

/* ---- Traps ---- */

static void post_all(void *arg)
{
	*(uint64_t *)arg = cpu_write(&world, 0, 0x88, 4, BEGIN + 0x60);
}

static void post_two(void *arg)
{
	*(uint64_t *)arg = cpu_write(&world, 0, 0x88, 4, BEGIN + 0x40);
}

static void disable(void *arg)
{
	*(uint64_t *)arg = cpu_write(&world, 0, 0, 4, 0);
}

static void enable(void *arg)
{
	*(uint64_t *)arg = cpu_write(&world, 0, 0, 4, 1);
}

static void walk(void *arg)
{
	uint64_t first = cpu_read(&world, 0, 0x90, 4), second = cpu_read(&world, 0, 0x90, 4);

	*(uint64_t *)arg = first << 32 | second;
}

static void tear_down(void *arg)
{
	*(uint64_t *)arg = itsg_its_teardown(&world.machine.its[0]);
}

static void run_hardware(void *arg)
{
	unsigned int i;

	(void)arg;
	for (i = 0; i < 3; i++) {
		model_yield(world.machine.model);
		(void)model_its_run(world.machine.model, 0, 1);
	}
}

static const struct duel duels[] = {
	{"post against post", post_all, post_all, .depth = 64, .least = 500},
	{"post against an older post", post_all, post_two, .depth = 64, .least = 500},
	{"post against disable", post_all, disable, .depth = 64, .least = 500},
	{"post against walk", post_all, walk, .depth = 64, .least = 500},
	{"post against walk and hardware", post_all, walk, .hardware = true, .depth = 9,
	 .least = 200},
	{"enable against enable", enable, enable, .off = true, .depth = 64, .least = 500},
	{"enable against disable", enable, disable, .off = true, .depth = 64, .least = 500},
	{"teardown against post", tear_down, post_all, .depth = 64, .least = 500},
	{"teardown against disable and hardware", tear_down, disable, .hardware = true, .depth = 9,
	 .least = 200},
};

/* ---- One schedule ---- */

static void open_world(const struct duel *duel)
{
	const struct machine_options options = {
		.pool = 1u << 18, .devices = 256, .ring = 4096, .budget = 8};
	static const uint64_t commands[3][4] = {
		{0x0000000500000008, 1, 0x8000000040300000, 0},
		{0x000000050000000a, 0x200000000000, 0, 0},
		{0x0000000500000003, 0, 0, 0},
	};
	unsigned int i;

	thread_world_open(&world, &options);
	for (i = 0; i < 3; i++)
		cpu_put(&world, 0, BEGIN + 32 * i, commands[i]);
	result[0] = result[1] = 0;
	if (!duel->off)
		return;
	(void)cpu_write(&world, 0, 0, 4, 0);
	ck_assert(machine_settle(&world.machine, 0));
}

static void run(const struct duel *duel, struct model_schedule *schedule)
{
	const struct model_task tasks[] = {
		{duel->a, &result[0]}, {duel->b, &result[1]}, {run_hardware, NULL}};

	open_world(duel);
	model_schedule_run(world.machine.model, tasks, duel->hardware ? 3 : 2, schedule);
	ck_assert_msg(!schedule->stuck, "%s: nobody can go on", duel->name);
	ck_assert(machine_settle(&world.machine, 0));
	model_check(world.machine.model, machine_claimed(&world.machine));
	ck_assert(itsg_its_is_valid(&world.machine.its[0]));
	state_take(&now, &world.machine, 0);
	/* What the host was told depends on how far the hardware was, so it is not compared then */
	if (!duel->hardware)
		now.length += (size_t)snprintf(now.text + now.length, STATE_BYTES - now.length,
					       "told %#llx %#llx\n", (unsigned long long)result[0],
					       (unsigned long long)result[1]);
}

static const char *text_of(const struct model_schedule *schedule)
{
	static char text[2 * MODEL_DECISIONS + 1];
	size_t i;

	text[0] = 0;
	for (i = 0; i < schedule->length; i++)
		snprintf(text + i, 3, "%x", schedule->choice[i]);
	return text;
}

static void run_and_judge(const struct duel *duel, struct model_schedule *schedule)
{
	const struct model_violation *violation;

	run(duel, schedule);
	violation = model_violation(world.machine.model);
	ck_assert_msg(violation->property == MODEL_NONE, "%s, schedule '%s': P%d: %s", duel->name,
		      text_of(schedule), (int)violation->property, violation->text);
	ck_assert_msg(state_equal(&now, &serial[0]) || state_equal(&now, &serial[1]),
		      "%s, schedule '%s': as after neither order", duel->name, text_of(schedule));
	thread_world_close(&world);
}

/* a before b, and b before a. */
static void run_in_turn(const struct duel *duel)
{
	struct model_schedule schedule = {.length = 1};
	unsigned int i;

	for (i = 0; i < 2; i++) {
		schedule.choice[0] = (uint8_t)i;
		run(duel, &schedule);
		serial[i] = now;
		thread_world_close(&world);
	}
}

START_TEST(good_every_schedule)
{
	static struct model_schedule schedule;
	const struct duel *duel = &duels[_i];
	unsigned int count = 0;

	run_in_turn(duel);
	schedule.length = 0;
	do {
		run_and_judge(duel, &schedule);
		/* with only two tasks, these really are all */
		ck_assert(duel->hardware || schedule.decisions <= duel->depth);
		count++;
	} while (model_schedule_next(&schedule, duel->depth));
	ck_assert_msg(count >= duel->least, "%s: only %u schedules", duel->name, count);
	machine_free(&world.machine);
}
END_TEST

/* ---- The scheduler itself ---- */

static unsigned int order[6], steps;

static void three_steps(void *arg)
{
	unsigned int i;

	for (i = 0; i < 3; i++) {
		order[steps++] = *(unsigned int *)arg;
		model_yield(world.machine.model);
	}
}

/*
 * Two tasks of three steps each. There are 20 ways to shuffle them: each comes once, and each comes
 * again from its bytes.
 */
START_TEST(good_schedules_are_all_there_is)
{
	unsigned int names[2] = {0, 1}, seen[64] = {0}, count = 0, i;
	const struct model_task tasks[] = {{three_steps, &names[0]}, {three_steps, &names[1]}};
	struct model_schedule schedule = {.length = 0};

	open_world(&duels[0]);
	do {
		unsigned int key = 0;

		steps = 0;
		model_schedule_run(world.machine.model, tasks, 2, &schedule);
		for (i = 0; i < 6; i++)
			key |= order[i] << i;
		count += !seen[key]++;
	} while (model_schedule_next(&schedule, MODEL_DECISIONS));
	ck_assert_uint_eq(count, 20);
	thread_world_close(&world);
	machine_free(&world.machine);
}
END_TEST

static void lock_both(void *first, void *second)
{
	itsg_platform_lock(first);
	itsg_platform_lock(second);
	itsg_platform_unlock(second);
	itsg_platform_unlock(first);
}

static void its_then_domain(void *arg)
{
	(void)arg;
	lock_both(model_its_ctx(world.machine.model, 0), model_domain_ctx(world.machine.model));
}

static void domain_then_its(void *arg)
{
	(void)arg;
	lock_both(model_domain_ctx(world.machine.model), model_its_ctx(world.machine.model, 0));
}

/* A deadlock is found. An order that could lead to one is reported even where it does not. */
START_TEST(bad_deadlock_is_seen)
{
	const struct model_task tasks[] = {{its_then_domain, NULL}, {domain_then_its, NULL}};
	struct model_schedule schedule = {.length = 0};
	unsigned int stuck = 0, went = 0;
	bool more = true;

	while (more) {
		open_world(&duels[0]);
		model_schedule_run(world.machine.model, tasks, 2, &schedule);
		ck_assert_int_eq(model_violation(world.machine.model)->property, MODEL_P10);
		*(schedule.stuck ? &stuck : &went) += 1;
		more = model_schedule_next(&schedule, MODEL_DECISIONS);
	}
	ck_assert_uint_gt(stuck, 0);
	ck_assert_uint_gt(went, 0);
	machine_free(&world.machine);
}
END_TEST

void schedule_tests(Suite *suite)
{
	TCase *tcase = tcase_create("schedules");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, good_schedules_are_all_there_is);
	tcase_add_test(tcase, bad_deadlock_is_seen);
	tcase_add_loop_test(tcase, good_every_schedule, 0, (int)(sizeof(duels) / sizeof(duels[0])));
	suite_add_tcase(suite, tcase);
}
