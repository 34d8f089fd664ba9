/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Physical memory outside the pool, and the owner of every page. A 4 KiB page has a record from its
 * first use on. Until then the last range over it says who owns it.
 */
#include "model/memory.h"

#include <stdlib.h>
#include <string.h>

#include "model/hash.h"
#include "model/lookup.h"
#include "model/model.h"
#include "model/threads.h"

#define CHUNK 256

struct model_page *model_page_nth(const struct model *model, size_t n)
{
	return &model->memory.chunks[n / CHUNK][n % CHUNK];
}

static enum model_owner first_owner(const struct model *model, uint64_t pa)
{
	const struct model_memory *memory = &model->memory;
	size_t i;

	if (pa >= MODEL_PA_END)
		return MODEL_NOBODY;
	for (i = memory->range_count; i-- > 0;) {
		if (pa - memory->ranges[i].pa < memory->ranges[i].size)
			return memory->ranges[i].owner;
	}
	return model->config.background;
}

static void first_state(const struct model *model, uint64_t pa, struct model_page *page)
{
	page->pfn = pa / MODEL_PAGE;
	page->owner = first_owner(model, pa & ~(uint64_t)(MODEL_PAGE - 1));
	page->home = page->owner;
	page->pins = 0;
	page->mmio = page->owner == MODEL_MMIO;
	page->shared = page->home_shared = page->lent = false;
	page->shares = page->queue = 0;
	page->mapped = page->unclean = page->hostile = false;
	page->data = page->stale = NULL;
}

MODEL_INLINE struct model_page *find_page(const struct model *model, uint64_t pa)
{
	uint64_t pfn = pa / MODEL_PAGE;
	struct model_page *page = model->memory.recent[model_recent_at(pfn)];
	const uint64_t *index;

	if (page && page->pfn == pfn)
		return page;
	index = model_map_find(&model->memory.map, pfn);
	return index ? model_page_nth(model, (size_t)*index) : NULL;
}

static struct model_page *new_page(struct model_memory *memory)
{
	size_t n = memory->page_count++;

	if (n / CHUNK == memory->chunk_count) {
		memory->chunks = model_grow(memory->chunks, ++memory->chunk_count,
					    sizeof(struct model_page *));
		memory->chunks[n / CHUNK] = model_grow(NULL, CHUNK, sizeof(struct model_page));
	}
	return &memory->chunks[n / CHUNK][n % CHUNK];
}

struct model_page *model_page_not_recent(struct model *model, uint64_t pa)
{
	struct model_page *page = find_page(model, pa);

	if (!page) {
		page = new_page(&model->memory);
		first_state(model, pa, page);
		model_map_set(&model->memory.map, page->pfn, model->memory.page_count - 1);
	}
	model->memory.recent[model_recent_at(page->pfn)] = page;
	return page;
}

static uint8_t *new_buffer(struct model_memory *memory)
{
	if (memory->buffer_used == memory->buffer_count) {
		memory->buffers =
			model_grow(memory->buffers, ++memory->buffer_count, sizeof(uint8_t *));
		memory->buffers[memory->buffer_used] = model_grow(NULL, 1, MODEL_PAGE);
	}
	return memory->buffers[memory->buffer_used++];
}

uint8_t *model_page_data(struct model *model, struct model_page *page)
{
	if (!page->data) {
		page->data = new_buffer(&model->memory);
		memset(page->data, 0, MODEL_PAGE);
	}
	return page->data;
}

static void keep_stale(struct model *model, struct model_page *page)
{
	if (page->stale)
		return;
	page->stale = new_buffer(&model->memory);
	memcpy(page->stale, model_page_data(model, page), MODEL_PAGE);
}

static void add_range(struct model_memory *memory, const struct model_range *range)
{
	if (memory->range_count == memory->range_room) {
		memory->range_room = memory->range_room * 2 + 8;
		memory->ranges = model_grow(memory->ranges, memory->range_room, sizeof(*range));
	}
	memory->ranges[memory->range_count++] = *range;
}

/* Sets a page that has a record back to its first state. What it holds stays. */
static void renew_page(struct model *model, struct model_page *page)
{
	uint8_t *data = page->data;

	model->memory.pinned -= page->pins;
	first_state(model, page->pfn * MODEL_PAGE, page);
	page->data = data;
}

void model_own(struct model *model, uint64_t pa, uint64_t size, enum model_owner owner)
{
	uint64_t first = pa & ~(uint64_t)(MODEL_PAGE - 1);
	uint64_t bytes = (pa - first + size + MODEL_PAGE - 1) & ~(uint64_t)(MODEL_PAGE - 1);
	size_t i;

	add_range(&model->memory, &(struct model_range){first, bytes, owner});
	for (i = 0; i < model->memory.page_count; i++) {
		struct model_page *page = model_page_nth(model, i);

		if (page->pfn * MODEL_PAGE - first < bytes)
			renew_page(model, page);
	}
}

enum model_owner model_owner_of(const struct model *model, uint64_t pa)
{
	const struct model_page *page = find_page(model, pa);

	return page ? page->owner : first_owner(model, pa & ~(uint64_t)(MODEL_PAGE - 1));
}

/* Returns where, behind at, the first owner of pages can be another one. At most end. */
static uint64_t same_until(const struct model *model, uint64_t at, uint64_t end)
{
	const struct model_memory *memory = &model->memory;
	uint64_t until = at < MODEL_PA_END && end > MODEL_PA_END ? MODEL_PA_END : end;
	size_t i;

	for (i = 0; i < memory->range_count; i++) {
		uint64_t first = memory->ranges[i].pa, last = first + memory->ranges[i].size;

		if (first > at && first < until)
			until = first;
		if (last > at && last < until)
			until = last;
	}
	return until;
}

