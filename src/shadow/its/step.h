/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One step, taken by every trap and poll. */
#ifndef ITSG_ITS_STEP_H
#define ITSG_ITS_STEP_H

#include <itsguard/state.h>

/*
 * Walks what the hardware has done, does what is next, and publishes. One budget covers all of it.
 * What is left is noted for itsg_its_work.
 *
 * Requires: the caller holds the ITS lock.
 * Work: config.budget units.
 */
void itsg_step(struct itsg_its *its);

#endif
