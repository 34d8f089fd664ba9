/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A map from 64-bit keys to 64-bit values of fixed capacity, emptied in constant time. For the rig
 * only.
 */
#ifndef RIG_MAP_H
#define RIG_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rig_map_entry {
	uint64_t key, value;
	uint32_t generation; /* of the map when the key came in; another one: free */
	bool present;
};

struct rig_map {
	struct rig_map_entry *entries;
	size_t capacity; /* a power of two */
	size_t used;	 /* keys, present or not */
	size_t present;
	uint32_t generation;
};

/* False: no memory. */
bool rig_map_create(struct rig_map *map, size_t capacity);
void rig_map_destroy(struct rig_map *map);
void rig_map_clear(struct rig_map *map);
/* NULL when the key is not present. */
uint64_t *rig_map_find(const struct rig_map *map, uint64_t key);
/* False: no room left, nothing changed. */
bool rig_map_set(struct rig_map *map, uint64_t key, uint64_t value);
void rig_map_remove(struct rig_map *map, uint64_t key);

#endif
