/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interleavings that can be repeated. Tasks call the library and the model. Each has a stack of its
 * own, and one at a time executes. Another may go on wherever the library calls the platform
 * (reports aside) or the ledger, and at each model_yield. Then the next byte of the schedule says
 * which task goes on. Any bytes are a schedule, so a fuzzer may choose them. Host only.
 */
#ifndef MODEL_SCHEDULE_H
#define MODEL_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODEL_TASKS	4
#define MODEL_DECISIONS 512

struct model;

struct model_task {
	void (*run)(void *arg);
	void *arg;
};

/* One interleaving. */
struct model_schedule {
	/* In: a byte for each decision. It says how many of the tasks that can go on are passed
	 * over, from the present task on, modulo their number. 0 means the present task. Where
	 * no byte is left, 0 is taken. */
	uint8_t choice[MODEL_DECISIONS];
	size_t length;
	/* Out: how many tasks could go on, for each decision between more than one. */
	uint8_t options[MODEL_DECISIONS];
	size_t decisions;
	bool stuck; /* Out: all tasks that were left waited for a lock */
};

/* Executes the tasks to their end. Requires: nothing else is in the model meanwhile. With
 * model_threads the library's locks are real ones too, as ThreadSanitizer wants. */
void model_schedule_run(struct model *model, const struct model_task *tasks, unsigned int count,
			struct model_schedule *schedule);

/* Returns the arg of the task that now executes. NULL: no schedule is being executed. */
void *model_schedule_arg(const struct model *model);

/* Makes the next schedule in order, where only the first depth decisions differ. Requires: the
 * schedule was executed. Returns false if it was the last. From a schedule of length 0 on all
 * schedules come, each once. */
bool model_schedule_next(struct model_schedule *schedule, size_t depth);

#endif
