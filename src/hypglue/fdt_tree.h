/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The nodes of a flattened tree that is not trusted, one after the other in tree order. Each token
 * is looked at once. libfdt's search for a property walks over all properties before it, and over
 * each name to its end. A hostile tree would make that quadratic.
 *
 * Only this room knows libfdt: its tokens, and never a search.
 */
#ifndef HYPGLUE_FDT_TREE_H
#define HYPGLUE_FDT_TREE_H

#include "hypglue/fdt.h"

struct hypglue_property {
	const uint8_t *data; /* NULL: absent */
	uint32_t bytes;
};

/* The properties that are looked for. */
enum hypglue_property_name {
	HYPGLUE_ADDRESS_CELLS,
	HYPGLUE_SIZE_CELLS,
	HYPGLUE_RANGES,
	HYPGLUE_REG,
	HYPGLUE_COMPATIBLE,
	HYPGLUE_STATUS,
	HYPGLUE_DEVICE_TYPE,
	HYPGLUE_RD_REGIONS,
	HYPGLUE_RD_STRIDE,
	HYPGLUE_NON_COHERENT,
	HYPGLUE_NO_MAP,
	HYPGLUE_PRE_ITS,
	HYPGLUE_PROPERTIES,
};

struct hypglue_node {
	const char *name; /* ends with a 0; NULL: there is no further node */
	uint32_t depth;	  /* 0: the root */
	uint32_t offset;  /* for messages */
	struct hypglue_property property[HYPGLUE_PROPERTIES];
};

/* Where the reader is; its members are its own. */
struct hypglue_tree {
	const void *fdt;
	const char *names;
	uint32_t names_bytes; /* up to the last 0 */
	int next;
	uint32_t open; /* nodes that have begun and not ended */
	bool begun;
};

/*
 * Begins to read the tree at fdt, of which size bytes may be read.
 *
 * Requires: as hypglue_fdt_discover.
 * Returns:
 *   HYPGLUE_FDT_OK: hypglue_tree_next gives the root.
 *   HYPGLUE_FDT_BAD_TREE: no flattened tree of version 16 or 17, or longer than size.
 * Work: one look at each byte of the block of names, at most.
 * Locks: none.
 */
ITSG_MUST_CHECK enum hypglue_fdt_status hypglue_tree_open(struct hypglue_tree *tree,
							  const void *fdt, size_t size);

/*
 * The next node in tree order, with its properties.
 *
 * Returns:
 *   HYPGLUE_FDT_OK: node is filled in; name NULL behind the last one. The depth is below
 *     HYPGLUE_FDT_DEPTH.
 *   HYPGLUE_FDT_BAD_TREE: the tokens are no tree with one root, or a property stands behind a
 *     child of its node.
 *   HYPGLUE_FDT_TOO_DEEP: the node is HYPGLUE_FDT_DEPTH levels deep.
 *   HYPGLUE_FDT_PROPERTY: a property that is looked for is there twice. Two readers might take two
 *     different ones.
 *   After an error, node->offset is where, and there is no next.
 * Work: linear in the bytes of the node.
 * Locks: none.
 */
ITSG_MUST_CHECK enum hypglue_fdt_status hypglue_tree_next(struct hypglue_tree *tree,
							  struct hypglue_node *node);

/*
 * The entry n of the list of memory reservations.
 *
 * Requires: after hypglue_tree_open.
 * Returns:
 *   HYPGLUE_FDT_OK: start and bytes are filled in; bytes 0 behind the last one.
 *   HYPGLUE_FDT_BAD_TREE: the list has no end.
 * Work: constant.
 * Locks: none.
 */
ITSG_MUST_CHECK enum hypglue_fdt_status hypglue_tree_reservation(const struct hypglue_tree *tree,
								 uint32_t n, uint64_t *start,
								 uint64_t *bytes);

#endif
