/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * For a fuzz target: prints at exit the steps of all inputs, and the trap that used the largest
 * part of its budget.
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

/* Creates the rig, and prints at exit. Ends the process if there is no memory. */
static struct rig *worst_rig_create(void)
{
	struct rig *made = rig_create();

	if (!made)
		abort();
	atexit(worst_print);
	return made;
}

/* To be called at the end of each input. */
static void worst_keep(const struct rig *of)
{
	struct rig_maxima maxima;

	rig_maxima(of, &maxima);
	rig_worst_of(&worst, &maxima.worst);
	worst_steps += maxima.steps;
}

#endif
