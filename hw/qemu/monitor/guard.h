/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* itsguard behind the traps. */
#ifndef MONITOR_GUARD_H
#define MONITOR_GUARD_H

#include "hypglue/trap.h"

/* Every ITS of the device tree is taken over; before the host runs. */
void guard_init(const void *dtb);
/* A fault of the host's. */
enum hypglue_action guard_access(const struct hypglue_fault *fault, uint64_t registers[31]);
/* An HVC of the host's. */
void guard_call(uint64_t registers[31]);
/* Counters, and whether the monitor was overwritten, on the console. */
void guard_summary(void);

#endif
