/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Events of a redistributor: handed to the platform as they happen, and counted. None are kept.
 *
 * Requires, for all functions: the caller holds the redistributor's lock.
 */
#ifndef ITSG_REDIST_RD_REPORT_H
#define ITSG_REDIST_RD_REPORT_H

#include <itsguard/redist.h>

void itsg_rd_report(struct itsg_rd *rd, enum itsg_event_kind kind, itsg_pa pa, uint64_t size,
		    enum itsg_purpose purpose);

/* The phase moves on, and that is reported. */
void itsg_rd_enter(struct itsg_rd *rd, enum itsg_phase phase);

/* A release that was refused: it is counted, and tried again. */
void itsg_rd_report_release_failed(struct itsg_rd *rd, itsg_pa pa, uint64_t size,
				   enum itsg_purpose purpose);

/* A hardware register is not what it was set to. */
void itsg_rd_report_hw_error(struct itsg_rd *rd, uint32_t offset, uint64_t value);

/* A look at RWP while the library waits for it. After ITSG_PATIENCE looks in a row that it is 1,
 * this is reported, once until it is 0. */
void itsg_rd_report_looked(struct itsg_rd *rd, bool answered);

/* RWP stays 1 for long: whoever waits need not look again soon. */
static inline bool rd_is_stuck(const struct itsg_rd *rd)
{
	return rd->counters.waits == ITSG_PATIENCE;
}

/* A refusal is counted by its reason. */
void itsg_rd_report_refusal(struct itsg_rd *rd, enum itsg_event_kind kind, enum itsg_reason reason,
			    uint32_t offset, uint32_t size, uint64_t value);

/* An attempt: it is counted. */
void itsg_rd_report_attempt(struct itsg_rd *rd, const struct itsg_event *event);

#endif
