/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * MAPD: the one command that takes memory and time.
 *
 * Requires, for all functions: the caller holds the ITS lock.
 */
#ifndef ITSG_ITS_MAPD_H
#define ITSG_ITS_MAPD_H

#include <itsguard/state.h>

/* Starts the MAPD in its->hand.cmd, whose fields are checked, or goes on with it. False: it waits
 * for budget or a slot. */
ITSG_MUST_CHECK bool itsg_mapd_go_on(struct itsg_its *its);

/* Gives back what the MAPD in hand has acquired, and frees the hand. Requires that the hardware has
 * not heard of it, or has lost its power. */
void itsg_mapd_drop(struct itsg_its *its);

#endif
