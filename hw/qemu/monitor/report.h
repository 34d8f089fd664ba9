/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Prints what the library refused, for people. */
#ifndef MONITOR_REPORT_H
#define MONITOR_REPORT_H

#include <itsguard/itsguard.h>

/* A line for each event that waits, up to most of them. */
void report_events(struct itsg_its *its, unsigned int most);
/* One line for an event of the ITS or redistributor that who names. */
void report_event(const char *who, const struct itsg_event *event);
/* A line for each reason that was given. Returns how many refusals there were. */
uint64_t report_reasons(const char *who, const uint64_t reasons[ITSG_REASONS]);
/* The counters of one ITS. */
void report_counters(struct itsg_its *its, uint32_t id);
/* A line for each row of the quirk table that was applied to who. */
void report_quirks(const char *who, uint32_t applied);

#endif
