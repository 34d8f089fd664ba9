// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/its/coherence.h"
#include "shadow/its/life.h"
#include "shadow/its/next.h"
#include "shadow/its/shadow_ring.h"
#include "shadow/its/step.h"
#include "shadow/its/walk.h"

void itsg_step(struct itsg_its *its)
{
	work_allow(its, its->config.budget);
	if (its->mode.phase == ITSG_PHASE_ON)
		walk(its);
	itsg_life(its);
	if (its->ring.head != its->ring.published)
		itsg_ring_publish(its);
	/* What was cleaned in this step is in memory before the step ends. */
	if (its->unfenced)
		itsg_coherence_fence(its);
	work_account(its, its->config.budget - its->left);
	itsg_next_note(its);
}
