// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <libfdt.h>

#include "hypglue/fdt_tree.h"

#define OLDEST_VERSION 16u
#define ALIGN	       8u

static const char *const names[HYPGLUE_PROPERTIES] = {
	[HYPGLUE_ADDRESS_CELLS] = "#address-cells",
	[HYPGLUE_SIZE_CELLS] = "#size-cells",
	[HYPGLUE_RANGES] = "ranges",
	[HYPGLUE_REG] = "reg",
	[HYPGLUE_COMPATIBLE] = "compatible",
	[HYPGLUE_STATUS] = "status",
	[HYPGLUE_DEVICE_TYPE] = "device_type",
	[HYPGLUE_RD_REGIONS] = "#redistributor-regions",
	[HYPGLUE_RD_STRIDE] = "redistributor-stride",
	[HYPGLUE_NON_COHERENT] = "dma-noncoherent",
	[HYPGLUE_NO_MAP] = "no-map",
	[HYPGLUE_PRE_ITS] = "socionext,synquacer-pre-its",
};

/* libfdt's search would walk to the end of each name. This ends at the first difference. */
static bool is_equal(const char *name, const char *wanted)
{
	while (*wanted && *name == *wanted) {
		name++;
		wanted++;
	}
	return *name == *wanted;
}

static uint32_t index_of(const char *name)
{
	uint32_t i = 0;

	while (i < HYPGLUE_PROPERTIES && !is_equal(name, names[i]))
		i++;
	return i;
}

/*
 * Not fdt_check_full: it reads each property's name to its end, and names may overlap. So it is
 * quadratic. What it checks is checked here on the way.
 */
static bool is_a_header(const void *fdt, size_t size)
{
	if (size < sizeof(struct fdt_header) || (uintptr_t)fdt % ALIGN || fdt_check_header(fdt))
		return false;
	if (fdt_totalsize(fdt) > size || fdt_version(fdt) < OLDEST_VERSION)
		return false;
	return fdt_off_dt_struct(fdt) % FDT_TAGSIZE == 0 && fdt_off_mem_rsvmap(fdt) % ALIGN == 0;
}

enum hypglue_fdt_status hypglue_tree_open(struct hypglue_tree *tree, const void *fdt, size_t size)
{
	*tree = (struct hypglue_tree){.fdt = fdt};
	if (!is_a_header(fdt, size))
		return HYPGLUE_FDT_BAD_TREE;
	tree->names = (const char *)fdt + fdt_off_dt_strings(fdt);
	tree->names_bytes = fdt_size_dt_strings(fdt);
	while (tree->names_bytes && tree->names[tree->names_bytes - 1])
		tree->names_bytes--;
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status take_property(const struct hypglue_tree *tree, int offset,
					     struct hypglue_node *node)
{
	int bytes = 0; /* libfdt writes it unseen by MSan */
	const struct fdt_property *property = fdt_get_property_by_offset(tree->fdt, offset, &bytes);
	uint32_t name, i;

	if (!property || bytes < 0)
		return HYPGLUE_FDT_BAD_TREE;
	name = fdt32_ld(&property->nameoff);
	if (name >= tree->names_bytes)
		return HYPGLUE_FDT_BAD_TREE;
	i = index_of(tree->names + name);
	if (i == HYPGLUE_PROPERTIES)
		return HYPGLUE_FDT_OK;
	if (node->property[i].data)
		return HYPGLUE_FDT_PROPERTY;
	node->property[i] =
		(struct hypglue_property){(const uint8_t *)property->data, (uint32_t)bytes};
	return HYPGLUE_FDT_OK;
}

/* The properties from tree->next on, up to the first other token, which stays. */
static enum hypglue_fdt_status take_properties(struct hypglue_tree *tree, struct hypglue_node *node)
{
	enum hypglue_fdt_status status = HYPGLUE_FDT_OK;
	int offset, after = 0;
	uint32_t tag;

	while (!status) {
		offset = tree->next;
		tag = fdt_next_tag(tree->fdt, offset, &after);
		if (tag != FDT_PROP && tag != FDT_NOP)
			return HYPGLUE_FDT_OK;
		if (after < 0)
			return HYPGLUE_FDT_BAD_TREE;
		tree->next = after;
		if (tag == FDT_PROP)
			status = take_property(tree, offset, node);
	}
	return status;
}

/* Leaves nodes that end here. Returns the next token that is a begin or the end of all. */
static uint32_t next_begin(struct hypglue_tree *tree, int *offset)
{
	int after = 0;
	uint32_t tag;

	for (;;) {
		*offset = tree->next;
		tag = fdt_next_tag(tree->fdt, *offset, &after);
		if (after < 0)
			return FDT_PROP; /* which may not stand here either */
		tree->next = after;
		if (tag == FDT_END_NODE && tree->open)
			tree->open--;
		else if (tag != FDT_NOP)
			return tag;
	}
}

enum hypglue_fdt_status hypglue_tree_next(struct hypglue_tree *tree, struct hypglue_node *node)
{
	int offset = 0;
	uint32_t tag = next_begin(tree, &offset);

	*node = (struct hypglue_node){.depth = tree->open, .offset = (uint32_t)offset};
	if (tag == FDT_END)
		return tree->begun && !tree->open ? HYPGLUE_FDT_OK : HYPGLUE_FDT_BAD_TREE;
	if (tag != FDT_BEGIN_NODE || (tree->begun && !tree->open))
		return HYPGLUE_FDT_BAD_TREE;
	if (tree->open == HYPGLUE_FDT_DEPTH)
		return HYPGLUE_FDT_TOO_DEEP;
	tree->begun = true;
	tree->open++;
	node->name = fdt_offset_ptr(tree->fdt, offset + (int)FDT_TAGSIZE, 1);
	return node->name ? take_properties(tree, node) : HYPGLUE_FDT_BAD_TREE;
}

enum hypglue_fdt_status hypglue_tree_reservation(const struct hypglue_tree *tree, uint32_t n,
						 uint64_t *start, uint64_t *bytes)
{
	*start = 0;
	*bytes = 0;
	if (n > INT32_MAX || fdt_get_mem_rsv(tree->fdt, (int)n, start, bytes))
		return HYPGLUE_FDT_BAD_TREE;
	return HYPGLUE_FDT_OK;
}
