/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a call says of the work that it leaves (itsg_its_work, itsg_rd_work), held against what the
 * next one does. */
#ifndef RIG_LEFT_H
#define RIG_LEFT_H

#include "rig/rig.h"

/* What was said before a call, and how much the hardware had been told by then. */
struct left {
	enum itsg_work said;
	uint64_t hw_writes;
};

/* What a call of the library did. */
struct left_done {
	const struct model_spent *spent; /* since it took its lock */
	uint64_t hw_writes;
	uint64_t work, budget; /* units that it counted; those that it had */
	enum itsg_work said;   /* what it says of itself */
};

/*
 * After a read or a poll. If nothing was left, it has nothing to do but to walk: whatever the
 * hardware has done meanwhile, it reads no command, publishes nothing, moves no page and writes no
 * register.
 */
void left_check_idle(struct rig *rig, const char *who, unsigned int n, const struct left *before,
		     const struct left_done *done);

/* counters.waits once the hardware was reported not to be off: ITSG_PATIENCE, as docs/errors.md
 * says.
 */
#define LEFT_GIVEN_UP 1024u

/* After a poll. If that says that there is nothing to do, nothing is left either: an embedder that
 * polls as long as something is left comes to an end. Hardware that does not answer is waited for
 * still, but not soon. */
void left_check_end(struct rig *rig, const char *who, unsigned int n, enum itsg_status status,
		    enum itsg_work said, uint64_t waits);

/* After any step. It says NOW only if it has spent its budget, and LATER only if it has not. */
void left_check_said(struct rig *rig, const char *who, unsigned int n,
		     const struct left_done *done);

#endif
