/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interleavings that repeat: tasks that call the library and the model, each on a stack of its own,
 * of which one runs at a time. Wherever the library calls the platform (reports aside) or the
 * ledger, and at each model_yield, the next byte of the schedule says who goes on. Any bytes are a
 * schedule, so a fuzzer may choose them. Host only.
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

struct model_schedule {
	/* In, a byte for each decision, modulo the number of tasks that can go on: how many of
	 * these are passed over, from the present task on. 0: the present one. None left: 0. */
	uint8_t choice[MODEL_DECISIONS];
	size_t length;
	/* Out: how many could go on, at each decision between more than one. */
	uint8_t options[MODEL_DECISIONS];
	size_t decisions;
	bool stuck; /* every task that was left waited for a lock */
};

/* Runs the tasks to their end. Nothing else may be in the model meanwhile. With model_threads the
 * library's locks are real ones too, which ThreadSanitizer wants. */
void model_schedule_run(struct model *model, const struct model_task *tasks, unsigned int count,
			struct model_schedule *schedule);

/* The arg of the task that runs now; NULL: no schedule is being run. */
void *model_schedule_arg(const struct model *model);

/* After a run: the next schedule in order, if only the first depth decisions are to differ. False:
 * that was the last. From a schedule of length 0, all of them come, each once. */
bool model_schedule_next(struct model_schedule *schedule, size_t depth);

#endif
