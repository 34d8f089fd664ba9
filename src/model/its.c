/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The ITS as a machine: enabling, the command queue, running, power, MSIs. What is published is the
 * hardware's: a copy is kept, and memory is compared with it (P4).
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

#define SLOT 32u

bool model_its_live(const struct model_its *its)
{
	return its->enabled || !its->quiescent;
}

uint32_t model_ring_bytes(const struct model_its *its)
{
	return ((uint32_t)(its->cbaser & 0xff) + 1) * 4096;
}

static uint64_t ring_base(const struct model_its *its)
{
	return its->cbaser & UINT64_C(0x000ffffffffff000);
}

static uint32_t next_slot(const struct model_its *its, uint32_t at)
{
	return at + SLOT >= model_ring_bytes(its) ? 0 : at + SLOT;
}

/* Bytes from one position to another, going forward. */
static uint32_t distance(const struct model_its *its, uint32_t from, uint32_t to)
{
	return to >= from ? to - from : model_ring_bytes(its) - from + to;
}

static uint64_t *snapshot_of(const struct model_its *its, uint32_t at)
{
	return its->snapshot + (size_t)at / SLOT * 4;
}

/* Bytes of the ring from this position on as the hardware reads them; NULL if it may not. */
static const uint8_t *ring_view(struct model_its *its, uint32_t at, uint32_t bytes)
{
	uint64_t pa = ring_base(its) + at;
	const struct model_block *block = model_hw_block(its, pa, bytes, ITSG_FOR_RING);

	return block ? model_block_hw(block) + (pa - block->pa) : NULL;
}

/* The slot as the hardware reads it; zeros if it may not. */
static bool fetch(struct model_its *its, uint32_t at, uint64_t dw[4])
{
	const uint8_t *slot = ring_view(its, at, SLOT);
	unsigned int i;

	for (i = 0; i < 4; i++)
		dw[i] = slot ? model_load64(slot + (size_t)8 * i) : 0;
	return slot;
}

/* Does the hypervisor see so many bytes of the ring as here? Where ITSs snoop there is one view. */
static bool cpu_sees(const struct model_its *its, uint32_t at, const void *bytes, uint32_t size)
{
	uint64_t pa = ring_base(its) + at;
	const struct model_block *block;

	if (its->ctx.model->config.coherent)
		return true;
	block = model_block_at(its->ctx.model, pa);
	return block && model_block_covers(block, pa, size) &&
	       !memcmp(block->region->cpu + (pa - block->region->pa), bytes, size);
}

static bool is_same(const uint64_t a[4], const uint64_t b[4])
{
	return !((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]));
}

/* An ITT is first visible to the hardware when the MAPD that names it is published. */
static void announce_itt(struct model_its *its, const uint64_t dw[4])
{
	struct model_block *block;
	struct model_view view;
	uint64_t itt, bytes;

	if (!model_command_names_itt(its, dw, &itt, &bytes) ||
	    !model_hw_reach(its, itt, bytes, ITSG_FOR_ITT, &view))
		return;
	block = model_block_at(its->ctx.model, itt);
	if (block->seen)
		model_break(its->ctx.model, MODEL_P5,
			    "ITS%u: MAPD names ITT %#" PRIx64
			    " that was in use and not cleared since",
			    its->number, itt);
	model_block_show(its, block);
	block->inflight++;
}

static void withdraw_itt(struct model_its *its, const uint64_t dw[4])
{
	struct model_block *block;
	uint64_t itt, bytes;

	if (!model_command_names_itt(its, dw, &itt, &bytes))
		return;
	block = model_block_at(its->ctx.model, itt);
	if (block && block->inflight)
		block->inflight--;
}

static void publish_slot(struct model_its *its, uint32_t at)
{
	uint64_t *dw = snapshot_of(its, at);

	if (fetch(its, at, dw) && !cpu_sees(its, at, dw, SLOT))
		model_break(its->ctx.model, MODEL_P4,
			    "ITS%u: slot %#x is published and was not cleaned", its->number, at);
	announce_itt(its, dw);
}

static void make_snapshot(struct model_its *its)
{
	uint32_t slots = model_ring_bytes(its) / SLOT;

	if (slots <= its->snapshot_slots)
		return;
	its->snapshot = model_grow(its->snapshot, slots, SLOT);
	its->snapshot_slots = slots;
}

