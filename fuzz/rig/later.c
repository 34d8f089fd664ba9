/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The later poll, as an embedder with a timer makes it. It believes what the library says: who
 * says that nothing is left is not polled.
 */
#include "rig/later.h"

#include "rig/calls.h"
#include "rig/judge.h"
#include "rig/redist.h"
#include "rig/state.h"

static bool poll_its(struct rig *rig)
{
	bool any = false;
	unsigned int n;

	for (n = 0; n < rig->config.its_count; n++) {
		if (rig->its[n].gone || itsg_its_work(&rig->its[n].lib) == ITSG_WORK_NONE)
			continue;
		(void)rig_poll(rig, n);
		any = true;
	}
	return any;
}

static bool poll_rds(struct rig *rig)
{
	bool any = false;
	unsigned int n;

	for (n = 0; n < rig->rd_count; n++) {
		if (rig->rd[n].gone || itsg_rd_work(&rig->rd[n].lib) == ITSG_WORK_NONE)
			continue;
		(void)rig_rd_poll(rig, n);
		any = true;
	}
	return any;
}

void rig_later(struct rig *rig, uint64_t rounds)
{
	bool any = true;

	for (; rounds && any && rig_judge(rig) == RIG_OK; rounds--) {
		any = poll_its(rig);
		any = poll_rds(rig) || any;
	}
}
