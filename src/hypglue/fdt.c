// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Device-tree discovery: one pass in tree order, with a stack of levels of our own. libfdt finds a
 * node's parent by walking from the start. A hostile tree would make that quadratic. Only functions
 * of fdt_ro and fdt_check are used: others need FP registers or unaligned accesses.
 */
#include <libfdt.h>

#include "hypglue/fdt.h"
#include "hypglue/quirks.h"
#include "validator/bits.h"

#define CELL	       4u
#define CELLS_MAX      4u
#define CELLS_NUMBER   2u /* what fits a 64-bit number */
#define ADDRESS_CELLS  2u /* the default */
#define SIZE_CELLS     1u
#define FRAME	       0x10000u
#define RD_FRAMES      0x20000u
#define ADDRESS_LIMIT  BIT(52)
#define PRE_ITS_CELLS  2
#define OLDEST_VERSION 16u

struct property {
	const uint8_t *data; /* NULL: absent */
	uint32_t bytes;
};

/* What a node means to its children. */
struct level {
	uint32_t address_cells, size_cells;
	struct property ranges;
	bool disabled, non_coherent, reserved;
	uint32_t gic;
};

struct walk {
	const void *fdt;
	struct hypglue_fdt *found;
	struct level levels[HYPGLUE_FDT_DEPTH];
	int node;
	uint32_t depth, blocked_tries;
};

static struct property property_of(const struct walk *walk, const char *name)
{
	int bytes = 0;
	const void *data = fdt_getprop(walk->fdt, walk->node, name, &bytes);

	if (!data || bytes < 0)
		return (struct property){NULL, 0};
	return (struct property){data, (uint32_t)bytes};
}

static bool has_string(struct property list, const char *wanted)
{
	return list.data && hypglue_string_listed((const char *)list.data, list.bytes, wanted);
}

static uint64_t read_cells(const uint8_t *data, uint32_t cells)
{
	uint64_t value = 0;
	uint32_t i;

	for (i = 0; i < cells * CELL; i++)
		value = value << 8 | data[i];
	return value;
}

/* The property's one cell, or fallback where the property is absent. */
static bool read_cell(const struct walk *walk, const char *name, uint32_t fallback, uint32_t *value)
{
	struct property property = property_of(walk, name);

	*value = fallback;
	if (!property.data)
		return true;
	if (property.bytes != CELL)
		return false;
	*value = (uint32_t)read_cells(property.data, 1);
	return true;
}

static bool is_disabled(const struct walk *walk)
{
	struct property status = property_of(walk, "status");

	return status.data && !has_string(status, "okay") && !has_string(status, "ok");
}

static bool is_named(const struct walk *walk, const char *wanted)
{
	int bytes = 0;
	const char *name = fdt_get_name(walk->fdt, walk->node, &bytes);

	return name && bytes >= 0 && hypglue_string_listed(name, (size_t)bytes + 1, wanted);
}

/* ---- addresses ---- */

/* Does this entry of ranges hold the whole of range? */
static bool entry_moves(const uint8_t *data, uint32_t from_cells, uint32_t to_cells,
			uint32_t size_cells, struct hypglue_range *range)
{
	uint64_t from = read_cells(data, from_cells);
	uint64_t to = read_cells(data + (size_t)from_cells * CELL, to_cells);
	uint64_t size = read_cells(data + (size_t)(from_cells + to_cells) * CELL, size_cells);

	if (range->start < from || range->start - from > size ||
	    range->end - range->start > size - (range->start - from))
		return false;
	if (to >= ADDRESS_LIMIT || range->end - from > ADDRESS_LIMIT - to)
		return false;
	range->end = range->end - from + to;
	range->start = range->start - from + to;
	return true;
}

/* Translates range from the children of level to those of the level above it. */
static enum hypglue_fdt_status move_up(const struct level *level, struct hypglue_range *range)
{
	uint32_t from = level->address_cells, to = level[-1].address_cells;
	uint32_t bytes = (from + to + level->size_cells) * CELL, at;

	if (!level->ranges.data)
		return HYPGLUE_FDT_RANGES;
	if (!level->ranges.bytes)
		return HYPGLUE_FDT_OK;
	if (from > CELLS_NUMBER || to > CELLS_NUMBER || level->size_cells > CELLS_NUMBER || !bytes)
		return HYPGLUE_FDT_CELLS;
	if (level->ranges.bytes % bytes)
		return HYPGLUE_FDT_RANGES;
	for (at = 0; at < level->ranges.bytes; at += bytes)
		if (entry_moves(level->ranges.data + at, from, to, level->size_cells, range))
			return HYPGLUE_FDT_OK;
	return HYPGLUE_FDT_RANGES;
}

