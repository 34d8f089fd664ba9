/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The life of the hardware side: on, drained, off, void after a power loss, given back. */
#ifndef ITSG_ITS_LIFE_H
#define ITSG_ITS_LIFE_H

#include <itsguard/state.h>

/*
 * Does what is next, and what is next then, as far as hardware, ledger and budget let it.
 *
 * Requires: the caller holds the ITS lock.
 * Work: the budget that is left.
 */
void itsg_life(struct itsg_its *its);

#endif
