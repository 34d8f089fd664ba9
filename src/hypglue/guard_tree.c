// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The granules are kept in a digital search tree. Every node holds one, and the path to it follows
 * the bits of its number from the highest. So a guest cannot make the tree deeper than a number has
 * bits. Nothing is ever rebalanced, and nothing but a leaf is moved.
 */
#include "hypglue/guard_tree.h"
#include "validator/bits.h"

#define KEY_BITS (HYPGLUE_GUARD_IPA_BITS - 12u)

static unsigned int branch(uint64_t granule, unsigned int depth)
{
	return (unsigned int)bits_get(granule, KEY_BITS - 1 - depth, 1);
}

/* The link that leads to the granule; if it is not there, the empty link where it would hang. */
static uint32_t *link_of(struct hypglue_guard *guard, uint64_t granule)
{
	uint32_t *link = &guard->root;
	unsigned int depth;

	for (depth = 0; *link && depth < KEY_BITS; depth++) {
		if (guard->config.nodes[*link - 1].granule == granule)
			return link;
		link = &guard->config.nodes[*link - 1].child[branch(granule, depth)];
	}
	return link;
}

const struct hypglue_guard_node *hypglue_guard_find(const struct hypglue_guard *guard,
						    uint64_t granule)
{
	uint32_t at = guard->root;
	unsigned int depth;

	for (depth = 0; at && guard->config.nodes[at - 1].granule != granule && depth < KEY_BITS;
	     depth++)
		at = guard->config.nodes[at - 1].child[branch(granule, depth)];
	return at ? &guard->config.nodes[at - 1] : NULL;
}

static uint32_t take_node(struct hypglue_guard *guard)
{
	uint32_t at = guard->free;

	if (at) {
		guard->free = guard->config.nodes[at - 1].child[0];
		return at;
	}
	return guard->fresh < guard->config.capacity ? ++guard->fresh : 0;
}

bool hypglue_guard_insert(struct hypglue_guard *guard, uint64_t granule, uint8_t mair)
{
	uint32_t *link = link_of(guard, granule), at;

	if (*link) {
		guard->config.nodes[*link - 1].mair = mair;
		return true;
	}
	at = take_node(guard);
	if (!at)
		return false;
	guard->config.nodes[at - 1] = (struct hypglue_guard_node){.granule = granule, .mair = mair};
	*link = at;
	guard->used++;
	return true;
}

/* A leaf below a node, which may take the node's place: its path begins with the node's. */
static uint32_t *leaf_link(struct hypglue_guard *guard, uint32_t *link)
{
	struct hypglue_guard_node *node = &guard->config.nodes[*link - 1];

	while (node->child[0] || node->child[1]) {
		link = &node->child[node->child[0] ? 0 : 1];
		node = &guard->config.nodes[*link - 1];
	}
	return link;
}

bool hypglue_guard_erase(struct hypglue_guard *guard, uint64_t granule)
{
	uint32_t *link = link_of(guard, granule), *leaf, at;
	struct hypglue_guard_node *node;

	if (!*link)
		return false;
	node = &guard->config.nodes[*link - 1];
	leaf = leaf_link(guard, link);
	at = *leaf;
	node->granule = guard->config.nodes[at - 1].granule;
	node->mair = guard->config.nodes[at - 1].mair;
	*leaf = 0;
	guard->config.nodes[at - 1].child[0] = guard->free;
	guard->config.nodes[at - 1].child[1] = 0;
	guard->free = at;
	guard->used--;
	return true;
}
