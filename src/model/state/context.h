/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the library holds a pointer to as its ctx, and which locks are held. Data only. */
#ifndef MODEL_STATE_CONTEXT_H
#define MODEL_STATE_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/watch.h"

struct model;
struct model_its;
struct model_rd;

/* The last question that the library asked its ledger, and what it has told since. */
struct model_audit {
	uint64_t pa, size; /* of the question; size 0: none was asked since the lock was taken */
	bool foul;	   /* not all of that is the host's */
	uint32_t told;	   /* attempts since the lock was taken: a bit for each purpose */
	uint64_t attempts; /* all that were told */
};

/* Of an ITS (its is set), of a redistributor (rd is set) or of the domain (neither is). */
struct model_ctx {
	struct model *model;
	struct model_its *its;
	struct model_rd *rd;
	bool locked;
	bool unfenced;	   /* of the domain: something was cleaned, and no barrier since */
	bool load_ordered; /* of an ITS: a load barrier came after its lock was taken */
	bool uncached;	   /* of an ITS: the host's queue writes pass the caches by */
	uint64_t flushed_from, flushed_to; /* flushed since a slot was last read */
	struct model_spent spent;
	struct model_audit audit;
};

/* The locks that a thread, or a task of a schedule, holds. */
struct model_held {
	const struct model *model;
	const struct model_ctx *its, *domain;
};

#endif
