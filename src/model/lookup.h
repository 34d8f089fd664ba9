/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What lies at an address: look-ups that change nothing. */
#ifndef MODEL_LOOKUP_H
#define MODEL_LOOKUP_H

#include "model/bytes.h"
#include "model/state/model.h"

/* Returns the region that has the address, or NULL. */
MODEL_INLINE const struct model_region *model_region_at(const struct model *model, uint64_t pa)
{
	size_t i;

	for (i = 0; i < model->region_count; i++) {
		const struct model_region *region = &model->region[i];

		if (pa - region->pa < region->size)
			return region;
	}
	return NULL;
}

/* Returns the held block that has the address, or NULL. */
MODEL_INLINE struct model_block *model_block_at(const struct model *model, uint64_t pa)
{
	const struct model_region *region = model_region_at(model, pa);
	uint32_t index;

	if (!region)
		return NULL;
	index = region->granule[(pa - region->pa) / MODEL_GRANULE];
	return index ? &model->blocks.block[index - 1] : NULL;
}

/* Returns true if all of [pa, pa + size) lies in the block. */
MODEL_INLINE bool model_block_covers(const struct model_block *block, uint64_t pa, uint64_t size)
{
	return pa - block->pa < block->size && size <= block->size - (pa - block->pa);
}

/* The block's bytes as an ITS sees them. */
MODEL_INLINE uint8_t *model_block_hw(const struct model_block *block)
{
	return block->region->hw + (block->pa - block->region->pa);
}

/* The block's bytes as the hardware itself wrote them. */
MODEL_INLINE uint8_t *model_block_expect(const struct model_block *block)
{
	return block->region->expect + (block->pa - block->region->pa);
}

MODEL_INLINE bool model_ctx_is_domain(const struct model_ctx *ctx)
{
	return !ctx->its && !ctx->rd;
}

#endif
