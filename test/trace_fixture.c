/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "trace_fixture.h"

#include <stdio.h>
#include <string.h>

#include "rig/run.h"

static void must_hold(const struct trace *trace, bool unheard)
{
	struct run run = {.rig = rig_create(), .trace = trace, .unheard = unheard};
	char line[TRACE_LINE_MAX] = "the start", broken[32] = "";
	const struct step *step;
	bool good;

	ck_assert_ptr_nonnull(run.rig);
	if (rig_begin(run.rig, &trace->config, unheard ? RIG_BARE : 0) == RIG_UNUSABLE)
		ck_abort_msg("the configuration: %s", rig_text(run.rig));
	run_steps(&run);
	good = run_finish(&run);
	step = run_step(&run);
	if (step)
		trace_print_step(step, line);
	ck_assert_msg(run.missing == MODEL_NONE, "P%d was not broken", (int)run.missing);
	if (rig_broken(run.rig) != MODEL_NONE)
		snprintf(broken, sizeof(broken), "broken P%d: ", (int)rig_broken(run.rig));
	ck_assert_msg(good, "line %u, %s: %s%s%s%s", run.line, line, run.at ? run.at : "",
		      run.at ? ": " : "", broken, rig_text(run.rig));
	rig_destroy(run.rig);
}

static bool wants_a_break(const struct trace *trace)
{
	size_t i;

	for (i = 0; i < trace->count; i++)
		if (trace->steps[i].kind == STEP_EXPECT_PROPERTY)
			return true;
	return false;
}

void trace_must_hold(const char *text)
{
	struct trace_error error;
	struct trace trace;

	if (!trace_parse(&trace, text, strlen(text), &error))
		ck_abort_msg("line %u of the trace: %s", error.line, error.text);
	ck_assert_msg(!trace.unsupported_line, "line %u of the trace is not supported",
		      trace.unsupported_line);
	must_hold(&trace, false);
	if (!wants_a_break(&trace))
		must_hold(&trace, true);
	trace_free(&trace);
}
