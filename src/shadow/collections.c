// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Collections, by direct index. */
#include "shadow/internal.h"

void itsg_collection_map(struct itsg_its *its, itsg_icid icid, itsg_rdbase rd)
{
	struct itsg_collection *collection = &its->collections[icid];

	if (!collection->mapped)
		its->collection_count++;
	collection->mapped = true;
	collection->rd = rd;
	if (its->collection_top <= icid)
		its->collection_top = icid + 1;
}

void itsg_collection_unmap(struct itsg_its *its, itsg_icid icid)
{
	its->collections[icid] = (struct itsg_collection){0};
	its->collection_count--;
}