static uint32_t reg_entry_bytes(const struct walk *walk)
{
	const struct level *above = &walk->levels[walk->depth - 1];

	return (above->address_cells + above->size_cells) * CELL;
}

/*
 * Entry n of reg as physical addresses. An empty entry is not translated; the caller judges it. So
 * only as many entries cost a walk through ranges as there is room for in found.
 */
static enum hypglue_fdt_status read_reg(const struct walk *walk, uint32_t n,
					struct hypglue_range *range)
{
	const struct level *above = &walk->levels[walk->depth - 1];
	struct property reg = property_of(walk, "reg");
	uint32_t bytes = reg_entry_bytes(walk), depth;
	enum hypglue_fdt_status status;
	const uint8_t *entry;
	uint64_t size;

	if (above->address_cells > CELLS_NUMBER || above->size_cells > CELLS_NUMBER)
		return HYPGLUE_FDT_CELLS;
	if (!reg.data || !bytes || n >= reg.bytes / bytes)
		return HYPGLUE_FDT_REG;
	entry = reg.data + (size_t)n * bytes;
	range->start = read_cells(entry, above->address_cells);
	size = read_cells(entry + (size_t)above->address_cells * CELL, above->size_cells);
	if (range->start >= ADDRESS_LIMIT || size > ADDRESS_LIMIT - range->start)
		return HYPGLUE_FDT_REG;
	range->end = range->start + size;
	if (!size)
		return HYPGLUE_FDT_OK;
	for (depth = walk->depth - 1; depth > 0; depth--) {
		status = move_up(&walk->levels[depth], range);
		if (status)
			return status;
	}
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status read_frames(const struct walk *walk, uint32_t n, uint64_t least,
					   struct hypglue_range *range)
{
	enum hypglue_fdt_status status = read_reg(walk, n, range);

	if (status)
		return status;
	if (range->end - range->start < least || (range->start & (FRAME - 1)))
		return HYPGLUE_FDT_REG;
	return HYPGLUE_FDT_OK;
}

/* ---- nodes ---- */

static enum hypglue_fdt_status read_stride(const struct walk *walk, uint64_t *stride)
{
	struct property property = property_of(walk, "redistributor-stride");

