/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Power lost while work was in flight: the hardware has forgotten everything but its tables in
 * memory. These are cleared first; only then is what they named released.
 *
 * Requires, for all functions: the caller holds the ITS lock.
 */
#ifndef ITSG_ITS_VOID_H
#define ITSG_ITS_VOID_H

#include <itsguard/state.h>

/* Phase VOID from here on. What was fetched but not walked has not happened: it is the host's to
 * see again. */
void itsg_void_enter(struct itsg_its *its);

/* Goes on within the budget. True: nothing is mapped any more, and the tables are clear. */
ITSG_MUST_CHECK bool itsg_void_go_on(struct itsg_its *its);

#endif
