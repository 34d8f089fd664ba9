/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Units of memory, and the few things done to bytes of this machine. Knows nothing of a model.
 */
#ifndef MODEL_BYTES_H
#define MODEL_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODEL_PAGE    4096u
#define MODEL_GRANULE 256u /* the pool's smallest block */
#define MODEL_LINE    64u  /* of a cache */
#define MODEL_JUNK    0xa5 /* what pool memory holds before anybody wrote it */
#define MODEL_PA_END  ((uint64_t)1 << 52)

/* For small functions called everywhere. Sanitizers make them look too large to be inlined. */
#define MODEL_INLINE static inline __attribute__((always_inline))

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the model runs on little-endian hosts");

/* at may have any alignment. */
MODEL_INLINE uint64_t model_load64(const uint8_t *at)
{
	uint64_t value;

	__builtin_memcpy(&value, at, sizeof(value));
	return value;
}

MODEL_INLINE void model_store64(uint8_t *at, uint64_t value)
{
	__builtin_memcpy(at, &value, sizeof(value));
}

/* Returns true if at lies in [pa, pa + size). */
MODEL_INLINE bool model_within(uint64_t at, uint64_t pa, uint64_t size)
{
	return at - pa < size;
}

/* Returns where an access lands whose address has more bits than the bus. 0: the bus has all. */
MODEL_INLINE uint64_t model_on_bus(uint64_t pa, uint32_t bits)
{
	return bits ? pa & (((uint64_t)1 << bits) - 1) : pa;
}

/* Returns true if all size bytes are 0, and if there are none. */
bool model_reads_zero(const uint8_t *at, uint64_t size);

/* Makes old hold count things of size bytes. NULL: it makes a new array.
 * Returns the array. Without memory it ends the process. */
void *model_grow(void *old, size_t count, size_t size);

#endif
