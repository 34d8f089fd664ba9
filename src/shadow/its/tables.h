/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The tables that the hardware really uses. Nobody but tables.c writes its->tables.
 *
 * Requires, for all functions: the caller holds the ITS lock (at init: nobody else has the ITS).
 */
#ifndef ITSG_ITS_TABLES_H
#define ITSG_ITS_TABLES_H

#include <itsguard/state.h>

/*
 * Takes memory for each table that the hardware has a BASER for, and places it there. Not cleared.
 *
 * Requires: init, with the hardware seen off and probed.
 * Returns:
 *   OK.
 *   NO_MEMORY: the pool is too small. What was taken is kept.
 *   UNSUPPORTED: no layout fits, or a BASER does not read back. What was taken is kept.
 */
ITSG_MUST_CHECK enum itsg_status itsg_tables_make(struct itsg_its *its);

/*
 * Clears the tables within the budget. True: all of it is clear.
 *
 * fresh: level 1 of the device table, too, which holds whatever memory held. Else level 1 stays,
 *        and its level-2 pages are cleared.
 */
ITSG_MUST_CHECK bool itsg_tables_clear(struct itsg_its *its, bool fresh);

/* Gives them back within the budget, level-2 pages before level 1. True: nothing is left. */
ITSG_MUST_CHECK bool itsg_tables_return(struct itsg_its *its);

/* A device of that DeviceID needs a level-2 page that is not there yet. */
bool itsg_tables_needs_page(const struct itsg_its *its, itsg_device_id id);

/* The page for it, which is clear. */
void itsg_tables_install_page(struct itsg_its *its, itsg_device_id id,
			      const struct itsg_block *page);

#endif
