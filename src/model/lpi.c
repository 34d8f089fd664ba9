/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which LPIs are pending where. A mediated redistributor keeps its own pending table too. */
#include "model/lpi.h"

#include "model/hash.h"
#include "model/model.h"
#include "model/pending.h"
#include "model/rd_facts.h"
#include "model/redist.h"
#include "model/threads.h"

void model_lpi_set(struct model *model, uint32_t intid, uint32_t cpu, bool pending)
{
	struct model_rd *rd = model_rd_of(model, cpu);

	if (rd && !model_rd_lpi(rd, intid, pending))
		return;
	model_pending_set(&model->lpis, intid, cpu, pending);
}

bool model_lpi_take(struct model *model, uint32_t intid, uint32_t cpu)
{
	bool taken;

	model_enter(model);
	taken = model_map_find(&model->lpis, model_pending_key(intid, cpu));
	if (taken)
		model_lpi_set(model, intid, cpu, false);
	model_map_drop(&model->lpis, model_pending_key(intid, cpu));
	model_leave(model);
	return taken;
}

void model_lpi_forget(struct model *model)
{
	model_map_clear(&model->lpis);
}

void model_lpi_move(struct model *model, uint32_t intid, uint32_t from, uint32_t to)
{
	if (from != to && model_lpi_take(model, intid, from))
		model_lpi_set(model, intid, to, true);
}

/* Builds a new map, because a map cannot change while it is walked. */
void model_lpi_move_all(struct model *model, uint32_t from, uint32_t to)
{
	struct model_map old = model->lpis;
	uint64_t i;

	if (from == to || !old.used)
		return;
	model->lpis = (struct model_map){0};
	for (i = 0; i <= old.mask; i++) {
		uint64_t key = old.slots[i].key;

		if (old.slots[i].generation != old.generation)
			continue;
		if ((uint32_t)key != from) {
			model_map_set(&model->lpis, key, 1);
			continue;
		}
		model_lpi_set(model, (uint32_t)(key >> 32), from, false);
		model_lpi_set(model, (uint32_t)(key >> 32), to, true);
	}
	model_map_free(&old);
}
