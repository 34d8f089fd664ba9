// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Device-tree discovery: one pass in tree order, with a stack of levels of our own. Policy: what
 * could be a frame with DMA pointers is found, enabled or not, or the whole search fails.
 */
#include "hypglue/fdt_reg.h"
#include "hypglue/quirks.h"
#include "validator/bits.h"

#define CELL	      4u
#define FRAME	      0x10000u
#define ITS_FRAMES    0x20000u
#define ITS_MOST      0x40000u
#define RD_FRAMES     0x20000u
#define SIZE_LIMIT    BIT(32) /* of a region: hypglue_regions_add takes no more */
#define ALL	      (~(uint64_t)0)
#define PRE_ITS_CELLS 2

#define CPU_AFFINITY 0xff00ffffffull
#define CPU_AFF3     32u

/* What a node means to its children, besides its bus. */
struct level {
	bool disabled, non_coherent, reserved, cpus;
	bool below_dead; /* a GIC that is disabled, there or above */
	uint32_t gic;
};

struct walk {
	struct hypglue_fdt *found;
	struct hypglue_tree tree;
	struct hypglue_node node;
	struct hypglue_bus buses[HYPGLUE_FDT_DEPTH];
	struct level levels[HYPGLUE_FDT_DEPTH];
};

static struct hypglue_property property_of(const struct walk *walk, enum hypglue_property_name name)
{
	return walk->node.property[name];
}

static struct level *level_of(struct walk *walk)
{
	return &walk->levels[walk->node.depth];
}

static bool is_text(const char *text, const char *wanted)
{
	while (*wanted && *text == *wanted) {
		text++;
		wanted++;
	}
	return *text == *wanted;
}

/* As Linux sees it: the first string counts. */
static bool is_disabled(struct hypglue_property status)
{
	const char *text = (const char *)status.data;

	if (!text)
		return false;
	return !status.bytes || (!is_text(text, "okay") && !is_text(text, "ok"));
}

/* Is text the wanted one, or does it go on with this letter? */
static bool is_text_or(const char *text, const char *wanted, char letter)
{
	while (*wanted && *text == *wanted) {
		text++;
		wanted++;
	}
	return !*wanted && (!*text || *text == letter);
}

/* A unit address may follow. */
static bool is_named(const struct walk *walk, const char *wanted)
{
	return is_text_or(walk->node.name, wanted, '@');
}

/* Linux passes such a CPU over, and takes any other one. What is above it does not matter. */
static bool is_failed(struct hypglue_property status)
{
	return status.bytes && is_text_or((const char *)status.data, "fail", '-');
}

/* ---- addresses ---- */

static enum hypglue_fdt_status reg_count(const struct walk *walk, uint32_t *count)
{
	return hypglue_reg_count(&walk->buses[walk->node.depth - 1], property_of(walk, HYPGLUE_REG),
				 count);
}

/* Entry n, which is there. */
static enum hypglue_fdt_status read_reg(const struct walk *walk, uint32_t n, uint64_t most,
					struct hypglue_range *range)
{
	return hypglue_reg_read(walk->buses, walk->node.depth - 1, property_of(walk, HYPGLUE_REG),
				n, most, range);
}

/* Entry n, which must be there: it begins on a frame and has at least and at most so many bytes. */
static enum hypglue_fdt_status read_frames(const struct walk *walk, uint32_t n, uint64_t least,
					   uint64_t most, struct hypglue_range *range)
{
	uint32_t count;
	enum hypglue_fdt_status status = reg_count(walk, &count);

	if (!status && n >= count)
		status = HYPGLUE_FDT_REG;
	if (!status)
		status = read_reg(walk, n, most, range);
	if (status)
		return status;
	if (range->end - range->start < least || (range->start & (FRAME - 1)))
		return HYPGLUE_FDT_REG;
	return HYPGLUE_FDT_OK;
}

/* The frames that a range has a byte of. As 2^52 is the end of a frame, it stays the limit. */
static void round_out(struct hypglue_range *range)
{
	range->start &= ~(uint64_t)(FRAME - 1);
	range->end = bits_round_up(range->end, FRAME);
}

/* ---- nodes ---- */

static enum hypglue_fdt_status add_blocked(struct walk *walk, struct hypglue_range range,
					   enum hypglue_fdt_blocked_kind kind)
{
	struct hypglue_fdt *found = walk->found;

