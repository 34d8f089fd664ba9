/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* itsguard behind the traps. */
#ifndef MONITOR_GUARD_H
#define MONITOR_GUARD_H

#include "hypglue/trap.h"

/* Takes over every ITS and redistributor that was discovered, before the host starts. */
void guard_init(void);
/* Handles a fault of the host's. *left: what it leaves; somebody has to call guard_poll later. */
enum hypglue_action guard_access(const struct hypglue_fault *fault, uint64_t registers[31],
				 enum itsg_work *left);
/* The later poll, and what is left of work without one: as hypglue_poll and hypglue_work. */
enum itsg_work guard_poll(void);
enum itsg_work guard_work(void);
/* Handles an HVC of the host's. */
void guard_call(uint64_t registers[31]);
/* Prints the counters, and whether the monitor was overwritten. */
void guard_summary(void);

#endif
