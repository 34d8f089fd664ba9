/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A host as Linux is one: fills its queue, rings the doorbell, reads CREADR until it is there. */
#ifndef BENCH_DRIVER_H
#define BENCH_DRIVER_H

#include "stubs.h"

extern struct itsg_its bench_its;
extern struct itsg_domain bench_domain;

#define DRIVER_SLOTS	   (STUB_QUEUE_BYTES / 32)
#define DRIVER_COLLECTIONS 4u

/* Most reads of the hardware's CREADR that one trap has made so far. */
extern uint64_t driver_creadr_max;

/* The library is there, and knows queue and tables; Enabled is 0. budget 0: the default. */
void driver_set_up(uint32_t budget);
/* pages: 4 KiB each, of the queue. The ITS is disabled. */
void driver_set_queue(uint32_t pages);
void driver_enable(void);
/* Until Quiescent reads 1. */
void driver_disable(void);
/* Set up, enabled, and collections 0 .. 3 mapped. */
void driver_start(uint32_t budget);

/* Put the next command into the queue; nobody is told. */
void driver_mapd(uint32_t device, unsigned int bits);
void driver_unmapd(uint32_t device);
void driver_mapc(uint32_t icid, uint64_t rd);
void driver_mapti(uint32_t device, uint32_t event, uint32_t intid, uint32_t icid);
void driver_event(uint8_t opcode, uint32_t device, uint32_t event);
void driver_inv(uint32_t device, uint32_t event);
void driver_discard(uint32_t device, uint32_t event);
void driver_movi(uint32_t device, uint32_t event, uint32_t icid);
void driver_sync(void);

/* One trap: CWRITER, and CREADR. False: not all is done yet. */
void driver_doorbell(void);
bool driver_is_done(void);
/* The same for a position before that. */
void driver_doorbell_at(uint32_t slot);
bool driver_is_done_at(uint32_t slot);
/* The slot that the next command goes to. */
uint32_t driver_next(void);
/* The two together; that all is done then is checked. */
void driver_post(void);
/* As often as it takes. Returns the number of traps after the doorbell. */
unsigned int driver_finish(void);

void driver_write(uint32_t offset, uint32_t size, uint64_t value);
uint64_t driver_read(uint32_t offset, uint32_t size);
__attribute__((noreturn)) void driver_fail(const char *what);

#endif
