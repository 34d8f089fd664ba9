/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Members of a domain: ITSs and redistributors. What all of them have in common is here: how far
 * they are set up, and how they join and leave.
 */
#ifndef ITSG_MEMORY_DOMAIN_H
#define ITSG_MEMORY_DOMAIN_H

#include <itsguard/state.h>

/* A member's ready: published with release, read with acquire. */
enum domain_ready {
	DOMAIN_NONE,  /* nothing is mediated: before init, after teardown */
	DOMAIN_READY, /* everything is in place */
	DOMAIN_BUSY,  /* init is taking over: accesses have to come again */
};

static inline uint32_t domain_ready(const uint32_t *ready)
{
	return __atomic_load_n(ready, __ATOMIC_ACQUIRE);
}

static inline void domain_publish(uint32_t *ready, enum domain_ready value)
{
	__atomic_store_n(ready, (uint32_t)value, __ATOMIC_RELEASE);
}

/*
 * A new member, whose hardware carries addresses below address_end only. From here on the pool
 * takes no memory at or above it.
 *
 * Returns: false: there is such memory already; nothing was done.
 * Locks: takes the domain's lock.
 */
ITSG_MUST_CHECK bool itsg_domain_join(struct itsg_domain *domain, itsg_pa address_end);

/*
 * A member that uses no pool memory, and has only something to give back: its addresses do not
 * matter.
 *
 * Locks: takes the domain's lock.
 */
void itsg_domain_join_to_leave(struct itsg_domain *domain);

/* Removes a member. Locks: takes the domain's lock. */
void itsg_domain_leave(struct itsg_domain *domain);

#endif
