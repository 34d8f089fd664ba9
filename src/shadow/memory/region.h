/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Regions of the pool: how memory comes to it (itsg_pool_add), and how it goes back. */
#ifndef ITSG_MEMORY_REGION_H
#define ITSG_MEMORY_REGION_H

#include <itsguard/state.h>

/*
 * Gives all regions back: unmapped, and cleared and returned where the host had donated them.
 *
 * Requires: no member of the domain is left.
 * Returns:
 *   OK: no region is left.
 *   AGAIN: the budget ended it. It goes on at the next call.
 *   LEDGER: the ledger would not take a page. It is kept; the next call tries again.
 * Work: *left units.
 * Locks: the caller holds the domain's lock.
 */
ITSG_MUST_CHECK enum itsg_status itsg_regions_close(struct itsg_domain *domain, uint32_t *left);

#endif
