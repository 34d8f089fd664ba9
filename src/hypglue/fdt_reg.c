// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "hypglue/fdt_reg.h"
#include "validator/bits.h"

#define CELL	      4u
#define CELLS_MAX     4u
#define CELLS_NUMBER  2u /* what fits a 64-bit number */
#define ADDRESS_CELLS 2u /* the default */
#define SIZE_CELLS    1u

uint64_t hypglue_number(const uint8_t *data, uint32_t bytes)
{
	uint64_t value = 0;
	uint32_t i;

	for (i = 0; i < bytes; i++)
		value = value << 8 | data[i];
	return value;
}

bool hypglue_strings_end(struct hypglue_property strings)
{
	return !strings.bytes || !strings.data[strings.bytes - 1];
}

static uint32_t lower(char letter)
{
	uint32_t code = (uint8_t)letter;

	return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
}

static bool is_alike(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

bool hypglue_strings_have(struct hypglue_property strings, const char *wanted)
{
	const char *list = (const char *)strings.data;
	uint32_t start = 0, i;

	for (i = 0; i < strings.bytes; i++) {
		if (list[i])
			continue;
		if (is_alike(list + start, wanted))
			return true;
		start = i + 1;
	}
	return false;
}

/* The property's one cell, or fallback where the property is absent. */
static bool read_cell(struct hypglue_property property, uint32_t fallback, uint32_t *value)
{
	*value = fallback;
	if (!property.data)
		return true;
	if (property.bytes != CELL)
		return false;
	*value = (uint32_t)hypglue_number(property.data, CELL);
	return *value <= CELLS_MAX;
}

enum hypglue_fdt_status hypglue_bus_read(const struct hypglue_node *node, struct hypglue_bus *bus)
{
	const struct hypglue_property *property = node->property;

	bus->ranges = property[HYPGLUE_RANGES];
	bus->said = property[HYPGLUE_ADDRESS_CELLS].data && property[HYPGLUE_SIZE_CELLS].data;
	if (!read_cell(property[HYPGLUE_ADDRESS_CELLS], ADDRESS_CELLS, &bus->address_cells) ||
	    !read_cell(property[HYPGLUE_SIZE_CELLS], SIZE_CELLS, &bus->size_cells))
		return HYPGLUE_FDT_CELLS;
	return HYPGLUE_FDT_OK;
}

static bool has_numbers(const struct hypglue_bus *bus)
{
	return bus->said && bus->address_cells <= CELLS_NUMBER && bus->size_cells <= CELLS_NUMBER;
}

enum hypglue_fdt_status hypglue_reg_count(const struct hypglue_bus *bus,
					  struct hypglue_property reg, uint32_t *count)
{
	uint32_t bytes = (bus->address_cells + bus->size_cells) * CELL;

	*count = 0;
	if (!reg.data)
		return HYPGLUE_FDT_OK;
	if (!has_numbers(bus))
		return HYPGLUE_FDT_CELLS;
	if (!bytes || reg.bytes % bytes)
		return HYPGLUE_FDT_REG;
	*count = reg.bytes / bytes;
	return HYPGLUE_FDT_OK;
}

/*
 * Does this window hold the start of range? Linux takes the first one that does, so it must do for
 * the whole of range. *moved says whether it did: then range is where it leads.
 */
static bool window_holds(const uint8_t *data, const struct hypglue_bus *from, uint32_t to_cells,
			 struct hypglue_range *range, bool *moved)
{
	uint32_t from_bytes = from->address_cells * CELL, to_bytes = to_cells * CELL;
	uint64_t start = hypglue_number(data, from_bytes);
	uint64_t to = hypglue_number(data + from_bytes, to_bytes);
	uint64_t size = hypglue_number(data + from_bytes + to_bytes, from->size_cells * CELL);

	*moved = false;
	if (range->start < start || range->start - start >= size)
		return false;
	if (range->end - range->start > size - (range->start - start))
		return true;
	if (to >= HYPGLUE_ADDRESS_MAX || range->end - start > HYPGLUE_ADDRESS_MAX - to)
		return true;
	*moved = true;
	range->end = range->end - start + to;
	range->start = range->start - start + to;
	return true;
}

/* Translates range from the children of bus to its siblings. */
static enum hypglue_fdt_status move_up(const struct hypglue_bus *bus, struct hypglue_range *range)
{
	uint32_t to = bus[-1].address_cells;
	uint32_t bytes = (bus->address_cells + to + bus->size_cells) * CELL, at;
	bool moved;

	if (!bus->ranges.data)
		return HYPGLUE_FDT_RANGES;
	if (!has_numbers(bus) || !has_numbers(bus - 1))
		return HYPGLUE_FDT_CELLS;
	if (!bus->ranges.bytes)
		return HYPGLUE_FDT_OK;
	if (!bytes || bus->ranges.bytes % bytes)
		return HYPGLUE_FDT_RANGES;
	if (bus->ranges.bytes / bytes > HYPGLUE_FDT_WINDOWS)
		return HYPGLUE_FDT_FULL;
	for (at = 0; at < bus->ranges.bytes; at += bytes)
		if (window_holds(bus->ranges.data + at, bus, to, range, &moved))
			return moved ? HYPGLUE_FDT_OK : HYPGLUE_FDT_RANGES;
	return HYPGLUE_FDT_RANGES;
}

enum hypglue_fdt_status hypglue_reg_read(const struct hypglue_bus *bus, uint32_t depth,
					 struct hypglue_property reg, uint32_t n, uint64_t most,
					 struct hypglue_range *range)
{
	uint32_t address_bytes = bus[depth].address_cells * CELL;
	uint32_t size_bytes = bus[depth].size_cells * CELL;
	const uint8_t *entry = reg.data + (size_t)n * (address_bytes + size_bytes);
	uint64_t size = hypglue_number(entry + address_bytes, size_bytes);
	enum hypglue_fdt_status status = HYPGLUE_FDT_OK;

	range->start = hypglue_number(entry, address_bytes);
	if (range->start >= HYPGLUE_ADDRESS_MAX || size > HYPGLUE_ADDRESS_MAX - range->start)
		return HYPGLUE_FDT_REG;
	range->end = range->start + (size < most ? size : most);
	for (; size && depth > 0 && !status; depth--)
		status = move_up(&bus[depth], range);
	return status;
}
