/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Pool blocks, for members of a domain: taken, cleared and given back. */
#ifndef ITSG_MEMORY_BLOCK_H
#define ITSG_MEMORY_BLOCK_H

#include "shadow/memory/budget.h"
#include "shadow/memory/domain_lock.h"
#include "shadow/memory/pool.h"

/*
 * Takes a block of at least so many bytes. Its content is whatever the memory held.
 *
 * Returns: false: the pool has none; nothing was done.
 * Locks: takes the domain's lock.
 */
ITSG_MUST_CHECK static inline bool block_take(struct itsg_domain *domain, uint64_t bytes,
					      struct itsg_block *block)
{
	bool taken;

	domain_lock(domain);
	taken = itsg_pool_take(&domain->pool, pool_order(bytes), block);
	domain_unlock(domain);
	return taken;
}

/* Gives a block back. False: no such block is out; nothing was done. Takes the domain's lock. */
ITSG_MUST_CHECK static inline bool block_give(struct itsg_domain *domain, itsg_pa pa,
					      unsigned int order)
{
	bool given;

	domain_lock(domain);
	given = itsg_pool_give(&domain->pool, pa, order);
	domain_unlock(domain);
	return given;
}

/* The same, known by where it is mapped. */
ITSG_MUST_CHECK static inline bool block_give_mapped(struct itsg_domain *domain, const void *va,
						     unsigned int order)
{
	bool given;

	domain_lock(domain);
	given = itsg_pool_give_mapped(&domain->pool, va, order);
	domain_unlock(domain);
	return given;
}

/* Where pool memory is mapped; NULL: it is not the pool's. Takes the domain's lock, since the list
 * of regions may grow meanwhile. */
void *itsg_block_va(const struct itsg_domain *domain, itsg_pa pa);

/* The address of mapped pool memory; POOL_NONE: it is not the pool's. Takes the domain's lock. */
itsg_pa itsg_block_pa(const struct itsg_domain *domain, const void *va);

/* Writes zeros to the block from byte from on, as far as *left work units go. Returns the number of
 * bytes written. */
static inline uint64_t block_zero(const struct itsg_block *block, uint64_t from, uint32_t *left)
{
	uint64_t rest = block->size - from, most = (uint64_t)*left * UNIT_BYTES;
	uint64_t bytes = rest < most ? rest : most;

	memset((uint8_t *)block->va + from, 0, bytes);
	*left -= (uint32_t)((bytes + UNIT_BYTES - 1) / UNIT_BYTES);
	return bytes;
}

#endif
