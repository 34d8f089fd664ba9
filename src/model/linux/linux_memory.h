/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The driver's memory, and its LPIs. */
#ifndef LINUX_MEMORY_H
#define LINUX_MEMORY_H

#include "model/linux/linux.h"

#define LINUX_NOWHERE UINT64_MAX

/* Memory for an ITT. The ITT begins where the block does. */
struct linux_block {
	uint64_t pa, bytes;
	bool whole_pages;
};

/* Returns cleared pages, a power of two of them, naturally aligned.
 * LINUX_NOWHERE: there are none. */
uint64_t linux_pages_alloc(struct linux_its *its, uint64_t bytes);
void linux_pages_free(struct linux_its *its, uint64_t pa, uint64_t bytes);
/* Returns the bytes of the smallest power of two of pages that holds so many. */
uint64_t linux_pages_round(const struct linux_its *its, uint64_t bytes);
/* Returns false if there is no memory for an ITT of so many events. */
bool linux_itt_alloc(struct linux_its *its, uint32_t events, struct linux_block *block);
/* Takes count free LPIs in a row. Returns the first INTID; 0: there are none. */
uint32_t linux_lpis_alloc(struct linux_its *its, uint32_t count);
void linux_lpis_free(struct linux_its *its, uint32_t first, uint32_t count);

#endif
