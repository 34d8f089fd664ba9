/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the host knows of the ITS from its own accesses: the queue it set up, where it writes next,
 * the tables it gave. Nothing of the library is looked at.
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
	uint32_t cwriter;  /* the last valid one written */
	uint32_t position; /* of the next command */
};

/* What a write did. */
#define HOST_ENABLED	 1U
#define HOST_DISABLED	 2U
#define HOST_QUEUE	 4U  /* CBASER was taken */
#define HOST_DOORBELL	 8U  /* a valid CWRITER was written */
#define HOST_TABLE	 16U /* a Valid device or collection BASER changed, for certain */
#define HOST_TABLE_MAYBE 32U /* ... only in bits that need not stick */

void host_reset(struct host *host, const struct trace_its_config *config);
/* settled: the ITS was seen disabled and quiescent when the access began. */
unsigned int host_write(struct host *host, uint64_t offset, uint64_t size, uint64_t value,
			bool settled);
/* The host read CTLR. */
void host_read_ctlr(struct host *host, uint64_t value);
uint64_t host_queue_base(const struct host *host);
uint32_t host_queue_bytes(const struct host *host);
/* Has CREADR, being at, not come as far as wanted yet? */
bool host_creadr_behind(const struct host *host, uint64_t at, uint64_t wanted);
/* Address of the write position, which moves on. */
uint64_t host_push(struct host *host);

#endif
