/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Loops that go on until something is complete. */
#ifndef RIG_FINISH_H
#define RIG_FINISH_H

#include "rig/rig.h"

/* Tears down an ITS. The hardware runs meanwhile. */
void rig_teardown(struct rig *rig, unsigned int its);

#endif
