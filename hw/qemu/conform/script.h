/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A script of steps for an ITS. The same code carries it out on QEMU (payload.c) and on the model
 * (host.c). `run` makes it from `cases`, and knows the numbers here, too.
 */
#ifndef CONFORM_SCRIPT_H
#define CONFORM_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#define SCRIPT_MAGIC  0x6d726f666e6f63
#define SCRIPT_STEPS  4096 /* at most */
#define SCRIPT_AT     0x50000000
#define ARENA_AT      0x48000000 /* what the ITS is given: the same addresses on both */
#define ARENA_BYTES   0x300000
#define MACHINE_CPUS  4
#define MACHINE_LPIS  65536
#define MACHINE_FIRST 8192

enum step_kind {
	STEP_READ,  /* offset, size */
	STEP_WRITE, /* offset, size, value */
	STEP_BLOCK, /* offset in the arena, size, purpose: zeros, the ITS's from now on */
	STEP_STORE, /* offset in the arena, value */
	STEP_MSI,   /* DeviceID, EventID */
	STEP_LPIS,  /* LPIs that have come, on each CPU */
	STEP_KINDS,
};

struct step {
	uint64_t kind;
	uint64_t argument[4];
};

struct script {
	uint64_t magic, steps;
	struct step step[];
};

void script_run(const struct script *script);

/* ---- What a machine has to do ---- */

/* False: it did not answer. */
bool machine_read(uint32_t offset, uint32_t size, uint64_t *value);
/* On return all that follows from it has happened. */
bool machine_write(uint32_t offset, uint32_t size, uint64_t value);
void machine_block(uint32_t offset, uint32_t size, uint32_t purpose);
void machine_store(uint32_t offset, uint64_t value);
/* False: there is no such device. */
bool machine_msi(uint32_t device, uint32_t event);
/* Sets the bits of those LPIs that came to this CPU since the last time. */
void machine_lpis(uint32_t cpu, uint64_t bits[MACHINE_LPIS / 64]);
/* Reports a visible result of this step. */
void machine_say(uint64_t step, const char *what, uint64_t value);
/* Reports that the step has been carried out. */
void machine_done(uint64_t step);

#endif
