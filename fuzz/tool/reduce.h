/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A trace made smaller while it still comes to the same. */
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
	double until;	    /* seconds of the clock; out of time: nothing is accepted any more */
	bool late;	    /* something was not tried */
	uint64_t runs;
	double said; /* when progress was said last */
};

double reduction_clock(void);

/* Does this trace come to the same? */
bool reduction_holds(struct reduction *reduction, const struct trace *trace);
/* best becomes its first steps from spare, and this configuration, if that comes to the same. */
bool reduction_try(struct reduction *reduction, const struct trace_config *config, size_t count);

/* Steps left out, chunks first, then one by one, until none can be. True: some are gone. */
bool reduce_steps(struct reduction *reduction);
/* simplify.c: fields to 0, DeviceIDs and EventIDs small. True: something is simpler. */
bool reduce_fields(struct reduction *reduction);

#endif
