/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the registers must read as (P6). A register reads as what was last written to it and not
 * refused. Writes to other registers do not change it.
 * A value is unknown after two CPUs wrote at once, and after a power loss. The next read then sets
 * it.
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
	SHOWN_BASER, /* the first of eight */
	SHOWN_REGISTERS = SHOWN_BASER + 8,
};

struct shown {
	uint64_t value[SHOWN_REGISTERS];
	bool known[SHOWN_REGISTERS];
	/* CWRITER moved back over commands that may have been fetched, so CREADR may pass it. */
	bool wild;
};

/* Forgets all values. */
void shown_forget(struct shown *shown);
/* Takes a write that was not refused. */
void shown_write(struct shown *shown, uint64_t offset, uint64_t size, uint64_t value);
/* Takes what a read gave. If the register cannot have that value, P6 is broken. */
void shown_read(struct shown *shown, struct model *model, uint64_t offset, uint64_t size,
		uint64_t value);
/* Does the host write its queue without caching, for certain? */
bool shown_is_uncached(const struct shown *shown);

#endif
