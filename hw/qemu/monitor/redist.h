/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The redistributors, each mediated for its DMA pointers. */
#ifndef MONITOR_REDIST_H
#define MONITOR_REDIST_H

#include "hypglue/regions.h"

/* Makes the redistributors of a GIC regions of the table. They are started with all others. The
 * quirks of the board are applied. */
void redist_add(struct hypglue_regions *regions, struct itsg_domain *domain, uint32_t gic);
/* Prints the counters of all redistributors together. */
void redist_counters(void);

#endif
