/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Numbers, lists of strings, and addresses of a device tree that is not trusted. All is pure. */
#ifndef HYPGLUE_FDT_REG_H
#define HYPGLUE_FDT_REG_H

#include "hypglue/fdt_tree.h"

#define HYPGLUE_FDT_WINDOWS 256 /* entries of a ranges property */
#define HYPGLUE_ADDRESS_MAX ((uint64_t)1 << 52)

/* What a node says of the addresses of its children. */
struct hypglue_bus {
	uint32_t address_cells, size_cells;
	bool said; /* both are there: where one is missing, readers of trees differ */
	struct hypglue_property ranges;
};

/* The number in that many bytes, 8 at most. Work: constant. */
uint64_t hypglue_number(const uint8_t *data, uint32_t bytes);

/* False if strings has bytes and does not end with a 0. Work: constant. */
bool hypglue_strings_end(struct hypglue_property strings);

/*
 * True if wanted is one of the strings. As in Linux, letters match in either case.
 *
 * Requires: hypglue_strings_end.
 * Work: linear in the strings.
 */
bool hypglue_strings_have(struct hypglue_property strings, const char *wanted);

/*
 * Fills bus from a node.
 *
 * Returns:
 *   HYPGLUE_FDT_OK: bus is filled in.
 *   HYPGLUE_FDT_CELLS: a number of cells is no single cell, or above 4.
 * Work: constant.
 */
ITSG_MUST_CHECK enum hypglue_fdt_status hypglue_bus_read(const struct hypglue_node *node,
							 struct hypglue_bus *bus);

/*
 * How many entries reg has, below the bus.
 *
 * Returns:
 *   HYPGLUE_FDT_OK: *count is their number; 0 if reg is absent or empty.
 *   HYPGLUE_FDT_CELLS: the bus does not say its cells, or they do not fit a 64-bit number.
 *   HYPGLUE_FDT_REG: reg is not a whole number of entries, or entries have no bytes.
 * Work: constant.
 */
ITSG_MUST_CHECK enum hypglue_fdt_status hypglue_reg_count(const struct hypglue_bus *bus,
							  struct hypglue_property reg,
							  uint32_t *count);

/*
 * Entry n of reg as physical addresses; of its bytes most are taken at most. An entry without bytes
 * is not translated: the caller judges it.
 *
 * Requires: n below hypglue_reg_count. bus[0] is the root's, bus[depth] the parent's of the node
 *   with the reg.
 * Returns:
 *   HYPGLUE_FDT_OK: range is the entry, and ends at 2^52 at most.
 *   HYPGLUE_FDT_REG: it is beyond 2^52 before translation.
 *   HYPGLUE_FDT_RANGES: no window of a bus holds its start. Or the first one that does, which is
 *     the one that Linux takes, does not hold the whole of it, or leads beyond 2^52.
 *   HYPGLUE_FDT_CELLS: a bus on the way does not say its cells, or they do not fit.
 *   HYPGLUE_FDT_FULL: a bus on the way has more than HYPGLUE_FDT_WINDOWS windows.
 * Work: one look at each window of each bus on the way.
 */
ITSG_MUST_CHECK enum hypglue_fdt_status hypglue_reg_read(const struct hypglue_bus *bus,
							 uint32_t depth,
							 struct hypglue_property reg, uint32_t n,
							 uint64_t most,
							 struct hypglue_range *range);

#endif
