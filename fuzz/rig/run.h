/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * All of a trace on a started rig, from its first step to the final teardown.
 */
#ifndef RIG_RUN_H
#define RIG_RUN_H

#include "rig/rig.h"

struct run {
	struct rig *rig;
	const struct trace *trace;
	const char *file;
	/* Told before and after each step; both may be NULL. */
	void (*before)(void *arg, const struct step *step);
	void (*after)(void *arg, const struct step *step);
	void *arg;
	bool unheard;	/* expectations that need the library's reports are passed over */
	uint32_t until; /* stops before this line, and nothing settles; 0: at the end */
	/* what came of it */
	enum rig_result result;
	uint32_t line;		     /* of the last step that ran */
	const char *at;		     /* what ran after it; NULL: nothing */
	bool cut;		     /* at until */
	unsigned int held;	     /* expectations */
	enum model_property missing; /* an X line at this line wants it broken, and it was not */
	uint32_t missing_line;
	struct itsg_counters counters; /* before the final teardown */
};

/* Runs all steps, and lets everything settle before the X lines at the end. */
void run_steps(struct run *run);
/* After run_steps: tears down what is left. True: the trace means something, and all of it holds.
 */
bool run_finish(struct run *run);
/* The step that ran last; NULL: none. */
const struct step *run_step(const struct run *run);

#endif
