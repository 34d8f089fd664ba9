/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Hypercalls by which the host asks for protection, feeds the pool and reads what happened. The ABI
 * is docs/hypercalls.md.
 */
#ifndef HYPGLUE_SMCCC_H
#define HYPGLUE_SMCCC_H

#include "hypglue/regions.h"

/* Function identifiers: fast, 64-bit, vendor-specific hypervisor service. */
#define HYPGLUE_CALL_FIRST    0xc6000100u
#define HYPGLUE_CALL_VERSION  0xc6000100u
#define HYPGLUE_CALL_REGION   0xc6000101u
#define HYPGLUE_CALL_SET_UP   0xc6000102u
#define HYPGLUE_CALL_TOP_UP   0xc6000103u
#define HYPGLUE_CALL_EVENT    0xc6000104u
#define HYPGLUE_CALL_COUNTER  0xc6000105u
#define HYPGLUE_CALL_POLL     0xc6000106u
#define HYPGLUE_CALL_TEARDOWN 0xc6000107u
#define HYPGLUE_CALL_RECLAIM  0xc6000108u
#define HYPGLUE_CALL_LAST     0xc600011fu

#define HYPGLUE_ABI_VERSION 0x00010000u
#define HYPGLUE_ALL	    (~(uint64_t)0)
#define HYPGLUE_TOP_UP_MAX  ((uint64_t)16 << 20)

/* x0 of an answer, as a signed number. */
enum hypglue_result {
	HYPGLUE_SUCCESS = 0,
	HYPGLUE_NOT_SUPPORTED = -1,
	HYPGLUE_INVALID_PARAMETER = -3,
	HYPGLUE_AGAIN = -4,
	HYPGLUE_DENIED = -5,
	HYPGLUE_NO_MEMORY = -6,
	HYPGLUE_BAD_STATE = -7,
	HYPGLUE_NO_ANSWER = -8, /* hardware that the library has no safe answer for */
	HYPGLUE_STUCK_PAGES = -9,
};

/* What the calls act on. In brackets: what zero means. */
struct hypglue_host {
	struct hypglue_regions *regions;
	struct itsg_domain *domain; /* the one of all its ITSs */
	uint64_t top_up_max;	    /* bytes in one call [HYPGLUE_TOP_UP_MAX] */
	/*
	 * TEARDOWN gives the frames, and so the power to write anywhere, back to the host. Set it
	 * only where nothing is left to protect.
	 */
	bool may_tear_down;
	/* Zero it. 1: a set-up, top-up or teardown is under way on some CPU. */
	uint32_t busy;
};

/*
 * A hypercall of the host: registers are x0..x17 of its HVC #0. Of x0 the upper half and bit 16,
 * the SVE hint, are not looked at.
 *
 * Requires: nothing of registers; every argument may be anything.
 * Returns:
 *   true: it was one of ours. x0 has the result, x1..x3 have results or 0. EVENT also writes
 *     x4..x8. Other registers are as they were.
 *   false: not ours; nothing changed.
 * Work: as the library's calls.
 * Locks: those of the library's calls. SET_UP, TOP_UP, TEARDOWN and RECLAIM run one at a time: a
 *   second one gets HYPGLUE_AGAIN, and nobody waits.
 * Topic: SMCCC; docs/hypercalls.md
 */
bool hypglue_host_call(struct hypglue_host *host, uint64_t registers[18]);

#endif
