// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Any host: register accesses, queue and memory writes, hostile words, hardware at any pace, ledger
 * faults, pages changing hands, power loss and teardown, in any order. P1..P12 are the oracles.
 *
 * A broken property is printed and the input written out in the text form, for itsguard explain.
 */
#include "rig/rig.h"
#include "trace/binary.h"

#include <stdio.h>
#include <stdlib.h>

#define STEPS_MAX 512
#define POOL_MAX  (1u << 20)
#define RING_MAX  65536u
#define TOPUP_MAX (1u << 18)
#define MOVE_MAX  (1u << 18)

static struct rig *rig;
static struct step steps[STEPS_MAX];

/* Bounds on what one input may cost, not on what the library may be asked. */
static void bound(struct trace_config *config)
{
	unsigned int n;

	config->rebuild = config->claim = config->gicv4 = false;
	if (config->pool > POOL_MAX)
		config->pool = POOL_MAX;
	for (n = 0; n < TRACE_ITS_MAX; n++)
		if (config->its[n].ring > RING_MAX)
			config->its[n].ring = RING_MAX;
}

/* Steps that say what should be, or that this version does not run, are no part of an attack. */
static bool is_wanted(struct step *step)
{
	if (step_is_expectation(step) || step->kind == STEP_PHASE)
		return false;
	if (step->kind == STEP_TOPUP && step->op[0] > TOPUP_MAX)
		step->op[0] = TOPUP_MAX;
	if (step->kind == STEP_MOVE)
		step->op[1] %= MOVE_MAX + 1;
	return step->kind != STEP_REBUILD && step->kind != STEP_DECLARE &&
	       step->kind != STEP_DATA_ABORT && step->kind != STEP_LIVE &&
	       step->kind != STEP_LIVE_DEVICE && step->kind != STEP_LIVE_COLLECTION;
}

static size_t keep_wanted(size_t count)
{
	size_t i, kept = 0;

	for (i = 0; i < count; i++)
		if (is_wanted(&steps[i]))
			steps[kept++] = steps[i];
	for (i = 0; i < kept; i++)
		steps[i].line = (uint32_t)i + 1;
	return kept;
}

static void put_line(void *arg, const char *line)
{
	fprintf(arg, "%s\n", line);
}

static void die(const struct trace_config *config, size_t count)
{
	const char *path = getenv("ITSGUARD_TRACE");
	const struct trace trace = {.config = *config, .steps = steps, .count = count};
	FILE *file = fopen(path ? path : "crash.trace", "w");

	fprintf(stderr, "broken P%d: %s\n", (int)rig_broken(rig), rig_text(rig));
	if (file) {
		trace_print(&trace, put_line, file);
		fclose(file);
		fprintf(stderr, "the input as text: %s; read it with: itsguard explain %s\n",
			path ? path : "crash.trace", path ? path : "crash.trace");
	}
	abort();
}

static enum rig_result run(const struct trace_config *config, size_t count)
{
	enum rig_result result = rig_start(rig, config, 0);
	size_t i;

	if (result != RIG_OK)
		return result;
	for (i = 0; i < count; i++)
		if (rig_step(rig, &steps[i]) == RIG_BROKEN)
			return RIG_BROKEN;
	if (rig_settle(rig) == RIG_BROKEN)
		return RIG_BROKEN;
	return rig_finish(rig);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct trace_config config;
	size_t count = binary_decode(data, size, &config, steps, STEPS_MAX);

	if (!rig)
		rig = rig_create();
	if (!rig)
		abort();
	bound(&config);
	count = keep_wanted(count);
	if (run(&config, count) == RIG_BROKEN)
		die(&config, count);
	return 0;
}
