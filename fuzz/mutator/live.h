/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the steps before a place have set up. */
#ifndef MUTATOR_LIVE_H
#define MUTATOR_LIVE_H

#include "mutator/mutator.h"
#include "rig/host.h"

#define LIVE_MAX 16

/* The last LIVE_MAX different values. */
struct live_pool {
	uint64_t value[LIVE_MAX];
	unsigned int count; /* how many there ever were */
};

struct live {
	const struct trace_config *config;
	struct host host[TRACE_ITS_MAX]; /* the host's queues and tables */
	struct live_pool devices, events /* device << 32 | event */, icids, intids, addresses;
	unsigned int since; /* commands since the last doorbell */
	bool properties;    /* a redistributor was given a table */
};

/* Sets live to the state before any step. */
void live_begin(struct live *live, const struct trace_config *config);
/* Adds what a step sets up. */
void live_note(struct live *live, const struct step *step);
/* Sets live to the state after the steps before index end. */
void live_at(struct live *live, const struct mutator_input *input, size_t end);
/* Picks one of the values. False: there are none. */
bool live_pool_pick(const struct live_pool *pool, struct dice *dice, uint64_t *value);

#endif
