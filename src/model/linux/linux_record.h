/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A bus that passes everything on to another one and writes it down in the text trace format: W and
 * R lines (BW and BR where the access faulted), and a C line for each command when its doorbell
 * comes.
 */
#ifndef LINUX_RECORD_H
#define LINUX_RECORD_H

#include "model/linux/linux.h"

#include <stdio.h>

struct linux_record {
	struct linux_bus bus;		     /* hand this to the driver */
	struct linux_rd_bus rd;		     /* and this; G and GR lines */
	const struct linux_rd_bus *rd_below; /* to be set if rd is used */
	struct linux_bus below;		     /* where accesses go */
	FILE *out;
	bool memory;	/* M lines too, for stores outside the queue */
	uint64_t queue; /* as CBASER has it; LINUX_QUEUE_BYTES long */
	bool has_queue;
	bool restarted; /* CBASER was written: the next CWRITER posts nothing */
	uint32_t position;
	uint64_t words[LINUX_QUEUE_BYTES / 8]; /* what was stored into the queue */
};

/* The structure must stay where it is. Writes nothing yet. */
void linux_record_init(struct linux_record *record, const struct linux_bus *below, FILE *out);

/* The first line, and configuration lines: redistributors as in config (where they have an
 * address), then extra (may be NULL;
 * whole lines, for example "= typer 1f0001efb1\n"). */
void linux_record_begin(struct linux_record *record, const struct linux_config *config,
			const char *extra);

/* Any other line at this place, such as "P booted" or "H all". */
void linux_record_line(struct linux_record *record, const char *line);

#endif
