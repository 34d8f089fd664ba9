/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The lock of a domain. It may be taken inside the lock of an ITS or redistributor, never around
 * one. */
#ifndef ITSG_MEMORY_DOMAIN_LOCK_H
#define ITSG_MEMORY_DOMAIN_LOCK_H

#include <itsguard/platform.h>
#include <itsguard/state.h>

static inline void domain_lock(const struct itsg_domain *domain)
{
	itsg_platform_lock(domain->config.ctx);
}

static inline void domain_unlock(const struct itsg_domain *domain)
{
	itsg_platform_unlock(domain->config.ctx);
}

#endif
