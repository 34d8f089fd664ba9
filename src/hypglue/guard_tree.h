/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The granules that a guest has mapped, by their numbers: 40 bits at most. */
#ifndef HYPGLUE_GUARD_TREE_H
#define HYPGLUE_GUARD_TREE_H

#include "hypglue/mmio_guard.h"

#define HYPGLUE_GUARD_IPA_BITS 52u

/* NULL: it is not there. */
const struct hypglue_guard_node *hypglue_guard_find(const struct hypglue_guard *guard,
						    uint64_t granule);

/* One that is there gets the index. False: no node is left, and nothing changed. */
bool hypglue_guard_insert(struct hypglue_guard *guard, uint64_t granule, uint8_t mair);

/* False: it was not there. */
bool hypglue_guard_erase(struct hypglue_guard *guard, uint64_t granule);

#endif
