/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A hash table from 64-bit keys to 64-bit values. A zeroed struct model_map is an empty one. */
#ifndef MODEL_HASH_H
#define MODEL_HASH_H

#include "model/bytes.h"

struct model_slot {
	uint64_t key, value;
	uint32_t generation; /* in use if it equals the map's */
};

struct model_map {
	struct model_slot *slots;
	uint32_t mask, used, generation;
};

/* The slot where the search for the key starts. */
MODEL_INLINE uint32_t model_map_home(const struct model_map *map, uint64_t key)
{
	return (uint32_t)((key * 0x9e3779b97f4a7c15u) >> 32) & map->mask;
}

MODEL_INLINE bool model_map_has_at(const struct model_map *map, uint32_t i)
{
	return map->slots[i].generation == map->generation;
}

/* Returns the slot that has the key, or the free slot where it would go.
 * Requires: the map has slots. */
MODEL_INLINE uint32_t model_map_probe(const struct model_map *map, uint64_t key)
{
	uint32_t i = model_map_home(map, key);

	while (model_map_has_at(map, i) && map->slots[i].key != key)
		i = (i + 1) & map->mask;
	return i;
}

/* Returns the value of the key, or NULL. The pointer is good until the map changes. */
MODEL_INLINE const uint64_t *model_map_find(const struct model_map *map, uint64_t key)
{
	uint32_t i;

	if (!map->used)
		return NULL;
	i = model_map_probe(map, key);
	return model_map_has_at(map, i) ? &map->slots[i].value : NULL;
}

/* Adds the key, or changes its value. */
void model_map_set(struct model_map *map, uint64_t key, uint64_t value);
/* Removes the key if it is there. */
void model_map_drop(struct model_map *map, uint64_t key);
/* Empties the map and keeps its memory. Work: constant, whatever the map's size. */
void model_map_clear(struct model_map *map);
/* Empties the map and gives its memory back. */
void model_map_free(struct model_map *map);

#endif
