/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard replay: runs traces, one summary line for each. The line's form is public:
 * docs/trace-format.md.
 */
#define _POSIX_C_SOURCE 200809L

#include "tool.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

struct job {
	struct rig *rig;
	bool clean;
	bool quiet; /* says nothing of what is well, but how many there were */
	const char *file;
	int code;
	struct rig_worst worst; /* of all files */
	const char *worst_file;
};

/* As they stood before the final teardown. */
struct numbers {
	struct itsg_counters counters;
	struct rig_maxima maxima;
};

static bool complain(const struct job *job, const struct rig_complaint *complaint)
{
	if (!complaint->line)
		return false;
	printf("%s:%u: not clean: %s\n", job->file, complaint->line, complaint->text);
	return true;
}

static bool is_clean(const struct job *job)
{
	struct rig_complaint refusal, difference, equal;
	bool refused, differs, unequal;

	rig_hw_equal(job->rig, &equal);
	rig_first_refusal(job->rig, &refusal);
	rig_first_difference(job->rig, &difference);
	refused = complain(job, &refusal);
	differs = complain(job, &difference);
	unequal = complain(job, &equal);
	return !refused && !differs && !unequal;
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

static void print_summary(const struct job *job, const struct trace *trace, const struct run *run,
			  const struct numbers *numbers)
{
	const struct itsg_counters *counters = &numbers->counters;

	printf("%s: %s commands=%" PRIu64 " forward=%" PRIu64 " rewrite=%" PRIu64 " expand=%" PRIu64
	       " nothing=%" PRIu64 " refuse=%" PRIu64,
	       job->file, job->code == EXIT_GOOD ? "ok" : "failed", counters->fetched,
	       counters->verdicts[ITSG_FORWARD], counters->verdicts[ITSG_REWRITE],
	       counters->verdicts[ITSG_EXPAND], counters->verdicts[ITSG_NOTHING],
	       counters->verdicts[ITSG_REFUSE]);
	print_reasons(counters);
	printf(" own=%" PRIu64 " walked=%" PRIu64 " work=%" PRIu64 " work-max=%" PRIu64
	       " budget=%" PRIu32 " worst=%" PRIu64 "/%" PRIu64 " seen=%" PRIu64
	       " pages-claimed-max=%" PRIu64 " pool-used-max=%" PRIu64,
	       counters->own, counters->walked, counters->work, counters->work_max,
	       trace->config.its[0].budget, numbers->maxima.worst.work,
	       numbers->maxima.worst.budget, numbers->maxima.worst.seen,
	       numbers->maxima.claimed_pages, numbers->maxima.pool_used);
	if (run->result == RIG_BROKEN)
		printf(" properties=P%d", (int)rig_broken(job->rig));
	else
		printf(" properties=ok");
	printf(" expectations=%u\n", run->held);
}

static void keep_worst(struct job *job, const struct rig_worst *worst)
{
	const struct rig_worst old = job->worst;

	rig_worst_of(&job->worst, worst);
	if (memcmp(&old, &job->worst, sizeof(old)) != 0)
		job->worst_file = job->file;
}

static void print_worst(const struct job *job)
{
	printf("worst trap: %" PRIu64 " of %" PRIu64 " units, %" PRIu64 " of them seen (%s)\n",
	       job->worst.work, job->worst.budget, job->worst.seen, job->worst_file);
}

static bool wants(const struct trace *trace, enum step_kind kind)
{
	size_t i;

	for (i = 0; i < trace->count; i++)
		if (trace->steps[i].kind == kind)
			return true;
	return false;
}

/*
 * Nobody listens to an embedder's ITS, and then the library's short ways are open: the same must
 * come of it, unit by unit. Events at once take turns at the library's calls, which are fewer then.
 */
static int run_unheard(const struct job *job, const struct trace *trace,
		       const struct itsg_counters *heard)
{
	struct run run = {.rig = job->rig, .trace = trace, .file = job->file, .unheard = true};
	struct itsg_counters counters;
	int code;

	(void)rig_begin(job->rig, &trace->config, RIG_BARE);
	run_steps(&run);
	rig_counters(job->rig, &counters);
	code = run_end(&run);
	if (code != EXIT_GOOD || wants(trace, STEP_AT_ONCE) ||
	    memcmp(&counters, heard, sizeof(counters)) == 0)
		return code;
	printf("%s: a run that nobody listens to differs: %" PRIu64 " forwarded, %" PRIu64
	       " walked, %" PRIu64 " units, not %" PRIu64 ", %" PRIu64 ", %" PRIu64 "\n",
	       job->file, counters.verdicts[ITSG_FORWARD], counters.walked, counters.work,
	       heard->verdicts[ITSG_FORWARD], heard->walked, heard->work);
	return EXIT_BAD;
}

static void run_job(struct job *job, const struct trace *trace)
{
	struct run run = {.rig = job->rig, .trace = trace, .file = job->file};
	struct numbers numbers;
	struct rig_maxima after;
	bool clean = true;

	if (rig_begin(job->rig, &trace->config, 0) == RIG_UNUSABLE) {
		fprintf(stderr, "%s: %s\n", job->file, rig_text(job->rig));
		job->code = EXIT_UNREAD;
		return;
	}
	run_steps(&run);
	if (job->clean && run.result == RIG_OK)
		clean = is_clean(job);
	rig_counters(job->rig, &numbers.counters);
	rig_maxima(job->rig, &numbers.maxima);
	job->code = run_end(&run);
	rig_maxima(job->rig, &after);
	numbers.maxima.worst = after.worst;
	keep_worst(job, &after.worst);
	if (job->code == EXIT_UNREAD)
		return;
	if (!clean)
		job->code = EXIT_BAD;
	if (job->code == EXIT_GOOD && !wants(trace, STEP_EXPECT_PROPERTY))
		job->code = run_unheard(job, trace, &numbers.counters);
	if (!job->quiet || job->code != EXIT_GOOD)
		print_summary(job, trace, &run, &numbers);
}

static void replay_file(struct job *job)
{
	struct trace trace;

	job->code = EXIT_UNREAD;
	if (!load_trace(job->file, &trace))
		return;
	run_job(job, &trace);
	trace_free(&trace);
}

/* On a terminal: which of many files is running. An empty name takes it away. */
static void show_progress(int done, int count, const char *file)
{
	if (count < 2 || !isatty(STDERR_FILENO))
		return;
	if (*file)
		fprintf(stderr, "\r\033[K[%d/%d] %s", done + 1, count, file);
	else
		fprintf(stderr, "\r\033[K");
	fflush(stderr);
}

static int replay_files(struct job *job, int count, char **files)
{
	int n, worst = EXIT_GOOD, good = 0;

	for (n = 0; n < count; n++) {
		job->file = files[n];
		show_progress(n, count, files[n]);
		replay_file(job);
		fflush(stdout);
		worst = job->code > worst ? job->code : worst;
		good += job->code == EXIT_GOOD;
	}
	show_progress(count, count, "");
	if (job->quiet)
		printf("replay%s: %d of %d traces ok\n", job->clean ? " --clean" : "", good, count);
	if (job->worst.budget && (job->quiet || count > 1))
		print_worst(job);
	return worst;
}

int replay_main(int argc, char **argv)
{
	struct job job = {0};
	int at = 1, code;

	for (; at < argc && argv[at][0] == '-'; at++) {
		if (strcmp(argv[at], "--clean") == 0)
			job.clean = true;
		else if (strcmp(argv[at], "--quiet") == 0)
			job.quiet = true;
		else
			break;
	}
	if (at == argc || argv[at][0] == '-') {
		fprintf(stderr, "usage: itsguard replay [--clean] [--quiet] FILE...\n");
		return EXIT_UNREAD;
	}
	job.rig = rig_create();
	if (!job.rig) {
		fprintf(stderr, "itsguard: no memory\n");
		return EXIT_UNREAD;
	}
	code = replay_files(&job, argc - at, argv + at);
	rig_destroy(job.rig);
	return code;
}
