/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Loops that go on until something is complete: what is pending, a teardown, everything. Each loop
 * has a limit. A loop that reaches its limit breaks P7.
 */
#include "rig/finish.h"

#include <inttypes.h>

#include "rig/calls.h"
#include "rig/race.h"
#include "rig/redist.h"
#include "rig/state.h"
#include "rig/work.h"

#define IDLE_LIMIT 64 /* polls in a row without effect, while something is said to be left */
#define POLL_LIMIT (1U << 21)

/*
 * How far a loop has come: all polls, the polls in a row without effect, and the library's work
 * counter at the last poll.
 */
struct patience {
	uint32_t polls, idle;
	uint64_t work;
};

/* May the loop go on? If it has reached its limit, P7 is broken. */
static bool go_on(struct rig *rig, unsigned int its, struct patience *patience, bool moved,
		  const char *what)
{
	uint64_t work = rig->its[its].counters.work;

	/* The library says so after many looks. */
	moved = moved || model_its_stuck(rig->model, its);
	patience->idle = moved || work != patience->work ? 0 : patience->idle + 1;
	patience->work = work;
	if (rig_judge(rig) != RIG_OK)
		return false;
	if (patience->idle <= IDLE_LIMIT && ++patience->polls <= POLL_LIMIT)
		return true;
	model_break(rig->model, MODEL_P7,
		    "%s does not come to an end: %" PRIu32 " polls, %" PRIu32
		    " of them without effect",
		    what, patience->polls, patience->idle);
	return false;
}

static void settle_its(struct rig *rig, unsigned int its)
{
	struct patience patience = {0};
	enum itsg_status status;
	bool moved;

	do {
		status = rig_poll(rig, its);
		moved = model_its_run(rig->model, its, UINT32_MAX) > 0;
	} while ((status == ITSG_AGAIN || moved) &&
		 go_on(rig, its, &patience, moved, "what is pending"));
}

void rig_teardown(struct rig *rig, unsigned int its)
{
	struct patience patience = {0};
	enum itsg_status status;
	bool moved;

	while (!rig->its[its].gone) {
		status = rig_teardown_once(rig, its);
		moved = model_its_run(rig->model, its, UINT32_MAX) > 0;
		if (status == ITSG_STATE && rig_is_held_up(rig, its))
			break;
		if (!rig->its[its].gone && !go_on(rig, its, &patience, moved, "teardown"))
			break;
	}
}

/*
 * All commands must end with CREADR past them, whatever became of them (P7), unless the hardware
 * holds it up. Queue and CWRITER are read from the registers. With a small budget, a write may have
 * come too early to be taken, as it may on hardware.
 */
static void check_creadr(struct rig *rig, unsigned int its)
{
	uint64_t ctlr, cbaser, cwriter, creadr, baser;

	(void)rig_read(rig, its, 0x100, 8, &baser);
	(void)rig_read(rig, its, 0x108, 8, &baser);
	(void)rig_read(rig, its, 0, 4, &ctlr);
	(void)rig_read(rig, its, 0x80, 8, &cbaser);
	(void)rig_read(rig, its, 0x88, 8, &cwriter);
	if (!(ctlr & 1) || cwriter >= ((cbaser & 0xff) + 1) * 4096)
		return;
	(void)rig_read(rig, its, 0x90, 4, &creadr);
	if (creadr != cwriter && !model_its_stalled(rig->model, its) && !rig_is_held_up(rig, its))
		model_break(rig->model, MODEL_P7,
			    "CREADR stays at %" PRIx64 ", CWRITER is %" PRIx64, creadr, cwriter);
}

enum rig_result rig_settle(struct rig *rig)
{
	unsigned int n;

	if (rig->race.wanted)
		rig_race_run(rig);
	for (n = 0; n < rig->config.its_count && rig_judge(rig) == RIG_OK; n++) {
		if (rig->its[n].gone || rig->its[n].tearing)
			continue;
		settle_its(rig, n);
		check_creadr(rig, n);
	}
	rig_rd_settle(rig);
	rig->settled = true;
	return rig_judge(rig);
}

static void domain_teardown(struct rig *rig)
{
	uint32_t calls = 0;
	enum itsg_status status;

	do {
		status = itsg_domain_teardown(&rig->domain);
		rig_work_domain(rig);
		model_check(rig->model, 0);
	} while ((status == ITSG_AGAIN || status == ITSG_LEDGER) && ++calls < POLL_LIMIT);
	rig->domain_gone = true;
	if (status == ITSG_OK)
		model_check_returned(rig->model);
	else
		model_break(rig->model, MODEL_P9, "itsg_domain_teardown gives status %d", status);
}

/*
 * The hardware of an ITS holds its teardown up. Until then nothing of the domain goes back. It is
 * made well, and if need be reset, and then the teardown must end.
 */
static void teardown_held_up(struct rig *rig, unsigned int its)
{
	if (itsg_domain_teardown(&rig->domain) != ITSG_STATE)
		model_break(rig->model, MODEL_P9, "itsg_domain_teardown goes on without ITS%u",
			    its);
	model_its_stick(rig->model, its, false);
	rig_teardown(rig, its);
	if (rig->its[its].gone)
		return;
	rig_power_lost(rig, its);
	rig_teardown(rig, its);
	if (!rig->its[its].gone && rig_judge(rig) == RIG_OK)
		model_break(rig->model, MODEL_P7, "teardown of ITS%u does not end after a reset",
			    its);
}

enum rig_result rig_finish(struct rig *rig)
{
	unsigned int n;

	for (n = 0; n < rig->config.its_count && rig_judge(rig) == RIG_OK; n++) {
		rig_teardown(rig, n);
		if (!rig->its[n].gone && rig_judge(rig) == RIG_OK)
			teardown_held_up(rig, n);
	}
	rig_rd_finish(rig);
	if (rig_judge(rig) == RIG_OK)
		domain_teardown(rig);
	return rig_judge(rig);
}
