/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A definition of <itsguard/platform.h> for a hypervisor that has all memory mapped at a fixed
 * distance from its physical address (identity map, linear map), cacheable and shareable. It is in
 * libhypglue.a. A hypervisor that defines the platform itself does not get these from the archive.
 *
 * The ctx of each ITS, redistributor and domain is a struct hypglue_linear.
 */
#ifndef HYPGLUE_PLATFORM_LINEAR_H
#define HYPGLUE_PLATFORM_LINEAR_H

#include <itsguard/itsguard.h>

struct hypglue_linear {
	uintptr_t frames; /* where the frames are mapped, as device memory; domain: 0 */
	uintptr_t linear; /* virtual address of physical address 0, modulo 2^64 */
	itsg_pa limit;	  /* first physical address the linear map does not hold */
	void *lock;	  /* for the hooks below */
	void *owner;	  /* for the hypervisor's ledger, which gets the same ctx */
	bool cleaned;	  /* zero it; under the lock: cache maintenance was asked for once */
};

/* The hypervisor defines these three. */

/*
 * Takes the lock. It need not be recursive. It also keeps out interrupts of this CPU that could
 * trap into the library.
 */
void hypglue_hook_lock(void *lock);

/* Gives the lock up again. */
void hypglue_hook_unlock(void *lock);

/* itsg_platform_report, with the owner of the context. */
void hypglue_hook_report(void *owner, const struct itsg_event *event);

#endif
