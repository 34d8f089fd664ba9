/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Pages that are not in a region, and the owner of every page. */
#ifndef MODEL_MEMORY_H
#define MODEL_MEMORY_H

#include "model/bytes.h"
#include "model/state/model.h"

/* Forgets all pages, ranges and hostile words. Keeps the memory of this machine for later use. */
void model_memory_reset(struct model *model);
/* Gives that memory back. */
void model_memory_free(struct model *model);

/* Returns the n-th page record. Requires: n < memory.page_count. */
struct model_page *model_page_nth(const struct model *model, size_t n);
/* model_page_get for a page that was not among those found last. */
struct model_page *model_page_not_recent(struct model *model, uint64_t pa);
/* Returns the page's 4 KiB. Makes them if need be. */
uint8_t *model_page_data(struct model *model, struct model_page *page);

/* One load of a word of host memory by the hypervisor. Returns what its caches show, or one of two
 * values for a hostile word. */
uint64_t model_host_load(struct model *model, uint64_t pa);
/* Drops these lines from the hypervisor's caches.
 * From now on it sees what the host wrote past the caches. */
void model_host_flush(struct model *model, uint64_t pa, uint64_t size);

/* The place in memory.recent. Pool, frames and queues begin at round addresses: the higher bits
 * keep them apart. */
MODEL_INLINE size_t model_recent_at(uint64_t pfn)
{
	return (pfn ^ pfn >> 12) % MODEL_RECENT;
}

/* Returns the page's record. Makes it if need be. */
MODEL_INLINE struct model_page *model_page_get(struct model *model, uint64_t pa)
{
	uint64_t pfn = pa / MODEL_PAGE;
	struct model_page *page = model->memory.recent[model_recent_at(pfn)];

	return page && page->pfn == pfn ? page : model_page_not_recent(model, pa);
}

#endif
