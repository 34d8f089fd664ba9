/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mapped events. Each has a record of eight bytes: INTID in [31:0], ICID in [47:32], kind in
 * [49:48]; 0 is unmapped. The live counts of its device and of its collection follow. Nobody else
 * writes records and counts.
 */
#ifndef ITSG_ITS_MAPPING_H
#define ITSG_ITS_MAPPING_H

#include <itsguard/state.h>

#include "validator/bits.h"
#include "validator/inline.h"

#define MAPPING_PHYSICAL ((uint64_t)1 << 48)

ALWAYS_INLINE uint64_t mapping_record(itsg_intid intid, itsg_icid icid)
{
	return MAPPING_PHYSICAL | (uint64_t)icid << 32 | intid;
}

ALWAYS_INLINE itsg_icid mapping_icid(uint64_t record)
{
	return (itsg_icid)bits_get(record, 32, 16);
}

ALWAYS_INLINE itsg_intid mapping_intid(uint64_t record)
{
	return (itsg_intid)bits_get(record, 0, 32);
}

/* Requires that the event is not mapped, and that the collection of that ICID is. */
ALWAYS_INLINE void mapping_add(struct itsg_device *device, uint64_t *record,
			       struct itsg_collection *collection, itsg_icid icid, itsg_intid intid)
{
	*record = mapping_record(intid, icid);
	device->live++;
	collection->live++;
}

/* To another collection, or the same. Requires that the event and the collection are mapped. */
ALWAYS_INLINE void mapping_move(struct itsg_its *its, uint64_t *record,
				struct itsg_collection *collection, itsg_icid icid)
{
	uint64_t old = *record;

	its->collections.all[mapping_icid(old)].live--;
	collection->live++;
	*record = mapping_record(mapping_intid(old), icid);
}

/* Requires that the event is mapped. */
ALWAYS_INLINE void mapping_remove(struct itsg_its *its, struct itsg_device *device,
				  uint64_t *record)
{
	its->collections.all[mapping_icid(*record)].live--;
	*record = 0;
	device->live--;
}

/* There is something to unmap. */
static inline bool mapping_is_any(const struct itsg_its *its)
{
	return its->devices.count || its->collections.count;
}

#endif
