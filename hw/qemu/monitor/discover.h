/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the device tree and the GIC's registers say, read once at boot. */
#ifndef MONITOR_DISCOVER_H
#define MONITOR_DISCOVER_H

#include "hypglue/frames.h"

/* Reads the tree. What cannot be read ends the boot: nobody would know what to guard. */
void discover_tree(const void *dtb);
/* Reads the registers at the places that the tree names, with the same end. */
void discover_frames(void);
/* The address of the register that is being read; 0: none. */
uint64_t discover_probed(void);
/* What was found. */
const struct hypglue_fdt *discover_found(void);
const struct hypglue_frames *discover_found_frames(void);
/* The SGI_base frame of the redistributor with this affinity. 0: there is none. */
uint64_t discover_sgi_base(uint64_t mpidr);

#endif
