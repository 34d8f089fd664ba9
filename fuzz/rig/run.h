/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * All steps of a trace on a started rig, up to the final teardown.
 */
#ifndef RIG_RUN_H
#define RIG_RUN_H

#include "rig/rig.h"

struct run {
	struct rig *rig;
	const struct trace *trace;
	const char *file;
	/* Called before and after each step; may be NULL. */
	void (*before)(void *arg, const struct step *step);
	void (*after)(void *arg, const struct step *step);
	void *arg;
	bool unheard;	/* nobody listens: expectations that need reports are skipped */
	uint32_t until; /* stop before this line, with work pending; 0: run to the end */
	/* The result: */
	enum rig_result result;
	uint32_t line;		     /* line of the last step that ran */
	const char *at;		     /* what ran after that step; NULL: nothing */
	bool cut;		     /* it stopped at until */
	unsigned int held;	     /* expectations that hold */
	enum model_property missing; /* an X line expects this to be broken, and it was not */
	uint32_t missing_line;
	struct itsg_counters counters; /* as they were before the final teardown */
	uint64_t attempts;	       /* the same, with those of redistributors */
};

/*
 * Runs all steps. Before the X lines at the end, everything pending completes (rig_settle).
 * Requires: rig_begin with the trace's configuration gave RIG_OK.
 */
void run_steps(struct run *run);
/*
 * Tears down what is left. Requires: run_steps was called.
 * Returns true if all steps could be run and all that was expected holds.
 */
bool run_finish(struct run *run);
/* Returns the step that ran last; NULL: none. */
const struct step *run_step(const struct run *run);

#endif
