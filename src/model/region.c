/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Memory in one piece, so that itsg_platform_map can return a pointer to it. The pool of the
 * configuration stays for good. What the library adds later stays as long as it is mapped.
 *
 * ITSs that do not snoop have a copy of their own, which changes only when lines are cleaned. Both
 * begin as junk: memory that nobody cleared must not look as if somebody had.
 */
#include "model/region.h"

#include <sanitizer/asan_interface.h>
#include <stdlib.h>
#include <string.h>

#include "model/blocks.h"
#include "model/bytes.h"
#include "model/lookup.h"
#include "model/memory.h"
#include "model/violation.h"

static struct model_region *region_to_change(struct model *model, uint64_t pa)
{
	const struct model_region *region = model_region_at(model, pa);

	return region ? &model->region[region - model->region] : NULL;
}

static void free_region(struct model_region *region)
{
	free(region->copy);
	free(region->cpu);
	free(region->expect);
	free(region->granule);
	*region = (struct model_region){0};
}

/* Under ASan an array may be larger than its region, because the rest is poisoned. Arrays then
 * have a power of two of bytes, and serve regions of many sizes. Elsewhere an array ends where
 * its region ends. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define ROUNDED true
#endif
#endif
#ifndef ROUNDED
#define ROUNDED false
#endif

static uint64_t room_for(uint64_t size)
{
	uint64_t room = MODEL_PAGE;

	while (room < size)
		room *= 2;
	return ROUNDED ? room : size;
}

/* Unpoisons memory in parts. Of a large range ASan would unmap the shadow, and each page of it
 * would fault again. */
#define ASAN_PART (256u << 10)

static void unpoison(uint8_t *from, uint64_t size)
{
	uint64_t at;

	for (at = 0; at < size; at += ASAN_PART)
		ASAN_UNPOISON_MEMORY_REGION(from + at,
					    size - at < ASAN_PART ? size - at : ASAN_PART);
}

/* Returns the smallest spare region that has enough room, or NULL. For room 0 it returns one
 * that may be overwritten, an empty one if there is one. */
static struct model_region *find_spare(struct model *model, uint64_t room)
{
	struct model_region *least = NULL;
	size_t i;

	for (i = 0; i < MODEL_SPARE; i++) {
		struct model_region *spare = &model->spare[i];

		if (spare->room < room || (!ROUNDED && room && spare->room != room))
			continue;
		if (!least || spare->room < least->room)
			least = spare;
	}
	return least;
}

/* Keeps the arrays for the next region that fits in. Requires: no block lies in it. Until then
 * ASan catches each use of a pointer into it, as if it had been freed. */
static void drop_region(struct model *model, struct model_region *region)
{
	struct model_region *spare;

	if (!region->size)
		return;
	spare = find_spare(model, 0);
	free_region(spare);
	ASAN_POISON_MEMORY_REGION(region->cpu, region->size);
	*spare = *region;
	*region = (struct model_region){0};
}

static bool make_copy(struct model *model, struct model_region *region)
{
	if (!model->config.coherent && !region->copy)
		region->copy = malloc(region->room);
	region->hw = model->config.coherent ? region->cpu : region->copy;
	return region->hw;
}

/* Makes a region and its arrays. Only the granules are initialised. */
static bool make_region(struct model *model, struct model_region *region, uint64_t pa,
			uint64_t size)
{
	uint64_t room = room_for(size);
	struct model_region *spare = find_spare(model, room);

	if (spare) {
		*region = *spare;
		*spare = (struct model_region){0};
		region->maps = 0;
	} else {
		*region = (struct model_region){.room = room};
		region->cpu = malloc(room);
		region->expect = malloc(room);
		region->granule = calloc(room / MODEL_GRANULE, sizeof(*region->granule));
	}
	region->pa = pa;
	region->size = size;
	if (!region->cpu || !region->expect || !region->granule || !make_copy(model, region)) {
		free_region(region);
		return false;
	}
	if (!spare)
		ASAN_POISON_MEMORY_REGION(region->cpu, room);
	unpoison(region->cpu, size);
	return true;
}

static void fill_with_junk(struct model_region *region)
{
	memset(region->cpu, MODEL_JUNK, region->size);
	if (region->hw != region->cpu)
		memset(region->hw, MODEL_JUNK, region->size);
}

static bool fits(const struct model *model, const struct model_region *region)
{
	return region->pa == model->config.pool_pa && region->size == model->config.pool_size &&
	       (region->hw == region->cpu) == model->config.coherent;
}

bool model_regions_reset(struct model *model)
{
	struct model_region *pool = &model->region[0];
	size_t i;

	for (i = 1; i < MODEL_REGIONS; i++)
		drop_region(model, &model->region[i]);
	model->region_count = 1;
	pool->maps = 0;
	if (!fits(model, pool)) {
		drop_region(model, pool);
		if (model->config.pool_size &&
		    !make_region(model, pool, model->config.pool_pa, model->config.pool_size))
			return false;
	}
	if (pool->size)
		fill_with_junk(pool);
	return true;
}

