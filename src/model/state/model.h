/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* All of the model's state in one place. Data only. */
#ifndef MODEL_STATE_MODEL_H
#define MODEL_STATE_MODEL_H

#include "model/config.h"
#include "model/hash.h"
#include "model/state/block.h"
#include "model/state/context.h"
#include "model/state/its.h"
#include "model/state/memory.h"
#include "model/state/redist.h"
#include "model/state/region.h"
#include "model/violation.h"
#include "model/watch.h"

struct model_guard;
struct model_run;

struct model {
	struct model_config config;
	struct model_ctx domain;
	struct model_its its[MODEL_ITS_MAX];
	struct model_rd rd[MODEL_RD_MAX];
	struct model_memory memory;
	struct model_region region[MODEL_REGIONS]; /* [0]: the pool of the configuration */
	struct model_region spare[MODEL_SPARE];	   /* not in use; kept to be used again */
	size_t region_count;			   /* from here on no region is in use */
	struct model_blocks blocks;
	struct model_map lpis;	 /* pending LPIs, see pending.h */
	struct model_map mapped; /* LPIs: from how many events of all ITSs */
	struct model_watch watch;
	struct model_violation violation;
	uint64_t fallible, fail_at; /* calls so far, and the one that is to fail */
	uint64_t fail_again;	    /* so many calls after fail_at another one fails */
	enum itsg_status answer;    /* to each question of the audit; ITSG_OK: what is true */
	void (*hook)(void *arg);
	void *hook_arg;
	uint64_t (*read_hook)(void *arg, const void *ctx, uint32_t offset, uint64_t value);
	void *read_arg;
	uint64_t host_reads;
	void (*lock_hook)(void *arg, void *ctx, bool taken);
	void *lock_arg;
	struct model_held held;	   /* by the one thread */
	struct model_guard *guard; /* NULL: there is one thread */
	struct model_run *run;	   /* NULL: no schedule is being executed */
};

#endif
