/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One number for everything that a run let the hardware and the host see: commands executed,
 * registers written, verdicts and refusals, what each access gave. The same trace has the same
 * number each time, or something in the library or the model depends on what it must not.
 */
#ifndef RIG_HASH_H
#define RIG_HASH_H

#include "rig/rig.h"

/* Library events that count, for rig_begin. */
#define RIG_HASH_EVENTS                                                                            \
	(1U << ITSG_EVENT_COMMAND | 1U << ITSG_EVENT_ACCESS | 1U << ITSG_EVENT_ENABLE_FAILED)

struct rig_hash {
	struct model_watch watch; /* hand it to rig_observe */
	uint64_t value;
};

/* The structure must stay where it is. */
void rig_hash_begin(struct rig_hash *hash);
/* What a caller has seen beside that. */
void rig_hash_add(struct rig_hash *hash, uint64_t value);
/* After each step. */
void rig_hash_step(struct rig_hash *hash, const struct rig *rig, enum rig_result result);

#endif
