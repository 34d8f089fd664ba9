/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reports: what the embedder hears of an ITS, and what is kept for itsg_event_take. Most kinds are
 * for tools alone and cost nothing where nobody listens.
 *
 * Requires, for all functions: the caller holds the ITS lock.
 */
#ifndef ITSG_ITS_REPORT_H
#define ITSG_ITS_REPORT_H

#include <itsguard/state.h>

#include "shadow/its/slow.h"

/* Kinds that are kept, whoever listens. Refused commands are kept, too. */
#define REPORT_KEPT                                                                                \
	(BIT(ITSG_EVENT_ACCESS) | BIT(ITSG_EVENT_ENABLE_FAILED) | BIT(ITSG_EVENT_RELEASE_FAILED) | \
	 BIT(ITSG_EVENT_HW_ERROR) | BIT(ITSG_EVENT_ABANDON) | BIT(ITSG_EVENT_NOT_OFF) |            \
	 BIT(ITSG_EVENT_ATTEMPT))

/* Kinds that the short form of a step does not report. */
#define REPORT_IN_STEP (BIT(ITSG_EVENT_COMMAND) | BIT(ITSG_EVENT_WALK) | BIT(ITSG_EVENT_PUBLISH))

/* The platform's hook wants that kind. */
static inline bool report_is_asked(const struct itsg_its *its, enum itsg_event_kind kind)
{
	return its->config.report >> kind & 1;
}

/* Somebody wants that kind: the hook, or the log. */
static inline bool report_is_heard(const struct itsg_its *its, enum itsg_event_kind kind)
{
	return (REPORT_KEPT | its->config.report) >> kind & 1;
}

void itsg_report(struct itsg_its *its, const struct itsg_event *event);
void itsg_report_heard_block(struct itsg_its *its, enum itsg_event_kind kind, itsg_pa pa,
			     uint64_t size, enum itsg_purpose purpose);
void itsg_report_heard_words(struct itsg_its *its, enum itsg_event_kind kind, uint32_t position,
			     uint32_t to, const uint64_t words[4]);

static inline void report_block(struct itsg_its *its, enum itsg_event_kind kind, itsg_pa pa,
				uint64_t size, enum itsg_purpose purpose)
{
	if (report_is_heard(its, kind))
		itsg_report_heard_block(its, kind, pa, size, purpose);
}

/* words: NULL for none. */
static inline void report_words(struct itsg_its *its, enum itsg_event_kind kind, uint32_t position,
				uint32_t to, const uint64_t words[4])
{
	if (report_is_heard(its, kind))
		itsg_report_heard_words(its, kind, position, to, words);
}

/* A release that was refused: it is counted, and tried again. */
void itsg_report_release_failed(struct itsg_its *its, itsg_pa pa, uint64_t size,
				enum itsg_purpose purpose);

/* A refusal is counted by its reason. */
void itsg_report_refusal(struct itsg_its *its, enum itsg_event_kind kind, enum itsg_reason reason,
			 uint32_t position, uint64_t size, const uint64_t words[4]);

/* For init: who listens does not change later. */
static inline void report_set_up(struct itsg_its *its)
{
	slow_when(its, SLOW_LISTENER, its->config.report & REPORT_IN_STEP);
}

#endif
