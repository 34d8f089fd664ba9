/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The scheduler. The present task decides before each switch which task goes on. */
#include "model/schedule.h"

#include <stdlib.h>

#include "model/fiber.h"
#include "model/model.h"
#include "model/tasks.h"

struct task {
	const struct model_task *what;
	struct model_run *run;
	struct model_fiber *fiber;
	struct model_held held;
	const struct model_ctx *waits; /* for this lock; NULL: it does not wait */
	bool done;
};

struct model_run {
	struct model *model;
	struct model_schedule *schedule;
	struct task task[MODEL_TASKS];
	unsigned int count, present;
	struct model_fiber *home;
};

struct model_held *model_run_held(struct model_run *run)
{
	struct model_held *held = &run->task[run->present].held;

	held->model = run->model;
	return held;
}

static bool is_held(const struct model_run *run, const struct model_ctx *ctx)
{
	unsigned int i;

	for (i = 0; i < run->count; i++) {
		if (run->task[i].held.its == ctx || run->task[i].held.domain == ctx)
			return true;
	}
	return false;
}

static bool can_go_on(const struct model_run *run, unsigned int n)
{
	const struct task *task = &run->task[n];

	return !task->done && !(task->waits && is_held(run, task->waits));
}

/* Lists the tasks that can go on: the present one first, the others in turn. */
static unsigned int candidates(const struct model_run *run, unsigned int list[MODEL_TASKS])
{
	unsigned int i, found = 0;

	for (i = 0; i < run->count; i++) {
		unsigned int n = (run->present + i) % run->count;

		if (can_go_on(run, n))
			list[found++] = n;
	}
	return found;
}

static unsigned int decide(struct model_schedule *schedule, unsigned int options)
{
	size_t at = schedule->decisions;

	if (options < 2 || at == MODEL_DECISIONS)
		return 0;
	schedule->decisions++;
	schedule->options[at] = (uint8_t)options;
	return at < schedule->length ? schedule->choice[at] % options : 0;
}

static void go_to(struct model_run *run, unsigned int next)
{
	unsigned int from = run->present;

	if (next == from)
		return;
	run->present = next;
	model_fiber_switch(run->task[from].fiber, run->task[next].fiber);
}

static bool all_done(const struct model_run *run)
{
	unsigned int i;

	for (i = 0; i < run->count; i++) {
		if (!run->task[i].done)
			return false;
	}
	return true;
}

static void point(struct model_run *run)
{
	unsigned int list[MODEL_TASKS], options = candidates(run, list);

	if (options) {
		go_to(run, list[decide(run->schedule, options)]);
		return;
	}
	run->schedule->stuck = !all_done(run);
	model_fiber_switch(run->task[run->present].fiber, run->home);
}

void model_yield(struct model *model)
{
	if (model->run)
		point(model->run);
}

void model_run_wait(struct model_run *run, const struct model_ctx *ctx)
{
	struct task *task = &run->task[run->present];

	if (!is_held(run, ctx))
		return;
	task->waits = ctx;
	point(run);
	task->waits = NULL;
}

/* No switch comes back to a task that is done. */
static void task_main(void *arg)
{
	struct task *task = arg;

	task->what->run(task->what->arg);
	task->done = true;
	model_fiber_over(task->fiber);
	point(task->run);
}

static void run_end(struct model_run *run)
{
	unsigned int i;

	for (i = 0; i < run->count; i++)
		model_fiber_free(run->task[i].fiber);
	model_fiber_free(run->home);
}

void model_schedule_run(struct model *model, const struct model_task *tasks, unsigned int count,
			struct model_schedule *schedule)
{
	struct model_run run = {.model = model, .schedule = schedule, .count = count};
	unsigned int i;

	schedule->decisions = 0;
	schedule->stuck = false;
	run.home = model_fiber_main();
	for (i = 0; i < count; i++) {
		run.task[i] = (struct task){.what = &tasks[i], .run = &run};
		run.task[i].fiber = model_fiber_make(task_main, &run.task[i]);
	}
	model->run = &run;
	run.present = decide(schedule, count);
	model_fiber_switch(run.home, run.task[run.present].fiber);
	model->run = NULL;
	run_end(&run);
}

void *model_schedule_arg(const struct model *model)
{
	return model->run ? model->run->task[model->run->present].what->arg : NULL;
}

bool model_schedule_next(struct model_schedule *schedule, size_t depth)
{
	size_t end = schedule->decisions < depth ? schedule->decisions : depth, i;

	for (i = schedule->length; i < end; i++)
		schedule->choice[i] = 0;
	while (end && schedule->choice[end - 1] % schedule->options[end - 1] + 1 ==
			      schedule->options[end - 1])
		end--;
	schedule->length = end;
	if (end)
		schedule->choice[end - 1]++;
	return end > 0;
}
