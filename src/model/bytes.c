/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Bytes of this machine. */
#include "model/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first byte is zero, and each byte equals the one before it. */
bool model_reads_zero(const uint8_t *at, uint64_t size)
{
	return !size || (!at[0] && !memcmp(at, at + 1, size - 1));
}

void *model_grow(void *old, size_t count, size_t size)
{
	void *new = realloc(old, count * size);

	if (new)
		return new;
	fprintf(stderr, "model: out of memory\n");
	abort();
}
