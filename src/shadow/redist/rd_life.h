/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The life of a redistributor's LPIs.
 *
 * Requires, for all functions: the caller holds the redistributor's lock.
 */
#ifndef ITSG_REDIST_RD_LIFE_H
#define ITSG_REDIST_RD_LIFE_H

#include <itsguard/redist.h>

/* The host sets EnableLPIs. Where that cannot be, it stays 0, and the reason is reported. */
void itsg_rd_enable(struct itsg_rd *rd);

/*
 * One step: the hardware moves towards what the host wants, as far as hardware, ledger and budget
 * allow. What is left is noted for itsg_rd_work.
 *
 * Work: config.budget units.
 * Locks: takes the domain's lock.
 */
void itsg_rd_step(struct itsg_rd *rd);

/* Something is on its way: the host reads RWP = 1. */
bool itsg_rd_is_busy(const struct itsg_rd *rd);

/* What the last step left. An INVLPIR or INVALLR that waits for SYNCR is not shown by RWP. */
enum itsg_work itsg_rd_work_now(const struct itsg_rd *rd);

/* Keeps what itsg_rd_work answers. A step does it at its end. */
void itsg_rd_note(struct itsg_rd *rd);

/* PROPBASER and PENDBASER may not change. */
bool itsg_rd_is_locked(const struct itsg_rd *rd);

#endif
