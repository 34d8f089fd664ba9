/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which LPIs are mapped from an event, by whatever ITS of the domain: a bit for each. An LPI that
 * two events are mapped to would have two targets, which the architecture does not define.
 *
 * ITSs set and clear bits under their own locks only. So a bit is an atomic: of two ITSs that want
 * it at once, one gets it.
 */
#ifndef ITSG_MEMORY_LPIS_H
#define ITSG_MEMORY_LPIS_H

#include <itsguard/state.h>

#include "validator/bits.h"
#include "validator/inline.h"

#define LPIS_WORD 64u /* bits in one */

/* Requires, for all three: the LPI is below the end that the bits were opened with. */

ALWAYS_INLINE bool lpis_is_mapped(const uint64_t *bits, itsg_intid intid)
{
	return __atomic_load_n(&bits[intid / LPIS_WORD], __ATOMIC_RELAXED) & BIT(intid % LPIS_WORD);
}

/* False: it was mapped already. */
ITSG_MUST_CHECK ALWAYS_INLINE bool lpis_map(uint64_t *bits, itsg_intid intid)
{
	uint64_t bit = BIT(intid % LPIS_WORD);

	return !(__atomic_fetch_or(&bits[intid / LPIS_WORD], bit, __ATOMIC_ACQUIRE) & bit);
}

/* What the hardware did with the mapping lies before it. */
ALWAYS_INLINE void lpis_unmap(uint64_t *bits, itsg_intid intid)
{
	__atomic_fetch_and(&bits[intid / LPIS_WORD], ~BIT(intid % LPIS_WORD), __ATOMIC_RELEASE);
}

/*
 * One more ITS, with LPIs below end. The first one takes a block from the pool and clears it.
 *
 * Requires: the caller holds the domain's lock. end is above 0.
 * Returns:
 *   ITSG_OK: domain->lpis has the bits.
 *   ITSG_NO_MEMORY: the pool has no block.
 *   ITSG_UNSUPPORTED: the bits there are end before.
 * Work: a bit cleared for each INTID.
 */
ITSG_MUST_CHECK enum itsg_status itsg_lpis_open(struct itsg_domain *domain, itsg_intid end);

/*
 * One ITS less; it has no LPI mapped. True: it was the last. Then the block is to be reported as
 * released, and given to itsg_lpis_free.
 *
 * Requires: the caller holds the domain's lock, also over the call of itsg_lpis_free.
 */
ITSG_MUST_CHECK bool itsg_lpis_close(struct itsg_domain *domain);

/* Gives the block back. False: the pool does not know it. */
ITSG_MUST_CHECK bool itsg_lpis_free(struct itsg_domain *domain);

#endif
