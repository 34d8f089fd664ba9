// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Mutations of plain bytes. They reach inputs that no encoder would write.
 */
#include <string.h>

#include "mutator/mutator.h"

static size_t erase(uint8_t *data, size_t size, struct dice *dice)
{
	size_t at = dice_below(dice, size), count = dice_few(dice, 16);

	count = count < size - at ? count : size - at;
	if (count == size)
		return size;
	memmove(data + at, data + at + count, size - at - count);
	return size - count;
}

/* Inserts some random bytes. */
static size_t insert(uint8_t *data, size_t size, size_t max_size, struct dice *dice)
{
	size_t at = dice_below(dice, size + 1), count = dice_few(dice, 16), i;

	count = count < max_size - size ? count : max_size - size;
	memmove(data + at + count, data + at, size - at);
	for (i = 0; i < count; i++)
		data[at + i] = (uint8_t)dice_word(dice);
	return size + count;
}

static void number(uint8_t *data, size_t size, struct dice *dice)
{
	static const uint8_t bytes[] = {0, 1, 0x7f, 0x80, 0xff, 0x20, 0xf8, 0xf9, 0xfa};
	size_t at = dice_below(dice, size), count = dice_few(dice, 8);

	for (; count && at < size; count--, at++)
		data[at] = DICE_OF(dice, bytes);
}

size_t mutator_plain(uint8_t *data, size_t size, size_t max_size, struct dice *dice)
{
	size_t n;

	if (!size)
		return insert(data, size, max_size, dice);
	switch (dice_below(dice, 5)) {
	case 0: return erase(data, size, dice);
	case 1: return insert(data, size, max_size, dice);
	case 2: number(data, size, dice); return size;
	case 3: data[dice_below(dice, size)] = (uint8_t)dice_word(dice); return size;
	default:
		for (n = dice_few(dice, 8); n; n--)
			data[dice_below(dice, size)] ^= (uint8_t)(1U << dice_below(dice, 8));
		return size;
	}
}
