/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The ITS as a machine: enable, execution of commands, MSIs, power, reset.
 */
#include "model/its.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "model/blocks.h"
#include "model/bytes.h"
#include "model/commands.h"
#include "model/hash.h"
#include "model/its_facts.h"
#include "model/lookup.h"
#include "model/lpi.h"
#include "model/model.h"
#include "model/ring.h"
#include "model/tables.h"
#include "model/threads.h"
#include "model/truth.h"
#include "model/violation.h"

#define SLOT 32u

/* ---- Enabling ---- */

static const char *why_not_enabled(const struct model_its *its)
{
	const struct model_table *table = its->table;

	if (!its->quiescent)
		return "Quiescent is 0";
	if (!(its->cbaser >> 63))
		return "CBASER is not Valid";
	if (its->cwriter >= model_ring_bytes(its))
		return "CWRITER is beyond the ring";
	if (table[MODEL_DEVICES].implemented && !table[MODEL_DEVICES].valid)
		return "the device BASER is not Valid";
	if (table[MODEL_VPES].implemented && !table[MODEL_VPES].valid)
		return "the vPE BASER is not Valid";
	if (table[MODEL_COLLECTIONS].implemented && !table[MODEL_COLLECTIONS].valid &&
	    !model_hcc(its))
		return "the collection BASER is not Valid";
	return NULL;
}

/* While the ITS was off, nobody may have written to a table that it used before. */
static void check_kept(struct model_its *its, const struct model_block *block)
{
	if (block->level1 || !memcmp(model_block_hw(block), model_block_expect(block), block->size))
		return;
	model_break(its->ctx.model, MODEL_P5, "ITS%u: %s %#" PRIx64 " changed while it was off",
		    its->number, model_purpose_name(block->purpose), block->pa);
}

/* Each level-1 entry that is kept from before must still name a page of this ITS. */
static void check_level1(struct model_its *its, const struct model_table *table)
{
	struct model_view view, page;
	uint64_t i;

	if (!model_hw_reach(its, table->base, table->bytes, table->top, &view))
		return;
	for (i = 0; i < table->bytes; i += 8) {
		uint64_t entry = model_load64(view.hw + i);

		if (entry >> 63)
			(void)model_hw_reach(its, entry & UINT64_C(0xffffffffff000), table->page,
					     table->leaf, &page);
	}
}

static void show_table(struct model_its *its, const struct model_table *table)
{
	struct model_block *block;
	struct model_view view;

	if (!table->valid || !model_hw_reach(its, table->base, table->bytes, table->top, &view))
		return;
	block = model_block_at(its->ctx.model, table->base);
	if (block->seen)
		check_kept(its, block);
	model_block_show(its, block);
	block->level1 = table->indirect && table->leaf != table->top;
	if (block->level1)
		check_level1(its, table);
}

static void show_memory(struct model_its *its)
{
	struct model_view view;
	unsigned int kind;

	(void)model_hw_reach(its, model_ring_base(its), model_ring_bytes(its), ITSG_FOR_RING,
			     &view);
	for (kind = 0; kind < MODEL_TABLES; kind++)
		show_table(its, &its->table[kind]);
	if (its->dangling)
		model_break(its->ctx.model, MODEL_P2,
			    "ITS%u is enabled with a device table that names ITTs already released",
			    its->number);
	if (its->unordered)
		model_break(its->ctx.model, MODEL_P5,
			    "ITS%u is enabled with no barrier after memory was cleared",
			    its->number);
}

void model_its_enable(struct model_its *its)
{
	const char *why = why_not_enabled(its);

	if (why) {
		model_break(its->ctx.model, MODEL_P11, "ITS%u is enabled: %s", its->number, why);
		return;
	}
	show_memory(its);
	its->enabled = true;
	model_ring_publish(its, its->cwriter);
}

/* ---- Execution ---- */

static void execute_one(struct model_its *its)
{
	struct model *model = its->ctx.model;
	uint64_t dw[4];

	model_ring_fetch(its, dw);
	if (model->watch.executed)
		model->watch.executed(model->watch.arg, its->number, dw);
	model_command_execute(its, dw);
	its->executed++;
	model_ring_retire(its);
}

/* It has a command to execute, and is able to. A failed access stalls it before the command. */
static bool goes_on(struct model_its *its)
{
	if (its->creadr == its->published)
		return false;
	its->stalled = its->stalled || its->fails;
	its->fails = false;
	return !its->stalled;
}

