/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Steps that call no library function: the host's CPU, the hardware, the ledger.
 */
#include "rig/world.h"

#include "rig/judge.h"
#include "rig/state.h"

static enum rig_result store_command(struct rig *rig, const struct step *step, uint64_t pa,
				     const uint64_t words[4])
{
	struct rig_its *its = &rig->its[step->its];
	uint64_t slot = (pa - host_queue_base(&its->host)) / 32;
	unsigned int i;

	for (i = 0; i < 4; i++)
		(void)model_host_store(rig->model, pa + 8ull * i, words[i]);
	if (!rig->bare)
		its->lines[slot % TRACE_QUEUE_MAX] = step->line;
	its->lines_used = !rig->bare;
	return RIG_OK;
}

static enum rig_result queue_step(struct rig *rig, const struct step *step)
{
	struct host *host = &rig->its[step->its].host;
	uint64_t pa;

	if (!host->queue)
		return rig_say(rig, RIG_UNUSABLE,
			       "expected a write of CBASER before commands are queued");
	if (step->kind == STEP_COMMAND)
		return store_command(rig, step, host_push(host), step->op);
	pa = host_queue_base(host) + step->op[0] * 32 % host_queue_bytes(host);
	return store_command(rig, step, pa, step->op + 1);
}

static enum rig_result move_step(struct rig *rig, const struct step *step)
{
	static const enum model_move moves[TRACE_MOVES] = {
		[TRACE_TO_GUEST] = MODEL_TO_GUEST, [TRACE_TO_HYP] = MODEL_TO_HYP,
		[TRACE_TO_HOST] = MODEL_TO_HOST,   [TRACE_SHARE] = MODEL_SHARE,
		[TRACE_UNSHARE] = MODEL_UNSHARE,
	};

	(void)model_move(rig->model, step->op[0], step->op[1], moves[step->op[2] % TRACE_MOVES]);
	return RIG_OK;
}

static unsigned int at_most(uint64_t n)
{
	return n > UINT32_MAX ? UINT32_MAX : (unsigned int)n;
}

enum rig_result rig_world_step(struct rig *rig, const struct step *step)
{
	switch (step->kind) {
	case STEP_COMMAND:
	case STEP_SLOT: return queue_step(rig, step);
	case STEP_MEMORY: (void)model_host_store(rig->model, step->op[0], step->op[1]); break;
	case STEP_HOSTILE: model_hostile(rig->model, step->op[0], step->op[1], step->op[2]); break;
	case STEP_HARDWARE: model_its_run(rig->model, step->its, at_most(step->op[0])); break;
	case STEP_MOVE: return move_step(rig, step);
	case STEP_FAIL: model_fail_after(rig->model, step->op[0]); break;
	case STEP_STALL: model_its_stall(rig->model, step->its); break;
	case STEP_STUCK: model_its_stick(rig->model, step->its, true); break;
	case STEP_UNSTUCK: model_its_stick(rig->model, step->its, false); break;
	case STEP_MSI:
		(void)model_its_msi(rig->model, step->its, (uint32_t)step->op[0],
				    (uint32_t)step->op[2]);
		break;
	case STEP_PHASE: model_lpi_forget(rig->model); break;
	case STEP_REDIST: break; /* redistributors are not mediated in this trace */
	default: return rig_say(rig, RIG_UNUSABLE, "not supported by this version");
	}
	return RIG_OK;
}
