/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The work of one step of a redistributor, in units of the budget. */
#ifndef ITSG_REDIST_RD_WORK_H
#define ITSG_REDIST_RD_WORK_H

#include <itsguard/redist.h>

#include "shadow/memory/budget.h"

/* Takes a unit. False: none is left. */
static inline bool rd_work_spend(struct itsg_rd *rd)
{
	return budget_spend(&rd->left);
}

static inline void rd_work_start(struct itsg_rd *rd)
{
	rd->left = rd->config.budget;
}

/* Counts what a step has used. */
static inline void rd_work_end(struct itsg_rd *rd)
{
	uint64_t used = rd->config.budget - rd->left;

	rd->counters.work += used;
	if (used > rd->counters.work_max)
		rd->counters.work_max = used;
}

#endif
