/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From a trapped access to the library and back. A hypervisor calls hypglue_data_abort from its
 * lower-EL data abort handler, for faults that its stage 2 took. Calls go down only: hypglue uses
 * <itsguard/itsguard.h>, and nothing of the library knows hypglue.
 */
#ifndef HYPGLUE_H
#define HYPGLUE_H

#include <itsguard/itsguard.h>

/* What the handler does next. */
enum hypglue_action {
	HYPGLUE_DONE,	/* emulated; the PC moves behind the instruction */
	HYPGLUE_REPLAY, /* set-up is under way: return, the instruction runs again */
	HYPGLUE_ABORT,	/* an external abort goes to EL1 */
	HYPGLUE_PASS,	/* no region of ours, or not mediated: the hypervisor decides */
};

/* One protected range of physical addresses and the ITS behind it. Sorted, not overlapping, page
 * aligned. */
struct hypglue_region {
	itsg_pa base;
	uint64_t size;
	struct itsg_its *its;
};

struct hypglue_regions {
	const struct hypglue_region *region;
	uint32_t count;
};

/*
 * esr, hpfar, far: the EL2 registers of the fault. registers: x0..x30 of the host; register 31 is
 * the zero register and is never touched. Requires: called on the CPU that faulted, regions valid.
 * Guarantees: memory is not accessed; on DONE a load has written its register, extended as the
 * syndrome says. Errors: none but the action. Work: a binary search, and one step of the ITS.
 */
enum hypglue_action hypglue_data_abort(const struct hypglue_regions *regions, uint64_t esr,
				       uint64_t hpfar, uint64_t far, uint64_t registers[31]);

#endif
