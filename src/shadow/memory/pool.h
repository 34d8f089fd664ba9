/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The pool: blocks of hypervisor memory, of a power of two bytes, from the regions that the
 * embedder has added.
 *
 * Requires, for all itsg_ functions: the caller holds the domain's lock, or nobody else uses the
 * domain.
 * Work, for all functions: bounded by ITSG_POOL_ORDERS and ITSG_POOL_REGIONS, unless they say more.
 */
#ifndef ITSG_MEMORY_POOL_H
#define ITSG_MEMORY_POOL_H

#include <itsguard/state.h>

#include "validator/bits.h"

#define POOL_NONE  (~(itsg_pa)0) /* no address */
#define POOL_BLOCK 256u		 /* bytes of the smallest block; also what an ITT is aligned to */

/* Bytes of a block of that order. */
static inline uint64_t pool_order_bytes(unsigned int order)
{
	return (uint64_t)POOL_BLOCK << order;
}

/* The order of the smallest block that holds so many bytes. ITSG_POOL_ORDERS: no block does. */
static inline unsigned int pool_order(uint64_t bytes)
{
	if (bytes > pool_order_bytes(ITSG_POOL_ORDERS - 1))
		return ITSG_POOL_ORDERS;
	return bytes <= POOL_BLOCK ? 0 : bits_log2_up(bytes) - bits_log2_up(POOL_BLOCK);
}

/* Forgets all free blocks. No block can be taken until a region is added. */
void itsg_pool_reset(struct itsg_pool *pool);

/* Makes free blocks of a region, which is in the pool's list and mapped. The first bytes of the
 * region become its map. Work: a byte written for each 256 bytes of the region. */
void itsg_pool_fill(struct itsg_pool *pool, struct itsg_pool_region *region);

/* Takes a block. False: none of that order is left; nothing was done. */
ITSG_MUST_CHECK bool itsg_pool_take(struct itsg_pool *pool, unsigned int order,
				    struct itsg_block *block);

/* Gives a block back, known by its address. False: no such block is out; nothing was done. */
ITSG_MUST_CHECK bool itsg_pool_give(struct itsg_pool *pool, itsg_pa pa, unsigned int order);

/* The same, known by where it is mapped. */
ITSG_MUST_CHECK bool itsg_pool_give_mapped(struct itsg_pool *pool, const void *va,
					   unsigned int order);

/* Where pool memory is mapped; NULL: it is not the pool's. */
void *itsg_pool_va(const struct itsg_pool *pool, itsg_pa pa);

/* The address of mapped pool memory; POOL_NONE: it is not the pool's. */
itsg_pa itsg_pool_pa(const struct itsg_pool *pool, const void *va);

/* True if all pool memory lies below end. */
bool itsg_pool_lies_below(const struct itsg_pool *pool, itsg_pa end);

/* The free lists agree with what is said of them. For tests. Work: one look at each order. */
bool itsg_pool_is_valid(const struct itsg_pool *pool);

#endif
