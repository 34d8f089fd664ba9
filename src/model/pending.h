/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The record of pending LPIs: a set of (INTID, CPU). */
#ifndef MODEL_PENDING_H
#define MODEL_PENDING_H

#include "model/hash.h"

static inline uint64_t model_pending_key(uint32_t intid, uint32_t cpu)
{
	return (uint64_t)intid << 32 | cpu;
}

static inline void model_pending_set(struct model_map *lpis, uint32_t intid, uint32_t cpu,
				     bool pending)
{
	if (pending)
		model_map_set(lpis, model_pending_key(intid, cpu), 1);
	else
		model_map_drop(lpis, model_pending_key(intid, cpu));
}

#endif
