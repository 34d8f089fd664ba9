/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An abort that EL1 sees as if the bus had refused its access. All of it is pure: constant time, no
 * state, no locks. The caller applies the result.
 */
#ifndef HYPGLUE_INJECT_H
#define HYPGLUE_INJECT_H

#include <itsguard/env.h>

/* The host's state at the trap. */
struct hypglue_el1 {
	uint64_t esr_el2, far_el2, elr_el2, spsr_el2;
	uint64_t sctlr_el1, vbar_el1;
	uint64_t sctlr2_el1; /* 0 without FEAT_SCTLR2 */
	bool has_mte;	     /* the host has PSTATE.TCO: FEAT_MTE2 */
	bool has_nmi;	     /* the host has PSTATE.ALLINT: FEAT_NMI */
};

/* What to write before the return from EL2. elr_el2 is where EL1 goes on, spsr_el2 its PSTATE. */
struct hypglue_exception {
	uint64_t esr_el1, far_el1, elr_el1, spsr_el1;
	uint64_t elr_el2, spsr_el2;
};

/*
 * A synchronous external abort for the access that trapped: a data abort, or an instruction abort
 * if esr_el2 is one.
 *
 * Requires: HCR_EL2.RW is 1: EL1 in AArch32 is not supported. The host does not use FEAT_GCS or
 *   FEAT_EBEP: they are not provided for.
 * Returns:
 *   true: *exception says what to write.
 *   false: esr_el2 is no abort of a lower EL, or spsr_el2 names no mode that an AArch64 EL1 and its
 *     EL0 can be in. Nothing is filled in.
 * Topic: AArch64.TakeException; ESR_EL1, FAR_EL1, ELR_EL1, SPSR_EL1
 */
ITSG_MUST_CHECK bool hypglue_inject(const struct hypglue_el1 *host,
				    struct hypglue_exception *exception);

/*
 * Moves the host behind an A64 instruction that was emulated, as if it had run.
 *
 * Topic: ELR_EL2; SPSR_EL2.BTYPE and SS
 */
void hypglue_skip(uint64_t *elr_el2, uint64_t *spsr_el2);

#endif
