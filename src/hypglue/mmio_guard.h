/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * MMIO guard: a guest says which parts of its address space may be treated as MMIO. Once it has
 * enrolled, any other access without a mapping is an exception in the guest, and no exit to the
 * host. One struct hypglue_guard is the state of one guest.
 *
 * Locks: none are taken. The caller serialises the calls on one guest, hypglue_guard_allows
 * included, by the VM's lock.
 */
#ifndef HYPGLUE_MMIO_GUARD_H
#define HYPGLUE_MMIO_GUARD_H

#include <itsguard/env.h>

#define HYPGLUE_GUARD_INFO   0xc6000002u
#define HYPGLUE_GUARD_ENROLL 0xc6000003u
#define HYPGLUE_GUARD_MAP    0xc6000004u
#define HYPGLUE_GUARD_UNMAP  0xc6000005u

/* A granule: a node of a digital search tree. */
struct hypglue_guard_node {
	uint64_t granule;  /* number of the granule */
	uint32_t child[2]; /* index plus one; 0: none. Of a free node [0] is the next free one */
	uint8_t mair;	   /* MAIR index that the guest gave */
};

struct hypglue_guard {
	struct hypglue_guard_node *nodes; /* caller's memory */
	uint32_t capacity, used, root, free, fresh;
	uint64_t granule_size; /* 0: the guard is not offered */
	uint64_t ipa_limit;    /* first address beyond the guest's */
	bool enrolled;
};

/*
 * Prepares a guard for a guest that has not enrolled.
 *
 * Requires: granule_size is 4096, 16384 or 65536. ipa_limit is 1 to 2^52. nodes is memory for
 *   capacity nodes, 1 to 2^31, that must stay.
 * Returns:
 *   true: done.
 *   false: one of these does not hold. The guard answers NOT_SUPPORTED to everything.
 * Work: constant.
 */
ITSG_MUST_CHECK bool hypglue_guard_init(struct hypglue_guard *guard,
					struct hypglue_guard_node *nodes, uint32_t capacity,
					uint64_t granule_size, uint64_t ipa_limit);

/*
 * A hypercall of the guest: registers are x0..x3 of its HVC #0. Mapping what is mapped gives it the
 * new MAIR index.
 *
 * Returns:
 *   true: it was one of the four calls. x0 has 0 or the granule size, or -1 (NOT_SUPPORTED) for
 *     anything wrong; x1..x3 are 0.
 *   false: not ours; nothing changed.
 * Work: one look at a node for each bit of a granule's number, at most 40.
 * Topic: MMIO_GUARD_INFO, ENROLL, MAP, UNMAP
 */
bool hypglue_guard_call(struct hypglue_guard *guard, uint64_t registers[4]);

/*
 * The guest accessed [ipa, ipa + size) where nothing is mapped. May the access go to the host?
 *
 * Requires: size 1 to 64.
 * Returns:
 *   true: it may, as MMIO. Either the guest has not enrolled, and *mair is 0xff. Or every byte lies
 *     in mapped granules, and *mair is the index of the first.
 *   false: the guest gets an exception.
 * Work: as hypglue_guard_call.
 */
ITSG_MUST_CHECK bool hypglue_guard_allows(const struct hypglue_guard *guard, uint64_t ipa,
					  uint32_t size, uint8_t *mair);

#endif
