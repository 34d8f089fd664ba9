/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the GIC's own registers tell. */
#ifndef MONITOR_GIC_H
#define MONITOR_GIC_H

#include <itsguard/itsguard.h>

#include "hypglue/regions.h"

#include "monitor.h"

/* First INTID that is no LPI. */
itsg_intid gic_lpi_end(uint64_t distributor);
/* Adds the redistributors of one region behind those of rds. Returns their new number. */
uint32_t gic_redistributors(const struct hypglue_range *region, uint64_t stride,
			    struct itsg_redistributor *rds, uint32_t count, uint32_t room);
/* Sorts them as the library wants: by base, or by processor. */
void gic_sort(struct itsg_redistributor *rds, uint32_t count, bool by_base);

#endif
