/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* LPIs of the redistributors. Without config.rd nothing of it happens. */
#ifndef LINUX_REDIST_H
#define LINUX_REDIST_H

#include "model/linux/linux.h"

/* Enables LPIs of the CPU with this kernel's tables, unless this kernel did so before. */
bool linux_lpis_up(struct linux_its *its, uint32_t cpu);
/* Enables or disables an LPI in the property table. */
void linux_lpi_configure(struct linux_its *its, uint32_t intid, bool enabled);

#endif
