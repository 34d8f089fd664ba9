/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* itsguard behind the traps. */
#ifndef MONITOR_GUARD_H
#define MONITOR_GUARD_H

#include "hypglue/trap.h"

/* Takes over every ITS and redistributor that was discovered, before the host starts. */
void guard_init(void);
/* Handles a fault of the host's. */
enum hypglue_action guard_access(const struct hypglue_fault *fault, uint64_t registers[31]);
/* Handles an HVC of the host's. */
void guard_call(uint64_t registers[31]);
/* Prints the counters, and whether the monitor was overwritten. */
void guard_summary(void);

#endif
