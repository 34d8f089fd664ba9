/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Collections, by direct index. Nobody but collections.c writes its->collections; live counts are
 * mapping.h's.
 *
 * Requires, for all functions: the caller holds the ITS lock.
 */
#ifndef ITSG_ITS_COLLECTIONS_H
#define ITSG_ITS_COLLECTIONS_H

#include <itsguard/state.h>

/* NULL: not mapped. */
static inline struct itsg_collection *collections_find(const struct itsg_its *its, itsg_icid icid)
{
	struct itsg_collection *collection;

	if (icid >= its->collections.end)
		return NULL;
	collection = &its->collections.all[icid];
	return collection->mapped ? collection : NULL;
}

/* The first mapped ICID from there on, or end. Work: one look at each between them. */
static inline uint64_t collections_next(const struct itsg_its *its, uint64_t icid, uint64_t end)
{
	while (icid < end && !its->collections.all[icid].mapped)
		icid++;
	return icid;
}

/* Takes and clears the records. For init. False: the pool has none. */
ITSG_MUST_CHECK bool itsg_collections_make(struct itsg_its *its, uint32_t capacity);

/* Maps it, or moves it to another redistributor. Requires icid below the capacity. */
void itsg_collections_map(struct itsg_its *its, itsg_icid icid, itsg_rdbase rd);

/* Requires that it is mapped and that no event is. */
void itsg_collections_unmap(struct itsg_its *its, itsg_icid icid);

/* None is mapped any more: scans start from nothing. */
void itsg_collections_reset_top(struct itsg_its *its);

/* After a power loss: forgets all, within the budget. True: none is left. */
ITSG_MUST_CHECK bool itsg_collections_void(struct itsg_its *its);

/* Gives the records back. Harmless if there are none. */
void itsg_collections_return(struct itsg_its *its);

#endif
