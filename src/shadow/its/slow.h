/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reasons to be slow. While there is none, a trap on CWRITER or CREADR takes a short step: walk,
 * fetch, publish, and no questions. Each reason is set and cleared by its owner alone, whenever its
 * condition changes. itsg_its_is_valid computes all of them anew and compares.
 */
#ifndef ITSG_ITS_SLOW_H
#define ITSG_ITS_SLOW_H

#include <itsguard/state.h>

#include "validator/bits.h"

enum slow_reason {
	SLOW_PHASE = 0x001,    /* mode: the hardware is not on */
	SLOW_WISH = 0x002,     /* mode: the host does not want it on */
	SLOW_OWED = 0x004,     /* mode: work is owed before the next fetch */
	SLOW_HAND = 0x008,     /* hand: a command has begun and is not through */
	SLOW_CWRITER = 0x010,  /* queue: CWRITER lies beyond the ring */
	SLOW_FLUSH = 0x020,    /* queue: its lines are flushed before each read */
	SLOW_CLEAN = 0x040,    /* coherence: what we write is cleaned */
	SLOW_HW_ERROR = 0x080, /* shadow_ring: CREADR is stalled, or where it cannot be */
	SLOW_LISTENER = 0x100, /* report: somebody listens to each command, walk or doorbell */
	SLOW_LEFT = 0x200,     /* next: the last step left something to do */
};

static inline void slow_when(struct itsg_its *its, enum slow_reason reason, bool holds)
{
	uint32_t others = its->slow & ~(uint32_t)reason;

	its->slow = (uint16_t)(holds ? others | reason : others);
}

#endif