	if (found->blocked_count == HYPGLUE_FDT_BLOCKED)
		return HYPGLUE_FDT_FULL;
	round_out(&range);
	if (range.end - range.start >= SIZE_LIMIT)
		return HYPGLUE_FDT_REG;
	found->blocked[found->blocked_count++] = (struct hypglue_fdt_blocked){range, kind};
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status read_stride(const struct walk *walk, uint64_t *stride)
{
	struct hypglue_property property = property_of(walk, HYPGLUE_RD_STRIDE);

	*stride = 0;
	if (!property.data || property.bytes == CELL)
		return HYPGLUE_FDT_OK;
	if (property.bytes != 2 * CELL)
		return HYPGLUE_FDT_PROPERTY;
	*stride = hypglue_number(property.data, property.bytes);
	if (*stride && (*stride < RD_FRAMES || *stride & (FRAME - 1) || *stride >= SIZE_LIMIT))
		return HYPGLUE_FDT_PROPERTY;
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status read_region_count(const struct walk *walk, uint32_t *count)
{
	struct hypglue_property property = property_of(walk, HYPGLUE_RD_REGIONS);

	*count = 1;
	if (property.data && property.bytes != CELL)
		return HYPGLUE_FDT_PROPERTY;
	if (property.data)
		*count = (uint32_t)hypglue_number(property.data, CELL);
	if (!*count)
		return HYPGLUE_FDT_PROPERTY;
	return *count > HYPGLUE_FDT_RDS ? HYPGLUE_FDT_FULL : HYPGLUE_FDT_OK;
}

/* The regions that the GIC counts. They are blocked as they are if nobody may look into them. */
static enum hypglue_fdt_status add_regions(struct walk *walk, uint32_t count)
{
	struct hypglue_fdt *found = walk->found;
	enum hypglue_fdt_status status;
	struct hypglue_range range;
	uint32_t i;

	for (i = 0; i < count; i++) {
		status = read_frames(walk, 1 + i, RD_FRAMES, ALL, &range);
		if (status)
			return status;
		if (level_of(walk)->disabled) {
			status = add_blocked(walk, range, HYPGLUE_FDT_BLOCKED_REGION);
			if (status)
				return status;
			continue;
		}
		round_out(&range);
		if (range.end - range.start >= SIZE_LIMIT)
			return HYPGLUE_FDT_REG;
		if (found->rd_count == HYPGLUE_FDT_RDS)
			return HYPGLUE_FDT_FULL;
		found->rds[found->rd_count++] = range;
	}
	return HYPGLUE_FDT_OK;
}

/* Entries behind the regions: large enough for a redistributor, or of no interest. */
static enum hypglue_fdt_status add_extras(struct walk *walk, uint32_t first)
{
	enum hypglue_fdt_blocked_kind kind =
		level_of(walk)->disabled ? HYPGLUE_FDT_BLOCKED_REGION : HYPGLUE_FDT_BLOCKED_MAYBE;
	struct hypglue_range range;
	uint32_t count, n;
	enum hypglue_fdt_status status = reg_count(walk, &count);

	for (n = first; n < count && !status; n++) {
		status = read_reg(walk, n, ALL, &range);
		if (!status && range.end - range.start >= RD_FRAMES)
			status = add_blocked(walk, range, kind);
	}
	return status;
}

static enum hypglue_fdt_status add_gic(struct walk *walk)
{
	struct hypglue_fdt *found = walk->found;
	struct level *level = level_of(walk);
	struct hypglue_fdt_gic gic = {.first_rd = found->rd_count,
				      .non_coherent = level->non_coherent};
	enum hypglue_fdt_status status = read_region_count(walk, &gic.rd_count);

	if (!status)
		status = read_stride(walk, &gic.stride);
	if (!status)
		status = read_frames(walk, 0, FRAME, ALL, &gic.distributor);
	if (!status)
		status = add_regions(walk, gic.rd_count);
	if (!status)
		status = add_extras(walk, 1 + gic.rd_count);
	level->below_dead = level->below_dead || level->disabled;
	if (status || level->disabled)
		return status;
	if (found->gic_count == HYPGLUE_FDT_GICS)
		return HYPGLUE_FDT_FULL;
	level->gic = found->gic_count;
	found->gics[found->gic_count++] = gic;
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status add_disabled_its(struct walk *walk, uint64_t start)
{
	struct hypglue_range range = {start, HYPGLUE_ADDRESS_MAX};

	if (range.end - start > ITS_MOST)
		range.end = start + ITS_MOST;
	return add_blocked(walk, range,
			   level_of(walk)->below_dead ? HYPGLUE_FDT_BLOCKED_SILENT_ITS
						      : HYPGLUE_FDT_BLOCKED_ITS);
}

/* One of no bytes says that there is a window, and nobody knows where. */
static enum hypglue_fdt_status read_window(const struct walk *walk, struct hypglue_fdt_its *its)
{
	struct hypglue_property window = property_of(walk, HYPGLUE_PRE_ITS);

	if (!window.data)
		return HYPGLUE_FDT_OK;
	if (window.bytes != PRE_ITS_CELLS * CELL)
		return HYPGLUE_FDT_PROPERTY;
	its->pre_its_base = hypglue_number(window.data, CELL);
	its->pre_its = hypglue_number(window.data + CELL, CELL);
	return its->pre_its ? HYPGLUE_FDT_OK : HYPGLUE_FDT_PROPERTY;
}

static enum hypglue_fdt_status add_its(struct walk *walk)
{
	const struct level *level = level_of(walk);
	struct hypglue_fdt *found = walk->found;
	struct hypglue_fdt_its its = {.gic = level->gic, .non_coherent = level->non_coherent};
	enum hypglue_fdt_status status = read_frames(walk, 0, 1, ITS_FRAMES, &its.frames);

	if (status)
		return status;
	if (level->disabled)
		return add_disabled_its(walk, its.frames.start);
	its.frames.end = its.frames.start + ITS_FRAMES;
	if (its.frames.end > HYPGLUE_ADDRESS_MAX)
		return HYPGLUE_FDT_REG;
	status = read_window(walk, &its);
	if (status)
		return status;
	if (found->its_count == HYPGLUE_FDT_ITSS)
		return HYPGLUE_FDT_FULL;
	found->itss[found->its_count++] = its;
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

static enum hypglue_fdt_status keep_reserved(struct hypglue_fdt *found,
					     const struct hypglue_fdt_reserved *reserved)
{
	if (found->reserved_count == HYPGLUE_FDT_RESERVED)
		return HYPGLUE_FDT_FULL;
	found->reserved[found->reserved_count++] = *reserved;
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status add_reserved(struct walk *walk, struct hypglue_range range)
{
	const struct hypglue_fdt_reserved reserved = {
		.range = range, .no_map = property_of(walk, HYPGLUE_NO_MAP).data != NULL};

	return keep_reserved(walk->found, &reserved);
}

/* Calls add for every entry of reg that is not empty. */
static enum hypglue_fdt_status add_all(struct walk *walk,
				       enum hypglue_fdt_status (*add)(struct walk *walk,
								      struct hypglue_range range))
{
	struct hypglue_range range;
	uint32_t count, n;
	enum hypglue_fdt_status status = reg_count(walk, &count);

	for (n = 0; n < count && !status; n++) {
		status = read_reg(walk, n, ALL, &range);
		if (!status && range.start != range.end)
			status = add(walk, range);
	}
	return status;
}

/* The numbers of a CPU are no addresses: nothing translates them. */
static enum hypglue_fdt_status add_cpu(struct walk *walk)
{
	struct hypglue_property reg = property_of(walk, HYPGLUE_REG);
	uint32_t bytes = walk->buses[walk->node.depth - 1].address_cells * CELL, at;
	struct hypglue_fdt *found = walk->found;
	uint64_t number;

	if (!bytes || bytes > 2 * CELL || !reg.bytes || reg.bytes % bytes)
		return HYPGLUE_FDT_REG;
	for (at = 0; at < reg.bytes; at += bytes) {
		number = hypglue_number(reg.data + at, bytes);
		if (number & ~CPU_AFFINITY)
			return HYPGLUE_FDT_REG;
		if (found->cpu_count == HYPGLUE_FDT_CPUS)
			return HYPGLUE_FDT_FULL;
		found->cpus[found->cpu_count++] = (struct hypglue_fdt_cpu){
			.affinity = (uint32_t)(bits_get(number, CPU_AFF3, 8) << 24 |
					       bits_get(number, 0, 24)),
			.usable = !is_failed(property_of(walk, HYPGLUE_STATUS))};
	}
	return HYPGLUE_FDT_OK;
}

/* ---- the walk ---- */

static enum hypglue_fdt_status begin_level(struct walk *walk)
{
	uint32_t depth = walk->node.depth;
	struct level *level = level_of(walk);
	const struct level *above = depth ? level - 1 : NULL;

	if (!hypglue_strings_end(property_of(walk, HYPGLUE_COMPATIBLE)) ||
	    !hypglue_strings_end(property_of(walk, HYPGLUE_STATUS)) ||
	    !hypglue_strings_end(property_of(walk, HYPGLUE_DEVICE_TYPE)))
		return HYPGLUE_FDT_PROPERTY;
	*level = (struct level){.gic = above ? above->gic : HYPGLUE_FDT_NO_GIC,
				.below_dead = above && above->below_dead};
	level->disabled =
		is_disabled(property_of(walk, HYPGLUE_STATUS)) || (above && above->disabled);
	level->non_coherent =
		property_of(walk, HYPGLUE_NON_COHERENT).data || (above && above->non_coherent);
	level->reserved = depth == 1 && is_named(walk, "reserved-memory");
	level->cpus = depth == 1 && is_named(walk, "cpus");
	return hypglue_bus_read(&walk->node, &walk->buses[depth]);
}

static bool is_cpu(const struct walk *walk)
{
	return is_named(walk, "cpu") ||
	       hypglue_strings_have(property_of(walk, HYPGLUE_DEVICE_TYPE), "cpu");
}

/* Nodes that are no interrupt controllers. */
static enum hypglue_fdt_status visit_other(struct walk *walk)
{
	const struct level *above = level_of(walk) - 1;

	if (above->cpus && is_cpu(walk))
		return add_cpu(walk);
	if (level_of(walk)->disabled)
		return HYPGLUE_FDT_OK;
	if (above->reserved)
		return add_all(walk, add_reserved);
	if (walk->node.depth == 1 &&
	    hypglue_strings_have(property_of(walk, HYPGLUE_DEVICE_TYPE), "memory"))
		return add_all(walk, add_memory);
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status visit(struct walk *walk)
{
	struct hypglue_property compatible = property_of(walk, HYPGLUE_COMPATIBLE);
	bool gic = hypglue_strings_have(compatible, "arm,gic-v3");
	bool its = hypglue_strings_have(compatible, "arm,gic-v3-its");

	if (gic && (its || !walk->node.depth))
		return HYPGLUE_FDT_PROPERTY;
	if (!walk->node.depth) {
		walk->found->machines =
			compatible.data ? hypglue_quirks_machines((const char *)compatible.data,
								  compatible.bytes)
					: 0;
		return its ? HYPGLUE_FDT_PROPERTY : HYPGLUE_FDT_OK;
	}
	if (its)
		return add_its(walk);
	return gic ? add_gic(walk) : visit_other(walk);
}

static enum hypglue_fdt_status visit_all(struct walk *walk)
{
	enum hypglue_fdt_status status;

	do {
		status = hypglue_tree_next(&walk->tree, &walk->node);
		walk->found->where = walk->node.offset;
		if (status || !walk->node.name)
			return status;
		status = begin_level(walk);
		if (!status)
			status = visit(walk);
	} while (!status);
	return status;
}

static enum hypglue_fdt_status add_memreserve(struct walk *walk)
{
	struct hypglue_fdt_reserved reserved = {.header = true};
	enum hypglue_fdt_status status = HYPGLUE_FDT_OK;
	uint64_t start, size;
	uint32_t n;

	for (n = 0; !status; n++) {
		status = hypglue_tree_reservation(&walk->tree, n, &start, &size);
		if (status || !size)
			return status;
		if (start >= HYPGLUE_ADDRESS_MAX || size > HYPGLUE_ADDRESS_MAX - start)
			return HYPGLUE_FDT_REG;
		reserved.range = (struct hypglue_range){start, start + size};
		status = keep_reserved(walk->found, &reserved);
	}
	return status;
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

enum hypglue_fdt_status hypglue_fdt_discover(const void *fdt, size_t size,
					     struct hypglue_fdt *found)
{
	struct walk walk = {.found = found};
	enum hypglue_fdt_status status;

	memset(found, 0, sizeof(*found));
	status = hypglue_tree_open(&walk.tree, fdt, size);
	if (!status)
		status = visit_all(&walk);
	if (!status) {
		found->where = 0;
		status = add_memreserve(&walk);
	}
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
	case HYPGLUE_FDT_OVERLAP: return "an interrupt controller lies in memory, or in another";
	case HYPGLUE_FDT_ORPHAN: return "an ITS belongs to no GIC";
	case HYPGLUE_FDT_LIMIT: return "an interrupt controller beyond the address limit";
	case HYPGLUE_FDT_NOT_V3: return "no GICv3 frame where the device tree says";
	case HYPGLUE_FDT_STRIDE: return "redistributor-stride is smaller than a redistributor";
	case HYPGLUE_FDT_SHORT: return "a redistributor region ends before its last redistributor";
	case HYPGLUE_FDT_CPU: return "a CPU without a redistributor, or no CPU at all";
	case HYPGLUE_FDT_LIVE: return "an ITS or redistributor that is not to be used is not off";
	}
	return "unknown";
}
