/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Memory that the host names for hardware to use: is it the host's own? A question, and no claim.
 */
#ifndef ITSG_MEMORY_EXTENT_H
#define ITSG_MEMORY_EXTENT_H

#include <itsguard/state.h>

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
ITSG_MUST_CHECK enum itsg_reason itsg_extent_check(const struct itsg_domain *domain, void *ctx,
						   enum itsg_audit audit, itsg_pa pa,
						   uint64_t bytes);

#endif
