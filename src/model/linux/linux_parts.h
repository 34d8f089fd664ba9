/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the parts of the driver need of each other. */
#ifndef LINUX_PARTS_H
#define LINUX_PARTS_H

#include "linux.h"

#define LINUX_NOWHERE UINT64_MAX
#define LINUX_NO_SYNC UINT32_MAX

#define LINUX_CTLR    0x0000u
#define LINUX_IIDR    0x0004u
#define LINUX_TYPER   0x0008u
#define LINUX_CBASER  0x0080u
#define LINUX_CWRITER 0x0088u
#define LINUX_CREADR  0x0090u
#define LINUX_BASER   0x0100u
#define LINUX_PIDR2   0xffe8u

#define LINUX_VALID ((uint64_t)1 << 63)

/* linux.c: the machine, and the queue. After a failure accesses are left out and reads give 0. */
__attribute__((format(printf, 2, 3))) bool linux_fail(struct linux_its *its, const char *format,
						      ...);
uint64_t linux_read(struct linux_its *its, uint32_t offset, unsigned int size);
void linux_write(struct linux_its *its, uint32_t offset, unsigned int size, uint64_t value);
void linux_store(struct linux_its *its, uint64_t pa, uint64_t value);
/* Between two looks at a register. False: there were too many, and the failure is recorded. */
bool linux_relax(struct linux_its *its, uint32_t *polls, const char *what);
/* The queue is empty from here on. */
void linux_queue_restart(struct linux_its *its);
/* One command, and a SYNC for the CPU unless it is LINUX_NO_SYNC. Waits unless in batch mode. */
bool linux_post(struct linux_its *its, const uint64_t words[4], uint32_t sync_cpu);
/* Until the ITS has consumed everything. */
bool linux_wait(struct linux_its *its);
/* RDbase of a CPU, in place in its word. */
uint64_t linux_target(const struct linux_its *its, uint32_t cpu);

/* linux_memory.c */
/* Memory for an ITT, which begins where the block does. */
struct linux_block {
	uint64_t pa, bytes;
	bool whole_pages;
};

/* Cleared pages, naturally aligned, a power of two of them; LINUX_NOWHERE when there are none. */
uint64_t linux_pages_alloc(struct linux_its *its, uint64_t bytes);
void linux_pages_free(struct linux_its *its, uint64_t pa, uint64_t bytes);
/* The smallest power of two of pages that holds so many bytes, in bytes. */
uint64_t linux_pages_round(const struct linux_its *its, uint64_t bytes);
bool linux_itt_alloc(struct linux_its *its, uint32_t events, struct linux_block *block);
/* The first INTID of count free ones in a row; 0 when there are none. */
uint32_t linux_lpis_alloc(struct linux_its *its, uint32_t count);
void linux_lpis_free(struct linux_its *its, uint32_t first, uint32_t count);

/* linux_probe.c */
bool linux_quiesce(struct linux_its *its);
/* True when the ITS has a table entry for this DeviceID, if need be after making a level-2 page. */
bool linux_device_entry(struct linux_its *its, uint32_t id);

/* linux_redist.c: nothing of it happens without config.rd */
/* LPIs of the CPU are enabled, with this kernel's tables. */
bool linux_lpis_up(struct linux_its *its, uint32_t cpu);
/* Enables or disables an LPI in the property table. */
void linux_lpi_configure(struct linux_its *its, uint32_t intid, bool enabled);

/* linux_device.c */
bool linux_proxy_create(struct linux_its *its);

#endif
