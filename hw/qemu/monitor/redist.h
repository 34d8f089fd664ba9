/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The redistributors, each mediated for its DMA pointers. */
#ifndef MONITOR_REDIST_H
#define MONITOR_REDIST_H

#include "hypglue/regions.h"

/* The redistributors at bases become regions of the table, to be started with all others. */
void redist_add(struct hypglue_regions *regions, struct itsg_domain *domain,
		const struct itsg_redistributor *rds, uint32_t count, itsg_intid lpi_end,
		bool non_coherent);
/* All redistributors' counters together, on the console. */
void redist_counters(void);

#endif
