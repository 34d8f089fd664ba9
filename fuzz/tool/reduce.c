/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Delta debugging over steps. First an `A` line and its events are removed together. Then single
 * events of it are tried, and the `A` line alone.
 */
#define _POSIX_C_SOURCE 200809L

#include "reduce.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

double reduction_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* On a terminal often, in one line. Otherwise a new line now and then. */
static void say_progress(struct reduction *reduction)
{
	bool terminal = isatty(STDERR_FILENO);
	double now = reduction_clock();

	if (now - reduction->said < (terminal ? 0.1 : 5))
		return;
	reduction->said = now;
	fprintf(stderr, "%s%zu steps left, %" PRIu64 " runs%s", terminal ? "\r\033[K" : "",
		reduction->best.count, reduction->runs, terminal ? "" : "\n");
	fflush(stderr);
}

bool reduction_holds(struct reduction *reduction, const struct trace *trace)
{
	struct ending ending;

	if (reduction_clock() >= reduction->until) {
		reduction->late = true;
		return false;
	}
	reduction->runs++;
	say_progress(reduction);
	trial_run(&reduction->trial, trace, &ending);
	return ending_is(&ending, &reduction->wanted, reduction->exact);
}

bool reduction_try(struct reduction *reduction, const struct trace_config *config, size_t count)
{
	const struct trace trace = {.config = *config, .steps = reduction->spare, .count = count};

	if (!reduction_holds(reduction, &trace))
		return false;
	reduction->best.config = *config;
	memcpy(reduction->best.steps, reduction->spare, count * sizeof(*reduction->spare));
	reduction->best.count = count;
	return true;
}

/* ---- Units: steps that go together ---- */

/*
 * The size of a unit: one step, or an A line with its events. `I` lines among the events do not
 * count as events.
 */
static size_t unit_at(const struct trace *trace, size_t at)
{
	uint64_t left = trace->steps[at].kind == STEP_AT_ONCE ? trace->steps[at].op[0] : 0;
	size_t end = at + 1;

	for (; left && end < trace->count; end++)
		left -= !trace->steps[end].inserted;
	return end - at;
}

/* How many steps the next units have, from at on. */
static size_t units_at(const struct trace *trace, size_t at, size_t units)
{
	size_t end = at;

	for (; units && end < trace->count; units--)
		end += unit_at(trace, end);
	return end - at;
}

static bool without(struct reduction *reduction, size_t at, size_t count)
{
	const struct trace *best = &reduction->best;
	size_t rest = best->count - at - count;

	memcpy(reduction->spare, best->steps, at * sizeof(*best->steps));
	memcpy(reduction->spare + at, best->steps + at + count, rest * sizeof(*best->steps));
	return reduction_try(reduction, &best->config, best->count - count);
}

static bool leave_out_chunks(struct reduction *reduction, size_t chunk)
{
	bool any = false;
	size_t at = 0;

	while (at < reduction->best.count && !reduction->late) {
		size_t count = units_at(&reduction->best, at, chunk);

		if (without(reduction, at, count))
			any = true;
		else
			at += count;
	}
	return any;
}

/* ---- Events at once ---- */

/* Tries the trace without one event of the A line at this index. */
static bool without_one_of(struct reduction *reduction, size_t line, size_t at)
{
	const struct trace *best = &reduction->best;
	size_t rest = best->count - at - 1;

	if (best->steps[line].op[0] < 2 || best->steps[at].inserted)
		return false;
	memcpy(reduction->spare, best->steps, at * sizeof(*best->steps));
	memcpy(reduction->spare + at, best->steps + at + 1, rest * sizeof(*best->steps));
	reduction->spare[line].op[0]--;
	return reduction_try(reduction, &best->config, best->count - 1);
}

static bool thin_out(struct reduction *reduction, size_t line)
{
	bool any = without(reduction, line, 1);
	size_t at = line + 1;

	if (any)
		return true;
	while (at < line + unit_at(&reduction->best, line) && !reduction->late) {
		if (without_one_of(reduction, line, at))
			any = true;
		else
			at++;
	}
	return any;
}

static bool thin_out_all(struct reduction *reduction)
{
	bool any = false;
	size_t at;

	for (at = 0; at < reduction->best.count; at++)
		if (reduction->best.steps[at].kind == STEP_AT_ONCE && thin_out(reduction, at))
			any = true;
	return any;
}

/* Most expectations have nothing to do with a broken property. */
static bool without_expectations(struct reduction *reduction)
{
	const struct trace *best = &reduction->best;
	size_t i, count = 0;

	for (i = 0; i < best->count; i++)
		if (!step_is_expectation(&best->steps[i]))
			reduction->spare[count++] = best->steps[i];
	return count < best->count && reduction_try(reduction, &best->config, count);
}

bool reduce_steps(struct reduction *reduction)
{
	size_t before = reduction->best.count, chunk;
	bool any;

	(void)without_expectations(reduction);
	for (chunk = (reduction->best.count + 1) / 2; chunk > 1; chunk /= 2)
		(void)leave_out_chunks(reduction, chunk);
	do {
		any = leave_out_chunks(reduction, 1);
		any = thin_out_all(reduction) || any;
	} while (any && !reduction->late);
	return reduction->best.count < before;
}
