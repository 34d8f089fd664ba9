/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The redistributors, each mediated for its DMA pointers. */
#ifndef MONITOR_REDIST_H
#define MONITOR_REDIST_H

#include "hypglue/quirks.h"
#include "hypglue/regions.h"

/*
 * Makes the redistributors at bases regions of the table. They are started with all others. The
 * quirks of the board, which is their GIC's, are applied.
 */
void redist_add(struct hypglue_regions *regions, struct itsg_domain *domain,
		const struct itsg_redistributor *rds, uint32_t count, itsg_intid lpi_end,
		const struct hypglue_board *board);
/* Prints the counters of all redistributors together. */
void redist_counters(void);

#endif