void model_ring_publish(struct model_its *its, uint32_t to)
{
	uint32_t mine = distance(its, its->creadr, its->published);

	if (distance(its, its->creadr, to) < mine) {
		model_break(its->ctx.model, MODEL_P4,
			    "ITS%u: CWRITER %#x takes back slots of [%#x, %#x)", its->number, to,
			    its->creadr, its->published);
		return;
	}
	make_snapshot(its);
	its->ctx.spent.published += distance(its, its->published, to) / SLOT;
	for (; its->published != to; its->published = next_slot(its, its->published))
		publish_slot(its, its->published);
}

void model_ring_restart(struct model_its *its)
{
	for (; its->creadr != its->published; its->creadr = next_slot(its, its->creadr))
		withdraw_itt(its, snapshot_of(its, its->creadr));
	its->creadr = 0;
	its->published = 0;
}

static void check_slot(struct model_its *its, uint32_t at)
{
	uint64_t dw[4];

	if (fetch(its, at, dw) && is_same(dw, snapshot_of(its, at)) && cpu_sees(its, at, dw, SLOT))
		return;
	model_break(its->ctx.model, MODEL_P4, "ITS%u: slot %#x changed in flight", its->number, at);
}

/* All of [from, to) at once; slot by slot only to tell which it was. */
static void check_slots(struct model_its *its, uint32_t from, uint32_t to)
{
	const uint64_t *was = snapshot_of(its, from);
	const uint8_t *is = from == to ? NULL : ring_view(its, from, to - from);

	if (is && !memcmp(is, was, to - from) && cpu_sees(its, from, was, to - from))
		return;
	for (; from != to; from += SLOT)
		check_slot(its, from);
}

/* Slots in flight are as they were, in both views: a dirty line may be written back at any time. */
void model_ring_check(struct model_its *its)
{
	if (!model_its_live(its) || its->creadr == its->published)
		return;
	if (its->creadr < its->published) {
		check_slots(its, its->creadr, its->published);
		return;
	}
	check_slots(its, its->creadr, model_ring_bytes(its));
	check_slots(its, 0, its->published);
}

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

/* While it was off nobody may have written to a table the hardware had before. */
static void check_kept(struct model_its *its, const struct model_block *block)
{
	if (block->level1 || !memcmp(model_block_hw(block), model_block_expect(block), block->size))
		return;
	model_break(its->ctx.model, MODEL_P5, "ITS%u: %s %#" PRIx64 " changed while it was off",
		    its->number, model_purpose_name(block->purpose), block->pa);
}

/* Each level-1 entry kept from before still names a page of ours. */
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

	(void)model_hw_reach(its, ring_base(its), model_ring_bytes(its), ITSG_FOR_RING, &view);
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

/* ---- Running ---- */

static void run_one(struct model_its *its)
{
	struct model *model = its->ctx.model;
	uint64_t *was = snapshot_of(its, its->creadr), dw[4];

	if (fetch(its, its->creadr, dw) && !is_same(dw, was))
		model_break(model, MODEL_P4, "ITS%u: slot %#x changed before it was executed",
			    its->number, its->creadr);
	if (model->watch.executed)
		model->watch.executed(model->watch.arg, its->number, dw);
	withdraw_itt(its, was);
	model_command_execute(its, dw);
	its->executed++;
	its->creadr = next_slot(its, its->creadr);
}

static unsigned int run_some(struct model_its *its, unsigned int max)
{
	unsigned int done = 0;

	if (!its->enabled) {
		its->quiescent = true;
		return 0;
	}
	for (; done < max && its->creadr != its->published; done++)
		run_one(its);
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

void model_its_registers_reset(struct model_its *its)
{
	unsigned int n;

	its->enabled = false;
	its->quiescent = true;
	its->its_number = 0;
	its->cbaser = 0;
	its->cwriter = SLOT; /* UNKNOWN at reset: not what anybody hopes for */
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
	model_its_registers_reset(its);
	model_leave(model);
}

/* From whatever it was to an ITS at reset that knows nothing; what it allocated is kept for use. */
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
	model_its_registers_reset(its);
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
