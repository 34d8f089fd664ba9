/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The audit: addresses that the host names, and that nobody uses, are held against the ledger over
 * their whole extent. What is not the host's is counted and told.
 *
 * Requires, for all functions: the caller holds the ITS lock. The audit is not OFF.
 * Returns: NONE: go on. Another: the audit is REFUSE, and this is the reason.
 */
#ifndef ITSG_ITS_AUDIT_H
#define ITSG_ITS_AUDIT_H

#include <itsguard/state.h>

/*
 * The ITT of the MAPD in hand. If it has more events than are configured, nothing is looked at: it
 * is refused in any case.
 *
 * Requires: the MAPD has V = 1. Its fields are checked.
 * Work: one question to the ledger. The unit of the command pays for 256 pages of it, and a unit
 *   for each 256 pages more, as far as the step has any.
 */
ITSG_MUST_CHECK enum itsg_reason itsg_audit_mapd(struct itsg_its *its);

/*
 * The host's tables and its queue, when it enables the ITS. Only now are the registers what the
 * host means: drivers try values, and write in halves. Of two-level tables it is level 1. What its
 * entries name is not looked at, as nobody ever reads them.
 *
 * Work: a question for each BASER that is Valid, and one for the queue. No units.
 */
ITSG_MUST_CHECK enum itsg_reason itsg_audit_enable(struct itsg_its *its);

#endif
