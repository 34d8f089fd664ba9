/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Arguments out of an input, and comparisons of what came of them. For fuzz_codec.c only. */
#ifndef CODEC_VALUES_H
#define CODEC_VALUES_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "input.h"

/* Returns any value; values near limits are frequent. */
static uint64_t take_value(void)
{
	unsigned int form = (unsigned int)take(1);
	uint64_t bit = (uint64_t)1 << (form >> 2);

	switch (form & 3) {
	case 0: return take(8);
	case 1: return bit;
	case 2: return bit - 1;
	default: return take(2);
	}
}

static void expect(bool good, const char *what, uint64_t is, uint64_t wanted)
{
	if (good)
		return;
	fprintf(stderr, "broken: %s: %" PRIx64 ", not %" PRIx64 "\n", what, is, wanted);
	abort();
}

static void same(const char *what, uint64_t is, uint64_t wanted)
{
	expect(is == wanted, what, is, wanted);
}

#endif
