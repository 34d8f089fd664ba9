/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Open addressing with linear probing. A slot is in use if its generation is the map's. So clearing
 * a map costs nothing, however large it has grown.
 */
#include "model/hash.h"

#include <stdlib.h>
#include <string.h>

static void map_insert(struct model_map *map, uint64_t key, uint64_t value)
{
	uint32_t i = model_map_probe(map, key);

	if (!model_map_has_at(map, i))
		map->used++;
	map->slots[i] = (struct model_slot){key, value, map->generation};
}

static void map_resize(struct model_map *map, uint32_t room)
{
	struct model_map old = *map;
	uint64_t i;

	map->slots = model_grow(NULL, room, sizeof(*map->slots));
	memset(map->slots, 0, room * sizeof(*map->slots));
	map->mask = room - 1;
	map->used = 0;
	map->generation = 1;
	for (i = 0; old.slots && i <= old.mask; i++) {
		if (model_map_has_at(&old, (uint32_t)i))
			map_insert(map, old.slots[i].key, old.slots[i].value);
	}
	free(old.slots);
}

void model_map_set(struct model_map *map, uint64_t key, uint64_t value)
{
	if (!map->slots)
		map_resize(map, 64);
	else if (map->used > map->mask / 2)
		map_resize(map, (map->mask + 1) * 2);
	map_insert(map, key, value);
}

/* The entries behind the hole move up where they may, so that no probe ends too early. */
void model_map_drop(struct model_map *map, uint64_t key)
{
	uint32_t hole, i;

	if (!map->used)
		return;
	hole = model_map_probe(map, key);
	if (!model_map_has_at(map, hole))
		return;
	for (i = (hole + 1) & map->mask; model_map_has_at(map, i); i = (i + 1) & map->mask) {
		uint32_t home = model_map_home(map, map->slots[i].key);

		if (((i - home) & map->mask) >= ((i - hole) & map->mask)) {
			map->slots[hole] = map->slots[i];
			hole = i;
		}
	}
	map->slots[hole].generation = 0;
	map->used--;
}

void model_map_clear(struct model_map *map)
{
	map->used = 0;
	if (!map->slots || ++map->generation)
		return;
	memset(map->slots, 0, ((size_t)map->mask + 1) * sizeof(*map->slots));
	map->generation = 1;
}

void model_map_free(struct model_map *map)
{
	free(map->slots);
	*map = (struct model_map){0};
}
