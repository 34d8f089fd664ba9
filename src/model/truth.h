/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The hardware's own record of what is mapped and what it may cache. */
#ifndef MODEL_TRUTH_H
#define MODEL_TRUTH_H

#include "model/state/block.h"
#include "model/state/its.h"

/* Returns the mapped device, or NULL. */
struct model_device *model_device_find(const struct model_its *its, uint32_t id);
/* Adds a device. Requires: none has this DeviceID. The pointer is good until the next add. */
struct model_device *model_device_add(struct model_its *its, uint32_t id);
/* Removes the device, its events, and its entry from the cache. */
void model_device_forget(struct model_its *its, struct model_device *device);
/* Sets whether the ITS may cache the device's entry. */
void model_device_cache(struct model_its *its, struct model_device *device, bool cached);

/* Returns the record of the collection. Makes one, not mapped, if there is none.
 * The pointer is good until the next get. */
struct model_collection *model_collection_get(struct model_its *its, uint32_t icid);
/* Sets whether the ITS may cache the collection's entry. */
void model_collection_cache(struct model_its *its, struct model_collection *collection,
			    bool cached);

/* Returns from how many events, of all ITSs, the LPI is mapped. */
uint64_t model_intid_events(const struct model *model, uint32_t intid);
/* One event more, or one less, is mapped to the LPI. */
void model_intid_count(struct model *model, uint32_t intid, bool more);

/* Drops all entries of this kind from the caches. */
void model_cache_drop(struct model_its *its, enum model_table_kind kind);
/* What was mapped through [pa, pa + size) of the block is mapped no more. its may be NULL. */
void model_truth_wipe(struct model_its *its, const struct model_block *block, uint64_t pa,
		      uint64_t size);
/* The device's events with entries in [pa, pa + size) are mapped no more. */
void model_itt_wipe(struct model_its *its, struct model_device *device, uint64_t pa, uint64_t size);

#endif
