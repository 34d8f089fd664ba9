/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The binary form of a trace, which the fuzzers mutate. Every byte sequence is a trace.
 * What makes no sense is skipped, or cut to what the text form can say. All that the text form can
 * say, the binary form can say too. Layout: docs/trace-format.md.
 */
#ifndef BINARY_H
#define BINARY_H

#include "trace/trace.h"

/* Bits of the first byte. */
#define BINARY_SMALL 1U /* fields count from the small configuration, not from the defaults */
#define BINARY_WHOLE 2U /* all of a trace; without it: an attack, bounded and without X lines */

#define BINARY_ATTACK_STEPS 512 /* at most in an attack; steps after these are not read */

/*
 * Reads at most max steps into steps; of an attack at most BINARY_ATTACK_STEPS.
 * Returns their number, which is less than size unless size is 0. Their lines count from 1;
 * trace_number gives them the lines of the text form.
 */
size_t binary_decode(const uint8_t *data, size_t size, struct trace_config *config,
		     struct step *steps, size_t max);

/*
 * Writes the trace into data, at most size bytes. form: BINARY_SMALL, BINARY_WHOLE or both.
 * Requires: data is not NULL unless size is 0.
 * Returns how many bytes the whole trace takes, which may be more than size. With BINARY_WHOLE,
 * binary_decode gives the same configuration and steps again.
 */
size_t binary_encode(const struct trace_config *config, const struct step *steps, size_t count,
		     unsigned int form, uint8_t *data, size_t size);

/* Sets the configuration that fields count from. */
void binary_profile(struct trace_config *config, bool small);

#endif
