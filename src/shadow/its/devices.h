/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Device records. Nobody but devices.c writes its->devices; live counts and event records are
 * mapping.h's.
 *
 * Requires, for all functions: the caller holds the ITS lock.
 */
#ifndef ITSG_ITS_DEVICES_H
#define ITSG_ITS_DEVICES_H

#include <itsguard/state.h>

#include "validator/bits.h"

#define DEVICES_IN_LEAF 128u /* records in a leaf of the radix */
#define DEVICES_LEAF	(DEVICES_IN_LEAF * sizeof(struct itsg_device)) /* its bytes */

/* Leaves that a capacity takes. */
static inline uint64_t devices_leaves(uint64_t capacity)
{
	return bits_round_up(capacity, DEVICES_IN_LEAF) / DEVICES_IN_LEAF;
}

/* Bytes of the root for them. */
static inline uint64_t devices_root_bytes(uint64_t capacity)
{
	return devices_leaves(capacity) * sizeof(struct itsg_device *);
}

/* The record of a DeviceID; NULL: it has none (yet). */
static inline struct itsg_device *devices_record(const struct itsg_its *its, itsg_device_id id)
{
	struct itsg_device *leaf;

	if (id >= its->devices.capacity)
		return NULL;
	leaf = its->devices.root[id / DEVICES_IN_LEAF];
	return leaf ? &leaf[id % DEVICES_IN_LEAF] : NULL;
}

/* The record of a mapped device; NULL: it is not mapped. */
static inline struct itsg_device *devices_find(const struct itsg_its *its, itsg_device_id id)
{
	struct itsg_device *device = devices_record(its, id);

	return device && device->events ? device : NULL;
}

/* Takes and clears the root. For init. False: the pool has none. */
ITSG_MUST_CHECK bool itsg_devices_make(struct itsg_its *its, uint64_t capacity);

/* The leaf that id falls into; it is clear. */
void itsg_devices_add_leaf(struct itsg_its *its, itsg_device_id id, void *leaf);

/* Maps a device: 2^bits events, none mapped. Requires its leaf, and that it is not mapped. */
void itsg_devices_map(struct itsg_its *its, itsg_device_id id, itsg_pa itt, uint64_t *records,
		      unsigned int bits);

/* Unmaps a device: its event records are released, its ITT is not. */
void itsg_devices_unmap(struct itsg_its *its, struct itsg_device *device);

/* What releases its ITT, as in slot_commit: its address, the order in the low byte. */
uint64_t itsg_devices_release_word(const struct itsg_its *its, const struct itsg_device *device);

/* Gives the leaves back, within the budget. True: none is left. */
ITSG_MUST_CHECK bool itsg_devices_return_leaves(struct itsg_its *its);

/* Gives the root back. Requires that no leaf is left. Harmless if there is none. */
void itsg_devices_return(struct itsg_its *its);

#endif
