/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "rig/map.h"

#include <stdlib.h>
#include <string.h>

bool rig_map_create(struct rig_map *map, size_t capacity)
{
	memset(map, 0, sizeof(*map));
	map->entries = calloc(capacity, sizeof(*map->entries));
	map->capacity = capacity;
	map->generation = 1;
	return map->entries != NULL;
}

void rig_map_destroy(struct rig_map *map)
{
	free(map->entries);
	map->entries = NULL;
}

void rig_map_clear(struct rig_map *map)
{
	map->used = 0;
	map->present = 0;
	map->generation++;
	if (map->generation)
		return;
	memset(map->entries, 0, map->capacity * sizeof(*map->entries));
	map->generation = 1;
}

/* Returns the key's entry, or the free entry where it would go. There is always a free one. */
static struct rig_map_entry *entry_for(const struct rig_map *map, uint64_t key)
{
	uint64_t hash = (key ^ key >> 29) * 0x9e3779b97f4a7c15ULL;
	size_t at = (size_t)(hash >> 32) & (map->capacity - 1);

	while (map->entries[at].generation == map->generation && map->entries[at].key != key)
		at = (at + 1) & (map->capacity - 1);
	return &map->entries[at];
}

uint64_t *rig_map_find(const struct rig_map *map, uint64_t key)
{
	struct rig_map_entry *entry = entry_for(map, key);

	return entry->generation == map->generation && entry->present ? &entry->value : NULL;
}

bool rig_map_set(struct rig_map *map, uint64_t key, uint64_t value)
{
	struct rig_map_entry *entry = entry_for(map, key);

	if (entry->generation != map->generation) {
		if (map->used >= map->capacity / 4 * 3)
			return false;
		map->used++;
		*entry = (struct rig_map_entry){.key = key, .generation = map->generation};
	}
	map->present += !entry->present;
	entry->present = true;
	entry->value = value;
	return true;
}

void rig_map_remove(struct rig_map *map, uint64_t key)
{
	struct rig_map_entry *entry = entry_for(map, key);

	if (entry->generation != map->generation || !entry->present)
		return;
	entry->present = false;
	map->present--;
}
