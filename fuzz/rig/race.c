// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Events at once (`A` lines). The events of each CPU are one task, in their order, and those of the
 * hardware are another (schedule.h). The tasks switch at calls of the platform, as the line says.
 * What must hold for each trap is checked at its lock (work.c). What must hold between calls is
 * checked when all are done.
 */
#include "rig/race.h"

#include <string.h>

#include "model/schedule.h"
#include "rig/calls.h"
#include "rig/judge.h"
#include "rig/state.h"
#include "rig/world.h"

#define BITS_OF_CHOICE 2
#define CHOICES_A_WORD (64 / BITS_OF_CHOICE)
#define CPUS_AT_ONCE   (MODEL_TASKS - 1) /* the last task is the hardware's */

struct racer {
	struct rig *rig;
	uint8_t cpu;
	bool hardware;
	unsigned int step; /* index of its current step */
};

static bool is_hardware(const struct step *step)
{
	return step->kind == STEP_HARDWARE;
}

static bool is_trap(const struct step *step)
{
	return step->kind == STEP_WRITE || step->kind == STEP_READ || step->kind == STEP_TEARDOWN;
}

bool rig_race_begin(struct rig *rig, const struct step *step)
{
	struct rig_race *race = &rig->race;

	if (step->op[0] > RIG_AT_ONCE)
		return false;
	*race = (struct rig_race){.wanted = (unsigned int)step->op[0]};
	memcpy(race->choices, step->op + 1, sizeof(race->choices));
	return true;
}

/* ---- One event ---- */

/*
 * Puts the step into the order. A trap gets its place when it takes its first lock. If it takes
 * none, it gets its place at its end. True: it got its place now.
 */
static bool put_into_order(struct rig_race *race, unsigned int step)
{
	if (race->outcome[step].ordered)
		return false;
	race->outcome[step].ordered = true;
	race->order[race->ordered++] = (uint8_t)step;
	return true;
}

void rig_race_locked(struct rig *rig)
{
	const struct racer *racer = model_schedule_arg(rig->model);
	const struct step *step = &rig->race.steps[racer->step];

	if (put_into_order(&rig->race, racer->step) && step->kind == STEP_WRITE)
		rig_note_write(rig, step->its, step->op[0], step->op[1], step->op[2]);
}

static enum itsg_status trap(struct rig *rig, const struct step *step, uint64_t *value)
{
	struct rig_its *its = &rig->its[step->its];
	enum itsg_status status;

	if (step->kind == STEP_WRITE)
		return itsg_mmio_write(&its->lib, (uint32_t)step->op[0], (uint32_t)step->op[1],
				       step->op[2]);
	if (step->kind == STEP_READ)
		return rig_read_raw(rig, step->its, step->op[0], step->op[1], value);
	its->tearing = true;
	status = itsg_its_teardown(&its->lib);
	its->gone = its->gone || status == ITSG_OK || status == ITSG_NOT_READY;
	return status;
}

static void run_hardware(struct rig *rig, const struct step *step)
{
	uint64_t left = step->op[0];

	for (; left; left--) {
		model_yield(rig->model);
		if (!model_its_run(rig->model, step->its, 1))
			break;
	}
}

/* The embedder's later poll on this CPU, of one ITS. */
static void poll(struct rig *rig, const struct step *step)
{
	struct itsg_its *its = &rig->its[step->its].lib;
	uint64_t left;

	for (left = step->op[0]; left && itsg_its_work(its) != ITSG_WORK_NONE; left--)
		if (itsg_poll(its) == ITSG_NOT_READY)
			return;
}

/* As an embedder does in the trap itself. */
static void go_on(struct rig *rig, const struct step *step)
{
	struct itsg_its *its = &rig->its[step->its].lib;
	uint32_t left;

	for (left = rig->config.polls; left && itsg_its_work(its) == ITSG_WORK_NOW; left--)
		if (itsg_poll(its) == ITSG_NOT_READY)
			return;
}

static void race_step(struct rig *rig, unsigned int n)
{
	const struct step *step = &rig->race.steps[n];
	struct rig_outcome *outcome = &rig->race.outcome[n];

	rig->line = step->line;
	if (is_hardware(step)) {
		run_hardware(rig, step);
	} else if (step->kind == STEP_POLL) {
		poll(rig, step);
	} else if (step->kind == STEP_TOPUP) {
		rig_topup(rig, step->op[0]);
	} else if (!is_trap(step)) {
		(void)rig_world_step(rig, step);
	} else {
		outcome->status = trap(rig, step, &outcome->value);
		go_on(rig, step);
		if (outcome->status == ITSG_BUG)
			model_break(rig->model, MODEL_P10, "the library found itself inconsistent");
	}
	(void)put_into_order(&rig->race, n);
}

