/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pool blocks, known from what the library reports. Each 256 bytes of a region name their block.
 * This file notices P2 (cleared or released too early), P5 (seen before it was cleared) and P9 (two
 * blocks at one place; released and not held).
 */
#include "model/blocks.h"

#include <inttypes.h>
#include <string.h>

#include "model/busy.h"
#include "model/bytes.h"
#include "model/lookup.h"
#include "model/truth.h"
#include "model/violation.h"

#define FEW 8 /* up to so many granules a loop is quicker than a call */

const char *model_purpose_name(enum itsg_purpose purpose)
{
	switch (purpose) {
	case ITSG_FOR_DEVICE_TABLE: return "device table";
	case ITSG_FOR_DEVICE_PAGE: return "device page";
	case ITSG_FOR_COLLECTION_TABLE: return "collection table";
	case ITSG_FOR_VPE_TABLE: return "vPE table";
	case ITSG_FOR_RING: return "ring";
	case ITSG_FOR_ITT: return "ITT";
	case ITSG_FOR_STATE: return "state";
	case ITSG_FOR_PENDING_TABLE: return "pending table";
	case ITSG_FOR_PROPERTY_TABLE: return "property table";
	case ITSG_FOR_LPIS: return "mapped LPIs";
	case ITSG_FOR_QUEUE: return "queue";
	case ITSG_PURPOSES: break;
	}
	return "unknown";
}

/* Returns index + 1 of the first block among so many granules, or 0. */
static uint32_t first_marked(const uint32_t *granule, uint64_t count)
{
	uint64_t i;

	for (i = 0; i < count && i < FEW; i++) {
		if (granule[i])
			return granule[i];
	}
	if (i == count || model_reads_zero((const uint8_t *)granule, count * sizeof(*granule)))
		return 0;
	while (!granule[i])
		i++;
	return granule[i];
}

static uint64_t granules(uint64_t bytes)
{
	return (bytes + MODEL_GRANULE - 1) / MODEL_GRANULE;
}

struct model_block *model_block_in(const struct model *model, uint64_t pa, uint64_t size)
{
	uint64_t at = pa & ~(uint64_t)(MODEL_GRANULE - 1), end = pa + size, from, part;

	for (; at < end; at += part) {
		const struct model_region *region = model_region_at(model, at);
		uint32_t index;

		part = MODEL_PAGE - at % MODEL_PAGE; /* regions are made of whole pages */
		if (!region)
			continue;
		from = at - region->pa;
		part = end - at < region->size - from ? end - at : region->size - from;
		index = first_marked(&region->granule[from / MODEL_GRANULE], granules(part));
		if (index)
			return &model->blocks.block[index - 1];
	}
	return NULL;
}

/* Each copy doubles what is written. */
static void mark(const struct model_block *block, uint32_t index)
{
	uint32_t *first = &block->region->granule[(block->pa - block->region->pa) / MODEL_GRANULE];
	uint64_t count = granules(block->size), done;

	for (done = 0; done < count && done < FEW; done++)
		first[done] = index;
	for (; done < count; done *= 2)
		memcpy(first + done, first,
		       (done < count - done ? done : count - done) * sizeof(*first));
}

static void broken(struct model *model, enum model_property property, const char *what,
		   const struct itsg_event *event)
{
	model_break(model, property, "%s %#" PRIx64 "+%#" PRIx64 " (%s): %s", "block", event->pa,
		    event->size, model_purpose_name(event->purpose), what);
}

static uint32_t new_index(struct model_blocks *blocks)
{
	uint32_t index = blocks->unused;

	if (index) {
		blocks->unused = blocks->block[index - 1].next;
		return index;
	}
	if (blocks->count == blocks->room) {
		blocks->room = blocks->room * 2 + 64;
		blocks->block = model_grow(blocks->block, blocks->room, sizeof(*blocks->block));
	}
	return (uint32_t)++blocks->count;
}

static const char *why_not_acquired(const struct model *model, const struct model_region *region,
				    const struct itsg_event *event)
{
	if (event->purpose >= ITSG_PURPOSES)
		return "acquired for no purpose";
	if (!region || event->size > region->size - (event->pa - region->pa))
		return "acquired outside the pool";
	if (!event->size || event->pa % MODEL_GRANULE)
		return "acquired empty or out of alignment";
	if (model_block_in(model, event->pa, event->size))
		return "acquired on top of a block that is held";
	return NULL;
}

void model_block_acquire(struct model *model, struct model_its *its, const struct itsg_event *event)
{
	const struct model_region *region = model_region_at(model, event->pa);
	const char *why = why_not_acquired(model, region, event);
	struct model_block *block;
	uint32_t index;

	if (why) {
		broken(model, MODEL_P9, why, event);
		return;
	}
	index = new_index(&model->blocks);
	block = &model->blocks.block[index - 1];
	*block = (struct model_block){.pa = event->pa,
				      .size = event->size,
				      .purpose = event->purpose,
				      .its = its,
				      .region = region,
				      .held = true};
	mark(block, index);
	model->blocks.held++;
}

