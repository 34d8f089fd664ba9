// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Event records. The log keeps what the embedder has to know: refusals, failures, hardware errors.
 * The platform's report hook gets every kind it asked for, as it happens. A full log drops the
 * newest records and counts them, because the first ones show what led to a flood.
 */
#include <itsguard/itsguard.h>

#include "shadow/its/report.h"

static bool is_kept(const struct itsg_event *event)
{
	if (event->kind == ITSG_EVENT_COMMAND)
		return event->verdict == ITSG_REFUSE;
	return REPORT_KEPT & BIT(event->kind);
}

static void keep(struct itsg_its *its, const struct itsg_event *event)
{
	if (its->log.count == ITSG_EVENT_RING) {
		its->counters.events_lost++;
		return;
	}
	its->log.events[(its->log.first + its->log.count) % ITSG_EVENT_RING] = *event;
	its->log.count++;
}

void itsg_report(struct itsg_its *its, const struct itsg_event *event)
{
	if (is_kept(event))
		keep(its, event);
	if (report_is_asked(its, event->kind))
		itsg_platform_report(its->config.ctx, event);
}

void itsg_report_heard_block(struct itsg_its *its, enum itsg_event_kind kind, itsg_pa pa,
			     uint64_t size, enum itsg_purpose purpose)
{
	const struct itsg_event event = {
		.kind = kind, .its = its->config.id, .pa = pa, .size = size, .purpose = purpose};

	itsg_report(its, &event);
}

void itsg_report_heard_words(struct itsg_its *its, enum itsg_event_kind kind, uint32_t position,
			     uint32_t to, const uint64_t words[4])
{
	struct itsg_event event = {
		.kind = kind, .its = its->config.id, .position = position, .size = to};

	if (words)
		memcpy(event.words, words, sizeof(event.words));
	itsg_report(its, &event);
}

void itsg_report_release_failed(struct itsg_its *its, itsg_pa pa, uint64_t size,
				enum itsg_purpose purpose)
{
	its->counters.release_failures++;
	report_block(its, ITSG_EVENT_RELEASE_FAILED, pa, size, purpose);
}

void itsg_report_refusal(struct itsg_its *its, enum itsg_event_kind kind, enum itsg_reason reason,
			 uint32_t position, uint64_t size, const uint64_t words[4])
{
	struct itsg_event event = {.kind = kind,
				   .verdict = ITSG_REFUSE,
				   .reason = reason,
				   .its = its->config.id,
				   .position = position,
				   .size = size};

	its->counters.reasons[reason]++;
	memcpy(event.words, words, sizeof(event.words));
	itsg_report(its, &event);
}

static bool take(struct itsg_its *its, struct itsg_event *event)
{
	if (!its->log.count)
		return false;
	*event = its->log.events[its->log.first];
	its->log.first = (its->log.first + 1) % ITSG_EVENT_RING;
	its->log.count--;
	return true;
}

bool itsg_event_take(struct itsg_its *its, struct itsg_event *event)
{
	bool taken;

	itsg_platform_lock(its->config.ctx);
	taken = take(its, event);
	itsg_platform_unlock(its->config.ctx);
	return taken;
}

void itsg_counters_get(struct itsg_its *its, struct itsg_counters *counters)
{
	itsg_platform_lock(its->config.ctx);
	*counters = its->counters;
	counters->devices = its->devices.count;
	counters->claimed_pages = its->queue.pages.done;
	counters->waits = its->mode.waits;
	itsg_platform_unlock(its->config.ctx);
}
