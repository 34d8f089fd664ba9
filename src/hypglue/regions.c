// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The table: filling it, finding in it, keeping stage 2 off it. */
#include "hypglue/regions.h"
#include "validator/bits.h"

#define ITS_FRAMES	  0x20000u
#define ITS_FRAMES_41	  0x40000u
#define RD_BASE_FRAME	  0x10000u
#define RD_VIRTUAL	  0x20000u /* from RD_base */
#define RD_VIRTUAL_FRAMES 0x20000u
#define TYPER_VSGI	  39u /* and VMAPP above it */
#define PA_LIMIT_MAX	  BIT(52)
#define SIZE_MAX_BITS	  32u

enum itsg_status hypglue_regions_init(struct hypglue_regions *regions,
				      struct hypglue_region *memory, uint32_t capacity,
				      uint64_t page_size, itsg_pa pa_limit)
{
	if (!memory || !capacity)
		return ITSG_INVALID;
	if (page_size != 4096 && page_size != 16384 && page_size != 65536)
		return ITSG_INVALID;
	if (!pa_limit || pa_limit > PA_LIMIT_MAX)
		return ITSG_INVALID;
	*regions = (struct hypglue_regions){.region = memory,
					    .capacity = capacity,
					    .page_size = page_size,
					    .pa_limit = pa_limit,
					    .polls = HYPGLUE_POLLS_DEFAULT};
	return ITSG_OK;
}

uint64_t hypglue_its_frames(uint64_t typer)
{
	return bits_get(typer, TYPER_VSGI, 2) ? ITS_FRAMES_41 : ITS_FRAMES;
}

static bool is_aligned(const struct hypglue_regions *regions, const struct hypglue_region *region)
{
	return !((region->base | region->size) & (regions->page_size - 1));
}

static bool is_redistributor(const struct hypglue_region *region, uint64_t offset, uint64_t size)
{
	return region->of.rd && region->domain && region->rd_config &&
	       region->base == region->rd_config->base + offset && region->size == size;
}

static bool is_good(const struct hypglue_regions *regions, const struct hypglue_region *region)
{
	if (!is_aligned(regions, region) || !region->size || region->size >> SIZE_MAX_BITS)
		return false;
	if (region->base >= regions->pa_limit || region->size > regions->pa_limit - region->base)
		return false;
	switch (region->kind) {
	case HYPGLUE_ITS:
		return region->of.its && region->domain && region->config &&
		       region->config->base == region->base &&
		       region->size == hypglue_its_frames(region->config->caps.typer);
	case HYPGLUE_RD: return is_redistributor(region, 0, RD_BASE_FRAME);
	case HYPGLUE_RD_VIRTUAL: return is_redistributor(region, RD_VIRTUAL, RD_VIRTUAL_FRAMES);
	case HYPGLUE_BLOCKED: return true;
	}
	return false;
}

/* Index of the first region that ends behind pa; count: none. */
static uint32_t index_behind(const struct hypglue_regions *regions, itsg_pa pa)
{
	uint32_t low = 0, high = regions->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (regions->region[middle].base + regions->region[middle].size <= pa)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct hypglue_region *hypglue_regions_find(const struct hypglue_regions *regions, itsg_pa pa,
					    uint64_t size)
{
	uint32_t at = index_behind(regions, pa);

	if (at == regions->count)
		return NULL;
	if (regions->region[at].base > pa && regions->region[at].base - pa >= size)
		return NULL;
	return &regions->region[at];
}

enum itsg_status hypglue_regions_add(struct hypglue_regions *regions,
				     const struct hypglue_region *region)
{
	uint32_t at, i;

	if (!is_good(regions, region) || hypglue_regions_find(regions, region->base, region->size))
		return ITSG_INVALID;
	if (regions->count == regions->capacity)
		return ITSG_NO_MEMORY;
	at = index_behind(regions, region->base);
	for (i = regions->count; i > at; i--)
		regions->region[i] = regions->region[i - 1];
	regions->region[at] = *region;
	regions->region[at].state = HYPGLUE_OPEN;
	regions->count++;
	return ITSG_OK;
}

enum hypglue_state hypglue_region_state(const struct hypglue_region *region)
{
	return (enum hypglue_state)__atomic_load_n(&region->state, __ATOMIC_ACQUIRE);
}

bool hypglue_region_is_hosts(const struct hypglue_region *region)
{
	enum hypglue_state state = hypglue_region_state(region);

	return state == HYPGLUE_OPEN || state == HYPGLUE_GONE;
}

bool hypglue_regions_clip(const struct hypglue_regions *regions, itsg_pa pa,
			  struct hypglue_range *range)
{
	uint32_t at = index_behind(regions, pa);
	const struct hypglue_region *next = regions->region + at;
	itsg_pa floor = 0, ceiling = ~(itsg_pa)0;

	if (at > 0)
		floor = next[-1].base + next[-1].size;
	if (at < regions->count && next->base <= pa) {
		floor = next->base;
		ceiling = next->base + next->size;
	} else if (at < regions->count) {
		ceiling = next->base;
	}
	if (pa < range->start || pa >= range->end ||
	    (at < regions->count && next->base <= pa && !hypglue_region_is_hosts(next))) {
		range->end = range->start;
		return false;
	}
	range->start = range->start < floor ? floor : range->start;
	range->end = range->end > ceiling ? ceiling : range->end;
	return true;
}

uint64_t hypglue_regions_block(const struct hypglue_regions *regions, itsg_pa pa,
			       struct hypglue_range range, uint64_t smallest, unsigned int step,
			       uint64_t largest)
{
	uint64_t size, best = 0;
	itsg_pa start;

	if (!bits_is_power_of_two(smallest) || !step || step > 16 ||
	    !hypglue_regions_clip(regions, pa, &range))
		return 0;
	for (size = smallest; size <= largest; size <<= step) {
		start = pa & ~(size - 1);
		if (start < range.start || range.end - start < size)
			break;
		best = size;
		if (size > largest >> step)
			break;
	}
	return best;
}

static bool is_sorted_pair(const struct hypglue_region *region)
{
	return region[0].base + region[0].size <= region[1].base;
}

bool hypglue_regions_is_valid(const struct hypglue_regions *regions)
{
	uint32_t i;

	if (!regions->region || regions->count > regions->capacity)
		return false;
	for (i = 0; i < regions->count; i++) {
		if (!is_good(regions, &regions->region[i]) ||
		    regions->region[i].state > HYPGLUE_GONE)
			return false;
		if (i > 0 && !is_sorted_pair(&regions->region[i - 1]))
			return false;
	}
	return true;
}
