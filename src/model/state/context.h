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
};

/* The locks that a thread, or a task of a schedule, holds. */
struct model_held {
	const struct model *model;
	const struct model_ctx *its, *domain;
};

#endif
