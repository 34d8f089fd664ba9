/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One step of a trace, carried out.
 */
#include "rig/rig.h"

#include <inttypes.h>

#include "rig/calls.h"
#include "rig/expect.h"
#include "rig/finish.h"
#include "rig/judge.h"
#include "rig/later.h"
#include "rig/race.h"
#include "rig/redist.h"
#include "rig/state.h"
#include "rig/world.h"

#define CTLR	   0
#define QUIESCENT  0x80000000ULL
#define CREADR	   0x90
#define IDLE_LIMIT 64
#define POLL_LIMIT (1U << 21)

/* ---- In the middle of a library call ---- */

static void run_inserted(void *arg)
{
	struct rig *rig = arg;
	unsigned int n;

	for (n = 0; n < rig->inserted_count; n++)
		(void)rig_world_step(rig, &rig->inserted[n]);
	rig->inserted_count = 0;
}

static enum rig_result insert(struct rig *rig, const struct step *step)
{
	if (rig->inserted_count == RIG_INSERTED)
		return rig_say(rig, RIG_UNUSABLE, "expected at most %d I lines to wait at once",
			       RIG_INSERTED);
	if (step->kind == STEP_SLOT && !rig->its[step->its].host.queue)
		return rig_say(rig, RIG_UNUSABLE,
			       "expected a write of CBASER before commands are queued");
	rig->inserted[rig->inserted_count++] = *step;
	model_on_host_read(rig->model, run_inserted, rig);
	return RIG_OK;
}

/* ---- Accesses ---- */

static enum rig_result write_step(struct rig *rig, const struct step *step)
{
	enum itsg_status status;

	rig->excused = step->kind == STEP_BAD_WRITE;
	status = rig_write(rig, step->its, step->op[0], step->op[1], step->op[2]);
	rig->excused = false;
	rig->last_abort = status == ITSG_ABORT;
	return RIG_OK;
}

/*
 * Did the recorded driver poll until it saw this value? Then the rig polls too, if the hardware
 * runs by itself.
 */
static bool polls(const struct rig *rig, const struct step *step)
{
	if (!rig->config.automatic || step->kind != STEP_READ || step->count < 3 ||
	    step->op[1] != 4 || rig->its[step->its].tearing)
		return false;
	return (step->op[0] == CTLR && step->op[2] & QUIESCENT) || step->op[0] == CREADR;
}

static bool has_come(const struct rig *rig, const struct step *step)
{
	if (step->op[0] == CTLR)
		return rig->last_value & QUIESCENT;
	return !host_creadr_behind(&rig->its[step->its].host, rig->last_value, step->op[2]);
}

static enum itsg_status read_once(struct rig *rig, const struct step *step)
{
	rig->last_reads++;
	return rig_read(rig, step->its, step->op[0], step->op[1], &rig->last_value);
}

static void keep_difference(struct rig *rig, const struct step *step)
{
	if (rig->difference.line)
		return;
	rig->difference = *step;
	rig->difference_value = rig->last_value;
}

/*
 * Repeats the read until it gives what the recorded driver saw. CREADR may stay behind if the trace
 * is not clean. Quiescent must come, unless the hardware's never does.
 */
static void poll(struct rig *rig, const struct step *step)
{
	const struct itsg_counters *counters = &rig->its[step->its].counters;
	uint32_t idle = 0;

	while (!has_come(rig, step) && idle < IDLE_LIMIT && rig->last_reads < POLL_LIMIT &&
	       rig_judge(rig) == RIG_OK) {
		uint64_t work = counters->work, value = rig->last_value;

		(void)read_once(rig, step);
		idle = counters->work == work && rig->last_value == value ? idle + 1 : 0;
	}
	if (has_come(rig, step))
		return;
	keep_difference(rig, step);
	if (step->op[0] == CTLR && !model_its_stuck(rig->model, step->its))
		model_break(rig->model, MODEL_P7, "Quiescent stays 0: %" PRIu32 " reads",
			    rig->last_reads);
}

