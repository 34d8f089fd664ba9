/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A map from 64-bit keys to 64-bit values. Its capacity is fixed, and it is emptied in constant
 * time. For the rig only.
 */
#ifndef RIG_MAP_H
#define RIG_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rig_map_entry {
	uint64_t key, value;
	/* The map's generation when the key came in. Any other: the entry is free. */
	uint32_t generation;
	bool present;
};

struct rig_map {
	struct rig_map_entry *entries;
	size_t capacity; /* a power of two */
	size_t used;	 /* keys, present or removed */
	size_t present;
	uint32_t generation;
};

/* Allocates a map; capacity is a power of two. False: no memory. */
bool rig_map_create(struct rig_map *map, size_t capacity);
/* Frees the map. */
void rig_map_destroy(struct rig_map *map);
/* Removes all keys. */
void rig_map_clear(struct rig_map *map);
/* Returns the key's value; NULL: the key is not present. */
uint64_t *rig_map_find(const struct rig_map *map, uint64_t key);
/* Sets the key's value. False: no room, and nothing has changed. */
bool rig_map_set(struct rig_map *map, uint64_t key, uint64_t value);
/* Removes the key, if it is there. */
void rig_map_remove(struct rig_map *map, uint64_t key);

#endif
