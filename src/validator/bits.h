/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Fields of 64-bit words: extracted first, compared afterwards. All of it is pure: constant time,
 * no state, no locks.
 */
#ifndef ITSG_BITS_H
#define ITSG_BITS_H

#include <itsguard/env.h>

/*
 * The word with count ones from bit low on. A constant where its arguments are.
 *
 * Requires: count 1..64; low + count at most 64.
 */
#define BITS(low, count) ((~(uint64_t)0 >> (64 - (count))) << (low))
#ifdef BIT
#undef BIT /* of an ITSG_ENV_HEADER: 32 bits wide, or signed */
#endif
/* The word with bit n alone; n at most 63. */
#define BIT(n) ((uint64_t)1 << (n))

/* The count bits of word from bit low on, right-aligned; ranges as for BITS. */
static inline uint64_t bits_get(uint64_t word, unsigned int low, unsigned int count)
{
	return (word >> low) & BITS(0, count);
}

/* The low count bits of value, moved up to bit low; ranges as for BITS. */
static inline uint64_t bits_put(uint64_t value, unsigned int low, unsigned int count)
{
	return (value & BITS(0, count)) << low;
}

/* value, or the next multiple of power_of_two above it, which must not wrap. */
static inline uint64_t bits_round_up(uint64_t value, uint64_t power_of_two)
{
	return (value + (power_of_two - 1)) & ~(power_of_two - 1);
}

/* True for one bit set; 0 is no power of two. */
static inline bool bits_is_power_of_two(uint64_t value)
{
	return value && !(value & (value - 1));
}

/* The exponent of the smallest power of two that is not below value; value 1..2^63. */
static inline unsigned int bits_log2_up(uint64_t value)
{
	return value <= 1 ? 0 : 64u - (unsigned int)__builtin_clzll(value - 1);
}

#endif
