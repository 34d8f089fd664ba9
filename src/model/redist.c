/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Redistributors that are mediated: what they do to memory.
 *
 * While LPIs are enabled, a redistributor may read any byte of its property table at any moment.
 * All of that table must be memory that the host shares and cannot take back (P1, P2). It may also
 * read and write any byte of its pending table. All of that table must be one block of the pool
 * (P1, P2, P5).
 */
#include "model/redist.h"

#include <inttypes.h>
#include <string.h>

#include "model/blocks.h"
#include "model/bytes.h"
#include "model/lookup.h"
#include "model/memory.h"
#include "model/model.h"
#include "model/pending.h"
#include "model/rd_facts.h"
#include "model/threads.h"
#include "model/violation.h"

#define PROPERTY_ADDRESS UINT64_C(0x000ffffffffff000)

void model_rd_reset(struct model *model, unsigned int number)
{
	struct model_rd *rd = &model->rd[number];

	*rd = (struct model_rd){.number = number, .config = &model->config.rd[number]};
	rd->ctx = (struct model_ctx){.model = model, .rd = rd};
	rd->waker = 6; /* asleep */
}

bool model_rd_enabled(const struct model *model, unsigned int rd)
{
	return model->rd[rd].enabled;
}

bool model_rd_ptz(const struct model *model, unsigned int rd)
{
	return model->rd[rd].ptz;
}

/* ---- The property table ---- */

static uint64_t property_base(const struct model_rd *rd)
{
	return rd->propbaser & PROPERTY_ADDRESS;
}

static uint64_t property_bytes(const struct model_rd *rd)
{
	uint64_t end = model_rd_lpi_end(rd);

	return end > MODEL_LPI_FIRST ? end - MODEL_LPI_FIRST : 0;
}

static bool may_read(struct model *model, uint64_t pa)
{
	const struct model_page *page = model_page_get(model, pa);

	return page->owner == MODEL_HOST && page->shared && page->pins;
}

static bool reads(struct model_rd *rd, uint64_t pa)
{
	pa = model_on_bus(pa, rd->config->bus_bits);
	if (may_read(rd->ctx.model, pa))
		return true;
	model_break(rd->ctx.model, MODEL_P1,
		    "RD%u reads %#" PRIx64 " as property table: not the host's, shared and pinned",
		    rd->number, pa);
	return false;
}

static void reads_all(struct model_rd *rd)
{
	uint64_t pa = property_base(rd) & ~(uint64_t)(MODEL_PAGE - 1);
	uint64_t end = property_base(rd) + property_bytes(rd);

	for (; pa < end; pa += MODEL_PAGE) {
		if (!reads(rd, pa))
			return;
	}
}

void model_rd_page_dropped(struct model *model, uint64_t pa)
{
	unsigned int i;

	for (i = 0; i < model->config.rd_count; i++) {
		const struct model_rd *rd = &model->rd[i];

		if (model_rd_reads(rd) && pa + MODEL_PAGE > property_base(rd) &&
		    pa < property_base(rd) + property_bytes(rd) && !may_read(model, pa))
			model_break(model, MODEL_P2,
				    "RD%u still reads page %#" PRIx64 " of its property table", i,
				    pa);
	}
}

/* ---- The pending table ---- */

/* Bytes of the pending table. */
struct span {
	uint8_t *hw, *expect;
	uint64_t pa;
};

/* Sets *view to so many bytes of the table from offset first on, as the hardware sees them.
 * Returns false if it may not reach them; that breaks P1. */
static bool pending_view(struct model_rd *rd, uint64_t first, uint64_t bytes, struct span *view)
{
	uint64_t pa =
		model_on_bus((rd->pendbaser & MODEL_PENDING_ADDRESS) + first, rd->config->bus_bits);
	const struct model_block *block = model_block_at(rd->ctx.model, pa);

	if (!block || !model_block_covers(block, pa, bytes) || block->rd != rd ||
	    block->purpose != ITSG_FOR_PENDING_TABLE ||
	    model_owner_of(rd->ctx.model, pa) != MODEL_HYP) {
		model_break(rd->ctx.model, MODEL_P1,
			    "RD%u reaches %#" PRIx64 "+%#" PRIx64
			    " as pending table: it is no block of its own",
			    rd->number, pa, bytes);
		return false;
	}
	view->hw = model_block_hw(block) + (pa - block->pa);
	view->expect = model_block_expect(block) + (pa - block->pa);
	view->pa = pa;
	return true;
}

bool model_rd_lpi(struct model_rd *rd, uint32_t intid, bool pending)
{
	struct span view;
	uint8_t bit = (uint8_t)(1u << intid % 8);

	if (!rd->enabled || intid < MODEL_LPI_FIRST || intid >= model_rd_lpi_end(rd))
		return false;
	if (!reads(rd, property_base(rd) + intid - MODEL_LPI_FIRST) ||
	    !pending_view(rd, intid / 8, 1, &view))
		return false;
	*view.hw = (uint8_t)(pending ? *view.hw | bit : *view.hw & ~bit);
	*view.expect = *view.hw;
	return true;
}

