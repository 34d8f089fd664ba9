// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Any host: register accesses, writes of the queue and of memory, hostile words, hardware at any
 * pace, ledger faults, pages that change hands, power loss, teardown, in any order. P1..P12 are the
 * oracles.
 *
 * A broken property is printed, and the input is written in the text form, for itsguard explain.
 */
#include "finding.h"
#include "rig/rig.h"
#include "trace/binary.h"
#include "worst.h"

static struct rig *rig;
static struct step steps[BINARY_ATTACK_STEPS];

static void die(const struct trace_config *config, size_t count)
{
	struct trace trace = {.config = *config, .steps = steps, .count = count};

	fprintf(stderr, "broken P%d: %s\n", (int)rig_broken(rig), rig_text(rig));
	finding_write(&trace, "");
	abort();
}

/*
 * Runs the steps. Steps that make no sense where they stand are removed, because the text form
 * cannot have them.
 */
static enum rig_result run(const struct trace_config *config, size_t *count)
{
	enum rig_result result = rig_begin(rig, config, RIG_BARE);
	size_t i, dropped = 0;

	if (result != RIG_OK)
		return result;
	for (i = 0; i < *count && result == RIG_OK; i++) {
		if (rig_step(rig, &steps[i]) == RIG_UNUSABLE)
			dropped++;
		else if (dropped)
			steps[i - dropped] = steps[i];
		result = rig_judge(rig);
	}
	*count = i - dropped;
	if (result == RIG_OK)
		result = rig_settle(rig);
	return result == RIG_OK ? rig_finish(rig) : result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct trace_config config;
	size_t count;

	if (size && data[0] & BINARY_WHOLE)
		return 0;
	count = binary_decode(data, size, &config, steps, BINARY_ATTACK_STEPS);
	if (!rig)
		rig = worst_rig_create();
	if (run(&config, &count) == RIG_BROKEN)
		die(&config, count);
	worst_keep(rig);
	return 0;
}