/* Looks at the pages one by one, or at all that have a record: whichever are fewer. */
static enum model_owner not_the_hosts(const struct model *model, uint64_t at, uint64_t end)
{
	size_t i;

	for (; (end - at) / MODEL_PAGE <= model->memory.page_count && at < end; at += MODEL_PAGE)
		if (model_owner_of(model, at) != MODEL_HOST)
			return model_owner_of(model, at);
	for (i = 0; at < end && i < model->memory.page_count; i++) {
		const struct model_page *page = model_page_nth(model, i);

		if (page->owner != MODEL_HOST && model_within(page->pfn * MODEL_PAGE, at, end - at))
			return page->owner;
	}
	return MODEL_HOST;
}

/* From at to end the first owner is the same. */
static enum model_owner owner_of_stretch(const struct model *model, uint64_t at, uint64_t end)
{
	if (first_owner(model, at) == MODEL_HOST)
		return not_the_hosts(model, at, end);
	for (; at < end; at += MODEL_PAGE)
		if (model_owner_of(model, at) != MODEL_HOST)
			return model_owner_of(model, at);
	return MODEL_HOST;
}

enum model_owner model_owner_of_all(const struct model *model, uint64_t pa, uint64_t size)
{
	uint64_t at = pa & ~(uint64_t)(MODEL_PAGE - 1);
	uint64_t end = (pa + size + MODEL_PAGE - 1) & ~(uint64_t)(MODEL_PAGE - 1), next;
	enum model_owner owner = MODEL_HOST;

	for (; at < end && owner == MODEL_HOST; at = next) {
		next = same_until(model, at, end);
		owner = owner_of_stretch(model, at, next);
	}
	return owner;
}

static bool store(struct model *model, uint64_t pa, uint64_t value)
{
	const struct model_region *region;
	struct model_page *page;

	pa &= ~(uint64_t)7;
	page = model_page_get(model, pa);
	if (page->owner != MODEL_HOST)
		return false;
	region = model_region_at(model, pa);
	if (region) {
		model_store64(region->cpu + (pa - region->pa), value);
		return true;
	}
	if (model->config.host_uncached)
		keep_stale(model, page);
	model_store64(model_page_data(model, page) + pa % MODEL_PAGE, value);
	return true;
}

bool model_host_store(struct model *model, uint64_t pa, uint64_t value)
{
	bool stored;

	model_enter(model);
	stored = store(model, pa, value);
	model_leave(model);
	return stored;
}

/* page may be NULL: it has no record. */
static uint64_t load(const struct model *model, const struct model_page *page, uint64_t pa)
{
	const struct model_region *region = model_region_at(model, pa);

	pa &= ~(uint64_t)7;
	if (region)
		return model_load64(region->cpu + (pa - region->pa));
	return page && page->data ? model_load64(page->data + pa % MODEL_PAGE) : 0;
}

uint64_t model_peek(const struct model *model, uint64_t pa)
{
	return load(model, find_page(model, pa), pa);
}

static struct model_hostile *find_hostile(struct model_memory *memory, uint64_t pa)
{
	size_t i;

	for (i = 0; i < memory->hostile_count; i++) {
		if (memory->hostile[i].pa == pa)
			return &memory->hostile[i];
	}
	return NULL;
}

void model_hostile(struct model *model, uint64_t pa, uint64_t a, uint64_t b)
{
	struct model_memory *memory = &model->memory;
	struct model_hostile *word;

	pa &= ~(uint64_t)7;
	word = find_hostile(memory, pa);
	if (!word) {
		if (memory->hostile_count == memory->hostile_room) {
			memory->hostile_room = memory->hostile_room * 2 + 8;
			memory->hostile =
				model_grow(memory->hostile, memory->hostile_room, sizeof(*word));
		}
		word = &memory->hostile[memory->hostile_count++];
	}
	*word = (struct model_hostile){.pa = pa, .value = {a, b}};
	model_page_get(model, pa)->hostile = true;
}

uint64_t model_host_load(struct model *model, uint64_t pa)
{
	struct model_page *page = model_page_get(model, pa);
	struct model_hostile *word = page->hostile ? find_hostile(&model->memory, pa) : NULL;

	if (word)
		return word->value[word->turn++ & 1];
	if (page->stale)
		return model_load64(page->stale + pa % MODEL_PAGE);
	return load(model, page, pa);
}

void model_host_flush(struct model *model, uint64_t pa, uint64_t size)
{
	uint64_t line = pa & ~(uint64_t)(MODEL_LINE - 1);

	for (; line < pa + size; line += MODEL_LINE) {
		struct model_page *page = find_page(model, line);

		if (page && page->stale)
			memcpy(page->stale + line % MODEL_PAGE, page->data + line % MODEL_PAGE,
			       MODEL_LINE);
	}
}

void model_memory_reset(struct model *model)
{
	struct model_memory *memory = &model->memory;

	model_map_clear(&memory->map);
	memset(memory->recent, 0, sizeof(memory->recent));
	memory->page_count = 0;
	memory->buffer_used = 0;
	memory->range_count = 0;
	memory->hostile_count = 0;
	memory->pinned = 0;
}

void model_memory_free(struct model *model)
{
	struct model_memory *memory = &model->memory;
	size_t i;

	for (i = 0; i < memory->chunk_count; i++)
		free(memory->chunks[i]);
	for (i = 0; i < memory->buffer_count; i++)
		free(memory->buffers[i]);
	free(memory->chunks);
	free(memory->buffers);
	free(memory->ranges);
	free(memory->hostile);
	model_map_free(&memory->map);
}
