/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Work in flight is void. Either power was lost, and the hardware has forgotten everything but its
 * tables in memory. Or its queue was stalled when it was disabled. Then it forgets when it is off
 * and its tables are not Valid, if GITS_TYPER.INV = 1. The tables are cleared first; only then is
 * what they named released.
 *
 * With INV = 0 a stalled ITS may use what it caches as soon as it is enabled again. What it has
 * executed cannot be told from what it has not, so no commands can be sent to make it forget. So
 * nothing is cleared or released, and it is not enabled again, before it is reset.
 *
 * Requires, for all functions: the caller holds the ITS lock.
 */
#ifndef ITSG_ITS_VOID_H
#define ITSG_ITS_VOID_H

#include <itsguard/state.h>

/* Phase VOID from here on. What was fetched but not walked has not happened: it is the host's to
 * see again. */
void itsg_void_enter(struct itsg_its *its);

/*
 * The same for a queue that is in error. It is counted and reported.
 *
 * Requires: phase ON; Enabled = 0 was written in this step, and slots are in flight.
 */
void itsg_void_abandon(struct itsg_its *its);

/*
 * Goes on within the budget. True: nothing is mapped any more, and the tables are clear. Where
 * OWED_RESET is owed, true: the hardware is off, and no command is in hand; all else is kept.
 */
ITSG_MUST_CHECK bool itsg_void_go_on(struct itsg_its *its);

#endif
