/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Numbers from a seed (splitmix64). */
#ifndef MUTATOR_DICE_H
#define MUTATOR_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

static inline uint64_t dice_word(struct dice *dice)
{
	uint64_t z = dice->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* Returns a number below n; 0 if n is 0. */
static inline unsigned int dice_below(struct dice *dice, size_t n)
{
	uint64_t word = dice_word(dice);

	return n ? (unsigned int)(word % n) : 0;
}

static inline bool dice_one_in(struct dice *dice, unsigned int n)
{
	return dice_below(dice, n) == 0;
}

/* Returns 1 to n. Small numbers are more frequent than large ones. */
static inline unsigned int dice_few(struct dice *dice, unsigned int n)
{
	return 1 + dice_below(dice, 1 + dice_below(dice, n));
}

static inline size_t least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

#define DICE_OF(dice, array) ((array)[dice_below(dice, sizeof(array) / sizeof((array)[0]))])

#endif
