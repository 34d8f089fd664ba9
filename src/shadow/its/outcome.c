// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/its/hand.h"
#include "shadow/its/outcome.h"
#include "shadow/its/queue.h"
#include "shadow/its/report.h"
#include "shadow/its/shadow_ring.h"
#include "shadow/its/slot.h"

static NOINLINE void report_verdict(struct itsg_its *its, enum itsg_verdict verdict)
{
	struct itsg_event event = {.kind = ITSG_EVENT_COMMAND,
				   .verdict = verdict,
				   .its = its->config.id,
				   .position = its->queue.fetch};

	memcpy(event.words, its->hand.words, sizeof(event.words));
	itsg_report(its, &event);
}

static void accept(struct itsg_its *its, enum itsg_verdict verdict)
{
	its->hand.stage = HAND_FREE;
	its->counters.verdicts[verdict]++;
	if (report_is_asked(its, ITSG_EVENT_COMMAND))
		report_verdict(its, verdict);
}

void itsg_outcome_refuse(struct itsg_its *its, enum itsg_reason reason)
{
	its->hand.stage = HAND_FREE;
	its->counters.verdicts[ITSG_REFUSE]++;
	itsg_report_refusal(its, ITSG_EVENT_COMMAND, reason, its->queue.fetch, 0, its->hand.words);
	itsg_ring_skip(its);
}

void itsg_outcome_nothing(struct itsg_its *its)
{
	accept(its, ITSG_NOTHING);
	itsg_ring_skip(its);
}

void itsg_outcome_forward(struct itsg_its *its, enum itsg_verdict verdict, uint64_t release)
{
	accept(its, verdict);
	queue_pass(its);
	slot_commit(&its->ring, &its->hand.cmd, its->queue.fetch, release);
}
