/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A trial: finds out in a child process what a trace comes to. The child may end by a signal or a
 * sanitizer, or never.
 */
#ifndef TRIAL_H
#define TRIAL_H

#include "ending.h"

struct trial {
	unsigned int seconds; /* of processor time for each trial */
	struct ending *shared;
	int output; /* the child's output */
};

/* Opens it. False: there is no memory, or no temporary file. */
bool trial_open(struct trial *trial, unsigned int seconds);
/* Closes it. */
void trial_close(struct trial *trial);
/* Runs the trace. X property lines are skipped: *ending says what is broken, expected or not. */
void trial_run(struct trial *trial, const struct trace *trace, struct ending *ending);

#endif
