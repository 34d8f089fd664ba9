/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the host knows of the ITS from its own accesses: the queue it set up, where it writes next,
 * the tables it gave. The library's state is not used.
 */
#ifndef RIG_HOST_H
#define RIG_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "trace/trace.h"

struct host {
	const struct trace_its_config *config;
	bool enabled;
	bool queue; /* a CBASER was written */
	uint64_t cbaser;
	uint64_t baser[8];
	uint32_t cwriter;  /* the last valid CWRITER written */
	uint32_t position; /* where the next command goes */
};

/* What a write did: bits of the result of host_write. */
#define HOST_ENABLED	 1U
#define HOST_DISABLED	 2U
#define HOST_QUEUE	 4U  /* a CBASER was taken */
#define HOST_DOORBELL	 8U  /* a valid CWRITER was written */
#define HOST_TABLE	 16U /* a BASER with Valid set changed, in bits that stick for certain */
#define HOST_TABLE_MAYBE 32U /* the same, in bits that may not stick */

/* Starts again: a host that has set up nothing. */
void host_reset(struct host *host, const struct trace_its_config *config);
/*
 * Takes a write of the host. quiescent: a call has seen the ITS disabled and quiescent.
 * Returns HOST_* bits.
 */
unsigned int host_write(struct host *host, uint64_t offset, uint64_t size, uint64_t value,
			bool quiescent);
/* Takes what the host read from CTLR. */
void host_read_ctlr(struct host *host, uint64_t value);
/* Returns the address of the queue, as CBASER has it. */
uint64_t host_queue_base(const struct host *host);
/* Returns the size of the queue, as CBASER has it. */
uint32_t host_queue_bytes(const struct host *host);
/* Is CREADR at `at` still behind `wanted`? */
bool host_creadr_behind(const struct host *host, uint64_t at, uint64_t wanted);
/* Returns the address of the write position, and moves the position on by one command. */
uint64_t host_push(struct host *host);

#endif
