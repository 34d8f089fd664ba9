/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Host commands: fetched, judged and carried out, within the budget.
 *
 * Requires, for all functions: the caller holds the ITS lock. Phase ON.
 */
#ifndef ITSG_ITS_COMMANDS_H
#define ITSG_ITS_COMMANDS_H

#include <itsguard/state.h>

/* Fetches and carries out what the host has posted, until the budget ends it or a command has to
 * wait. Requires something to fetch, and a free hand. */
void itsg_commands_fetch(struct itsg_its *its);

/* The command in hand goes on. False: it still waits. Requires one in hand. */
ITSG_MUST_CHECK bool itsg_commands_resume(struct itsg_its *its);

/*
 * What a short step has to do besides plain commands; then publishes, and notes what is left.
 *
 * Requires: no reason to be slow. With read: a unit, and the next command's words in its->hand.
 * Returns: the units used, of budget.
 */
uint32_t itsg_commands_rest(struct itsg_its *its, uint32_t budget, bool read);

#endif
