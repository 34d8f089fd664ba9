/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * MMIO guard: a guest says which parts of its address space may be treated as MMIO. Once it has
 * enrolled, any other access without a mapping is an exception in the guest and no exit to the
 * host. State for one guest; calls on it are serialised by the caller (the VM's lock), look-ups
 * included.
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
	uint32_t child[2]; /* index plus one, 0: none; of a free node: [0] is the next free one */
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
 * granule_size 4096, 16384 or 65536; capacity nodes of memory that must stay, at most 2^31;
 * ipa_limit at most 2^52. False: one of these does not hold; the guard then answers NOT_SUPPORTED
 * to everything.
 */
ITSG_MUST_CHECK bool hypglue_guard_init(struct hypglue_guard *guard,
					struct hypglue_guard_node *nodes, uint32_t capacity,
					uint64_t granule_size, uint64_t ipa_limit);

/*
 * registers: x0..x3 of the guest's HVC #0. True: one of the four calls; x0 has 0 or the granule
 * size, or -1 (NOT_SUPPORTED) for anything wrong, x1..x3 are 0. False: not ours, nothing changed.
 * MAP of what is mapped gives it the new MAIR index. Work: one step for each bit of a granule's
 * number, at most 40.
 */
bool hypglue_guard_call(struct hypglue_guard *guard, uint64_t registers[4]);

/*
 * The guest accessed [ipa, ipa + size) where nothing is mapped. True: it may go to the host as
 * MMIO: the guest has not enrolled, or every byte lies in mapped granules; *mair is the index of
 * the first (0xff if not enrolled). False: an exception for the guest. size 1 to 64.
 */
ITSG_MUST_CHECK bool hypglue_guard_allows(const struct hypglue_guard *guard, uint64_t ipa,
					  uint32_t size, uint8_t *mair);

#endif
