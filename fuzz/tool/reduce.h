/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Makes a trace smaller as long as it comes to the same.
 */
#ifndef REDUCE_H
#define REDUCE_H

#include <stdint.h>

#include "trial.h"

struct reduction {
	struct trial trial;
	struct ending wanted;
	bool exact;
	struct trace best;
	struct step *spare; /* room for one step more than best has */
	double until;	    /* seconds of the clock; after that nothing is accepted */
	bool late;	    /* something was not tried, because time was up */
	uint64_t runs;
	double said; /* when progress was last printed */
};

/* Returns the time of the clock, in seconds. */
double reduction_clock(void);

/* Does this trace come to the same? */
bool reduction_holds(struct reduction *reduction, const struct trace *trace);
/*
 * Tries this configuration, with the first count steps of spare. If it comes to the same, it
 * becomes best.
 */
bool reduction_try(struct reduction *reduction, const struct trace_config *config, size_t count);

/* Removes steps, first in chunks, then one by one, until no more can go. True: some are gone. */
bool reduce_steps(struct reduction *reduction);
/*
 * simplify.c: sets fields to 0, and makes DeviceIDs and EventIDs small. True: something is simpler.
 */
bool reduce_fields(struct reduction *reduction);

#endif
