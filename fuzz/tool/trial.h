/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a trace comes to, found out in a child process: it may end in a signal, by a sanitizer or
 * never.
 */
#ifndef TRIAL_H
#define TRIAL_H

#include "ending.h"

struct trial {
	unsigned int seconds; /* of processor time for each */
	struct ending *shared;
	int output; /* of the child */
};

/* False: the machine has no memory or no temporary files. */
bool trial_open(struct trial *trial, unsigned int seconds);
void trial_close(struct trial *trial);
/* X property lines are passed over: it is told what is broken, wanted or not. */
void trial_run(struct trial *trial, const struct trace *trace, struct ending *ending);

#endif
