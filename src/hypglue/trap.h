/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* From a stage-2 fault to the library and back. */
#ifndef HYPGLUE_TRAP_H
#define HYPGLUE_TRAP_H

#include "hypglue/regions.h"

/* What the handler does next. */
enum hypglue_action {
	HYPGLUE_DONE,	/* emulated: hypglue_skip, then return to the host */
	HYPGLUE_REPLAY, /* not through yet: return, the instruction runs again */
	HYPGLUE_ABORT,	/* hypglue_inject, then return to the host */
	HYPGLUE_PASS,	/* no region of ours, or the host's: never carried out at EL2 */
};

/*
 * The EL2 registers of the fault. They are read before anything on this CPU can take another
 * exception to EL2.
 *
 * HPFAR_EL2 is UNKNOWN after a permission fault with S1PTW = 0. A hypervisor that can see such
 * faults (it maps frames read-only, say) fills hpfar from a translation of far, in the same form.
 */
struct hypglue_fault {
	uint64_t esr, hpfar, far, spsr;
};

/* What a valid syndrome says. */
struct hypglue_access {
	itsg_pa pa;
	uint8_t size; /* bytes: 1, 2, 4, 8 */
	uint8_t reg;  /* 31: the zero register */
	bool write;
	bool extend;  /* a load extends the sign ... */
	bool wide;    /* ... to 64 bits, else to 32 and then with zeros */
	bool ordered; /* acquire or release */
};

enum hypglue_syndrome {
	HYPGLUE_FOREIGN, /* no data or instruction abort of a lower EL that stage 2 can have made */
	HYPGLUE_UNUSABLE, /* such an abort, but it says too little, or it is no plain access */
	HYPGLUE_ACCESS,	  /* a load or store of one general register */
};

/*
 * Decodes a syndrome. Pure.
 *
 * Returns:
 *   HYPGLUE_ACCESS: all of *access is filled in.
 *   HYPGLUE_UNUSABLE: access->pa is filled in, the rest is 0.
 *   HYPGLUE_FOREIGN: *access is 0.
 *   pa is the first byte named by HPFAR and FAR; with FnV it is the start of its page.
 * Work: constant.
 * Topic: ESR_EL2 with EC 0x24 and 0x20, HPFAR_EL2, FAR_EL2
 */
enum hypglue_syndrome hypglue_decode(const struct hypglue_fault *fault,
				     struct hypglue_access *access);

/* What a load leaves in its register, given the size bytes read. Pure, constant time. */
uint64_t hypglue_extend(const struct hypglue_access *access, uint64_t value);

/*
 * The whole path of a trap: decodes the fault, finds the region and has its access answered. No
 * memory is accessed but regions and what stands behind them.
 *
 * registers are x0..x30 of the host. Register 31 is the zero register: it is stored as 0, and loads
 * into it are dropped.
 *
 * An answered access, an abort included, may leave work that the budget ended. Then it is gone on
 * with here, for regions->polls budgets at most. After a REPLAY the host comes back at once, so
 * nothing is gone on with.
 *
 * *left is what the region has left to do in the end, whatever the action. If it is not
 * ITSG_WORK_NONE, see to it that hypglue_poll is called later, on any CPU (but read what it
 * requires of redistributors). Nobody else goes on: a driver that waits for an interrupt may access
 * nothing any more. A host that is told to replay may never do so.
 *
 * Requires: called on the CPU that faulted. fault and registers may be anything. left is not NULL.
 * Returns:
 *   HYPGLUE_DONE: the access is through. A load has written its register, extended as the syndrome
 *     says.
 *   HYPGLUE_REPLAY: it is not through; no register was touched. The instruction runs again.
 *   HYPGLUE_ABORT: the host gets an abort; no register was touched.
 *   HYPGLUE_PASS: no region of ours, or not mediated; no register was touched. If the ledger has
 *     the page as the host's, map it and let the instruction run again. The hypervisor must not
 *     carry out the access itself: another CPU may begin to take the frames over.
 * Work: a binary search, and 1 + regions->polls steps of the ITS or redistributor.
 * Locks: those of the library's accesses.
 */
enum hypglue_action hypglue_data_abort(const struct hypglue_regions *regions,
				       const struct hypglue_fault *fault, uint64_t registers[31],
				       enum itsg_work *left);

/*
 * The later poll: goes on with what accesses have left, in all regions. To be called from a timer,
 * from an idle loop, or wherever else the hypervisor has the CPU.
 *
 * It takes steps of those regions that have work left, one after the other. It begins behind the
 * region where the call before ended, so no region can keep the others waiting. A region is passed
 * over when it waits for hardware or ledger and had its step in this call.
 *
 * No wake-up is lost if the caller arms its timer after each call, and after each trap, whose
 * answer is not ITSG_WORK_NONE. The answer is read after the step that it speaks of, and each CPU
 * asks for itself.
 *
 * Requires: for a region's memory and structures it counts as a trap (hypglue_region_reset). Any
 *   number of CPUs may be in it, and in traps. Regions may be started and stopped meanwhile.
 *   Every redistributor of the table can be accessed from the CPU that polls, and has power. A poll
 *   reads and writes registers of those that have work left, whichever CPU they belong to. On a
 *   machine where some cannot be, poll on their own CPU, with itsg_rd_poll.
 * Returns: the most urgent of what all regions have left.
 *   ITSG_WORK_NONE: no timer is needed.
 *   ITSG_WORK_NOW: call again soon. How soon bounds the share of the CPU that a host can take.
 *   ITSG_WORK_LATER: call again after a while, and wait twice as long each time in a row. Hardware
 *     that is dead never gets there.
 * Work: 1 + regions->polls steps, and two looks at each region.
 * Locks: those of itsg_poll and itsg_rd_poll.
 */
enum itsg_work hypglue_poll(struct hypglue_regions *regions);

/*
 * The most urgent of what all regions have left, as hypglue_poll returns it, without a step. For
 * calls that bypass the two above: the host's hypercalls, itsg_power_lost.
 *
 * Work: one look at each region.
 * Locks: none.
 */
enum itsg_work hypglue_work(const struct hypglue_regions *regions);

#endif
