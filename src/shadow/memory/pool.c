// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The memory pool: power-of-two blocks, aligned to their size by physical address, buddies merged
 * at once, so that the cost of taking and giving is bounded by the number of orders. A byte for
 * each 256 bytes of a region says what starts there; free blocks carry their list links in
 * themselves.
 */
#include "shadow/memory/pool.h"

#define MAP_INSIDE 0u /* no block starts here */
#define MAP_FREE   0x40u
#define MAP_USED   0x80u

struct link {
	itsg_pa next, previous;
};

static const struct itsg_pool_region *region_of(const struct itsg_pool *pool, itsg_pa pa)
{
	uint32_t i;

	for (i = 0; i < pool->region_count; i++)
		if (pa - pool->regions[i].pa < pool->regions[i].size)
			return &pool->regions[i];
	return NULL;
}

/* By where it is mapped. */
static const struct itsg_pool_region *region_mapped_at(const struct itsg_pool *pool, uintptr_t at)
{
	const struct itsg_pool_region *region;
	uint32_t i;

	for (i = 0; i < pool->region_count; i++) {
		region = &pool->regions[i];
		if (region->va && at - (uintptr_t)region->va < region->size)
			return region;
	}
	return NULL;
}

void *itsg_pool_va(const struct itsg_pool *pool, itsg_pa pa)
{
	const struct itsg_pool_region *region = region_of(pool, pa);

	return region ? region->va + (pa - region->pa) : NULL;
}

static itsg_pa pa_in(const struct itsg_pool_region *region, const void *va)
{
	return region->pa + ((uintptr_t)va - (uintptr_t)region->va);
}

itsg_pa itsg_pool_pa(const struct itsg_pool *pool, const void *va)
{
	const struct itsg_pool_region *region = region_mapped_at(pool, (uintptr_t)va);

	return region ? pa_in(region, va) : POOL_NONE;
}

static uint8_t *map_at(const struct itsg_pool_region *region, itsg_pa pa)
{
	return &region->map[(pa - region->pa) / POOL_BLOCK];
}

static struct link *link_in(const struct itsg_pool_region *region, itsg_pa pa)
{
	return (struct link *)(void *)(region->va + (pa - region->pa));
}

/* A neighbour in a list may lie in any region; most often it is in that of the block itself. */
static struct link *link_at(struct itsg_pool *pool, const struct itsg_pool_region *near, itsg_pa pa)
{
	return link_in(pa - near->pa < near->size ? near : region_of(pool, pa), pa);
}

static void push(struct itsg_pool *pool, const struct itsg_pool_region *region, itsg_pa pa,
		 unsigned int order)
{
	struct link *link = link_in(region, pa);

	link->previous = POOL_NONE;
	link->next = pool->free[order];
	if (link->next != POOL_NONE)
		link_at(pool, region, link->next)->previous = pa;
	pool->free[order] = pa;
	pool->free_orders |= 1u << order;
	*map_at(region, pa) = (uint8_t)(MAP_FREE | order);
}

static void unlink_free(struct itsg_pool *pool, const struct itsg_pool_region *region, itsg_pa pa,
			unsigned int order)
{
	struct link *link = link_in(region, pa);

	if (link->next != POOL_NONE)
		link_at(pool, region, link->next)->previous = link->previous;
	if (link->previous != POOL_NONE)
		link_at(pool, region, link->previous)->next = link->next;
	else
		pool->free[order] = link->next;
	if (pool->free[order] == POOL_NONE)
		pool->free_orders &= ~(1u << order);
	*map_at(region, pa) = MAP_INSIDE;
}

