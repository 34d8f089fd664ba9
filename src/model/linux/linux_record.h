/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A bus that passes everything on to another one, and writes it down in the text trace format. It
 * writes W and R lines, or BW and BR where the access faulted. When a doorbell comes it writes a C
 * line for each command.
 */
#ifndef LINUX_RECORD_H
#define LINUX_RECORD_H

#include "model/linux/linux.h"

#include <stdio.h>

struct linux_record {
	struct linux_bus bus;		     /* give this to the driver */
	struct linux_rd_bus rd;		     /* and this; it writes G and GR lines */
	const struct linux_rd_bus *rd_below; /* to be set if rd is used */
	struct linux_bus below;		     /* where accesses go */
	FILE *out;
	bool memory;	/* writes M lines too, for stores outside the queue */
	uint64_t queue; /* address from CBASER; it is LINUX_QUEUE_BYTES long */
	bool has_queue;
	bool restarted; /* CBASER was written; the next CWRITER posts nothing */
	uint32_t position;
	uint64_t words[LINUX_QUEUE_BYTES / 8]; /* what was stored into the queue */
};

/* Prepares a record. Writes nothing yet. Requires: the structure stays where it is. */
void linux_record_init(struct linux_record *record, const struct linux_bus *below, FILE *out);

/* Writes the first line and the configuration lines: redistributors as in config, where they
 * have an address, then extra. extra may be NULL.
 * It has whole lines, for example "= typer 1f0001efb1\n". */
void linux_record_begin(struct linux_record *record, const struct linux_config *config,
			const char *extra);

/* Writes any other line at this place, such as "P booted" or "H all". */
void linux_record_line(struct linux_record *record, const char *line);

#endif
