/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One file of `itsguard replay`: runs and judges it. The form of its summary line is public:
 * docs/trace-format.md.
 */
#include "replay.h"

#include <inttypes.h>
#include <string.h>

#include "load.h"

struct job {
	struct rig *rig;
	const struct replay *replay;
	const char *file;
	struct outcome *outcome;
	bool binary;
};

static bool complain(const struct job *job, const struct rig_complaint *complaint)
{
	struct ending *ending = &job->outcome->ending;

	if (!complaint->line)
		return false;
	printf("%s:%u: not clean: %s\n", job->file, complaint->line, complaint->text);
	if (ending->kind != END_UNCLEAN)
		snprintf(ending->text, sizeof(ending->text), "%s", complaint->text);
	ending->kind = END_UNCLEAN;
	return true;
}

static bool is_clean(const struct job *job)
{
	struct rig_complaint complaints[4];
	bool clean = true;
	unsigned int n;

	rig_hw_equal(job->rig, &complaints[3]);
	rig_first_refusal(job->rig, &complaints[0]);
	rig_first_attempt(job->rig, &complaints[1]);
	rig_first_difference(job->rig, &complaints[2]);
	for (n = 0; n < 4; n++)
		clean = !complain(job, &complaints[n]) && clean;
	return clean;
}

static void print_reasons(const struct itsg_counters *counters)
{
	bool any = false;
	unsigned int n;

	printf(" reasons=");
	for (n = ITSG_REASON_NONE + 1; n < ITSG_REASONS; n++) {
		if (!counters->reasons[n])
			continue;
		printf("%s%s:%" PRIu64, any ? "," : "", trace_reason_name(n), counters->reasons[n]);
		any = true;
	}
	if (!any)
		printf("-");
}

static void print_summary(const struct job *job, const struct run *run,
			  const struct rig_maxima *maxima)
{
	const struct itsg_counters *counters = &run->counters;
	const struct ending *ending = &job->outcome->ending;

	printf("%s: %s commands=%" PRIu64 " forward=%" PRIu64 " rewrite=%" PRIu64 " expand=%" PRIu64
	       " nothing=%" PRIu64 " refuse=%" PRIu64,
	       job->file, job->outcome->code == EXIT_GOOD ? "ok" : "failed", counters->fetched,
	       counters->verdicts[ITSG_FORWARD], counters->verdicts[ITSG_REWRITE],
	       counters->verdicts[ITSG_EXPAND], counters->verdicts[ITSG_NOTHING],
	       counters->verdicts[ITSG_REFUSE]);
	print_reasons(counters);
	printf(" own=%" PRIu64 " walked=%" PRIu64 " work=%" PRIu64 " work-max=%" PRIu64
	       " budget=%" PRIu32 " worst=%" PRIu64 "/%" PRIu64 " seen=%" PRIu64
	       " pages-claimed-max=%" PRIu64 " pool-used-max=%" PRIu64,
	       counters->own, counters->walked, counters->work, counters->work_max,
	       run->trace->config.its[0].budget, maxima->worst.work, maxima->worst.budget,
	       maxima->worst.seen, maxima->claimed_pages, maxima->pool_used);
	if (ending->kind == END_PROPERTY)
		printf(" properties=P%d", ending->number);
	else
		printf(" properties=ok");
	printf(" expectations=%u attempts=%" PRIu64 "%s\n", run->held, run->attempts,
	       job->binary ? " (binary form)" : "");
}

/* Keeps the line of the step, in case the step ends the process. */
static void before(void *arg, const struct step *step)
{
	struct outcome *outcome = arg;

	outcome->ending.line = step->line;
}

static void judge(struct job *job, struct run *run)
{
	struct outcome *outcome = job->outcome;
	struct ending unclean = {0};

	if (job->replay->clean && run->result == RIG_OK && !is_clean(job))
		unclean = outcome->ending;
	outcome->code = run_end(run);
	ending_conclude(&outcome->ending, run);
	if (outcome->code != EXIT_GOOD || unclean.kind != END_UNCLEAN)
		return;
	outcome->code = EXIT_BAD;
	outcome->ending = unclean;
}

static void run_job(struct job *job, const struct trace *trace)
{
	struct outcome *outcome = job->outcome;
	struct run run = {.rig = job->rig,
			  .trace = trace,
			  .file = job->file,
			  .before = before,
			  .arg = outcome};
	struct rig_maxima maxima, after;

	if (rig_begin(job->rig, &trace->config, 0) == RIG_UNUSABLE) {
		fprintf(stderr, "%s: %s\n", job->file, rig_text(job->rig));
		return;
	}
	run_steps(&run);
	rig_maxima(job->rig, &maxima);
	judge(job, &run);
	rig_maxima(job->rig, &after);
	maxima.worst = after.worst;
	outcome->worst = after.worst;
	if (outcome->code == EXIT_GOOD)
		outcome->code = run_unheard(&run, &outcome->ending, stdout);
	if (outcome->code != EXIT_UNREAD && (!job->replay->quiet || outcome->code != EXIT_GOOD))
		print_summary(job, &run, &maxima);
}

void replay_one(const struct replay *replay, struct rig *rig, const char *file,
		struct outcome *outcome)
{
	struct job job = {.rig = rig, .replay = replay, .file = file, .outcome = outcome};
	struct trace trace;

	outcome->code = EXIT_UNREAD;
	outcome->ending.kind = END_UNUSABLE;
	if (!load_trace(file, &trace, &job.binary))
		return;
	outcome->steps = trace.count;
	run_job(&job, &trace);
	trace_free(&trace);
}
