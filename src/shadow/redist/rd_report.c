// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Events of a redistributor. They are handed to the platform as they happen, and counted. None
 * are kept. */
#include <itsguard/platform.h>

#include "shadow/redist/rd_report.h"

static void report(struct itsg_rd *rd, const struct itsg_event *event)
{
	if (rd->config.report >> event->kind & 1)
		itsg_platform_report(rd->config.ctx, event);
}

void itsg_rd_report(struct itsg_rd *rd, enum itsg_event_kind kind, itsg_pa pa, uint64_t size,
		    enum itsg_purpose purpose)
{
	const struct itsg_event event = {
		.kind = kind, .its = rd->config.id, .pa = pa, .size = size, .purpose = purpose};

	report(rd, &event);
}

void itsg_rd_enter(struct itsg_rd *rd, enum itsg_phase phase)
{
	const struct itsg_event event = {
		.kind = ITSG_EVENT_PHASE, .its = rd->config.id, .position = phase};

	rd->phase = phase;
	report(rd, &event);
}

void itsg_rd_report_release_failed(struct itsg_rd *rd, itsg_pa pa, uint64_t size,
				   enum itsg_purpose purpose)
{
	rd->counters.release_failures++;
	itsg_rd_report(rd, ITSG_EVENT_RELEASE_FAILED, pa, size, purpose);
}

void itsg_rd_report_hw_error(struct itsg_rd *rd, uint32_t offset, uint64_t value)
{
	const struct itsg_event event = {.kind = ITSG_EVENT_HW_ERROR,
					 .its = rd->config.id,
					 .position = offset,
					 .words = {value}};

	rd->counters.hw_errors++;
	report(rd, &event);
}

void itsg_rd_report_looked(struct itsg_rd *rd, bool answered)
{
	const struct itsg_event event = {
		.kind = ITSG_EVENT_NOT_OFF, .its = rd->config.id, .position = ITSG_PATIENCE};

	if (answered)
		rd->counters.waits = 0;
	if (answered || rd_is_stuck(rd))
		return;
	rd->counters.waits++;
	if (!rd_is_stuck(rd))
		return;
	rd->counters.not_off++;
	report(rd, &event);
}

void itsg_rd_report_refusal(struct itsg_rd *rd, enum itsg_event_kind kind, enum itsg_reason reason,
			    uint32_t offset, uint32_t size, uint64_t value)
{
	const struct itsg_event event = {.kind = kind,
					 .verdict = ITSG_REFUSE,
					 .reason = reason,
					 .its = rd->config.id,
					 .position = offset,
					 .size = size,
					 .words = {value}};

	rd->counters.reasons[reason]++;
	report(rd, &event);
}

void itsg_rd_report_attempt(struct itsg_rd *rd, const struct itsg_event *event)
{
	rd->counters.attempts++;
	report(rd, event);
}

void itsg_rd_counters_get(struct itsg_rd *rd, struct itsg_rd_counters *counters)
{
	itsg_platform_lock(rd->config.ctx);
	*counters = rd->counters;
	itsg_platform_unlock(rd->config.ctx);
}
