/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A machine with the regions of its ITSs in a table, not started, and a device's page that nobody
 * may reach. ITS n is at MACHINE_BASE(n): 0x08080000, 0x080c0000, 0x08100000, 0x08140000.
 */
#ifndef GLUE_FIXTURE_H
#define GLUE_FIXTURE_H

#include "fault_machine.h"
#include "hypglue/hypglue.h"

#define GLUE_REGIONS 8
#define GLUE_BLOCKED 0x09000000u

struct glue {
	struct machine machine;
	struct itsg_its_config config[MACHINE_ITS];
	struct hypglue_region memory[GLUE_REGIONS];
	struct hypglue_regions regions;
	struct hypglue_host host;
	uint64_t registers[31];
	enum itsg_work left; /* what the last trap said */
};

void glue_open(struct glue *glue, unsigned int itss);
/* As glue_open, and all regions are started. */
void glue_start(struct glue *glue, unsigned int itss);
/* Puts 64 KiB from GLUE_BLOCKED on, a device of the host's, into the table. */
void glue_add_blocked(struct glue *glue);
/* Tears down every ITS and the domain. Whatever is broken by then fails the test. */
void glue_close(struct glue *glue);
/* Closes without a look at what is left. */
void glue_free(struct glue *glue);

/* Makes HPFAR and FAR from pa; the host is at AArch64 EL1h. */
enum hypglue_action glue_trap(struct glue *glue, uint64_t esr, uint64_t pa);
/*
 * Sets x0 .. x3, the rest to 0. The result is x0 as a number. False from the call fails the test.
 */
int64_t glue_call(struct glue *glue, uint64_t registers[18], uint32_t function, uint64_t x1,
		  uint64_t x2);

#endif
