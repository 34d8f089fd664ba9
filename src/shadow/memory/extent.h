/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Memory that the host names for hardware to use: is it the host's own? A question, and no claim.
 * Inline: each MAPD pays for it. */
#ifndef ITSG_MEMORY_EXTENT_H
#define ITSG_MEMORY_EXTENT_H

#include <itsguard/ledger.h>
#include <itsguard/state.h>

#include "validator/bits.h"

/* What an answer of the ledger means. What it does not know, it cannot vouch for. */
static inline enum itsg_reason extent_reason(enum itsg_status answer, enum itsg_audit audit)
{
	if (answer == ITSG_OK)
		return ITSG_REASON_NONE;
	if (answer == ITSG_UNSUPPORTED && audit != ITSG_AUDIT_REFUSE)
		return ITSG_REASON_NONE;
	return answer == ITSG_INVALID ? ITSG_REASON_ADDRESS_NOT_RAM : ITSG_REASON_ADDRESS_NOT_HOST;
}

/*
 * Asks the ledger about each page that [pa, pa + bytes) touches.
 *
 * Requires: the lock of the ITS or redistributor of ctx is held, the domain's is not. bytes is not
 *   0. pa and bytes are below 2^63.
 * Returns: NONE: all of it is the host's. If the embedder cannot say, also NONE unless audit is
 *   REFUSE. ADDRESS_LIMIT: it does not end below the domain's pa_limit; the ledger was not asked.
 *   ADDRESS_NOT_RAM, ADDRESS_NOT_HOST: as the ledger said.
 * Work: one question.
 */
ITSG_MUST_CHECK static inline enum itsg_reason extent_check(const struct itsg_domain *domain,
							    void *ctx, enum itsg_audit audit,
							    itsg_pa pa, uint64_t bytes)
{
	itsg_pa limit = domain->config.pa_limit, page = domain->config.page_size, first;

	if (pa >= limit || bytes > limit - pa)
		return ITSG_REASON_ADDRESS_LIMIT;
	first = pa & ~(page - 1);
	return extent_reason(
		itsg_ledger_is_host(ctx, first, bits_round_up(pa + bytes, page) - first), audit);
}

#endif