void model_block_drop(struct model *model, struct model_block *block)
{
	mark(block, 0);
	block->held = false;
	block->next = model->blocks.unused;
	model->blocks.unused = (uint32_t)(block - model->blocks.block) + 1;
	model->blocks.held--;
}

/* Adds a cleared piece. Pieces may come upwards or downwards. A piece that does not touch the
 * others starts the count anew. */
static void count_cleared(struct model_block *block, uint64_t from, uint64_t to)
{
	if (from > block->clear_to || to < block->clear_from ||
	    block->clear_from == block->clear_to) {
		block->clear_from = from;
		block->clear_to = to;
		return;
	}
	if (from < block->clear_from)
		block->clear_from = from;
	if (to > block->clear_to)
		block->clear_to = to;
}

/* The hardware no longer knows what it wrote to [from, to). The block is new to it. */
static void unsee(struct model_block *block, uint64_t from, uint64_t to)
{
	/* Also for a block that was not seen. A page may be in use again through an entry that
	 * never changed; then the hardware does not see it anew. */
	model_truth_wipe(block->its, block, from, to - from);
	if (block->purpose != ITSG_FOR_RING && block->purpose != ITSG_FOR_STATE)
		memset(block->region->expect + (from - block->region->pa), 0, to - from);
	if (!block->seen)
		return;
	block->seen = false;
	block->clear_from = block->clear_to = 0;
}

static void clear_part(struct model *model, struct model_block *block,
		       const struct itsg_event *event)
{
	uint64_t end = event->pa + event->size, block_end = block->pa + block->size;
	uint64_t from = event->pa > block->pa ? event->pa : block->pa;
	uint64_t to = end < block_end ? end : block_end;
	const char *why = model_block_busy(block);

	if (why)
		broken(model, MODEL_P2, why, event);
	unsee(block, from, to);
	count_cleared(block, from - block->pa, to - block->pa);
	if (block->its && block->purpose < ITSG_FOR_STATE)
		block->its->unordered = true;
	if (block->rd)
		block->rd->unordered = true;
}

void model_block_clear(struct model *model, const struct itsg_event *event)
{
	uint64_t at = event->pa, end = event->pa + event->size;
	struct model_block *block;

	while (at < end && (block = model_block_in(model, at, end - at))) {
		clear_part(model, block, event);
		at = block->pa + block->size;
	}
}

static const char *why_not_released(const struct model_block *block, const struct model_its *its,
				    const struct itsg_event *event)
{
	if (!block)
		return "released and not held";
	if (block->pa != event->pa || block->size != event->size)
		return "released with another address or size than acquired";
	if (block->purpose != event->purpose)
		return "released for another purpose than acquired";
	if (block->its != its && block->purpose != ITSG_FOR_LPIS) /* the domain's */
		return "released by somebody else than acquired it";
	return NULL;
}

void model_block_release(struct model *model, struct model_its *its, const struct itsg_event *event)
{
	struct model_block *block = model_block_at(model, event->pa);
	const char *why = why_not_released(block, its, event);

	if (why) {
		broken(model, MODEL_P9, why, event);
		return;
	}
	why = model_block_busy(block);
	if (why)
		broken(model, MODEL_P2, why, event);
	if (block->mapped && block->its) {
		struct model_device *device = model_device_find(block->its, block->device);

		model_itt_wipe(block->its, device, block->pa, block->size);
		device->dangling = true;
		block->its->dangling++;
	}
	if (block->seen)
		model_truth_wipe(block->its, block, block->pa, block->size);
	model_block_drop(model, block);
}

void model_block_show(struct model_its *its, struct model_block *block)
{
	const char *why = NULL;

	if (block->seen)
		return;
	if (block->clear_from || block->clear_to != block->size)
		why = "not cleared since it was acquired or last used";
	else if (!model_reads_zero(model_block_hw(block), block->size))
		why = "does not read zero";
	if (why)
		model_break(its->ctx.model, MODEL_P5,
			    "ITS%u sees %s block %#" PRIx64 "+%#" PRIx64 ": %s", its->number,
			    model_purpose_name(block->purpose), block->pa, block->size, why);
	block->seen = true;
	memset(model_block_expect(block), 0, block->size);
}

void model_blocks_reset(struct model *model)
{
	size_t i;

	for (i = 0; model->blocks.held && i < model->blocks.count; i++) {
		if (model->blocks.block[i].held)
			model_block_drop(model, &model->blocks.block[i]);
	}
	model->blocks.count = 0;
	model->blocks.unused = 0;
}
