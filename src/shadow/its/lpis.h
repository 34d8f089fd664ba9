/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The domain's bits of mapped LPIs, in the name of an ITS. The block is reported in the name of the
 * first ITS that came, and of the last that leaves.
 *
 * Requires, for both: nobody else has the ITS, or the caller holds its lock.
 * Locks, for both: they take the domain's lock, and report with it held.
 */
#ifndef ITSG_ITS_LPIS_H
#define ITSG_ITS_LPIS_H

#include <itsguard/state.h>

/* Returns OK, NO_MEMORY or UNSUPPORTED, as itsg_lpis_open does. */
ITSG_MUST_CHECK enum itsg_status itsg_lpis_join(struct itsg_its *its);

/* Requires that the ITS has no LPI mapped. Harmless if it has not joined. */
void itsg_lpis_leave(struct itsg_its *its);

#endif
