/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One number for all that the hardware and the host see of a trace: commands executed, registers
 * written, verdicts, refusals, and the result of each access.
 * The same trace must give the same number each time. If not, the library or the model depends on
 * something that it must not depend on.
 */
#ifndef RIG_HASH_H
#define RIG_HASH_H

#include "rig/rig.h"

/* Library events that go into the number: pass them to rig_begin. */
#define RIG_HASH_EVENTS                                                                            \
	(1U << ITSG_EVENT_COMMAND | 1U << ITSG_EVENT_ACCESS | 1U << ITSG_EVENT_ENABLE_FAILED)

struct rig_hash {
	struct model_watch watch; /* pass it to rig_observe */
	uint64_t value;
};

/*
 * Starts a new number.
 * Requires: *hash is not moved while it is in use.
 */
void rig_hash_begin(struct rig_hash *hash);
/* Adds a value that the caller has seen. */
void rig_hash_add(struct rig_hash *hash, uint64_t value);
/* Adds the result of a step. To be called after each step. */
void rig_hash_step(struct rig_hash *hash, const struct rig *rig, enum rig_result result);

#endif
