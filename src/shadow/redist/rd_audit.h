/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The audit of a redistributor's tables. */
#ifndef ITSG_REDIST_RD_AUDIT_H
#define ITSG_REDIST_RD_AUDIT_H

#include <itsguard/redist.h>

/*
 * Holds both tables, for INTIDs of bits bits, against the ledger. What is not the host's is counted
 * and told.
 *
 * Requires: the caller holds the redistributor's lock. The audit is not OFF.
 * Returns: NONE: go on. Another: the audit is REFUSE, and this is the reason.
 * Work: two questions to the ledger.
 */
ITSG_MUST_CHECK enum itsg_reason itsg_rd_audit_enable(struct itsg_rd *rd, unsigned int bits);

#endif
