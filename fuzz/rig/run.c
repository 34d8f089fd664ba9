/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "rig/run.h"

/* The property that an X line expects to be broken; MODEL_NONE: there is no such line. */
static enum model_property wanted_property(const struct trace *trace, uint32_t *line)
{
	size_t i;

	for (i = 0; i < trace->count; i++) {
		if (trace->steps[i].kind != STEP_EXPECT_PROPERTY)
			continue;
		*line = trace->steps[i].line;
		return (enum model_property)trace->steps[i].op[0];
	}
	return MODEL_NONE;
}

/* Index of the first of the X lines at the end of the trace. */
static size_t trailing(const struct trace *trace)
{
	size_t at = trace->count;

	while (at > 0 && step_is_expectation(&trace->steps[at - 1]))
		at--;
	return at;
}

static bool needs_reports(enum step_kind kind)
{
	return kind == STEP_EXPECT_REASON || kind == STEP_EXPECT_EQUAL;
}

static void one_step(struct run *run, const struct step *step)
{
	if (run->unheard && needs_reports(step->kind))
		return;
	run->line = step->line;
	run->at = NULL;
	if (run->before)
		run->before(run->arg, step);
	run->result = rig_step(run->rig, step);
	if (run->result == RIG_OK && step_is_expectation(step) &&
	    step->kind != STEP_EXPECT_PROPERTY)
		run->held++;
	if (run->after)
		run->after(run->arg, step);
}

static void settle_all(struct run *run)
{
	run->at = "after the last event";
	run->result = rig_settle(run->rig);
}

static void all_steps(struct run *run)
{
	const struct trace *trace = run->trace;
	size_t i, settle = trailing(trace);

	for (i = 0; i < trace->count && run->result == RIG_OK; i++) {
		run->cut = run->until && trace->steps[i].line >= run->until;
		if (run->cut)
			return;
		if (i == settle)
			settle_all(run);
		if (run->result == RIG_OK)
			one_step(run, &trace->steps[i]);
	}
	run->cut = run->until && run->result == RIG_OK;
	if (run->result == RIG_OK && settle == trace->count && !run->cut)
		settle_all(run);
}

void run_steps(struct run *run)
{
	run->result = RIG_OK;
	run->held = 0;
	run->line = 0;
	run->at = NULL;
	run->cut = false;
	run->missing = MODEL_NONE;
	all_steps(run);
	rig_counters(run->rig, &run->counters);
	run->attempts = rig_attempts(run->rig);
}

const struct step *run_step(const struct run *run)
{
	size_t i;

	for (i = 0; i < run->trace->count; i++) {
		if (run->trace->steps[i].line == run->line)
			return &run->trace->steps[i];
	}
	return NULL;
}

/* Judges a trace that must break a property. */
static bool judge_wanted(struct run *run, enum model_property wanted, uint32_t line)
{
	if (run->result == RIG_BROKEN && rig_broken(run->rig) == wanted) {
		run->result = RIG_OK;
		run->held++;
		return true;
	}
	if (run->result == RIG_FAILED)
		return false;
	run->missing = wanted;
	run->missing_line = line;
	return false;
}

bool run_finish(struct run *run)
{
	uint32_t line = 0;
	enum model_property wanted = MODEL_NONE;

	if (!run->unheard)
		wanted = wanted_property(run->trace, &line);
	if (run->result == RIG_OK) {
		run->at = "in the final teardown";
		run->result = rig_finish(run->rig);
	}
	if (run->result != RIG_UNUSABLE && wanted != MODEL_NONE)
		return judge_wanted(run, wanted, line);
	return run->result == RIG_OK;
}
