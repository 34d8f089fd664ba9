/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Hardware to test the driver of src/model/linux against, without the library or the model.
 * It has registers, some memory, a log of every access, and a list of every command with a check of
 * its state rules.
 */
#ifndef FAKE_ITS_H
#define FAKE_ITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/linux/linux.h"

#define FAKE_WINDOW   ((uint64_t)8 << 20)
#define FAKE_ACCESSES 4096
#define FAKE_COMMANDS 65536
#define FAKE_DEVICES  65536

struct fake_access {
	char kind; /* 'R' or 'W' */
	uint32_t offset;
	unsigned int size;
	uint64_t value;
};

struct fake_its {
	/* What kind of ITS it is: set before the driver starts. */
	uint64_t typer;
	uint64_t baser_fixed[8]; /* Type and Entry_Size */
	unsigned int pages;	 /* bits 0, 1, 2: 4K, 16K, 64K stick */
	uint64_t stuck_zero;	 /* BASER and CBASER bits that read 0 whatever is written */
	uint64_t mem;		 /* FAKE_WINDOW bytes of memory begin here */
	unsigned int pace;	 /* commands executed in a relax; 0: all at once at the doorbell */
	bool dead;		 /* executes nothing */
	uint64_t fault_offset;	 /* accesses there fault; UINT64_MAX: none */
	bool no_stores;

	uint64_t ctlr, cbaser, cwriter, creadr, baser[8];
	bool settling; /* a disable becomes quiescent at the next relax */

	struct fake_access accesses[FAKE_ACCESSES];
	size_t access_count;
	uint64_t commands[FAKE_COMMANDS][4];
	size_t command_count;
	uint64_t stores;
	char wrong[160]; /* the first thing the driver did that no driver may do */

	/* Mapped state, for the check. */
	uint8_t device_bits[FAKE_DEVICES];
	uint64_t device_live[FAKE_DEVICES];
	uint8_t collection[64];
	uint8_t lpi_used[65536];
	uint32_t intid[FAKE_DEVICES][64];

	uint64_t memory[FAKE_WINDOW / 8];
};

/* An ITS as QEMU's virt machine has it, at reset. */
void fake_reset(struct fake_its *fake);
struct linux_bus fake_bus(struct fake_its *fake);
uint64_t fake_peek(const struct fake_its *fake, uint64_t pa);
/* Forget what was logged so far. */
void fake_forget(struct fake_its *fake);

#endif
