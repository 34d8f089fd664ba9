/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hardware's own record, beside what it keeps in memory. It says which devices and collections
 * are mapped, how many events live on each, and which entries may be cached.
 */
#include "model/truth.h"

#include "model/bytes.h"
#include "model/hash.h"
#include "model/its_facts.h"
#include "model/itt.h"
#include "model/lookup.h"

struct model_device *model_device_find(const struct model_its *its, uint32_t id)
{
	const uint64_t *index = model_map_find(&its->device_map, id);

	return index ? &its->devices[*index] : NULL;
}

static uint32_t new_device(struct model_its *its)
{
	uint32_t index = its->device_unused;

	if (index) {
		its->device_unused = its->devices[index - 1].next;
		return index - 1;
	}
	if (its->device_count == its->device_room) {
		its->device_room = its->device_room * 2 + 16;
		its->devices = model_grow(its->devices, its->device_room, sizeof(*its->devices));
	}
	return (uint32_t)its->device_count++;
}

struct model_device *model_device_add(struct model_its *its, uint32_t id)
{
	uint32_t index = new_device(its);

	its->devices[index] = (struct model_device){.id = id, .used = true};
	model_map_set(&its->device_map, id, index);
	return &its->devices[index];
}

static void count_cached(const struct model_its *its, uint64_t entry_pa, bool cached)
{
	struct model_block *block = model_block_at(its->ctx.model, entry_pa);

	if (block && cached)
		block->cached++;
	else if (block && block->cached)
		block->cached--;
}

void model_device_cache(struct model_its *its, struct model_device *device, bool cached)
{
	if (device->cached == cached)
		return;
	device->cached = cached;
	count_cached(its, device->entry_pa, cached);
}

void model_collection_cache(struct model_its *its, struct model_collection *collection, bool cached)
{
	if (collection->internal || collection->cached == cached)
		return;
	collection->cached = cached;
	count_cached(its, collection->entry_pa, cached);
}

uint64_t model_intid_events(const struct model *model, uint32_t intid)
{
	const uint64_t *events = model_map_find(&model->mapped, intid);

	return events ? *events : 0;
}

void model_intid_count(struct model *model, uint32_t intid, bool more)
{
	uint64_t events = model_intid_events(model, intid);

	if (more)
		model_map_set(&model->mapped, intid, events + 1);
	else if (events > 1)
		model_map_set(&model->mapped, intid, events - 1);
	else
		model_map_drop(&model->mapped, intid);
}

static void kill_event(struct model_its *its, struct model_device *device, uint64_t value)
{
	struct model_collection *collection;

	if (!(value & 1) || !device->live)
		return;
	device->live--;
	model_intid_count(its->ctx.model, (uint32_t)(value >> 17), false);
	collection = model_collection_get(its, (value >> 1) & 0xffff);
	if (collection->live)
		collection->live--;
}

void model_itt_wipe(struct model_its *its, struct model_device *device, uint64_t pa, uint64_t size)
{
	const struct model_block *block = model_block_at(its->ctx.model, device->itt);
	uint64_t events = (uint64_t)1 << device->bits, i;
	uint32_t bytes = model_ite_bytes(its);

	for (i = 0; block && device->live && i < events; i++) {
		uint64_t at = device->itt + i * bytes;

		if (at + bytes <= pa || at >= pa + size)
			continue;
		kill_event(
			its, device,
			model_ite_expected(its, at, model_block_expect(block) + (at - block->pa)));
	}
}

void model_device_forget(struct model_its *its, struct model_device *device)
{
	struct model_block *block = model_block_at(its->ctx.model, device->itt);

	if (device->dangling) {
		its->dangling--;
	} else if (block) {
		model_itt_wipe(its, device, block->pa, block->size);
		block->mapped = false;
	}
	model_device_cache(its, device, false);
	model_map_drop(&its->device_map, device->id);
	device->used = false;
	device->next = its->device_unused;
	its->device_unused = (uint32_t)(device - its->devices) + 1;
}

struct model_collection *model_collection_get(struct model_its *its, uint32_t icid)
{
	const uint64_t *index = model_map_find(&its->collection_map, icid);
	struct model_collection *collection;

	if (index)
		return &its->collections[*index];
	if (its->collection_count == its->collection_room) {
		its->collection_room = its->collection_room * 2 + 16;
		its->collections = model_grow(its->collections, its->collection_room,
					      sizeof(*its->collections));
	}
	model_map_set(&its->collection_map, icid, its->collection_count);
	collection = &its->collections[its->collection_count++];
	*collection = (struct model_collection){.icid = icid, .internal = icid < model_hcc(its)};
	return collection;
}

void model_cache_drop(struct model_its *its, enum model_table_kind kind)
{
	size_t i;

	for (i = 0; kind == MODEL_DEVICES && i < its->device_count; i++) {
		if (its->devices[i].used)
			model_device_cache(its, &its->devices[i], false);
	}
	for (i = 0; kind == MODEL_COLLECTIONS && i < its->collection_count; i++)
		model_collection_cache(its, &its->collections[i], false);
}

/* These level-1 entries no longer lead to their level-2 pages. Such a page is new to the
 * hardware when it comes back. */
static void unsee_pages(struct model_its *its, const struct model_block *level1, uint64_t pa,
			uint64_t size)
{
	const uint8_t *expect = model_block_expect(level1);
	uint64_t at;

	for (at = pa & ~(uint64_t)7; at < pa + size; at += 8) {
		uint64_t entry = model_load64(expect + (at - level1->pa));
		struct model_block *page;

		if (!(entry >> 63))
			continue;
		page = model_block_at(its->ctx.model, entry & 0xffffffffff000);
		if (page && page->purpose == ITSG_FOR_DEVICE_PAGE && page->its == its) {
			page->seen = false;
			page->clear_from = page->clear_to = 0;
		}
	}
}

static void wipe_devices(struct model_its *its, uint64_t pa, uint64_t size)
{
	size_t i;

	for (i = 0; i < its->device_count; i++) {
		struct model_device *device = &its->devices[i];

		if (device->used && (model_within(device->entry_pa, pa, size) ||
				     (device->l1_pa && model_within(device->l1_pa, pa, size))))
			model_device_forget(its, device);
	}
}

static void wipe_collections(struct model_its *its, uint64_t pa, uint64_t size)
{
	size_t i;

	for (i = 0; i < its->collection_count; i++) {
		struct model_collection *collection = &its->collections[i];

		if (!collection->mapped || collection->internal ||
		    !model_within(collection->entry_pa, pa, size))
			continue;
		model_collection_cache(its, collection, false);
		collection->mapped = false;
	}
}

void model_truth_wipe(struct model_its *its, const struct model_block *block, uint64_t pa,
		      uint64_t size)
{
	if (!its)
		return;
	if (block->level1)
		unsee_pages(its, block, pa, size);
	if (block->purpose == ITSG_FOR_DEVICE_TABLE || block->purpose == ITSG_FOR_DEVICE_PAGE)
		wipe_devices(its, pa, size);
	if (block->purpose == ITSG_FOR_COLLECTION_TABLE)
		wipe_collections(its, pa, size);
	if (block->purpose == ITSG_FOR_ITT && block->mapped)
		model_itt_wipe(its, model_device_find(its, block->device), pa, size);
}
