/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* For a fuzz target, told at exit: steps of all inputs, and the trap that used most of its budget.
 */
#ifndef FUZZ_WORST_H
#define FUZZ_WORST_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "rig/rig.h"

static struct rig_worst worst;
static uint64_t worst_steps;

static void worst_print(void)
{
	fprintf(stderr, "steps: %" PRIu64 "\n", worst_steps);
	fprintf(stderr, "worst trap: %" PRIu64 " of %" PRIu64 " units, %" PRIu64 " of them seen\n",
		worst.work, worst.budget, worst.seen);
}

/* The rig of a target, and what is told of it; there is no going on without memory. */
static struct rig *worst_rig_create(void)
{
	struct rig *made = rig_create();

	if (!made)
		abort();
	atexit(worst_print);
	return made;
}

/* At the end of an input. */
static void worst_keep(const struct rig *of)
{
	struct rig_maxima maxima;

	rig_maxima(of, &maxima);
	rig_worst_of(&worst, &maxima.worst);
	worst_steps += maxima.steps;
}

#endif
