/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Redistributors of the library over those of the model, in one domain, without an ITS; and a host
 * that does as a test says. The host's property table is at RDW_PROPERTIES. Its pending tables lie
 * from RDW_PENDING on, 64 KiB for each CPU.
 */
#ifndef RD_WORLD_H
#define RD_WORLD_H

#include <check.h>
#include <itsguard/itsguard.h>

#include "model/model.h"

#define RDW_CPUS       20
#define RDW_BASE(cpu)  (0x080a0000u + (cpu)*0x40000u)
#define RDW_PROPERTIES 0x40100000u
#define RDW_OTHER      0x40200000u /* a second kernel's */
#define RDW_PENDING    0x40300000u
#define RDW_POOL       0xf000000000u
#define RDW_GUEST      0x50000000u
#define RDW_HYP	       0x51000000u

#define RDW_LPI 8200u

#define RDW_CTLR      0x0000u
#define RDW_TYPER     0x0008u
#define RDW_WAKER     0x0014u
#define RDW_SETLPIR   0x0040u
#define RDW_CLRLPIR   0x0048u
#define RDW_PROPBASER 0x0070u
#define RDW_PENDBASER 0x0078u
#define RDW_INVLPIR   0x00a0u
#define RDW_INVALLR   0x00b0u
#define RDW_SYNCR     0x00c0u

/* Physical and direct LPIs, DPGS; the affinity comes from the CPU. */
#define RDW_TYPER_PLAIN	  0x29u
#define RDW_TYPER_VIRTUAL 0x2u
#define RDW_COMMON(n)	  ((uint64_t)(n) << 24) /* CommonLPIAff */
#define RDW_CES		  0x2u
#define RDW_IR		  0x4u
#define RDW_RWP		  0x8u
#define RDW_PTZ		  (1ULL << 62)
/* As Linux writes them: 16 bits of INTID, inner shareable, read- and write-allocate, write-back. */
#define RDW_PROPERTY_WORD (RDW_PROPERTIES | 0x780u | 15)
#define RDW_PENDING_WORD  (RDW_PENDING | 0x780u)

struct rdw_options {
	unsigned int cpus;  /* 0: 1 */
	uint64_t typer;	    /* 0: RDW_TYPER_PLAIN */
	uint32_t ctlr;	    /* hardware's CES and IR */
	uint64_t sticky;    /* 0: all bits */
	uint64_t page_size; /* 0: 4096 */
	uint64_t pool;	    /* 0: 1 MiB */
	uint64_t pa_limit;  /* 0: 2^48 */
	uint32_t budget;
	uint32_t lpi_bits; /* 0: 16 */
	uint8_t id_bits;
	uint8_t inner, share;  /* attributes, given by the embedder */
	bool affinity_by_four; /* CPUs 0 to 3 have Aff3 = 0, 4 to 7 have 1 */
	bool own_properties;
	bool stays; /* EnableLPIs cannot be cleared */
	bool non_coherent;
	bool bad_access_raz;
	enum itsg_audit audit;
	uint64_t vpropbaser, vpendbaser; /* with RDW_TYPER_VIRTUAL */
	bool manual;			 /* the hardware finishes only when told */
};

struct rdw {
	struct rdw_options options;
	struct model *model;
	struct itsg_domain domain;
	struct itsg_rd rd[RDW_CPUS];
	struct itsg_event refusal; /* the last one */
	struct itsg_event attempt; /* the last one */
	unsigned int attempts;
	unsigned int refusals, claims, unclaims, acquired, released;
	uint64_t cleared; /* bytes */
};

/* Opens the model and the domain with its pool; no redistributor. */
void rdw_start(struct rdw *world, const struct rdw_options *options);
enum itsg_status rdw_init(struct rdw *world, unsigned int cpu);
/* What rdw_init hands to the library. */
struct itsg_rd_config rdw_config(struct rdw *world, unsigned int cpu);
/* Opens, and initialises the redistributors of all CPUs. */
void rdw_open(struct rdw *world, const struct rdw_options *options);
/* Tears down to the end. Fails the test if any property is broken. */
void rdw_close(struct rdw *world);
/* The same, but the model can still be asked. */
void rdw_close_keeping_model(struct rdw *world);
void rdw_destroy(struct rdw *world);
void rdw_check(struct rdw *world, unsigned int cpu);
void rdw_run(struct rdw *world);

/* An access that is repeated while the status is AGAIN, as a host's instruction is. */
enum itsg_status rdw_write(struct rdw *world, unsigned int cpu, uint32_t offset, uint32_t size,
			   uint64_t value);
uint64_t rdw_read(struct rdw *world, unsigned int cpu, uint32_t offset, uint32_t size);
enum itsg_status rdw_write_once(struct rdw *world, unsigned int cpu, uint32_t offset, uint32_t size,
				uint64_t value);
enum itsg_status rdw_read_status(struct rdw *world, unsigned int cpu, uint32_t offset,
				 uint32_t size, uint64_t *value);
enum itsg_status rdw_poll(struct rdw *world, unsigned int cpu);
/* Writes PROPBASER, PENDBASER and EnableLPIs, as Linux does at a CPU's first start. */
void rdw_boot(struct rdw *world, unsigned int cpu);
void rdw_tables(struct rdw *world, unsigned int cpu, uint64_t propbaser, uint64_t pendbaser);
enum itsg_status rdw_enable(struct rdw *world, unsigned int cpu);
/* Makes RDW_LPI pending, without a look at it. */
void rdw_make_pending(struct rdw *world, unsigned int cpu);
/* Fails unless it is pending; it is not pending any more after that. */
bool rdw_is_pending(struct rdw *world, unsigned int cpu);
/* Fails unless an enable was refused and shows it. */
void rdw_expect_off(struct rdw *world, unsigned int cpu, enum itsg_reason reason);
/* Writes EnableLPIs = 0, and reads CTLR until RWP is 0. */
void rdw_disable(struct rdw *world, unsigned int cpu);
void rdw_expect_refused(struct rdw *world, enum itsg_reason reason);
struct itsg_rd_counters rdw_counters(struct rdw *world, unsigned int cpu);
/* How many pages the library has shared and pinned. */
uint64_t rdw_claimed(struct rdw *world);

#endif
