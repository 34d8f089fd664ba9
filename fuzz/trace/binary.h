/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The binary form of a trace: what the fuzzers mutate. Every byte sequence is a trace; what makes
 *no sense is skipped or cut to what the text form allows. The form, little-endian:
 *
 *	profile byte	bit 0: the small configuration (256 KiB pool, 4 KiB ring, 256 devices of 64
 *events) instead of the defaults of the text form then items: 00 .. (kinds)	a step of that kind,
 *then its operands: 4 bytes for h, 8 for x w a v n d +, 1 for z c o m r p, 2 for q, 40 for a name;
 *before an operand that may be left out a byte says whether it is there 80 + field	a
 *configuration field: ITS or array index byte, array index byte, 8 bytes of value f8 n
 *following items are about ITS n f9 n		following steps come from CPU n fa
 *the next step happens in the middle of a library call (the I line)
 */
#ifndef BINARY_H
#define BINARY_H

#include "trace/trace.h"

/* Reads at most max steps into steps. Returns their number. */
size_t binary_decode(const uint8_t *data, size_t size, struct trace_config *config,
		     struct step *steps, size_t max);

/* Writes the trace, at most size bytes; returns how many it takes in all. small: against the small
 * profile. */
size_t binary_encode(const struct trace_config *config, const struct step *steps, size_t count,
		     bool small, uint8_t *data, size_t size);

/* The profile's configuration. */
void binary_profile(struct trace_config *config, bool small);

#endif
