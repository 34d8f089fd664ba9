/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A driver for the ITS, correct unless told otherwise. */
#ifndef PAYLOAD_ITS_H
#define PAYLOAD_ITS_H

#include "payload.h"

#define ITS_BASE	0x08080000
#define ITS_SIZE	0x20000
#define GITS_CTLR	0x0000
#define GITS_IIDR	0x0004
#define GITS_TYPER	0x0008
#define GITS_CBASER	0x0080
#define GITS_CWRITER	0x0088
#define GITS_CREADR	0x0090
#define GITS_BASER0	0x0100 /* QEMU: devices */
#define GITS_BASER1	0x0108 /* collections */
#define GITS_TRANSLATER 0x10040

#define GITS_ENABLED   BIT(0)
#define GITS_QUIESCENT BIT(31)
#define GITS_VALID     BIT(63)
#define GITS_CACHEABLE (7ull << 59 | 1ull << 10) /* RaWaWb, inner shareable */
#define BASER_64K      (2ull << 8)

#define QUEUE_BYTES 65536

/* Register values for a queue and for a table of one 64 KiB page. */
#define ITS_CBASER(at) (GITS_VALID | GITS_CACHEABLE | (uint64_t)(at) | (QUEUE_BYTES / 4096 - 1))
#define ITS_BASER(at)  (GITS_VALID | GITS_CACHEABLE | BASER_64K | (uint64_t)(at))

struct its_command {
	uint64_t words[4];
};

extern struct its_command its_queue[QUEUE_BYTES / 32];
extern uint8_t its_device_table[65536], its_collection_table[65536];
extern struct spinlock its_lock;

uint64_t its_read64(uint32_t offset);
uint32_t its_read32(uint32_t offset);
void its_write64(uint32_t offset, uint64_t value);
void its_write32(uint32_t offset, uint32_t value);

/* Sets tables and queue, and enables. False: it did not become enabled. */
bool its_init(void);
/* The same, with registers that the caller chooses. */
bool its_init_with(uint64_t cbaser, uint64_t devices, uint64_t collections);
void its_disable(void);

struct its_command its_mapd(uint32_t device, uint64_t itt, unsigned int bits, bool valid);
struct its_command its_mapc(uint32_t icid, unsigned int cpu, bool valid);
struct its_command its_mapti(uint32_t device, uint32_t event, uint32_t intid, uint32_t icid);
struct its_command its_movi(uint32_t device, uint32_t event, uint32_t icid);
struct its_command its_int(uint32_t device, uint32_t event);
struct its_command its_clear(uint32_t device, uint32_t event);
struct its_command its_inv(uint32_t device, uint32_t event);
struct its_command its_discard(uint32_t device, uint32_t event);
struct its_command its_sync(unsigned int cpu);

/* Puts a command into the queue, without a doorbell. */
void its_put(struct its_command command);
/*
 * Rings the doorbell as Linux does, and waits until CREADR has arrived. False: it has not in a
 * second.
 */
bool its_ring(void);
/* Both, with a SYNC for CPU 0 between them. */
bool its_send(struct its_command command);
/* The slot that the next command goes to. */
uint32_t its_position(void);

#endif
