/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The work of one step, in units of the budget. Nobody else writes its->left. */
#ifndef ITSG_ITS_WORK_H
#define ITSG_ITS_WORK_H

#include <itsguard/state.h>

#include "shadow/memory/budget.h"
#include "validator/inline.h"

static inline void work_allow(struct itsg_its *its, uint32_t units)
{
	its->left = units;
}

/* Takes a unit. False: none is left. */
static inline bool work_spend(struct itsg_its *its)
{
	return budget_spend(&its->left);
}

/* Takes a unit. Requires one. */
ALWAYS_INLINE void work_take(struct itsg_its *its)
{
	its->left--;
}

/* Takes a unit if there is one left. */
static inline void work_charge(struct itsg_its *its)
{
	budget_charge(&its->left);
}

/* Takes so many units, or what there is left. */
static inline void work_charge_many(struct itsg_its *its, uint64_t units)
{
	its->left -= units < its->left ? (uint32_t)units : its->left;
}

/* A unit of which only a part was scanned is a unit. */
static inline void work_charge_part(struct itsg_its *its, uint64_t part)
{
	if (part)
		work_charge(its);
}

/* Counts what a call has used. */
ALWAYS_INLINE void work_account(struct itsg_its *its, uint32_t used)
{
	its->counters.work += used;
	if (used > its->counters.work_max)
		its->counters.work_max = used;
}

#endif
