/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The driver's access to the machine. After the first failure all accesses are left out, and reads
 * give 0.
 */
#ifndef LINUX_MACHINE_H
#define LINUX_MACHINE_H

#include "model/linux/linux.h"

#define LINUX_CTLR    0x0000u
#define LINUX_IIDR    0x0004u
#define LINUX_TYPER   0x0008u
#define LINUX_CBASER  0x0080u
#define LINUX_CWRITER 0x0088u
#define LINUX_CREADR  0x0090u
#define LINUX_BASER   0x0100u
#define LINUX_PIDR2   0xffe8u

/* InnerCache, OuterCache and Shareability of CBASER and BASER, and the values Linux writes. */
#define LINUX_CACHE_MASK   ((uint64_t)7 << 59 | (uint64_t)7 << 53)
#define LINUX_SHARE_MASK   ((uint64_t)3 << 10)
#define LINUX_CACHE_RAWAWB ((uint64_t)7 << 59)
#define LINUX_CACHE_NONE   ((uint64_t)1 << 59)
#define LINUX_SHARE_INNER  ((uint64_t)1 << 10)
#define LINUX_VALID	   ((uint64_t)1 << 63)

/* Records what was wrong with the hardware, if nothing was before. Returns false. */
__attribute__((format(printf, 2, 3))) bool linux_fail(struct linux_its *its, const char *format,
						      ...);
uint64_t linux_read(struct linux_its *its, uint32_t offset, unsigned int size);
void linux_write(struct linux_its *its, uint32_t offset, unsigned int size, uint64_t value);
/* A 64-bit store to memory. */
void linux_store(struct linux_its *its, uint64_t pa, uint64_t value);
/* Lets time pass between two looks at a register. polls counts them; it starts at 0.
 * Returns false after too many; the failure is recorded. */
bool linux_relax(struct linux_its *its, uint32_t *polls, const char *what);

#endif