bool itsg_pool_take(struct itsg_pool *pool, unsigned int order, struct itsg_block *block)
{
	const struct itsg_pool_region *region;
	uint32_t fitting;
	unsigned int from;
	itsg_pa pa;

	if (order >= ITSG_POOL_ORDERS)
		return false;
	fitting = pool->free_orders & ~((1u << order) - 1);
	if (!fitting)
		return false;
	from = (unsigned int)__builtin_ctz(fitting);
	pa = pool->free[from];
	region = region_of(pool, pa);
	unlink_free(pool, region, pa, from);
	while (from > order) {
		from--;
		push(pool, region, pa + pool_order_bytes(from), from);
	}
	*map_at(region, pa) = (uint8_t)(MAP_USED | order);
	pool->free_bytes -= pool_order_bytes(order);
	*block = (struct itsg_block){link_in(region, pa), pa, pool_order_bytes(order)};
	return true;
}

/* The buddy of a block, if it is free as a whole and in the same region. */
static bool buddy_is_free(const struct itsg_pool_region *region, itsg_pa pa, unsigned int order)
{
	itsg_pa buddy = pa ^ pool_order_bytes(order);

	return buddy - region->pa < region->size && *map_at(region, buddy) == (MAP_FREE | order);
}

static void insert(struct itsg_pool *pool, const struct itsg_pool_region *region, itsg_pa pa,
		   unsigned int order)
{
	while (order + 1 < ITSG_POOL_ORDERS && buddy_is_free(region, pa, order)) {
		unlink_free(pool, region, pa ^ pool_order_bytes(order), order);
		pa &= ~pool_order_bytes(order);
		order++;
	}
	push(pool, region, pa, order);
}

static bool give(struct itsg_pool *pool, const struct itsg_pool_region *region, itsg_pa pa,
		 unsigned int order)
{
	if (!region || !region->map || order >= ITSG_POOL_ORDERS || (pa & (POOL_BLOCK - 1)) ||
	    *map_at(region, pa) != (MAP_USED | order))
		return false;
	*map_at(region, pa) = MAP_INSIDE;
	pool->free_bytes += pool_order_bytes(order);
	insert(pool, region, pa, order);
	return true;
}

bool itsg_pool_give(struct itsg_pool *pool, itsg_pa pa, unsigned int order)
{
	return give(pool, region_of(pool, pa), pa, order);
}

bool itsg_pool_give_mapped(struct itsg_pool *pool, const void *va, unsigned int order)
{
	const struct itsg_pool_region *region = region_mapped_at(pool, (uintptr_t)va);

	return region && give(pool, region, pa_in(region, va), order);
}

/* The first bytes are the region's own map. The rest becomes free blocks, each as large as fits. */
void itsg_pool_fill(struct itsg_pool *pool, struct itsg_pool_region *region)
{
	uint64_t map_bytes = bits_round_up(region->size / POOL_BLOCK, POOL_BLOCK);
	itsg_pa pa = region->pa + map_bytes, end = region->pa + region->size;
	unsigned int order;

	region->map = region->va;
	memset(region->map, MAP_INSIDE, map_bytes);
	while (pa < end) {
		order = 0;
		while (order + 1 < ITSG_POOL_ORDERS && !(pa & (pool_order_bytes(order + 1) - 1)) &&
		       pa + pool_order_bytes(order + 1) <= end)
			order++;
		insert(pool, region, pa, order);
		pool->free_bytes += pool_order_bytes(order);
		pa += pool_order_bytes(order);
	}
}

void itsg_pool_reset(struct itsg_pool *pool)
{
	unsigned int order;

	pool->free_orders = 0;
	pool->free_bytes = 0;
	for (order = 0; order < ITSG_POOL_ORDERS; order++)
		pool->free[order] = POOL_NONE;
}

bool itsg_pool_lies_below(const struct itsg_pool *pool, itsg_pa end)
{
	uint32_t i;

	for (i = 0; i < pool->region_count; i++)
		if (pool->regions[i].pa + pool->regions[i].size > end)
			return false;
	return true;
}

bool itsg_pool_is_valid(const struct itsg_pool *pool)
{
	unsigned int order;

	if (pool->region_count > ITSG_POOL_REGIONS)
		return false;
	for (order = 0; order < ITSG_POOL_ORDERS; order++)
		if (!(pool->free_orders >> order & 1) != (pool->free[order] == POOL_NONE))
			return false;
	return true;
}
