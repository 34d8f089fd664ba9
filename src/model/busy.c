/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "model/busy.h"

#include "model/bytes.h"
#include "model/its_facts.h"
#include "model/lookup.h"
#include "model/rd_facts.h"
#include "model/truth.h"

static bool level1_names(const struct model_its *its, const struct model_block *block)
{
	const struct model_table *table = &its->table[MODEL_DEVICES];
	const struct model_block *level1;
	uint64_t i;

	if (!table->valid || !table->indirect)
		return false;
	level1 = model_block_at(its->ctx.model, table->base);
	if (!level1 || !model_block_covers(level1, table->base, table->bytes))
		return false;
	for (i = 0; i < table->bytes; i += 8) {
		uint64_t entry =
			model_load64(model_block_hw(level1) + (table->base - level1->pa) + i);

		if (entry >> 63 && model_within(entry & 0xffffffffff000, block->pa, block->size))
			return true;
	}
	return false;
}

static const char *table_busy(const struct model_block *block, enum model_table_kind kind)
{
	const struct model_table *table = &block->its->table[kind];

	if (block->cached)
		return "the hardware may still cache entries of it";
	if (table->valid && table->base < block->pa + block->size &&
	    block->pa < table->base + table->bytes)
		return "a Valid BASER still names it";
	return NULL;
}

static const char *page_busy(const struct model_block *block)
{
	if (block->cached)
		return "the hardware may still cache entries of it";
	return level1_names(block->its, block) ? "level 1 still names it" : NULL;
}

/* Returns true if the hardware can still find the ITT. If the ITS is off, caches nothing and has
 * no Valid table, only the entry in memory is left.
 * That entry must go too before the next enable. */
static bool itt_reachable(const struct model_its *its, uint32_t id)
{
	const struct model_device *device = model_device_find(its, id);

	return model_its_live(its) || device->cached || its->table[MODEL_DEVICES].valid;
}

static const char *itt_busy(const struct model_block *block)
{
	if (block->inflight)
		return "a command in flight names it";
	if (block->mapped && itt_reachable(block->its, block->device))
		return "a device is still mapped to it";
	if (block->left > block->its->known)
		return "CREADR has not been seen past the command that unmapped it";
	return NULL;
}

static const char *pending_table_busy(const struct model_block *block)
{
	const struct model_rd *rd = block->rd;

	if (!rd || block->purpose != ITSG_FOR_PENDING_TABLE || !model_rd_live(rd) ||
	    !model_block_covers(block, rd->pendbaser & MODEL_PENDING_ADDRESS, 1))
		return NULL;
	return "the redistributor uses it as its pending table";
}

const char *model_block_busy(const struct model_block *block)
{
	if (!block->its)
		return pending_table_busy(block);
	switch (block->purpose) {
	case ITSG_FOR_DEVICE_TABLE: return table_busy(block, MODEL_DEVICES);
	case ITSG_FOR_DEVICE_PAGE: return page_busy(block);
	case ITSG_FOR_COLLECTION_TABLE: return table_busy(block, MODEL_COLLECTIONS);
	case ITSG_FOR_VPE_TABLE: return table_busy(block, MODEL_VPES);
	case ITSG_FOR_RING:
		return model_its_live(block->its) ? "the hardware is reading commands" : NULL;
	case ITSG_FOR_ITT: return itt_busy(block);
	case ITSG_FOR_STATE:
	case ITSG_FOR_PENDING_TABLE:
	case ITSG_FOR_PROPERTY_TABLE:
	case ITSG_FOR_LPIS:
	case ITSG_FOR_QUEUE:
	case ITSG_PURPOSES: break;
	}
	return NULL;
}
