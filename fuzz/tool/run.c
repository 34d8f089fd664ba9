/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Prints what a run came to.
 */
#include "tool.h"

#include <inttypes.h>
#include <string.h>

#include "ending.h"

static void print_broken(const struct run *run, FILE *out)
{
	const struct step *step = run_step(run);
	char line[TRACE_LINE_MAX] = "the start";

	if (step)
		trace_print_step(step, line);
	fprintf(out, "%s:%u: broken P%d: %s (%s%s%s%s)\n", run->file, run->line,
		(int)rig_broken(run->rig), rig_text(run->rig), run->at ? run->at : "at step '",
		run->at ? "" : line, run->at ? "" : "'",
		run->unheard ? ", when nobody listens" : "");
}

static void print_failed(const struct run *run, FILE *out)
{
	const struct step *step = run_step(run);
	char line[TRACE_LINE_MAX] = "";

	if (step)
		trace_print_step(step, line);
	fprintf(out, "%s:%u: expectation '%s' does not hold%s: %s\n", run->file, run->line, line,
		run->unheard ? " when nobody listens" : "", rig_text(run->rig));
}

static void print_missing(const struct run *run, FILE *out)
{
	fprintf(out,
		"%s:%u: expectation 'X property P%d' does not hold: that property was not broken\n",
		run->file, run->missing_line, (int)run->missing);
}

int run_say(const struct run *run, FILE *out)
{
	if (run->result == RIG_UNUSABLE) {
		fprintf(stderr, "%s:", run->file);
		if (run->line)
			fprintf(stderr, "%u:", run->line);
		fprintf(stderr, " %s\n", rig_text(run->rig));
		return EXIT_UNREAD;
	}
	if (run->result == RIG_FAILED)
		print_failed(run, out);
	if (run->result == RIG_BROKEN)
		print_broken(run, out);
	if (run->missing != MODEL_NONE)
		print_missing(run, out);
	return run->result == RIG_OK && run->missing == MODEL_NONE ? EXIT_GOOD : EXIT_BAD;
}

int run_end(struct run *run)
{
	(void)run_finish(run);
	return run_say(run, stdout);
}

bool trace_has(const struct trace *trace, enum step_kind kind)
{
	size_t i;

	for (i = 0; i < trace->count; i++)
		if (trace->steps[i].kind == kind)
			return true;
	return false;
}

static void say_difference(const struct run *run, const struct itsg_counters *heard,
			   struct ending *ending, FILE *out)
{
	const struct itsg_counters *counters = &run->counters;

	ending->kind = END_UNHEARD;
	snprintf(ending->text, sizeof(ending->text),
		 "%" PRIu64 " forwarded, %" PRIu64 " walked, %" PRIu64 " units, not %" PRIu64
		 ", %" PRIu64 ", %" PRIu64,
		 counters->verdicts[ITSG_FORWARD], counters->walked, counters->work,
		 heard->verdicts[ITSG_FORWARD], heard->walked, heard->work);
	fprintf(out, "%s: a run that nobody listens to differs: %s\n", run->file, ending->text);
}

int run_unheard(const struct run *heard, struct ending *ending, FILE *out)
{
	struct run run = {.rig = heard->rig,
			  .trace = heard->trace,
			  .file = heard->file,
			  .before = heard->before,
			  .arg = heard->arg,
			  .unheard = true};
	int code;

	ending->unheard = true;
	if (trace_has(run.trace, STEP_EXPECT_PROPERTY))
		return EXIT_GOOD;
	(void)rig_begin(run.rig, &run.trace->config, RIG_BARE);
	run_steps(&run);
	(void)run_finish(&run);
	code = run_say(&run, out);
	ending_conclude(ending, &run);
	if (code != EXIT_GOOD || trace_has(run.trace, STEP_AT_ONCE) ||
	    memcmp(&run.counters, &heard->counters, sizeof(run.counters)) == 0)
		return code;
	say_difference(&run, &heard->counters, ending, out);
	return EXIT_BAD;
}
