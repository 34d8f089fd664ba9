/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The redistributors of a domain. Nobody else writes domain->redistributors and rd->next.
 *
 * Work, for all functions: a look at each redistributor of the domain.
 */
#ifndef ITSG_REDIST_RD_LIST_H
#define ITSG_REDIST_RD_LIST_H

#include <itsguard/redist.h>

/*
 * May rd be one of them?
 *
 * Requires: the caller holds the domain's lock.
 * Returns:
 *   OK.
 *   STATE: one of them uses a property table.
 *   INVALID: id_bits, attributes or own_properties differ.
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_list_compare(const struct itsg_rd *rd);

/* Adds rd to the list. Requires: the caller holds the domain's lock. */
void itsg_rd_list_join(struct itsg_rd *rd);

/* Takes rd out of the list. Harmless if it is not in it. Locks: takes the domain's lock. */
void itsg_rd_list_leave(struct itsg_rd *rd);

#endif
