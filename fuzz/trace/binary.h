/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The binary form of a trace: what the fuzzers mutate. Every byte sequence is a trace; what makes
 * no sense is skipped or cut to what the text form can say, and what the text form can say the
 * binary form can. Its layout is in docs/trace-format.md.
 */
#ifndef BINARY_H
#define BINARY_H

#include "trace/trace.h"

/* The first byte. */
#define BINARY_SMALL 1U /* the small configuration instead of the defaults of the text form */
#define BINARY_WHOLE 2U /* all of a trace. Otherwise an attack: bounded, and without X lines */

#define BINARY_ATTACK_STEPS 512 /* of an attack at most: what comes later is not read */

/*
 * Reads at most max steps into steps, of an attack at most BINARY_ATTACK_STEPS. Returns their
 * number, which is less than size unless that is 0. Their lines count from 1: see trace_number.
 */
size_t binary_decode(const uint8_t *data, size_t size, struct trace_config *config,
		     struct step *steps, size_t max);

/*
 * Writes the trace, at most size bytes; returns how many it takes in all. form: BINARY_SMALL,
 * BINARY_WHOLE or both. data may be NULL if size is 0. Of a BINARY_WHOLE, binary_decode makes the
 * same configuration and steps.
 */
size_t binary_encode(const struct trace_config *config, const struct step *steps, size_t count,
		     unsigned int form, uint8_t *data, size_t size);

/* The configuration that fields are counted from. */
void binary_profile(struct trace_config *config, bool small);

#endif