void model_regions_free(struct model *model)
{
	size_t i;

	for (i = 0; i < MODEL_REGIONS; i++)
		free_region(&model->region[i]);
	for (i = 0; i < MODEL_SPARE; i++)
		free_region(&model->spare[i]);
}

static bool overlaps_region(const struct model *model, uint64_t pa, uint64_t size)
{
	size_t i;

	for (i = 0; i < MODEL_REGIONS; i++) {
		const struct model_region *region = &model->region[i];

		if (region->size && pa < region->pa + region->size && region->pa < pa + size)
			return true;
	}
	return false;
}

static struct model_region *unused_region(struct model *model)
{
	size_t i;

	for (i = 1; i < MODEL_REGIONS; i++) {
		if (!model->region[i].size)
			return &model->region[i];
	}
	return NULL;
}

static void copy_in(struct model *model, struct model_region *region)
{
	uint64_t at;

	for (at = 0; at < region->size; at += MODEL_PAGE) {
		struct model_page *page = model_page_get(model, region->pa + at);

		if (page->data)
			memcpy(region->cpu + at, page->data, MODEL_PAGE);
		else
			memset(region->cpu + at, 0, MODEL_PAGE);
	}
}

static void copy_out(struct model *model, const struct model_region *region)
{
	uint64_t at;

	for (at = 0; at < region->size; at += MODEL_PAGE) {
		struct model_page *page = model_page_get(model, region->pa + at);
		const uint8_t *cpu = region->cpu + at, *hw = region->hw + at;

		if (page->data || !model_reads_zero(cpu, MODEL_PAGE))
			memcpy(model_page_data(model, page), cpu, MODEL_PAGE);
		page->unclean = hw != cpu && memcmp(cpu, hw, MODEL_PAGE) != 0;
	}
}

static struct model_region *new_region(struct model *model, uint64_t pa, uint64_t size)
{
	struct model_region *region = unused_region(model);

	if (!region || overlaps_region(model, pa, size) || !make_region(model, region, pa, size))
		return NULL;
	if (model->region_count <= (size_t)(region - model->region))
		model->region_count = (size_t)(region - model->region) + 1;
	if (region->hw != region->cpu)
		memset(region->hw, MODEL_JUNK, size);
	copy_in(model, region);
	return region;
}

static bool all_hyp(struct model *model, uint64_t pa, uint64_t size)
{
	uint64_t at;

	for (at = pa; at < pa + size; at += MODEL_PAGE) {
		const struct model_page *page = model_page_get(model, at);

		if (page->owner != MODEL_HYP || page->mmio)
			return false;
	}
	return true;
}

void *model_region_map(struct model *model, uint64_t pa, uint64_t size)
{
	struct model_region *region = region_to_change(model, pa);
	uint64_t at;

	if (!size || pa + size < pa || !all_hyp(model, pa, size))
		return NULL;
	if (!region)
		region = new_region(model, pa, size);
	if (!region || size > region->size - (pa - region->pa))
		return NULL;
	for (at = pa; at < pa + size; at += MODEL_PAGE)
		model_page_get(model, at)->mapped = true;
	region->maps++;
	return region->cpu + (pa - region->pa);
}

bool model_region_unmap(struct model *model, const void *va, uint64_t pa, uint64_t size)
{
	struct model_region *region = region_to_change(model, pa);
	struct model_block *block;

	if (!region || !region->maps || va != region->cpu + (pa - region->pa) ||
	    size > region->size - (pa - region->pa))
		return false;
	if (--region->maps || region == &model->region[0])
		return true;
	while ((block = model_block_in(model, region->pa, region->size))) {
		model_break(model, MODEL_P9, "pool at %#llx is unmapped with block %#llx held",
			    (unsigned long long)region->pa, (unsigned long long)block->pa);
		model_block_drop(model, block);
	}
	copy_out(model, region);
	drop_region(model, region);
	return true;
}

static struct model_region *region_of_pointer(struct model *model, const uint8_t *va)
{
	size_t i;

	for (i = 0; i < MODEL_REGIONS; i++) {
		struct model_region *region = &model->region[i];

		if (region->size && (uintptr_t)va - (uintptr_t)region->cpu < region->size)
			return region;
	}
	return NULL;
}

bool model_region_clean(struct model *model, const void *va, uint64_t size)
{
	struct model_region *region = region_of_pointer(model, va);
	uint64_t from, to;

	if (!region)
		return false;
	from = (uint64_t)((const uint8_t *)va - region->cpu);
	if (size > region->size - from)
		return false;
	to = (from + size + MODEL_LINE - 1) & ~(uint64_t)(MODEL_LINE - 1);
	from &= ~(uint64_t)(MODEL_LINE - 1);
	if (region->hw != region->cpu)
		memcpy(region->hw + from, region->cpu + from, to - from);
	return true;
}
