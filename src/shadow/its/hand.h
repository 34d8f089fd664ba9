/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The host command in hand: where it stands, and what a MAPD has acquired for it. */
#ifndef ITSG_ITS_HAND_H
#define ITSG_ITS_HAND_H

#include "shadow/its/slow.h"

enum hand_stage {
	HAND_FREE,   /* it is through */
	HAND_WAIT,   /* checked; waits for a slot, or for the walk of a DISCARD */
	HAND_CLEAR,  /* MAPD: everything is acquired, being cleared */
	HAND_UNMAP,  /* MAPD: the device's old mapping is being unmapped */
	HAND_COMMIT, /* MAPD: only its own slot is missing */
};

/* What a MAPD acquires. */
enum hand_block {
	HAND_ITT,
	HAND_RECORDS,
	HAND_LEAF, /* of device records, if it is the first in it */
	HAND_PAGE, /* of the device table's level 2, likewise */
	HAND_BLOCKS,
};

static inline bool hand_is_free(const struct itsg_its *its)
{
	return its->hand.stage == HAND_FREE;
}

/* At the end of a call: a command that is not through makes the next step a slow one. */
static inline void hand_keep(struct itsg_its *its)
{
	slow_when(its, SLOW_HAND, true);
}

/* The same, for a command that may be through. */
static inline void hand_show(struct itsg_its *its)
{
	slow_when(its, SLOW_HAND, !hand_is_free(its));
}

#endif
