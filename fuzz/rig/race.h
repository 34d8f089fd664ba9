/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Events at once. */
#ifndef RIG_RACE_H
#define RIG_RACE_H

#include "rig/rig.h"

/* Takes an A line. False: too many events. */
bool rig_race_begin(struct rig *rig, const struct step *step);
/* Adds an event. If it is the last, all of them run. */
enum rig_result rig_race_add(struct rig *rig, const struct step *step);
/* Runs the events that have come so far. */
void rig_race_run(struct rig *rig);
/* To be called when the library has taken an ITS's lock. */
void rig_race_locked(struct rig *rig);

#endif
