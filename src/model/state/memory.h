/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Memory outside of regions, and who owns which page. Data only. */
#ifndef MODEL_STATE_MEMORY_H
#define MODEL_STATE_MEMORY_H

#include "model/config.h"
#include "model/hash.h"

#define MODEL_RECENT 256u /* a power of two */

struct model_page {
	uint64_t pfn;
	enum model_owner owner;
	enum model_owner home; /* whose it is when the library holds nothing */
	uint32_t pins;
	bool shared, home_shared;
	uint32_t shares;    /* made by the library and not undone yet */
	unsigned int queue; /* the number of the ITS whose queue pins it, plus 1; 0: none */
	bool mmio;
	bool lent;	/* the host gave it to the hypervisor by itself */
	bool mapped;	/* since the library had it donated */
	bool unclean;	/* when it was unmapped, something was in caches only */
	bool hostile;	/* has words on the list of hostile words */
	uint8_t *data;	/* NULL: all zeros */
	uint8_t *stale; /* what the hypervisor's cache holds of it; NULL: the same as data */
};

struct model_range {
	uint64_t pa, size;
	enum model_owner owner;
};

/* A word that reads as the one value and the other by turns. */
struct model_hostile {
	uint64_t pa, value[2];
	unsigned int turn;
};

struct model_memory {
	struct model_map map;			 /* page number to index */
	struct model_page *recent[MODEL_RECENT]; /* found last, by page number; or NULL */
	struct model_page **chunks;
	size_t page_count, chunk_count;
	uint8_t **buffers; /* 4 KiB each; kept over resets */
	size_t buffer_count, buffer_used;
	struct model_range *ranges; /* where two overlap, the later one counts */
	size_t range_count, range_room;
	struct model_hostile *hostile;
	size_t hostile_count, hostile_room;
	uint64_t pinned; /* pins of all pages */
};

#endif
