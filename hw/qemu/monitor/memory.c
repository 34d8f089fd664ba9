// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* RAM, the monitor's share of it, and what the host learns of it. */
#include <libfdt.h>

#include "discover.h"
#include "monitor.h"

#define RANGES_MAX 8

static struct range ranges[RANGES_MAX];
static unsigned int range_count;
static uint64_t heap_next = MONITOR_HEAP;

static uint64_t cell64(const fdt32_t *cells)
{
	return (uint64_t)fdt32_to_cpu(cells[0]) << 32 | fdt32_to_cpu(cells[1]);
}

/* Whole pages: the rest of a range cannot change hands. */
static void add_range(struct hypglue_range memory)
{
	uint64_t base = (memory.start + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);
	uint64_t end = memory.end & ~(uint64_t)(PAGE_SIZE - 1);

	if (base >= end)
		return;
	if (range_count == RANGES_MAX || end > ADDRESS_LIMIT)
		panic("the device tree's memory is too much", base, end - base);
	ranges[range_count++] = (struct range){base, end - base};
}

void memory_init(void)
{
	const struct hypglue_fdt *found = discover_found();

	for (uint32_t i = 0; i < found->memory_count; i++)
		add_range(found->memory[i]);
	if (!memory_is_ram(MONITOR_BASE, MONITOR_SIZE))
		panic("the monitor's memory is not RAM", MONITOR_BASE, MONITOR_SIZE);
}

bool memory_range(unsigned int index, struct range *range)
{
	if (index >= range_count)
		return false;
	*range = ranges[index];
	return true;
}

bool memory_is_ram(uint64_t pa, uint64_t size)
{
	for (unsigned int i = 0; i < range_count; i++) {
		if (pa >= ranges[i].base && size <= ranges[i].size &&
		    pa - ranges[i].base <= ranges[i].size - size)
			return true;
	}
	return false;
}

/* The firmware keeps it: nobody may map it, or it is in use from before the host. */
static bool is_kept(const struct hypglue_fdt_reserved *reserved)
{
	return reserved->no_map || reserved->header;
}

bool memory_may_be_given(uint64_t pa, uint64_t size)
{
	const struct hypglue_fdt *found = discover_found();
	const struct hypglue_range *range;

	for (uint32_t i = 0; i < found->reserved_count; i++) {
		range = &found->reserved[i].range;
		if (is_kept(&found->reserved[i]) && range->start < pa + size && pa < range->end)
			return false;
	}
	return memory_is_ram(pa, size);
}

/* The memory node loses the monitor's part, so that the host never asks for it. */
static void shrink(void *dtb, int node)
{
	int bytes = 0;
	const fdt32_t *reg = fdt_getprop(dtb, node, "reg", &bytes);
	fdt64_t changed[2];

	if (!reg || bytes < 16 || cell64(reg) != MONITOR_BASE)
		return;
	changed[0] = cpu_to_fdt64(MONITOR_END);
	changed[1] = cpu_to_fdt64(cell64(reg + 2) - MONITOR_SIZE);
	if (fdt_setprop_inplace_namelen_partial(dtb, node, "reg", 3, 0, changed, sizeof(changed)))
		panic("the memory node cannot be changed", 0, 0);
}

void memory_hide_monitor(void *dtb)
{
	int node = -1;

	if (fdt_address_cells(dtb, 0) != 2 || fdt_size_cells(dtb, 0) != 2)
		panic("the device tree's cells are not two", 0, 0);
	for (;;) {
		node = fdt_node_offset_by_prop_value(dtb, node, "device_type", "memory", 7);
		if (node < 0)
			return;
		shrink(dtb, node);
	}
}

void *heap_take(uint64_t bytes, uint64_t align)
{
	uint64_t start = (heap_next + align - 1) & ~(align - 1);

	if (bytes > CANARY_HIGH - start)
		panic("the monitor's memory is used up", start, bytes);
	heap_next = start + bytes;
	return __builtin_memset((void *)start, 0, bytes);
}

uint64_t heap_left(void)
{
	return CANARY_HIGH - heap_next;
}
