// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The memory pool: power-of-two blocks, aligned to their size by physical address, buddies merged
 * at once, so that the cost of taking and giving is bounded by the number of orders. A byte for
 * each 256 bytes of a region says what starts there; free blocks carry their list links in
 * themselves.
 */
#include "shadow/internal.h"

#define MAP_INSIDE 0u /* no block starts here */
#define MAP_FREE   0x40u
#define MAP_USED   0x80u

struct link {
	itsg_pa next, previous;
};

static uint64_t order_bytes(unsigned int order)
{
	return (uint64_t)BLOCK_BYTES << order;
}

unsigned int itsg_pool_order(uint64_t bytes)
{
	if (bytes > order_bytes(ITSG_POOL_ORDERS - 1))
		return ITSG_POOL_ORDERS;
	return bytes <= BLOCK_BYTES ? 0 : bits_log2_up(bytes) - bits_log2_up(BLOCK_BYTES);
}

static struct itsg_pool_region *region_of(struct itsg_domain *domain, itsg_pa pa)
{
	uint32_t i;

	for (i = 0; i < domain->region_count; i++)
		if (pa - domain->regions[i].pa < domain->regions[i].size)
			return &domain->regions[i];
	return NULL;
}

static uint8_t *map_at(const struct itsg_pool_region *region, itsg_pa pa)
{
	return &region->map[(pa - region->pa) / BLOCK_BYTES];
}

static struct link *link_in(const struct itsg_pool_region *region, itsg_pa pa)
{
	return (struct link *)(void *)(region->va + (pa - region->pa));
}

/* A neighbour in a list may lie in any region; most often it is in that of the block itself. */
static struct link *link_at(struct itsg_domain *domain, const struct itsg_pool_region *near,
			    itsg_pa pa)
{
	return link_in(pa - near->pa < near->size ? near : region_of(domain, pa), pa);
}

static void push(struct itsg_domain *domain, const struct itsg_pool_region *region, itsg_pa pa,
		 unsigned int order)
{
	struct link *link = link_in(region, pa);

	link->previous = POOL_NONE;
	link->next = domain->free[order];
	if (link->next != POOL_NONE)
		link_at(domain, region, link->next)->previous = pa;
	domain->free[order] = pa;
	domain->free_orders |= 1u << order;
	*map_at(region, pa) = (uint8_t)(MAP_FREE | order);
}

static void unlink_free(struct itsg_domain *domain, const struct itsg_pool_region *region,
			itsg_pa pa, unsigned int order)
{
	struct link *link = link_in(region, pa);

	if (link->next != POOL_NONE)
		link_at(domain, region, link->next)->previous = link->previous;
	if (link->previous != POOL_NONE)
		link_at(domain, region, link->previous)->next = link->next;
	else
		domain->free[order] = link->next;
	if (domain->free[order] == POOL_NONE)
		domain->free_orders &= ~(1u << order);
	*map_at(region, pa) = MAP_INSIDE;
}

bool itsg_pool_take(struct itsg_domain *domain, unsigned int order, struct itsg_block *block)
{
	const struct itsg_pool_region *region;
	uint32_t fitting;
	unsigned int from;
	itsg_pa pa;

	if (order >= ITSG_POOL_ORDERS)
		return false;
	fitting = domain->free_orders & ~((1u << order) - 1);
	if (!fitting)
		return false;
	from = (unsigned int)__builtin_ctz(fitting);
	pa = domain->free[from];
	region = region_of(domain, pa);
	unlink_free(domain, region, pa, from);
	while (from > order) {
		from--;
		push(domain, region, pa + order_bytes(from), from);
	}
	*map_at(region, pa) = (uint8_t)(MAP_USED | order);
	domain->free_bytes -= order_bytes(order);
	*block = (struct itsg_block){link_in(region, pa), pa, order_bytes(order)};
	return true;
}

/* The buddy of a block, if it is free as a whole and in the same region. */
static bool buddy_is_free(const struct itsg_pool_region *region, itsg_pa pa, unsigned int order)
{
	itsg_pa buddy = pa ^ order_bytes(order);

	return buddy - region->pa < region->size && *map_at(region, buddy) == (MAP_FREE | order);
}

static void insert(struct itsg_domain *domain, const struct itsg_pool_region *region, itsg_pa pa,
		   unsigned int order)
{
	while (order + 1 < ITSG_POOL_ORDERS && buddy_is_free(region, pa, order)) {
		unlink_free(domain, region, pa ^ order_bytes(order), order);
		pa &= ~order_bytes(order);
		order++;
	}
	push(domain, region, pa, order);
}

bool itsg_pool_give(struct itsg_domain *domain, itsg_pa pa, unsigned int order)
{
	const struct itsg_pool_region *region = region_of(domain, pa);

	if (!region || !region->map || order >= ITSG_POOL_ORDERS || (pa & (BLOCK_BYTES - 1)) ||
	    *map_at(region, pa) != (MAP_USED | order))
		return false;
	*map_at(region, pa) = MAP_INSIDE;
	domain->free_bytes += order_bytes(order);
	insert(domain, region, pa, order);
	return true;
}

/* The region's own map takes its first bytes; the rest becomes free blocks, each as large as fits.
 */
void itsg_pool_map_region(struct itsg_domain *domain, struct itsg_pool_region *region)
{
	uint64_t map_bytes = bits_round_up(region->size / BLOCK_BYTES, BLOCK_BYTES);
	itsg_pa pa = region->pa + map_bytes, end = region->pa + region->size;
	unsigned int order;

	region->map = region->va;
	memset(region->map, MAP_INSIDE, map_bytes);
	while (pa < end) {
		order = 0;
		while (order + 1 < ITSG_POOL_ORDERS && !(pa & (order_bytes(order + 1) - 1)) &&
		       pa + order_bytes(order + 1) <= end)
			order++;
		insert(domain, region, pa, order);
		domain->free_bytes += order_bytes(order);
		pa += order_bytes(order);
	}
}
