/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* As much of a GICv3 driver as LPIs need. Addresses are those of QEMU's virt machine. */
#ifndef PAYLOAD_GIC_H
#define PAYLOAD_GIC_H

#include "payload.h"

#define GICD_BASE	 0x08000000
#define GICR_BASE	 0x080a0000
#define LPI_FIRST	 8192
#define LPIS		 1024 /* LPIs that have a configuration here */
#define INTID_NONE	 1023
#define GICR_CTLR	 0x00
#define GICR_WAKER	 0x14
#define GICR_PROPBASER	 0x70
#define GICR_PENDBASER	 0x78
#define GICR_ENABLE_LPIS 1

extern uint8_t lpi_config[65536];
extern uint8_t lpi_pending[CPUS][65536];

/* RD_base of CPU n. */
uint64_t gicr_base(unsigned int n);
/* The first is called once, the second on each CPU. */
void gic_init(void);
void gic_cpu_init(unsigned int n);
/* Sets whether the LPI is delivered. An INV must tell the hardware. */
void lpi_enable(uint32_t intid, bool enabled);
/*
 * Takes the next interrupt of this CPU: it is acknowledged and ended. INTID_NONE after us
 * microseconds without one.
 */
uint32_t gic_wait(uint64_t us);

#endif
