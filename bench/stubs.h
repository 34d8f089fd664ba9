/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The smallest world in which the library can run. Memory is at fixed physical addresses. The
 * ledger agrees to everything. When the ITS is asked, it has already executed all that was
 * published.
 */
#ifndef BENCH_STUBS_H
#define BENCH_STUBS_H

#include <itsguard/itsguard.h>

#define STUB_POOL_PA	 0x100000000u
#define STUB_POOL_BYTES	 0x10000000u
#define STUB_STAGING_PA	 0x80000000u
#define STUB_QUEUE_BYTES 0x10000u  /* the queue that most things are measured with */
#define STUB_QUEUE_MOST	 0x100000u /* the longest queue a host can have */

struct stub_its {
	uint64_t baser[ITSG_BASERS];
	uint64_t cbaser;
	uint64_t cwriter;
	uint32_t ctlr;
	uint64_t creadr_reads; /* by the library */
	uint64_t doorbells;    /* of the library's */
};

extern struct stub_its stub_its;
extern uint64_t stub_staging[STUB_QUEUE_MOST / sizeof(uint64_t)];

extern uint64_t stub_set_bytes; /* by memset */

/* Powers up: registers are at reset, pool memory is as it was left. */
void stub_reset(void);

#endif
