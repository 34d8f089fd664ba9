/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Up to four ITSs of the library that share one domain, each over one ITS of the model. Unlike
 * struct world, it does nothing without being asked. So each call may be made to fail, or may come
 * from a thread of its own.
 */
#ifndef FAULT_MACHINE_H
#define FAULT_MACHINE_H

#include <check.h>
#include <itsguard/itsguard.h>

#include "model/linux/linux.h"
#include "model/model.h"

#define MACHINE_ITS	4
#define MACHINE_CPUS	4
#define MACHINE_POOL	0xf000000000u
#define MACHINE_TOP_UP	0x60000000u /* the host's, for more pool */
#define MACHINE_MEMORY	0x40000000u /* of the first ITS's driver; the others' follow */
#define MACHINE_WINDOW	0x01000000u
#define MACHINE_BASE(n) (0x08080000u + (n)*0x40000u)

struct machine_options {
	unsigned int its;   /* 0: 1 */
	uint64_t typer;	    /* 0: QEMU's */
	uint64_t page_size; /* 0: 4096 */
	uint64_t pool;	    /* 0: 4 MiB */
	uint32_t budget, ring;
	uint64_t devices; /* capacity; 0: 65536 */
	bool non_coherent;
	bool no_collection_table;
};

struct machine {
	struct machine_options options;
	struct model *model;
	struct itsg_domain domain;
	struct itsg_its its[MACHINE_ITS];
	struct itsg_redistributor rds[MACHINE_CPUS];
};

/* The model alone, reset if it is there already. */
void machine_start(struct machine *machine, const struct machine_options *options);
enum itsg_status machine_pool(struct machine *machine);
void machine_configure(struct machine *machine, unsigned int n, struct itsg_its_config *config);
enum itsg_status machine_its(struct machine *machine, unsigned int n);
/* All of it, which must succeed. */
void machine_open(struct machine *machine, const struct machine_options *options);
/* The calling thread tears down to the end. Whatever is broken by then fails the test. */
void machine_close(struct machine *machine);
void machine_free(struct machine *machine);
/*
 * Polls, and lets the hardware work, until neither has anything to do. False: there is no end to
 * it.
 */
bool machine_settle(struct machine *machine, unsigned int n);
uint64_t machine_claimed(struct machine *machine);
void machine_expect_intact(const struct machine *machine);
/* A driver for this ITS; the caller provides its bus. */
void machine_driver(const struct machine *machine, unsigned int n, struct linux_config *config);

#endif
