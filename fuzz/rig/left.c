/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Two checks of P7, for ITSs and redistributors alike. An embedder that polls exactly when it is
 * told to must neither forget anything, nor poll without end.
 */
#include "rig/left.h"

#include <inttypes.h>

#include "rig/state.h"

void left_check_idle(struct rig *rig, const char *who, unsigned int n, const struct left *before,
		     const struct left_done *done)
{
	const struct model_spent *spent = done->spent;
	uint64_t writes = done->hw_writes - before->hw_writes;

	if (before->said != ITSG_WORK_NONE)
		return;
	if (spent->loads || spent->published || spent->pages || spent->cleared || writes)
		model_break(rig->model, MODEL_P7,
			    "%s%u said that no work is left, and then %" PRIu64
			    " words were loaded, %" PRIu64 " slots published, %" PRIu64
			    " pages moved, %" PRIu64 " cleared, %" PRIu64 " registers written",
			    who, n, spent->loads, spent->published, spent->pages, spent->cleared,
			    writes);
}

void left_check_end(struct rig *rig, const char *who, unsigned int n, enum itsg_status status,
		    enum itsg_work said, uint64_t waits)
{
	bool given_up = waits == LEFT_GIVEN_UP && said == ITSG_WORK_LATER;

	if (status == ITSG_OK && said != ITSG_WORK_NONE && !given_up)
		model_break(rig->model, MODEL_P7,
			    "a poll of %s%u finds nothing to do, and it says that work is left",
			    who, n);
}

void left_check_said(struct rig *rig, const char *who, unsigned int n, const struct left_done *done)
{
	if (done->said == ITSG_WORK_NOW && done->work < done->budget)
		model_break(rig->model, MODEL_P7,
			    "%s%u says that the budget ended a call, which did %" PRIu64
			    " units of work of %" PRIu64,
			    who, n, done->work, done->budget);
	if (done->said == ITSG_WORK_LATER && done->work >= done->budget)
		model_break(rig->model, MODEL_P7,
			    "%s%u says that a call waits for the hardware, and its budget of "
			    "%" PRIu64 " units is spent",
			    who, n, done->budget);
}
