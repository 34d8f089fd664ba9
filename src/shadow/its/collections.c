// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Collections, by direct index. */
#include "shadow/its/blocks.h"
#include "shadow/its/collections.h"
#include "shadow/its/work.h"

bool itsg_collections_make(struct itsg_its *its, uint32_t capacity)
{
	struct itsg_collections *collections = &its->collections;

	collections->end = capacity;
	if (!itsg_blocks_acquire_cleared(its, capacity * sizeof(struct itsg_collection),
					 ITSG_FOR_STATE, &collections->block))
		return false;
	collections->all = collections->block.va;
	return true;
}

void itsg_collections_map(struct itsg_its *its, itsg_icid icid, itsg_rdbase rd)
{
	struct itsg_collections *collections = &its->collections;
	struct itsg_collection *collection = &collections->all[icid];

	if (!collection->mapped)
		collections->count++;
	collection->mapped = true;
	collection->rd = rd;
	if (collections->top <= icid)
		collections->top = icid + 1;
}

void itsg_collections_unmap(struct itsg_its *its, itsg_icid icid)
{
	its->collections.all[icid] = (struct itsg_collection){0};
	its->collections.count--;
}

void itsg_collections_reset_top(struct itsg_its *its)
{
	its->collections.top = 0;
}

bool itsg_collections_void(struct itsg_its *its)
{
	const uint32_t in_unit = UNIT_BYTES / sizeof(struct itsg_collection);
	struct itsg_collections *collections = &its->collections;
	uint32_t count;

	while (collections->top) {
		if (!work_spend(its))
			return false;
		count = collections->top < in_unit ? collections->top : in_unit;
		collections->top -= count;
		memset(&collections->all[collections->top], 0,
		       count * sizeof(struct itsg_collection));
	}
	collections->count = 0;
	return true;
}

void itsg_collections_return(struct itsg_its *its)
{
	itsg_blocks_release(its, &its->collections.block, ITSG_FOR_STATE);
	its->collections = (struct itsg_collections){0};
}
