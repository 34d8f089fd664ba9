/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A host that does as Linux does: it fills its queue, rings the doorbell, and reads CREADR until
 * all is done.
 */
#ifndef BENCH_DRIVER_H
#define BENCH_DRIVER_H

#include "stubs.h"

extern struct itsg_its bench_its;
extern struct itsg_domain bench_domain;

#define DRIVER_SLOTS	   (STUB_QUEUE_BYTES / 32)
#define DRIVER_COLLECTIONS 4u

/* The most reads of the hardware's CREADR that one trap has made so far. */
extern uint64_t driver_creadr_max;

/* What driver_set_up tells the library to do with addresses that are not the host's. */
extern enum itsg_audit driver_audit;

/* Sets the library up, with queue and tables; Enabled is 0. budget 0: the default. */
void driver_set_up(uint32_t budget);
/* Sets the queue's size: pages of 4 KiB each. Requires a disabled ITS. */
void driver_set_queue(uint32_t pages);
void driver_enable(void);
/* Disables, and waits until Quiescent reads 1. */
void driver_disable(void);
/* Sets up, enables, and maps collections 0 .. 3. */
void driver_start(uint32_t budget);

/* These put the next command into the queue, without a doorbell. */
void driver_mapd(uint32_t device, unsigned int bits);
void driver_unmapd(uint32_t device);
void driver_mapc(uint32_t icid, uint64_t rd);
void driver_mapti(uint32_t device, uint32_t event, uint32_t intid, uint32_t icid);
void driver_event(uint8_t opcode, uint32_t device, uint32_t event);
void driver_inv(uint32_t device, uint32_t event);
void driver_discard(uint32_t device, uint32_t event);
void driver_movi(uint32_t device, uint32_t event, uint32_t icid);
void driver_sync(void);

/* One trap each: a write of CWRITER, and a read of CREADR. False: not all is done yet. */
void driver_doorbell(void);
bool driver_is_done(void);
/* The same for an earlier position. */
void driver_doorbell_at(uint32_t slot);
bool driver_is_done_at(uint32_t slot);
/* The slot that the next command goes to. */
uint32_t driver_next(void);
/* Both of them; fails if not all is done then. */
void driver_post(void);
/* The doorbell, and reads until all is done. Returns the number of traps after the doorbell. */
unsigned int driver_finish(void);

/* Maps devices 0 .. count - 1 with 2^bits events each, and waits until it is done. */
void driver_map_devices(unsigned int count, unsigned int bits);
/* Sets another device table, as after a reboot without a shutdown. So a purge is owed. */
void driver_drop_tables(void);

void driver_write(uint32_t offset, uint32_t size, uint64_t value);
uint64_t driver_read(uint32_t offset, uint32_t size);
__attribute__((noreturn)) void driver_fail(const char *what);

#endif
