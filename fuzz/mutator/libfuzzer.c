// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The mutator as libFuzzer calls it. */
#include "mutator/mutator.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max_out_size,
				 unsigned int seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	return mutator_mutate(data, size, max_size, seed, LLVMFuzzerMutate);
}

/*
 * libFuzzer calls this as often as the function above. Splices alone are not worth so many calls,
 * so most results are mutated as well.
 */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max_out_size, unsigned int seed)
{
	size_t size = mutator_cross(data1, size1, data2, size2, out, max_out_size, seed);

	return seed % 4 ? mutator_mutate(out, size, max_out_size, seed, NULL) : size;
}
