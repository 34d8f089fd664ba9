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

/*
 * Which numbers the calls have. All are fast calls of the vendor-specific hypervisor service
 * (owner 6). A number means one thing in one set and another in the next: 0xc6000003 shares a page
 * of memory, or enrols. So a guest gets the set that its kernel is written for, and no other.
 */
enum hypglue_guard_set {
	/*
	 * Linux as it is: 0xc6000002 HYP_MEMINFO (the granule's size), 0xc6000007 MMIO_GUARD
	 * (maps). There is no ENROLL, as a protected guest is enrolled from its start, and no way
	 * to unmap. Linux uses MMIO_GUARD only where others has MEM_SHARE and MEM_UNSHARE as well.
	 */
	HYPGLUE_GUARD_UPSTREAM,
	/* Android's kernels and pvmfw: 0xc6000005 INFO, 6 ENROLL, 7 MAP, 8 UNMAP. */
	HYPGLUE_GUARD_ANDROID,
	/*
	 * The draft of 2021: 0xc6000002 INFO, 3 ENROLL, 4 MAP, 5 UNMAP. No discovery answers here:
	 * a kernel of today would take 2 to 4 for memory sharing.
	 */
	HYPGLUE_GUARD_DRAFT,
};

/* A granule: a node of a digital search tree. */
struct hypglue_guard_node {
	uint64_t granule;  /* number of the granule */
	uint32_t child[2]; /* index plus one; 0: none. Of a free node [0] is the next free one */
	uint8_t mair;	   /* MAIR index that the guest gave */
};

#define HYPGLUE_GUARD_NO_INDEX 0xffu /* no MAIR index was given */

struct hypglue_guard_config {
	struct hypglue_guard_node *nodes; /* caller's memory */
	uint32_t capacity;		  /* of nodes */
	uint64_t granule_size;
	uint64_t ipa_limit;	    /* first address beyond the guest's */
	enum hypglue_guard_set set; /* [upstream's] */
	/*
	 * Function numbers 0 to 127 of the service that the hypervisor answers itself, as bits.
	 * FEATURES shows them with ours. MEM_SHARE and MEM_UNSHARE are bits 3 and 4 of [0].
	 */
	uint32_t others[4];
};

struct hypglue_guard {
	struct hypglue_guard_config config; /* .granule_size 0: the guard is not offered */
	uint32_t used, root, free, fresh;
	bool enrolled;
};

/*
 * Prepares a guard for a guest that has not enrolled. With upstream's set it has.
 *
 * Requires: nothing of config beyond its being readable; it is copied. Its nodes must stay.
 * Returns:
 *   true: done.
 *   false: granule_size is not 4096, 16384 or 65536; ipa_limit is not 1 to 2^52; nodes is NULL, or
 *     capacity not 1 to 2^31; there is no such set; or others has a function of the set, or
 *     function 0. The guard answers NOT_SUPPORTED to everything, and allows every access.
 * Work: constant.
 */
ITSG_MUST_CHECK bool hypglue_guard_init(struct hypglue_guard *guard,
					const struct hypglue_guard_config *config);

/*
 * A hypercall of the guest: registers are x0..x3 of its HVC #0. Of x0 the upper half and bit 16,
 * the SVE hint, are not looked at. Mapping what is mapped gives it the new MAIR index.
 *
 * Requires: the guest's EL1 is AArch64. One that is AArch32 does not have the 64-bit calls: do not
 *   hand its calls here. Nothing of registers.
 * Returns:
 *   true: it was a call of the service, and is answered. x0..x3 have the results:
 *     UID, FEATURES: four words. 64-bit calls: x0 has 0 or the granule's size, and x1..x3 are 0.
 *     -3 (INVALID_PARAMETER; in the draft's set -1) for anything wrong: a register that must be 0,
 *       an index that MAIR has not, an address that is no granule's or beyond ipa_limit, a guest
 *       that has not enrolled, no node left, an UNMAP of what is not mapped. Nothing changed.
 *     -1 (NOT_SUPPORTED) for a function that the set has not in this convention, 32 or 64 bits:
 *       nothing changed.
 *   false: it is no fast call of the service, or others has its function. Nothing changed.
 * Work: one look at a node for each bit of a granule's number, at most 40.
 * Topic: docs/hypercalls.md
 */
bool hypglue_guard_call(struct hypglue_guard *guard, uint64_t registers[4]);

/*
 * The guest accessed [ipa, ipa + size) where nothing is mapped. May the access go to the host?
 *
 * Requires: size 1 to 64.
 * Returns:
 *   true: it may, as MMIO. Either the guest has not enrolled, or every byte lies in mapped
 * granules. *mair is the index of the first granule, or HYPGLUE_GUARD_NO_INDEX: only the draft's
 * set has indexes. false: the guest gets an exception. Work: as hypglue_guard_call.
 */
ITSG_MUST_CHECK bool hypglue_guard_allows(const struct hypglue_guard *guard, uint64_t ipa,
					  uint32_t size, uint8_t *mair);

#endif
