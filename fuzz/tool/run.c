/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a run came to, said.
 */
#include "tool.h"

static void print_broken(const struct run *run, FILE *out)
{
	const struct step *step = run_step(run);
	char line[TRACE_LINE_MAX] = "the start";

	if (step)
		trace_print_step(step, line);
	fprintf(out, "%s:%u: broken P%d: %s (%s%s%s)\n", run->file, run->line,
		(int)rig_broken(run->rig), rig_text(run->rig), run->at ? run->at : "at step '",
		run->at ? "" : line, run->at ? "" : "'");
}

static void print_failed(const struct run *run, FILE *out)
{
	const struct step *step = run_step(run);
	char line[TRACE_LINE_MAX] = "";

	if (step)
		trace_print_step(step, line);
	fprintf(out, "%s:%u: expectation '%s' does not hold: %s\n", run->file, run->line, line,
		rig_text(run->rig));
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
