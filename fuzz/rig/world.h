/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Steps that call no library function. */
#ifndef RIG_WORLD_H
#define RIG_WORLD_H

#include "rig/rig.h"

/* Carries out a step that calls no library function: the host's CPU, the hardware, the ledger. */
enum rig_result rig_world_step(struct rig *rig, const struct step *step);

#endif
