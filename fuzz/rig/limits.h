/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What follows from a configuration: where its pool lies, and how far its numbers go. */
#ifndef RIG_LIMITS_H
#define RIG_LIMITS_H

#include "rig/rig.h"

/* Returns the first INTID that is no LPI: what lpi_bits have, or fewer. */
uint32_t rig_lpi_end(const struct trace_config *config);

/* Returns the first address that a bus of so many bits does not carry. */
uint64_t rig_bus_limit(uint32_t bits);

/* Returns where the pool begins: RIG_POOL, or right below the end of the narrowest bus. */
uint64_t rig_pool_pa(const struct trace_config *config);

#endif
