// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <itsguard/ledger.h>

#include "shadow/memory/extent.h"
#include "validator/bits.h"

/* What an answer of the ledger means. What it does not know, it cannot vouch for. */
static enum itsg_reason reason_of(enum itsg_status answer, enum itsg_audit audit)
{
	if (answer == ITSG_OK)
		return ITSG_REASON_NONE;
	if (answer == ITSG_UNSUPPORTED && audit != ITSG_AUDIT_REFUSE)
		return ITSG_REASON_NONE;
	return answer == ITSG_INVALID ? ITSG_REASON_ADDRESS_NOT_RAM : ITSG_REASON_ADDRESS_NOT_HOST;
}

enum itsg_reason itsg_extent_check(const struct itsg_domain *domain, void *ctx,
				   enum itsg_audit audit, itsg_pa pa, uint64_t bytes)
{
	itsg_pa limit = domain->config.pa_limit, page = domain->config.page_size, first;

	if (pa >= limit || bytes > limit - pa)
		return ITSG_REASON_ADDRESS_LIMIT;
	first = pa & ~(page - 1);
	return reason_of(itsg_ledger_is_host(ctx, first, bits_round_up(pa + bytes, page) - first),
			 audit);
}
