// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The mutator as AFL++ calls it: a shared object for AFL_CUSTOM_MUTATOR_LIBRARY. */
#include "mutator/mutator.h"

#include <string.h>

#define SIZE_MAX_HERE (1U << 16)
#define CROSS_ONE_IN  8

void *afl_custom_init(void *afl, unsigned int seed);
size_t afl_custom_fuzz(void *data, uint8_t *buf, size_t buf_size, uint8_t **out_buf,
		       uint8_t *add_buf, size_t add_buf_size, size_t max_size);
void afl_custom_deinit(void *data);

static struct dice dice;
static uint8_t out[SIZE_MAX_HERE];

void *afl_custom_init(void *afl, unsigned int seed)
{
	(void)afl;
	dice.state = seed;
	return &dice;
}

size_t afl_custom_fuzz(void *data, uint8_t *buf, size_t buf_size, uint8_t **out_buf,
		       uint8_t *add_buf, size_t add_buf_size, size_t max_size)
{
	uint64_t seed = dice_word(data);

	*out_buf = out;
	max_size = least_of(max_size, sizeof(out));
	buf_size = least_of(buf_size, max_size);
	if (add_buf && add_buf_size && dice_one_in(data, CROSS_ONE_IN))
		return mutator_cross(buf, buf_size, add_buf, add_buf_size, out, max_size, seed);
	memcpy(out, buf, buf_size);
	return mutator_mutate(out, buf_size, max_size, seed, NULL);
}

void afl_custom_deinit(void *data)
{
	(void)data;
}
