/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What registers have to read as (P6): what was written to them and not refused, and no other
 * register's write. What is not known, for two CPUs wrote at once or power was lost, is what the
 * next read gives.
 */
#ifndef RIG_SHOWN_H
#define RIG_SHOWN_H

#include <stdbool.h>
#include <stdint.h>

struct model;

enum shown_register {
	SHOWN_CBASER,
	SHOWN_CWRITER,
	SHOWN_CREADR,
	SHOWN_BASER, /* of eight */
	SHOWN_REGISTERS = SHOWN_BASER + 8,
};

struct shown {
	uint64_t value[SHOWN_REGISTERS];
	bool known[SHOWN_REGISTERS];
	/* CWRITER was moved back over commands that may have been fetched: CREADR may pass it. */
	bool wild;
};

void shown_forget(struct shown *shown);
/* A write that was taken. */
void shown_write(struct shown *shown, uint64_t offset, uint64_t size, uint64_t value);
/* What a read gave; P6 is broken if it cannot be. */
void shown_read(struct shown *shown, struct model *model, uint64_t offset, uint64_t size,
		uint64_t value);
/* The host's queue is written past the caches, for certain. */
bool shown_is_uncached(const struct shown *shown);

#endif
