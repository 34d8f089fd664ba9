/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * LPI property tables. Nobody but rd_table.c writes domain->tables, rd->table and
 * rd->uses. The runs in the tables are written through memory/run.
 *
 * Requires, for all functions: the caller holds the redistributor's lock.
 * Locks, for all functions: they take the domain's lock.
 */
#ifndef ITSG_REDIST_RD_TABLE_H
#define ITSG_REDIST_RD_TABLE_H

#include <itsguard/redist.h>

/*
 * Counts rd among the users of the table that a value for the hardware's PROPBASER describes. A
 * table that nobody uses yet is added.
 *
 * Returns:
 *   NONE: rd uses it.
 *   PROPERTIES_DIFFER: another of its group has another one. Nothing was done.
 *   CAPACITY: there are ITSG_RD_TABLES others. Nothing was done.
 */
ITSG_MUST_CHECK enum itsg_reason itsg_rd_table_use(struct itsg_rd *rd, uint64_t value,
						   uint64_t bytes);

/*
 * Claims the pages of the table that rd uses, within the budget.
 *
 * Returns:
 *   OK: all are claimed.
 *   AGAIN: the budget ended it; the next call goes on.
 *   LEDGER: the ledger refused a page. What was claimed before is kept.
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_table_claim(struct itsg_rd *rd);

/* rd is no user of its table any more. If it was the last, the pages are let go, within the budget.
 * True: rd has nothing left to let go. */
ITSG_MUST_CHECK bool itsg_rd_table_release(struct itsg_rd *rd);

/* PROPBASER names no table any more, unless others of the group have theirs there. */
void itsg_rd_table_leave(struct itsg_rd *rd);

#endif
