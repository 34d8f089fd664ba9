// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * MMIO guard. The granules are kept in a digital search tree. Every node holds one, and the path to
 * it follows the bits of its number from the highest. So a guest cannot make the tree deeper than a
 * number has bits. Nothing is ever rebalanced, and nothing but a leaf is moved.
 */
#include "hypglue/mmio_guard.h"
#include "validator/bits.h"

#define NOT_SUPPORTED (~(uint64_t)0)
#define SVE_HINT      BIT(16)
#define MAIR_INDEXES  8u
#define NOT_ENROLLED  0xffu
#define IPA_BITS      52u
#define GRANULE_LOG   12u
#define KEY_BITS      (IPA_BITS - GRANULE_LOG)
#define CAPACITY_MAX  BIT(31)

bool hypglue_guard_init(struct hypglue_guard *guard, struct hypglue_guard_node *nodes,
			uint32_t capacity, uint64_t granule_size, uint64_t ipa_limit)
{
	*guard = (struct hypglue_guard){0};
	if (!nodes || !capacity || capacity > CAPACITY_MAX)
		return false;
	if (granule_size != 4096 && granule_size != 16384 && granule_size != 65536)
		return false;
	if (!ipa_limit || ipa_limit > BIT(IPA_BITS))
		return false;
	guard->nodes = nodes;
	guard->capacity = capacity;
	guard->granule_size = granule_size;
	guard->ipa_limit = ipa_limit;
	return true;
}

/* ---- the tree ---- */

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
		if (guard->nodes[*link - 1].granule == granule)
			return link;
		link = &guard->nodes[*link - 1].child[branch(granule, depth)];
	}
	return link;
}

static const struct hypglue_guard_node *find(const struct hypglue_guard *guard, uint64_t granule)
{
	uint32_t at = guard->root;
	unsigned int depth;

	for (depth = 0; at && guard->nodes[at - 1].granule != granule && depth < KEY_BITS; depth++)
		at = guard->nodes[at - 1].child[branch(granule, depth)];
	return at ? &guard->nodes[at - 1] : NULL;
}

static uint32_t take_node(struct hypglue_guard *guard)
{
	uint32_t at = guard->free;

	if (at) {
		guard->free = guard->nodes[at - 1].child[0];
		return at;
	}
	return guard->fresh < guard->capacity ? ++guard->fresh : 0;
}

static bool insert(struct hypglue_guard *guard, uint64_t granule, uint8_t mair)
{
	uint32_t *link = link_of(guard, granule), at;

	if (*link) {
		guard->nodes[*link - 1].mair = mair;
		return true;
	}
	at = take_node(guard);
	if (!at)
		return false;
	guard->nodes[at - 1] = (struct hypglue_guard_node){.granule = granule, .mair = mair};
	*link = at;
	guard->used++;
	return true;
}

/* A leaf below a node, which may take the node's place: its path begins with the node's. */
static uint32_t *leaf_link(struct hypglue_guard *guard, uint32_t *link)
{
	struct hypglue_guard_node *node = &guard->nodes[*link - 1];

	while (node->child[0] || node->child[1]) {
		link = &node->child[node->child[0] ? 0 : 1];
		node = &guard->nodes[*link - 1];
	}
	return link;
}

static bool erase(struct hypglue_guard *guard, uint64_t granule)
{
	uint32_t *link = link_of(guard, granule), *leaf, at;
	struct hypglue_guard_node *node;

	if (!*link)
		return false;
	node = &guard->nodes[*link - 1];
	leaf = leaf_link(guard, link);
	at = *leaf;
	node->granule = guard->nodes[at - 1].granule;
	node->mair = guard->nodes[at - 1].mair;
	*leaf = 0;
	guard->nodes[at - 1].child[0] = guard->free;
	guard->nodes[at - 1].child[1] = 0;
	guard->free = at;
	guard->used--;
	return true;
}

/* ---- the calls ---- */

static bool is_good_address(const struct hypglue_guard *guard, uint64_t ipa)
{
	return guard->enrolled && !(ipa & (guard->granule_size - 1)) && ipa < guard->ipa_limit;
}

static uint64_t call_map(struct hypglue_guard *guard, uint64_t ipa, uint64_t mair)
{
	if (!is_good_address(guard, ipa) || mair >= MAIR_INDEXES)
		return NOT_SUPPORTED;
	return insert(guard, ipa / guard->granule_size, (uint8_t)mair) ? 0 : NOT_SUPPORTED;
}

static uint64_t call_unmap(struct hypglue_guard *guard, uint64_t ipa)
{
	if (!is_good_address(guard, ipa))
		return NOT_SUPPORTED;
	return erase(guard, ipa / guard->granule_size) ? 0 : NOT_SUPPORTED;
}

static bool dispatch(struct hypglue_guard *guard, const uint64_t *registers, uint64_t *result)
{
	uint32_t function = (uint32_t)(registers[0] & ~SVE_HINT);

	*result = NOT_SUPPORTED;
	switch (function) {
	case HYPGLUE_GUARD_INFO:
		*result = guard->granule_size ? guard->granule_size : NOT_SUPPORTED;
		return true;
	case HYPGLUE_GUARD_ENROLL:
		guard->enrolled = guard->granule_size != 0;
		*result = guard->enrolled ? 0 : NOT_SUPPORTED;
		return true;
	case HYPGLUE_GUARD_MAP: *result = call_map(guard, registers[1], registers[2]); return true;
	case HYPGLUE_GUARD_UNMAP: *result = call_unmap(guard, registers[1]); return true;
	default: return false;
	}
}

bool hypglue_guard_call(struct hypglue_guard *guard, uint64_t registers[4])
{
	uint64_t result;

	if (!dispatch(guard, registers, &result))
		return false;
	registers[0] = result;
	registers[1] = registers[2] = registers[3] = 0;
	return true;
}

bool hypglue_guard_allows(const struct hypglue_guard *guard, uint64_t ipa, uint32_t size,
			  uint8_t *mair)
{
	const struct hypglue_guard_node *first, *last;

	*mair = NOT_ENROLLED;
	if (!guard->enrolled)
		return true;
	if (!size || ipa >= guard->ipa_limit || size > guard->ipa_limit - ipa)
		return false;
	first = find(guard, ipa / guard->granule_size);
	last = find(guard, (ipa + size - 1) / guard->granule_size);
	if (!first || !last)
		return false;
	*mair = first->mair;
	return true;
}