static void compare(struct rig *rig, const struct step *step)
{
	uint64_t bits = ~rig_ignored_bits(rig, step);

	if (step->kind == STEP_READ && step->count == 3 && (rig->last_value ^ step->op[2]) & bits)
		keep_difference(rig, step);
}

static enum rig_result read_step(struct rig *rig, const struct step *step)
{
	enum itsg_status status;

	rig->last_reads = 0;
	rig->excused = step->kind == STEP_BAD_READ;
	status = read_once(rig, step);
	rig->excused = false;
	if (status == ITSG_OK && polls(rig, step))
		poll(rig, step);
	rig->last_abort = status == ITSG_ABORT;
	compare(rig, step);
	return RIG_OK;
}

/* Time without end for hardware is time for the embedder's later polls. */
static void let_time_pass(struct rig *rig, const struct step *step)
{
	const struct rig_its *its = &rig->its[step->its];

	while (!its->gone && !its->tearing && itsg_its_work(&its->lib) == ITSG_WORK_NOW &&
	       rig_judge(rig) == RIG_OK) {
		(void)rig_poll(rig, step->its);
		(void)rig_world_step(rig, step);
	}
}

/* If the hardware does not run by itself, a teardown goes on each time the hardware has moved. */
static void hardware_step(struct rig *rig, const struct step *step)
{
	struct rig_its *its = &rig->its[step->its];

	(void)rig_world_step(rig, step);
	(void)rig_rd_run(rig);
	if (step->op[0] == TRACE_ALL)
		let_time_pass(rig, step);
	if (its->tearing && !its->gone)
		rig_teardown_once(rig, step->its);
}

static void teardown_step(struct rig *rig, const struct step *step)
{
	if (rig->its[step->its].gone)
		return;
	if (rig->config.automatic)
		rig_teardown(rig, step->its);
	else
		rig_teardown_once(rig, step->its);
}

static enum rig_result begin_race(struct rig *rig, const struct step *step)
{
	if (rig_race_begin(rig, step))
		return RIG_OK;
	return rig_say(rig, RIG_UNUSABLE, "expected at most %d events at once", RIG_AT_ONCE);
}

static enum rig_result carry_out(struct rig *rig, const struct step *step)
{
	switch (step->kind) {
	case STEP_WRITE:
	case STEP_BAD_WRITE: return write_step(rig, step);
	case STEP_READ:
	case STEP_BAD_READ: return read_step(rig, step);
	case STEP_HARDWARE: hardware_step(rig, step); return RIG_OK;
	case STEP_TEARDOWN: teardown_step(rig, step); return RIG_OK;
	case STEP_POWERLOST:
		if (!rig->its[step->its].tearing)
			rig_power_lost(rig, step->its);
		return RIG_OK;
	case STEP_TOPUP: rig_topup(rig, step->op[0]); return RIG_OK;
	case STEP_POLL: rig_later(rig, step->op[0]); return RIG_OK;
	case STEP_AT_ONCE: return begin_race(rig, step);
	case STEP_REDIST:
		if (!rig->config.redist)
			return RIG_OK;
		return rig_rd_step(rig, step);
	case STEP_REDIST_READ:
	case STEP_REDIST_POWERLOST:
	case STEP_REDIST_TEARDOWN: return rig_rd_step(rig, step);
	default: return rig_world_step(rig, step);
	}
}

enum rig_result rig_step(struct rig *rig, const struct step *step)
{
	enum rig_result result;

	rig->line = step->line;
	rig->maxima.steps++;
	if (step->its >= rig->config.its_count)
		return rig_say(rig, RIG_UNUSABLE, "there is no ITS %u", step->its);
	rig->settled = rig->settled && step_is_expectation(step);
	if (rig->race.wanted && !step->inserted)
		result = rig_race_add(rig, step);
	else if (step->inserted)
		result = insert(rig, step);
	else if (step_is_expectation(step))
		result = rig_expectation(rig, step);
	else
		result = carry_out(rig, step);
	return rig_judge(rig) == RIG_OK ? result : RIG_BROKEN;
}
