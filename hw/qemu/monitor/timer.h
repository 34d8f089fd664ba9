/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The timer that goes on with what traps have left, on the CPU that took the trap. */
#ifndef MONITOR_TIMER_H
#define MONITOR_TIMER_H

#include "hypglue/trap.h"

#include "monitor.h"

/* This CPU is about to run the host, and has no timer yet. */
void timer_init(struct cpu *cpu);
/*
 * After each call on this CPU that may have left work: arms the timer if it has. A timer that is
 * armed already comes no later for it.
 */
void timer_want(enum itsg_work left);
/* An FIQ has come to EL2. */
void timer_fiq(void);
/*
 * The host wants this CPU off, and with it goes its timer. One poll is made. True: there is more to
 * do. The host is to come again with its call, so that no trap takes more than its budgets.
 */
bool timer_must_stay(void);
/*
 * The host's access to a register of the CPU interface was trapped because the timer is armed.
 * False: it is none of these.
 */
bool timer_register(uint64_t esr, uint64_t registers[31]);
/* A fault that is no business of itsguard's: does it concern the timers' interrupts? */
enum hypglue_action timer_access(const struct hypglue_fault *fault, uint64_t registers[31]);
/* Prints how often timers fired. */
void timer_summary(void);

#endif
