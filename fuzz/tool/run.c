/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a run came to, said.
 */
#include "tool.h"

static void print_broken(const struct run *run)
{
	const struct step *step = run_step(run);
	char line[TRACE_LINE_MAX] = "the start";

	if (step)
		trace_print_step(step, line);
	printf("%s:%u: broken P%d: %s (%s%s%s)\n", run->file, run->line, (int)rig_broken(run->rig),
	       rig_text(run->rig), run->at ? run->at : "at step '", run->at ? "" : line,
	       run->at ? "" : "'");
}

static void print_failed(const struct run *run)
{
	const struct step *step = run_step(run);
	char line[TRACE_LINE_MAX] = "";

	if (step)
		trace_print_step(step, line);
	printf("%s:%u: expectation '%s' does not hold: %s\n", run->file, run->line, line,
	       rig_text(run->rig));
}

static void print_missing(struct run *run)
{
	printf("%s:%u: expectation 'X property P%d' does not hold: that property was not broken\n",
	       run->file, run->missing_line, (int)run->missing);
	run->result = run->result == RIG_BROKEN ? RIG_BROKEN : RIG_FAILED;
}

int run_end(struct run *run)
{
	if (run_finish(run))
		return EXIT_GOOD;
	if (run->result == RIG_UNUSABLE) {
		fprintf(stderr, "%s:%u: %s\n", run->file, run->line, rig_text(run->rig));
		return EXIT_UNREAD;
	}
	if (run->result == RIG_FAILED)
		print_failed(run);
	if (run->result == RIG_BROKEN)
		print_broken(run);
	if (run->missing != MODEL_NONE)
		print_missing(run);
	return EXIT_BAD;
}
