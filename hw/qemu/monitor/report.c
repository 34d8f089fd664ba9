// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Lines on the console. A host can cause as many refusals as it likes. So one trap prints few
 * lines. After LINES_MAX of them, there is one for each LINES_THIN events. The counters at
 * power-off have them all.
 */
#include "hypglue/quirks.h"

#include "monitor.h"
#include "report.h"

static void report_command(const char *who, const struct itsg_event *event)
{
	struct itsg_command cmd;
	bool known = itsg_command_decode(ITSG_GICV4_1, event->words, &cmd);

	print("%s %u refused %s at %x: %s (%s): %lx %lx %lx %lx", who, event->its,
	      known ? itsg_command_name(cmd.kind) : "a command", event->position,
	      itsg_reason_name(event->reason), itsg_reason_text(event->reason), event->words[0],
	      event->words[1], event->words[2], event->words[3]);
}

/* An address that the host named, and that is not used. */
static void report_attempt(const char *who, const struct itsg_event *event)
{
	print("%s %u: attempt: %s at %lx, %lu bytes: %s (%s)", who, event->its,
	      itsg_purpose_name(event->purpose), event->pa, event->size,
	      itsg_reason_name(event->reason), itsg_reason_text(event->reason));
}

void report_event(const char *who, const struct itsg_event *event)
{
	if (!print_allowed())
		return;
	if (event->kind == ITSG_EVENT_COMMAND)
		report_command(who, event);
	else if (event->kind == ITSG_EVENT_ACCESS)
		print("%s %u refused an access of %lu at offset %x: %s (%s), value %lx", who,
		      event->its, event->size, event->position, itsg_reason_name(event->reason),
		      itsg_reason_text(event->reason), event->words[0]);
	else if (event->kind == ITSG_EVENT_ENABLE_FAILED)
		print("%s %u refused to be enabled: %s (%s)", who, event->its,
		      itsg_reason_name(event->reason), itsg_reason_text(event->reason));
	else if (event->kind == ITSG_EVENT_ATTEMPT)
		report_attempt(who, event);
	else if (event->kind == ITSG_EVENT_RELEASE_FAILED)
		print("%s %u: the ledger did not take back %lx, %lx bytes", who, event->its,
		      event->pa, event->size);
	else
		print("%s %u: hardware error: %lx", who, event->its, event->words[0]);
}

void report_events(struct itsg_its *its, unsigned int most)
{
	struct itsg_event event;

	while (most-- && itsg_event_take(its, &event))
		report_event("ITS", &event);
}

uint64_t report_reasons(const char *who, const uint64_t reasons[ITSG_REASONS])
{
	uint64_t refused = 0;

	for (unsigned int i = 0; i < ITSG_REASONS; i++) {
		refused += reasons[i];
		if (reasons[i])
			print("%s refusals: %s %lu", who, itsg_reason_name((enum itsg_reason)i),
			      reasons[i]);
	}
	return refused;
}

void report_counters(struct itsg_its *its, uint32_t id)
{
	struct itsg_counters c;
	uint64_t refused;

	itsg_counters_get(its, &c);
	refused = report_reasons("ITS", c.reasons);
	print("ITS %u: fetched %lu forwarded %lu rewritten %lu expanded %lu nothing %lu refused "
	      "%lu",
	      id, c.fetched, c.verdicts[ITSG_FORWARD], c.verdicts[ITSG_REWRITE],
	      c.verdicts[ITSG_EXPAND], c.verdicts[ITSG_NOTHING], c.verdicts[ITSG_REFUSE]);
	print("ITS %u: own %lu walked %lu published %lu work %lu most in one call %lu", id, c.own,
	      c.walked, c.published, c.work, c.work_max);
	print("ITS %u: devices %lu claimed pages %lu release failures %lu hardware errors %lu", id,
	      c.devices, c.claimed_pages, c.release_failures, c.hw_errors);
	print("ITS %u: attempts %lu", id, c.attempts);
	print("ITS %u: refusals %lu", id, refused);
}

void report_quirks(const char *who, uint32_t applied)
{
	for (unsigned int n = 0; hypglue_quirk_name(n); n++)
		if (applied >> n & 1)
			print("%s: quirk: %s", who, hypglue_quirk_name(n));
}