	*stride = 0;
	if (!property.data)
		return HYPGLUE_FDT_OK;
	if (property.bytes != CELL && property.bytes != 2 * CELL)
		return HYPGLUE_FDT_PROPERTY;
	*stride = read_cells(property.data, property.bytes / CELL);
	if (*stride && (*stride < RD_FRAMES || *stride & (FRAME - 1)))
		return HYPGLUE_FDT_PROPERTY;
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status add_gic(struct walk *walk, struct level *level)
{
	struct hypglue_fdt *found = walk->found;
	struct hypglue_fdt_gic *gic = &found->gics[found->gic_count];
	enum hypglue_fdt_status status;
	uint32_t i;

	if (found->gic_count == HYPGLUE_FDT_GICS)
		return HYPGLUE_FDT_FULL;
	*gic = (struct hypglue_fdt_gic){.first_rd = found->rd_count,
					.non_coherent = level->non_coherent};
	if (!read_cell(walk, "#redistributor-regions", 1, &gic->rd_count) || !gic->rd_count)
		return HYPGLUE_FDT_PROPERTY;
	if (gic->rd_count > HYPGLUE_FDT_RDS - found->rd_count)
		return HYPGLUE_FDT_FULL;
	status = read_stride(walk, &gic->stride);
	if (!status)
		status = read_frames(walk, 0, FRAME, &gic->distributor);
	for (i = 0; i < gic->rd_count && !status; i++)
		status = read_frames(walk, 1 + i, RD_FRAMES, &found->rds[found->rd_count + i]);
	if (status)
		return status;
	found->rd_count += gic->rd_count;
	level->gic = found->gic_count++;
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status add_its(struct walk *walk, const struct level *level)
{
	struct property window = property_of(walk, "socionext,synquacer-pre-its");
	struct hypglue_fdt *found = walk->found;
	struct hypglue_fdt_its *its = &found->itss[found->its_count];
	enum hypglue_fdt_status status;

	if (found->its_count == HYPGLUE_FDT_ITSS)
		return HYPGLUE_FDT_FULL;
	*its = (struct hypglue_fdt_its){.gic = level->gic, .non_coherent = level->non_coherent};
	if (window.data && window.bytes != PRE_ITS_CELLS * CELL)
		return HYPGLUE_FDT_PROPERTY;
	if (window.data) {
		its->pre_its_base = read_cells(window.data, 1);
		its->pre_its = read_cells(window.data + CELL, 1);
		if (!its->pre_its)
			return HYPGLUE_FDT_PROPERTY; /* there is one, and nobody knows where */
	}
	status = read_frames(walk, 0, 1, &its->frames);
	if (!status)
		found->its_count++;
	return status;
}

/*
 * A disabled ITS is there for the host all the same. One whose address cannot be translated cannot
 * be blocked either.
 */
static enum hypglue_fdt_status add_blocked(struct walk *walk)
{
	struct hypglue_fdt *found = walk->found;
	struct hypglue_range range;

	if (walk->blocked_tries++ == HYPGLUE_FDT_BLOCKED)
		return HYPGLUE_FDT_FULL;
	if (read_frames(walk, 0, 1, &range))
		return HYPGLUE_FDT_OK;
	found->blocked[found->blocked_count++] = range;
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status add_memory(struct walk *walk, struct hypglue_range range)
{
	struct hypglue_fdt *found = walk->found;

	if (found->memory_count == HYPGLUE_FDT_MEMORY)
		return HYPGLUE_FDT_FULL;
	found->memory[found->memory_count++] = range;
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status add_reserved(struct walk *walk, struct hypglue_range range)
{
	struct hypglue_fdt *found = walk->found;
	struct property no_map = {NULL, 0};

	if (found->reserved_count == HYPGLUE_FDT_RESERVED)
		return HYPGLUE_FDT_FULL;
	if (walk->depth)
		no_map = property_of(walk, "no-map");
	found->reserved[found->reserved_count++] =
		(struct hypglue_fdt_reserved){.range = range, .no_map = no_map.data != NULL};
	return HYPGLUE_FDT_OK;
}

/* Calls add for every entry of reg that is not empty. */
static enum hypglue_fdt_status add_all(struct walk *walk,
				       enum hypglue_fdt_status (*add)(struct walk *walk,
								      struct hypglue_range range))
{
	struct property reg = property_of(walk, "reg");
	uint32_t bytes = reg_entry_bytes(walk), n;
	enum hypglue_fdt_status status;
	struct hypglue_range range;

	if (!reg.data)
		return HYPGLUE_FDT_OK;
	if (!bytes || reg.bytes % bytes)
		return HYPGLUE_FDT_REG;
	for (n = 0; n < reg.bytes / bytes; n++) {
		status = read_reg(walk, n, &range);
		if (!status && range.start != range.end)
			status = add(walk, range);
		if (status)
			return status;
	}
	return HYPGLUE_FDT_OK;
}

/* ---- the walk ---- */

static enum hypglue_fdt_status begin_level(struct walk *walk, struct level *level)
{
	const struct level *above = walk->depth ? level - 1 : NULL;

	*level = (struct level){.gic = above ? above->gic : HYPGLUE_FDT_NO_GIC};
	if (!read_cell(walk, "#address-cells", ADDRESS_CELLS, &level->address_cells) ||
	    !read_cell(walk, "#size-cells", SIZE_CELLS, &level->size_cells))
		return HYPGLUE_FDT_CELLS;
	if (level->address_cells > CELLS_MAX || level->size_cells > CELLS_MAX)
		return HYPGLUE_FDT_CELLS;
	level->ranges = property_of(walk, "ranges");
	level->disabled = is_disabled(walk) || (above && above->disabled);
	level->non_coherent =
		property_of(walk, "dma-noncoherent").data || (above && above->non_coherent);
	level->reserved = walk->depth == 1 && is_named(walk, "reserved-memory");
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status visit(struct walk *walk)
{
	struct level *level = &walk->levels[walk->depth];
	enum hypglue_fdt_status status = begin_level(walk, level);
	struct property compatible = property_of(walk, "compatible");

	if (status)
		return status;
	if (!walk->depth) {
		walk->found->machines =
			compatible.data ? hypglue_quirks_machines((const char *)compatible.data,
								  compatible.bytes)
					: 0;
		return HYPGLUE_FDT_OK;
	}
	if (has_string(compatible, "arm,gic-v3-its"))
		return level->disabled ? add_blocked(walk) : add_its(walk, level);
	if (level->disabled)
		return HYPGLUE_FDT_OK;
	if (has_string(compatible, "arm,gic-v3"))
		return add_gic(walk, level);
	if (walk->depth == 1 && has_string(property_of(walk, "device_type"), "memory"))
		return add_all(walk, add_memory);
	if (level[-1].reserved)
		return add_all(walk, add_reserved);
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status visit_all(struct walk *walk)
{
	enum hypglue_fdt_status status;
	int depth = 0;

	for (walk->node = 0; walk->node >= 0 && depth >= 0;
	     walk->node = fdt_next_node(walk->fdt, walk->node, &depth)) {
		if (depth >= HYPGLUE_FDT_DEPTH)
			return HYPGLUE_FDT_TOO_DEEP;
		walk->depth = (uint32_t)depth;
		status = visit(walk);
		if (status)
			return status;
	}
	return walk->node == -FDT_ERR_NOTFOUND || depth < 0 ? HYPGLUE_FDT_OK : HYPGLUE_FDT_BAD_TREE;
}

static enum hypglue_fdt_status add_memreserve(struct walk *walk)
{
	int count = fdt_num_mem_rsv(walk->fdt), i;
	enum hypglue_fdt_status status;
	uint64_t start = 0, size = 0; /* libfdt writes them unseen by MSan */

	walk->depth = 0;
	for (i = 0; i < count; i++) {
		if (fdt_get_mem_rsv(walk->fdt, i, &start, &size))
			return HYPGLUE_FDT_BAD_TREE;
		if (start >= ADDRESS_LIMIT || size > ADDRESS_LIMIT - start)
			return HYPGLUE_FDT_REG;
		if (!size)
			continue;
		status = add_reserved(walk, (struct hypglue_range){start, start + size});
		if (status)
			return status;
	}
	return count < 0 ? HYPGLUE_FDT_BAD_TREE : HYPGLUE_FDT_OK;
}

static bool is_in_memory(const struct hypglue_fdt *found, struct hypglue_range range)
{
	uint32_t i;

	for (i = 0; i < found->memory_count; i++)
		if (range.start < found->memory[i].end && found->memory[i].start < range.end)
			return true;
	return false;
}

static bool overlaps(const struct hypglue_fdt *found)
{
	uint32_t i;

	for (i = 0; i < found->gic_count; i++)
		if (is_in_memory(found, found->gics[i].distributor))
			return true;
	for (i = 0; i < found->rd_count; i++)
		if (is_in_memory(found, found->rds[i]))
			return true;
	for (i = 0; i < found->its_count; i++)
		if (is_in_memory(found, found->itss[i].frames))
			return true;
	return false;
}

static bool is_a_tree(const void *fdt, size_t size)
{
	if (size < sizeof(struct fdt_header) || (uintptr_t)fdt % 8 || fdt_check_header(fdt))
		return false;
	/*
	 * fdt_check_full of libfdt 1.6 dereferences NULL for an older format whose root has no
	 * name.
	 */
	if (fdt_totalsize(fdt) > size || fdt_version(fdt) < OLDEST_VERSION)
		return false;
#ifndef HYPGLUE_NO_FDT_CHECK_FULL
	if (fdt_check_full(fdt, size))
		return false;
#endif
	return true;
}

enum hypglue_fdt_status hypglue_fdt_discover(const void *fdt, size_t size,
					     struct hypglue_fdt *found)
{
	struct walk walk = {.fdt = fdt, .found = found};
	enum hypglue_fdt_status status;

	memset(found, 0, sizeof(*found));
	if (!is_a_tree(fdt, size))
		return HYPGLUE_FDT_BAD_TREE;
	status = visit_all(&walk);
	if (!status)
		status = add_memreserve(&walk);
	if (!status && overlaps(found))
		status = HYPGLUE_FDT_OVERLAP;
	return status;
}

const char *hypglue_fdt_status_text(enum hypglue_fdt_status status)
{
	switch (status) {
	case HYPGLUE_FDT_OK: return "no error";
	case HYPGLUE_FDT_BAD_TREE: return "not a flattened device tree, or cut off";
	case HYPGLUE_FDT_TOO_DEEP: return "nodes nested too deeply";
	case HYPGLUE_FDT_FULL: return "more nodes of one kind than there is room for";
	case HYPGLUE_FDT_CELLS: return "#address-cells or #size-cells cannot be used";
	case HYPGLUE_FDT_REG: return "a reg property cannot be used";
	case HYPGLUE_FDT_RANGES: return "an address cannot be translated";
	case HYPGLUE_FDT_PROPERTY: return "a malformed property";
	case HYPGLUE_FDT_OVERLAP: return "an interrupt controller lies in memory";
	}
	return "unknown";
}
