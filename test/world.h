/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One ITS of the library over one ITS of the model, and a host that does as a test says. The host's
 * queue is at WORLD_QUEUE, its tables at WORLD_TABLES, its ITTs at WORLD_ITTS. The pool is far from
 * them.
 */
#ifndef WORLD_H
#define WORLD_H

#include <check.h>
#include <itsguard/itsguard.h>

#include "model/model.h"

#define WORLD_BASE   0x08080000u
#define WORLD_QUEUE  0x40100000u
#define WORLD_TABLES 0x40200000u
#define WORLD_ITTS   0x40300000u
#define WORLD_POOL   0xf000000000u
#define WORLD_RDS    4
#define WORLD_LOG    4096
#define TYPER_QEMU   0x0000001f0001efb1u
#define CBASER_4K    0x8000000040100000u /* Valid, one page: 128 slots */
#define CBASER_QUEUE 0xb800000040100400u /* the same, write-back and inner shareable */
#define BASER_DEVICE                                                                               \
	0xb907000040200400u /* Valid, RaWaWb, inner shareable, flat, 4K page, 1 page: 512 IDs */
#define BASER_COLLECT 0xbc07000040210400u

struct world_options {
	uint64_t typer;	    /* 0: QEMU's */
	uint64_t pool;	    /* 0: 1 MiB */
	uint64_t pool_pa;   /* 0: WORLD_POOL */
	uint64_t pa_limit;  /* 0: 2^48 */
	uint64_t page_size; /* 0: 4096 */
	uint32_t budget, ring;
	uint64_t devices, events;
	uint32_t collections;
	bool host_uncached; /* the host's queue is not cached, as its CBASER says */
	bool non_coherent;  /* the hardware is non-coherent, and says so */
	bool no_collection_table;
	bool bad_access_raz;
	enum itsg_audit audit;
	bool manual;				 /* the hardware works only when told */
	uint64_t device_baser, collection_baser; /* at reset; 0: QEMU's */
	uint64_t baser_sticky;			 /* of all BASERs; 0: all bits */
	uint8_t baser_pages;			 /* page sizes that stick; 0: all */
	uint64_t cbaser_sticky;			 /* 0: all */
};

struct world_command {
	uint64_t words[4];
};

struct world {
	struct world_options options;
	struct model *model;
	struct itsg_domain domain;
	struct itsg_its its;
	struct itsg_redistributor rds[WORLD_RDS];
	uint32_t position, queue_bytes; /* the host's write position */
	/* what was seen */
	struct world_command executed[WORLD_LOG];
	unsigned int executed_count;
	unsigned int released_itts, acquired, hw_writes, released_tables, released_pages;
	bool gone;
	bool hw_fails; /* the test makes the hardware stall, so HW_ERROR may be reported */
};

/* If set before world_try: called at each register write of the library, also of init. */
extern void (*world_hw_write_hook)(struct world *world);

/*
 * Makes the machine and initialises the library on it. Returns the status of the call that failed.
 */
enum itsg_status world_try(struct world *world, const struct world_options *options);
void world_open(struct world *world, const struct world_options *options);
/* Sets tables and queue and enables, as a driver does. It ends with the hardware on. */
void world_boot(struct world *world);
/* Tears down to the end. Fails the test if any property is broken. */
void world_close(struct world *world);
/* As world_close, for a test that has broken something on purpose or checks the status itself. */
void world_destroy(struct world *world);
void world_check(struct world *world);

enum itsg_status world_write(struct world *world, uint32_t offset, uint32_t size, uint64_t value);
uint64_t world_read(struct world *world, uint32_t offset, uint32_t size);
enum itsg_status world_read_status(struct world *world, uint32_t offset, uint32_t size,
				   uint64_t *value);
/* Puts a command into the host's queue, without a doorbell. */
void world_put(struct world *world, const uint64_t words[4]);
void world_doorbell(struct world *world);
/* Puts, rings the doorbell, and lets hardware and library work until both are quiet. */
void world_post(struct world *world, const uint64_t words[4]);
void world_settle(struct world *world);
void world_run(struct world *world);
struct itsg_counters world_counters(struct world *world);
void world_expect_intact(struct world *world);

#define world_post_words(world, w0, w1, w2, w3)                                                    \
	world_post(world, (const uint64_t[4]){w0, w1, w2, w3})

#endif
