/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The pending table of a redistributor.
 *
 * Requires, for all functions: the caller holds the redistributor's lock, and the hardware does not
 * use the table.
 */
#ifndef ITSG_REDIST_RD_PENDING_H
#define ITSG_REDIST_RD_PENDING_H

#include <itsguard/redist.h>

/* What the host's PENDBASER and rd->bits ask for is there. False: the pool is empty. Takes the
 * domain's lock. */
ITSG_MUST_CHECK bool itsg_rd_pending_make(struct itsg_rd *rd);

/* Clears on within the budget, if it has to be. True: nothing is left to clear. */
ITSG_MUST_CHECK bool itsg_rd_pending_clear(struct itsg_rd *rd);

/* Harmless if there is none. Takes the domain's lock. */
void itsg_rd_pending_release(struct itsg_rd *rd);

#endif