static void racer_main(void *arg)
{
	struct racer *racer = arg;
	struct rig *rig = racer->rig;

	for (racer->step = 0; racer->step < rig->race.count; racer->step++) {
		const struct step *step = &rig->race.steps[racer->step];

		if (is_hardware(step) != racer->hardware ||
		    (!racer->hardware && step->cpu != racer->cpu))
			continue;
		model_yield(rig->model);
		race_step(rig, racer->step);
	}
}

/* ---- All of them ---- */

static bool has_racer(const struct racer *racers, unsigned int count, const struct step *step)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (racers[i].hardware == is_hardware(step) &&
		    (racers[i].hardware || racers[i].cpu == step->cpu))
			return true;
	return false;
}

static bool makes_one_too_many(const struct rig_race *race, const struct step *step)
{
	uint64_t cpus = (uint64_t)1 << step->cpu;
	unsigned int i;

	if (is_hardware(step))
		return false;
	for (i = 0; i < race->count; i++)
		if (!is_hardware(&race->steps[i]))
			cpus |= (uint64_t)1 << race->steps[i].cpu;
	return __builtin_popcountll(cpus) > CPUS_AT_ONCE;
}

static void choose(const struct rig_race *race, struct model_schedule *schedule)
{
	unsigned int i;

	schedule->length = (size_t)RIG_CHOICES * CHOICES_A_WORD;
	for (i = 0; i < schedule->length; i++)
		schedule->choice[i] = (uint8_t)(race->choices[i / CHOICES_A_WORD] >>
							i % CHOICES_A_WORD * BITS_OF_CHOICE &
						((1U << BITS_OF_CHOICE) - 1));
}

static void run_all(struct rig *rig, struct racer *racers, unsigned int count)
{
	struct model_task tasks[MODEL_TASKS];
	struct model_schedule schedule;
	unsigned int i;

	for (i = 0; i < count; i++)
		tasks[i] = (struct model_task){racer_main, &racers[i]};
	choose(&rig->race, &schedule);
	rig->racing = true;
	model_schedule_run(rig->model, tasks, count, &schedule);
	rig->racing = false;
	if (schedule.stuck)
		model_break(rig->model, MODEL_P10, "every CPU waits for a lock");
}

/* Keeps what the last trap of these lines gave. */
static void keep_last(struct rig *rig)
{
	const struct rig_race *race = &rig->race;
	unsigned int n;

	for (n = 0; n < race->count; n++) {
		if (!is_trap(&race->steps[n]))
			continue;
		rig->last_abort = race->outcome[n].status == ITSG_ABORT;
		if (race->steps[n].kind == STEP_READ)
			rig->last_value = race->outcome[n].value;
	}
}

void rig_race_run(struct rig *rig)
{
	struct rig_race *race = &rig->race;
	struct racer racers[MODEL_TASKS];
	unsigned int n, count = 0;

	race->wanted = 0;
	for (n = 0; n < race->count; n++) {
		const struct step *step = &race->steps[n];

		if (!has_racer(racers, count, step))
			racers[count++] = (struct racer){rig, step->cpu, is_hardware(step), 0};
	}
	if (!count)
		return;
	for (n = 0; n < rig->config.its_count; n++)
		rig_forget_shown(rig, n);
	run_all(rig, racers, count);
	keep_last(rig);
	if (rig_judge(rig) == RIG_OK)
		rig_after_calls(rig);
}

enum rig_result rig_race_add(struct rig *rig, const struct step *step)
{
	struct rig_race *race = &rig->race;

	if (!step_may_be_at_once(step))
		return rig_say(rig, RIG_UNUSABLE,
			       "expected %u more of W, R, C, Q, T, M, D, H, O, F and S teardown, "
			       "topup, stall, stuck, unstuck, poll after A",
			       race->wanted - race->count);
	if (makes_one_too_many(race, step))
		return rig_say(rig, RIG_UNUSABLE, "expected at most %d CPUs at once", CPUS_AT_ONCE);
	if ((step->kind == STEP_COMMAND || step->kind == STEP_SLOT) &&
	    !rig->its[step->its].host.queue)
		return rig_say(rig, RIG_UNUSABLE,
			       "expected a write of CBASER before commands are queued");
	race->steps[race->count++] = *step;
	if (race->count == race->wanted)
		rig_race_run(rig);
	return RIG_OK;
}

bool rig_race_is_pure(const struct rig *rig)
{
	unsigned int n;

	for (n = 0; n < rig->race.count; n++)
		if (!is_trap(&rig->race.steps[n]) || rig->race.steps[n].its)
			return false;
	return true;
}

unsigned int rig_race_outcomes(const struct rig *rig, const uint8_t **order,
			       const struct rig_outcome **outcomes)
{
	*order = rig->race.order;
	*outcomes = rig->race.outcome;
	return rig->race.ordered;
}