static void set_pending(struct model_rd *rd, const uint8_t *table, uint64_t bytes)
{
	uint32_t intid;

	if (model_reads_zero(table, bytes))
		return;
	for (intid = MODEL_LPI_FIRST; intid / 8 < bytes; intid++) {
		if (table[intid / 8] >> intid % 8 & 1)
			model_pending_set(&rd->ctx.model->lpis, intid, rd->number, true);
	}
}

/* EnableLPIs makes the redistributor read the table. With PTZ it need not: software has promised
 * that all is zero. */
static void read_pending(struct model_rd *rd)
{
	uint64_t bytes = model_rd_lpi_end(rd) / 8;
	struct model_block *block;
	struct span view;

	if (!pending_view(rd, 0, bytes, &view))
		return;
	block = model_block_at(rd->ctx.model, view.pa);
	if (!block->seen && (block->clear_from || block->clear_to != block->size ||
			     !model_reads_zero(model_block_hw(block), block->size)))
		model_break(rd->ctx.model, MODEL_P5,
			    "RD%u sees pending table %#" PRIx64 " that is not cleared", rd->number,
			    block->pa);
	if (!block->seen)
		memset(model_block_expect(block), 0, block->size);
	block->seen = true;
	if (memcmp(view.hw, view.expect, bytes) != 0)
		model_break(rd->ctx.model, MODEL_P5,
			    "RD%u: pending table %#" PRIx64 " is not as it was left", rd->number,
			    block->pa);
	if (!rd->ptz)
		set_pending(rd, view.hw, bytes);
	else if (!model_reads_zero(view.hw, bytes))
		model_break(rd->ctx.model, MODEL_P11, "RD%u: PTZ is set and there are LPIs pending",
			    rd->number);
}

void model_rd_block_event(struct model_rd *rd, const struct itsg_event *event)
{
	struct model *model = rd->ctx.model;
	struct model_block *block = model_block_at(model, event->pa);

	if (event->kind == ITSG_EVENT_ACQUIRE) {
		model_block_acquire(model, NULL, event);
		block = model_block_at(model, event->pa);
		if (block)
			block->rd = rd;
	} else if (event->kind == ITSG_EVENT_CLEAR) {
		model_block_clear(model, event);
	} else if (event->kind == ITSG_EVENT_RELEASE) {
		if (block && block->rd != rd)
			model_break(model, MODEL_P9, "RD%u releases a block of another",
				    rd->number);
		model_block_release(model, NULL, event);
	}
}

/* ---- Enable, and power ---- */

/* Two enabled redistributors of one group must have the same PROPBASER.
 * Otherwise anything may happen. */
static void check_group(const struct model_rd *rd)
{
	struct model *model = rd->ctx.model;
	unsigned int i;

	for (i = 0; i < model->config.rd_count && !model->config.rd_own_properties; i++) {
		const struct model_rd *other = &model->rd[i];

		if (other != rd && model_rd_reads(other) && model_rd_same_group(rd, other) &&
		    other->propbaser != rd->propbaser)
			model_break(model, MODEL_P11,
				    "RD%u is enabled with another PROPBASER than RD%u of its group",
				    rd->number, i);
	}
}

void model_rd_enable(struct model_rd *rd)
{
	if (rd->unordered)
		model_break(rd->ctx.model, MODEL_P5,
			    "RD%u is enabled and no barrier came after memory was cleared",
			    rd->number);
	check_group(rd);
	reads_all(rd);
	read_pending(rd);
	rd->enabled = true;
}

bool model_rd_run(struct model *model, unsigned int number)
{
	struct model_rd *rd = &model->rd[number];
	bool moved = (rd->rwp || rd->busy) && !rd->stuck;

	if (!moved)
		return false;
	model_enter(model);
	if (rd->busy && rd->enabled)
		reads_all(rd);
	rd->rwp = rd->busy = rd->stopping = false;
	model_leave(model);
	return moved;
}

void model_rd_stick(struct model *model, unsigned int number, bool stuck)
{
	model->rd[number].stuck = stuck;
}

void model_rd_power_lost(struct model *model, unsigned int number)
{
	struct model_audit audit = model->rd[number].ctx.audit;
	unsigned int i;

	model_enter(model);
	model_rd_reset(model, number);
	model->rd[number].ctx.audit = audit; /* what the library has told stays told */
	/* PROPBASER is one register for the group.
	 * It stays while others of the group have power. */
	for (i = 0; i < model->config.rd_count && !model->config.rd_own_properties; i++)
		if (i != number && model_rd_same_group(&model->rd[number], &model->rd[i]))
			model->rd[number].propbaser = model->rd[i].propbaser;
	model_leave(model);
}
