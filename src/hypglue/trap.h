/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* From a stage-2 fault to the library and back. */
#ifndef HYPGLUE_TRAP_H
#define HYPGLUE_TRAP_H

#include "hypglue/regions.h"

/* What the handler does next. */
enum hypglue_action {
	HYPGLUE_DONE,	/* emulated: hypglue_skip, then return to the host */
	HYPGLUE_REPLAY, /* set-up is under way: return, the instruction runs again */
	HYPGLUE_ABORT,	/* hypglue_inject, then return to the host */
	HYPGLUE_PASS,	/* no region of ours, or not mediated: the hypervisor decides */
};

/*
 * The EL2 registers of the fault, read before anything on this CPU can take another exception to
 * EL2. HPFAR_EL2 is UNKNOWN after a permission fault with S1PTW = 0: a hypervisor that can see
 * those (frames mapped read-only, say) fills hpfar from a translation of far, in the same form.
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
	HYPGLUE_UNUSABLE, /* one that says too little, or what no access to a device may be */
	HYPGLUE_ACCESS,	  /* a load or store of one general register: the access is filled in */
};

/*
 * Pure. Access: pa is set (to the first byte named by HPFAR and FAR, or with FnV the start of its
 * page) unless the result is FOREIGN; the rest only for ACCESS.
 */
enum hypglue_syndrome hypglue_decode(const struct hypglue_fault *fault,
				     struct hypglue_access *access);

/* Pure: what a load leaves in its register, given the size bytes read. */
uint64_t hypglue_extend(const struct hypglue_access *access, uint64_t value);

/*
 * registers: x0..x30 of the host; register 31 is the zero register: stored as 0, loads into it are
 * dropped. Requires: called on the CPU that faulted. Ensures: on DONE a load has written its
 * register, extended as the syndrome says; otherwise no register is touched. No memory is
 * accessed but regions and what stands behind them. Errors: none but the action. Work: a binary
 * search, and one step of the ITS.
 */
enum hypglue_action hypglue_data_abort(const struct hypglue_regions *regions,
				       const struct hypglue_fault *fault, uint64_t registers[31]);

#endif