static unsigned int run_some(struct model_its *its, unsigned int max)
{
	unsigned int done = 0;

	if (!its->enabled) {
		its->quiescent = its->quiescent || !its->stuck;
		return 0;
	}
	for (; done < max && goes_on(its); done++)
		execute_one(its);
	return done;
}

unsigned int model_its_run(struct model *model, unsigned int number, unsigned int max)
{
	unsigned int done;

	model_enter(model);
	done = run_some(&model->its[number], max);
	model_leave(model);
	return done;
}

void model_its_stall(struct model *model, unsigned int number)
{
	model_enter(model);
	model->its[number].fails = true;
	model_leave(model);
}

void model_its_stick(struct model *model, unsigned int number, bool stuck)
{
	model_enter(model);
	model->its[number].stuck = stuck;
	model_leave(model);
}

bool model_its_stalled(const struct model *model, unsigned int number)
{
	bool stalled;

	model_enter(model);
	stalled = model->its[number].stalled;
	model_leave(model);
	return stalled;
}

bool model_its_stuck(const struct model *model, unsigned int number)
{
	const struct model_its *its = &model->its[number];
	bool stuck;

	model_enter(model);
	stuck = its->stuck && !its->enabled && !its->quiescent;
	model_leave(model);
	return stuck;
}

void model_its_uncached(struct model *model, unsigned int number, bool uncached)
{
	model->its[number].ctx.uncached = uncached;
}

bool model_its_idle(const struct model *model, unsigned int number)
{
	const struct model_its *its = &model->its[number];
	bool idle;

	model_enter(model);
	idle = its->enabled ? its->creadr == its->published : its->quiescent;
	model_leave(model);
	return idle;
}

static bool translate(struct model *model, struct model_its *its, uint32_t device, uint32_t event)
{
	struct model_collection *collection;
	struct model_view view;
	struct model_ite ite;

	if (!its->enabled || model_ite_find(its, device, event, &ite) || !ite.valid)
		return false;
	if (model_cte_find(its, ite.icid, &collection, &view) || !collection->mapped)
		return false;
	model_lpi_set(model, ite.intid, collection->cpu, true);
	return true;
}

bool model_its_msi(struct model *model, unsigned int number, uint32_t device, uint32_t event)
{
	bool pending;

	model_enter(model);
	pending = translate(model, &model->its[number], device, event);
	model_leave(model);
	return pending;
}

/* ---- Power ---- */

static void reset_registers(struct model_its *its)
{
	unsigned int n;

	its->enabled = false;
	its->quiescent = true;
	its->fails = its->stalled = its->stuck = false;
	its->its_number = 0;
	its->cbaser = 0;
	its->cwriter = SLOT; /* UNKNOWN at reset, so not a value that software would hope for */
	for (n = 0; n < 8; n++)
		its->baser[n] = its->config->baser_reset[n] & ~((uint64_t)1 << 63);
	model_tables_reset(its);
}

static void lose_internal_collections(struct model_its *its)
{
	size_t i;

	for (i = 0; i < its->collection_count; i++) {
		if (its->collections[i].internal)
			its->collections[i].mapped = false;
	}
}

void model_its_power_lost(struct model *model, unsigned int number)
{
	struct model_its *its = &model->its[number];

	model_enter(model);
	model_ring_restart(its);
	its->known = its->executed;
	model_cache_drop(its, MODEL_DEVICES);
	model_cache_drop(its, MODEL_COLLECTIONS);
	lose_internal_collections(its);
	reset_registers(its);
	model_leave(model);
}

void model_its_reset(struct model *model, unsigned int number)
{
	struct model_its *its = &model->its[number];

	its->ctx = (struct model_ctx){.model = model, .its = its};
	its->config = &model->config.its[number];
	its->number = number;
	its->ordered = its->unordered = false;
	its->published = its->creadr = 0;
	its->executed = its->known = 0;
	model_map_clear(&its->device_map);
	model_map_clear(&its->collection_map);
	model_map_clear(&its->event_map);
	its->device_count = its->collection_count = 0;
	its->device_unused = 0;
	its->dangling = 0;
	its->mapd = (struct model_mapd){.read = false};
	reset_registers(its);
}

void model_its_free(struct model_its *its)
{
	model_map_free(&its->device_map);
	model_map_free(&its->collection_map);
	model_map_free(&its->event_map);
	free(its->devices);
	free(its->collections);
	free(its->snapshot);
}
