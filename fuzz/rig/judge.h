/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a step came to, and why. */
#ifndef RIG_JUDGE_H
#define RIG_JUDGE_H

#include "rig/rig.h"

/* Sets the text that goes with a result. Returns that result. */
__attribute__((format(printf, 3, 4))) enum rig_result rig_say(struct rig *rig,
							      enum rig_result result,
							      const char *format, ...);

#endif
