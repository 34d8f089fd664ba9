/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The embedder's later poll: `S poll` lines. */
#ifndef RIG_LATER_H
#define RIG_LATER_H

#include "rig/rig.h"

/* Up to so many rounds: each ITS and redistributor that says that it has work left is polled once.
 * Ends early once none has any. */
void rig_later(struct rig *rig, uint64_t rounds);

#endif
