/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How a fuzz target takes values from its input; after the end of the input it gets zeros. And how
 * it ends if something is broken.
 */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const uint8_t *input;
static size_t input_size;

/* Takes a little-endian number of at most eight bytes. */
static inline uint64_t take(unsigned int bytes)
{
	uint64_t value = 0;
	unsigned int i;

	for (i = 0; i < bytes && input_size; i++, input_size--)
		value |= (uint64_t)*input++ << 8 * i;
	return value;
}

/* Is true one time in n + 1. */
static inline bool odd(unsigned int n)
{
	return take(1) % (n + 1) == n;
}

static inline void must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

#endif
