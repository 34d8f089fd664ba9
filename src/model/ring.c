/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The command queue as the hardware reads it. Until a slot is executed, memory must hold what was
 * published (P4).
 */
#include "model/ring.h"

#include <inttypes.h>
#include <string.h>

#include "model/blocks.h"
#include "model/bytes.h"
#include "model/commands.h"
#include "model/its_facts.h"
#include "model/lookup.h"
#include "model/tables.h"
#include "model/violation.h"

#define SLOT 32u

static uint32_t next_slot(const struct model_its *its, uint32_t at)
{
	return at + SLOT >= model_ring_bytes(its) ? 0 : at + SLOT;
}

/* Returns the bytes from one position forward to another. */
static uint32_t distance(const struct model_its *its, uint32_t from, uint32_t to)
{
	return to >= from ? to - from : model_ring_bytes(its) - from + to;
}

static uint64_t *snapshot_of(const struct model_its *its, uint32_t at)
{
	return its->snapshot + (size_t)at / SLOT * 4;
}

/* Returns so many bytes of the ring from this position on, as the hardware reads them. NULL: it
 * may not read them. */
static const uint8_t *ring_view(struct model_its *its, uint32_t at, uint32_t bytes)
{
	uint64_t pa = model_on_bus(model_ring_base(its) + at, its->config->bus_bits);
	const struct model_block *block = model_hw_block(its, pa, bytes, ITSG_FOR_RING);

	return block ? model_block_hw(block) + (pa - block->pa) : NULL;
}

/* Reads the slot as the hardware does. Returns false, and zeros, if it may not. */
static bool fetch(struct model_its *its, uint32_t at, uint64_t dw[4])
{
	const uint8_t *slot = ring_view(its, at, SLOT);
	unsigned int i;

	for (i = 0; i < 4; i++)
		dw[i] = slot ? model_load64(slot + (size_t)8 * i) : 0;
	return slot;
}

/* Returns true if the hypervisor sees these bytes in the ring. Where ITSs snoop there is only
 * one view. */
static bool cpu_sees(const struct model_its *its, uint32_t at, const void *bytes, uint32_t size)
{
	uint64_t pa = model_ring_base(its) + at;
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

/* The hardware can see an ITT from the moment when the MAPD that names it is published. */
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

/* The command is in flight no more: it was executed or taken back. */
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

void model_ring_fetch(struct model_its *its, uint64_t dw[4])
{
	if (fetch(its, its->creadr, dw) && !is_same(dw, snapshot_of(its, its->creadr)))
		model_break(its->ctx.model, MODEL_P4,
			    "ITS%u: slot %#x changed before it was executed", its->number,
			    its->creadr);
}

void model_ring_retire(struct model_its *its)
{
	withdraw_itt(its, snapshot_of(its, its->creadr));
	its->creadr = next_slot(its, its->creadr);
}

void model_ring_restart(struct model_its *its)
{
	while (its->creadr != its->published)
		model_ring_retire(its);
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

/* Checks all of [from, to) at once. Slot by slot it looks only to name the one that differs. */
static void check_slots(struct model_its *its, uint32_t from, uint32_t to)
{
	const uint64_t *was = snapshot_of(its, from);
	const uint8_t *is = from == to ? NULL : ring_view(its, from, to - from);

	if (is && !memcmp(is, was, to - from) && cpu_sees(its, from, was, to - from))
		return;
	for (; from != to; from += SLOT)
		check_slot(its, from);
}

/* Looks at both views: a dirty line may be written back at any time. */
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
