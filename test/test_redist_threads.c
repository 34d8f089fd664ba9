// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Many CPUs at once, each at its own redistributor, and all with one property table. Also for TSan.
 */
#define _POSIX_C_SOURCE 200809L

#include <pthread.h>
#include <string.h>

#include "model/schedule.h"
#include "rd_world.h"
#include "suites.h"

#define THREADS	 4u
#define ROUNDS	 100u
#define PATIENCE 100000u

static struct rdw world;
static pthread_barrier_t barrier;

static bool settles(struct itsg_rd *rd, unsigned int cpu)
{
	unsigned int i;
	uint64_t ctlr;

	for (i = 0; i < PATIENCE; i++) {
		model_rd_run(world.model, cpu);
		if (itsg_rd_mmio_read(rd, RDW_CTLR, 4, &ctlr) == ITSG_OK && !(ctlr & RDW_RWP))
			return true;
	}
	return false;
}

static bool writes(struct itsg_rd *rd, uint32_t offset, uint64_t value)
{
	return itsg_rd_mmio_write(rd, offset, offset == RDW_CTLR ? 4 : 8, value) == ITSG_OK;
}

/* NULL: all went well. */
static const char *one_round(struct itsg_rd *rd, unsigned int cpu, unsigned int round)
{
	uint64_t table = round % 5 ? RDW_PROPERTIES : RDW_PROPERTIES + 0x1000;
	unsigned int i = 0;

	if (!writes(rd, RDW_PROPBASER, table | 15) ||
	    !writes(rd, RDW_PENDBASER, RDW_PENDING + round % 3 * 0x10000))
		return "a table was not taken";
	while (!writes(rd, RDW_CTLR, 1) && ++i < PATIENCE)
		;
	if (!model_rd_enabled(world.model, cpu))
		return "an enable did not come to its end";
	if (!writes(rd, RDW_INVALLR, 0) || !writes(rd, RDW_CTLR, 0))
		return "a write was not taken";
	return settles(rd, cpu) ? NULL : "a disable did not come to its end";
}

static void *cpu_runs(void *arg)
{
	unsigned int cpu = *(unsigned int *)arg, round;
	const char *wrong = NULL;

	(void)pthread_barrier_wait(&barrier);
	for (round = 0; round < ROUNDS && !wrong; round++)
		wrong = one_round(&world.rd[cpu], cpu, round);
	/* NULL, or a constant string */
	return (void *)(uintptr_t)wrong;
}

START_TEST(good_many_cpus)
{
	const struct rdw_options options = {
		.cpus = THREADS, .own_properties = true, .budget = _i ? 3 : 0};
	pthread_t threads[THREADS];
	unsigned int cpu, cpus[THREADS];
	void *wrong[THREADS];

	rdw_open(&world, &options);
	model_threads(world.model, true);
	ck_assert(!pthread_barrier_init(&barrier, NULL, THREADS));
	for (cpu = 0; cpu < THREADS; cpu++) {
		cpus[cpu] = cpu;
		ck_assert(!pthread_create(&threads[cpu], NULL, cpu_runs, &cpus[cpu]));
	}
	for (cpu = 0; cpu < THREADS; cpu++)
		ck_assert(!pthread_join(threads[cpu], &wrong[cpu]));
	pthread_barrier_destroy(&barrier);
	model_threads(world.model, false);
	for (cpu = 0; cpu < THREADS; cpu++)
		ck_assert_msg(!wrong[cpu], "CPU %u: %s", cpu, (const char *)wrong[cpu]);
	ck_assert_uint_eq(rdw_claimed(&world), 0);
	ck_assert_uint_eq(world.refusals, 0);
	rdw_check(&world, 0);
	rdw_close(&world);
}
END_TEST

/* ---- Two of a group, whose PROPBASER is one ---- */

static void enable_one(void *arg)
{
	struct itsg_rd *rd = arg;
	unsigned int i = 0;

	(void)!writes(rd, RDW_PROPBASER, RDW_PROPERTY_WORD);
	(void)!writes(rd, RDW_PENDBASER, RDW_PENDING_WORD + (rd == world.rd ? 0 : 0x10000u));
	while (!writes(rd, RDW_CTLR, 1) && ++i < PATIENCE)
		;
}

/* The first takes so many steps, then the other takes so many, then the first goes to its end. */
static size_t enable_both(unsigned int first, unsigned int other)
{
	static struct model_schedule schedule;
	const struct model_task tasks[] = {{enable_one, &world.rd[0]}, {enable_one, &world.rd[1]}};
	const struct rdw_options options = {.cpus = 2, .lpi_bits = 14};

	rdw_open(&world, &options);
	memset(schedule.choice, 0, sizeof(schedule.choice));
	schedule.choice[first] = schedule.choice[first + 1 + other] = 1;
	schedule.length = first + other + 2;
	model_schedule_run(world.model, tasks, 2, &schedule);
	ck_assert(!schedule.stuck);
	ck_assert(model_rd_enabled(world.model, 0) && model_rd_enabled(world.model, 1));
	rdw_check(&world, 0);
	rdw_check(&world, 1);
	rdw_close(&world);
	return schedule.decisions;
}

START_TEST(good_one_register_for_two)
{
	size_t decisions = enable_both(0, 0);
	unsigned int first, other;

	ck_assert_uint_gt(decisions, 16);
	for (first = 0; first < decisions; first++)
		for (other = 0; other < decisions; other++)
			(void)enable_both(first, other);
}
END_TEST

Suite *suite_redist_threads(void)
{
	Suite *suite = suite_create("redist_threads");
	TCase *tcase = tcase_create("threads");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, good_many_cpus, 0, 2);
	tcase_add_test(tcase, good_one_register_for_two);
	suite_add_tcase(suite, tcase);
	return suite;
}
