// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Checks of each single trap: the bound on its work (P7), and that it reads each word of the host
 * once (P3). A trap is what happens between the taking of an ITS's lock and its release, whatever
 * other CPUs do meanwhile.
 *
 * The library's count of units may not exceed the budget. The model counts for itself what it saw
 * being done. That may not exceed the library's count: so the library cannot leave out any work.
 */
#include "rig/work.h"

#include <inttypes.h>

#include "rig/race.h"
#include "rig/state.h"

#define SLOT_WORDS 4 /* words of host memory in a command */

struct trap {
	struct rig_done says; /* what the library counted */
	const struct model_spent *spent;
};

static bool is_worse(const struct rig_worst *a, const struct rig_worst *b)
{
	if (a->work * b->budget != b->work * a->budget)
		return a->work * b->budget > b->work * a->budget;
	return a->work != b->work ? a->work > b->work : a->seen > b->seen;
}

void rig_worst_of(struct rig_worst *worst, const struct rig_worst *other)
{
	if (!worst->budget || (other->budget && is_worse(other, worst)))
		*worst = *other;
}

/*
 * A lower limit of the units done: commands fetched, own slots committed, slots walked, pages, KiB
 * cleared. One committed slot may belong to a command that an earlier trap fetched. Scanning is not
 * counted.
 */
static uint64_t units_seen(const struct trap *trap)
{
	uint64_t fetched = trap->spent->loads / SLOT_WORDS;
	uint64_t own =
		trap->spent->published > fetched + 1 ? trap->spent->published - fetched - 1 : 0;

	return fetched + own + trap->says.walked + trap->spent->pages + trap->spent->cleared;
}

static void check_work(struct rig *rig, const struct rig_worst *did)
{
	if (did->work > did->budget)
		model_break(rig->model, MODEL_P7,
			    "a call did %" PRIu64 " units of work, the budget is %" PRIu64,
			    did->work, did->budget);
	if (did->seen > did->work)
		model_break(rig->model, MODEL_P7,
			    "a call was seen to do %" PRIu64 " units of work and counts %" PRIu64,
			    did->seen, did->work);
}

/* Each word of a slot must be read once, and no other word of the host's memory at all. */
static void check_loads(struct rig *rig, const struct trap *trap, uint64_t budget)
{
	if (trap->spent->loads > SLOT_WORDS * budget)
		model_break(rig->model, MODEL_P7,
			    "a call loaded %" PRIu64 " words of host memory, the budget is %" PRIu64
			    " units",
			    trap->spent->loads, budget);
	if (trap->spent->loads != SLOT_WORDS * trap->says.fetched)
		model_break(rig->model, MODEL_P3,
			    "a call fetched %" PRIu64 " commands and loaded %" PRIu64
			    " words of host memory",
			    trap->says.fetched, trap->spent->loads);
}

static struct rig_done done_by(const struct rig_its *its)
{
	const struct itsg_counters *counters = &its->lib.counters;

	return (struct rig_done){counters->work, counters->fetched, counters->walked};
}

static void trap_ends(struct rig *rig, const struct rig_its *its, const void *ctx)
{
	const struct rig_done now = done_by(its);
	const struct trap trap = {{now.work - its->before.work, now.fetched - its->before.fetched,
				   now.walked - its->before.walked},
				  model_spent(ctx)};
	const struct rig_worst did = {trap.says.work, units_seen(&trap), its->budget};

	check_work(rig, &did);
	check_loads(rig, &trap, its->budget);
	if (did.work)
		rig_worst_of(&rig->maxima.worst, &did);
}

static void on_lock(void *arg, void *ctx, bool taken)
{
	struct rig *rig = arg;
	unsigned int n;

	for (n = 0; n < rig->config.its_count; n++) {
		struct rig_its *its = &rig->its[n];

		if (its->lib.config.ctx != ctx)
			continue;
		if (!taken) {
			trap_ends(rig, its, ctx);
			continue;
		}
		its->before = done_by(its);
		if (rig->racing)
			rig_race_locked(rig);
	}
}

void rig_work_watch(struct rig *rig)
{
	model_on_lock(rig->model, on_lock, rig);
}

void rig_work_domain(struct rig *rig)
{
	const struct model_spent *spent = model_spent(model_domain_ctx(rig->model));
	uint64_t budget = rig->config.its[0].budget;

	if (spent->pages + spent->cleared > budget)
		model_break(rig->model, MODEL_P7,
			    "a domain teardown returned %" PRIu64 " pages and cleared %" PRIu64
			    ", the budget is %" PRIu64,
			    spent->pages, spent->cleared, budget);
}
