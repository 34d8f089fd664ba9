// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Commands of the ITS: the fields that each has, plausible values for them, and a change of one
 * field.
 */
#include "mutator/command.h"

#include "mutator/live.h"
#include "mutator/value.h"

#define VALID (1ULL << 63)

enum field {
	F_DEVICE = 1,
	F_EVENT = 2,
	F_INTID = 4,
	F_SIZE = 8,
	F_ITT = 16,
	F_VALID = 32,
	F_ICID = 64,
	F_RD = 128,
	F_RD2 = 256,
	F_OPCODE = 512,
	F_RES0 = 1024,
};

#define FIELDS 11

struct form {
	uint8_t opcode;
	uint8_t often;
	uint16_t fields;
};

static const struct form forms[] = {
	{0x08, 12, F_DEVICE | F_SIZE | F_ITT | F_VALID},
	{0x09, 8, F_ICID | F_RD | F_VALID},
	{0x0a, 16, F_DEVICE | F_EVENT | F_INTID | F_ICID},
	{0x0b, 1, F_DEVICE | F_EVENT | F_ICID},
	{0x01, 5, F_DEVICE | F_EVENT | F_ICID},
	{0x03, 4, F_DEVICE | F_EVENT},
	{0x04, 2, F_DEVICE | F_EVENT},
	{0x0c, 5, F_DEVICE | F_EVENT},
	{0x0f, 6, F_DEVICE | F_EVENT},
	{0x05, 5, F_RD},
	{0x0d, 3, F_ICID},
	{0x0e, 3, F_RD | F_RD2},
	{0x29, 1, F_DEVICE | F_VALID | F_RD | F_ITT},
	{0x2a, 1, F_DEVICE | F_EVENT | F_INTID},
	{0x22, 1, F_DEVICE | F_RD},
	{0x25, 1, F_DEVICE},
};

#define FORMS (sizeof(forms) / sizeof(forms[0]))

static void put(uint64_t words[4], unsigned int n, unsigned int low, unsigned int bits,
		uint64_t value)
{
	uint64_t mask = (bits < 64 ? (1ULL << bits) - 1 : UINT64_MAX) << low;

	words[n] = (words[n] & ~mask) | (value << low & mask);
}

/* The value of MAPD's Size field, which is the number of EventID bits minus one. */
static uint64_t size_field(const struct live *live, unsigned int its, struct dice *dice)
{
	uint64_t events = live->config->its[its].events;

	if (dice_one_in(dice, 5))
		return dice_below(dice, dice_one_in(dice, 4) ? 32 : 16);
	if (dice_one_in(dice, 12)) /* all that the ITS supports */
		return live->config->its[its].typer >> 8 & 0x1f;
	if (dice_one_in(dice, 8) && events && events < 1ULL << 32)
		return 63 - (unsigned int)__builtin_clzll(events) - dice_below(dice, 2);
	return dice_below(dice, 6);
}

static uint64_t itt_address(const struct live *live, struct dice *dice)
{
	uint64_t pa = value_address(live, dice);

	switch (dice_below(dice, 8)) {
	case 0: return pa + 0x1000 - 0x100;
	case 1: return pa + dice_below(dice, 16) * 0x100ULL;
	case 2: return 0xfffffffffff00ULL;
	default: return pa;
	}
}

/* Puts an EventID. A live event comes together with its device. */
static void put_event(const struct live *live, unsigned int its, uint64_t words[4], bool old,
		      struct dice *dice)
{
	uint64_t pair;

	if (old && !dice_one_in(dice, 6) && live_pool_pick(&live->events, dice, &pair)) {
		put(words, 0, 32, 32, pair >> 32);
		put(words, 1, 0, 32, pair);
		return;
	}
	put(words, 1, 0, 32, value_event(live, its, dice));
}

static void put_simple(enum field field, const struct live *live, unsigned int its,
		       uint64_t words[4], struct dice *dice)
{
	switch (field) {
	case F_DEVICE: put(words, 0, 32, 32, value_device(live, its, dice)); break;
	case F_INTID: put(words, 1, 32, 32, value_intid(live, dice)); break;
	case F_SIZE: put(words, 1, 0, 5, size_field(live, its, dice)); break;
	case F_ITT: put(words, 2, 8, 44, itt_address(live, dice) >> 8); break;
	case F_ICID: put(words, 2, 0, 16, value_icid(live, its, dice)); break;
	case F_RD: put(words, 2, 16, 36, value_rd(live, its, dice) >> 16); break;
	case F_RD2: put(words, 3, 16, 36, value_rd(live, its, dice) >> 16); break;
	case F_OPCODE: put(words, 0, 0, 8, DICE_OF(dice, forms).opcode); break;
	case F_VALID: words[2] ^= VALID; break;
	case F_RES0: words[dice_below(dice, 4)] ^= 1ULL << dice_below(dice, 64); break;
	case F_EVENT:
	default: break;
	}
}

static const struct form *form_of(unsigned int opcode)
{
	size_t i;

	for (i = 0; i < FORMS; i++)
		if (forms[i].opcode == opcode)
			return &forms[i];
	return &forms[0];
}

static void fill(const struct form *form, const struct live *live, unsigned int its,
		 uint64_t words[4], struct dice *dice)
{
	bool old = form->opcode != 0x0a && form->opcode != 0x0b;
	unsigned int n;

	words[0] = form->opcode;
	words[1] = words[2] = words[3] = 0;
	for (n = 0; n < FIELDS; n++)
		if (form->fields & 1U << n && 1U << n != F_VALID)
			put_simple((enum field)(1U << n), live, its, words, dice);
	if (form->fields & F_EVENT)
		put_event(live, its, words, old, dice);
	if (form->fields & F_VALID && !dice_one_in(dice, 4))
		words[2] |= VALID;
	if (dice_one_in(dice, 40))
		put_simple(F_RES0, live, its, words, dice);
}

void command_of(unsigned int opcode, const struct live *live, unsigned int its, uint64_t words[4],
		struct dice *dice)
{
	fill(form_of(opcode), live, its, words, dice);
}

/*
 * Returns the opcode of what the other commands need and is not there yet; 0: nothing is missing.
 */
static unsigned int missing(const struct live *live)
{
	if (!live->icids.count)
		return 0x09;
	if (!live->devices.count)
		return 0x08;
	return live->events.count ? 0 : 0x0a;
}

static unsigned int by_weight(struct dice *dice)
{
	unsigned int n, sum = 0, at;

	for (n = 0; n < FORMS; n++)
		sum += forms[n].often;
	at = dice_below(dice, sum);
	for (n = 0; at >= forms[n].often; n++)
		at -= forms[n].often;
	return forms[n].opcode;
}

void command_any(const struct live *live, unsigned int its, uint64_t words[4], struct dice *dice)
{
	unsigned int opcode = missing(live);

	if (!opcode || dice_one_in(dice, 4))
		opcode = by_weight(dice);
	command_of(opcode, live, its, words, dice);
	if (dice_one_in(dice, 100))
		words[0] = (words[0] & ~0xffULL) | dice_below(dice, 256);
}

void command_change(const struct live *live, unsigned int its, uint64_t words[4], struct dice *dice)
{
	const struct form *form = form_of(words[0] & 0xff);
	unsigned int fields = form->fields, n;

	if (dice_one_in(dice, 8))
		fields = dice_one_in(dice, 2) ? F_OPCODE : F_RES0;
	do
		n = dice_below(dice, FIELDS);
	while (!(fields & 1U << n));
	if (1U << n == F_EVENT)
		put_event(live, its, words, dice_one_in(dice, 2), dice);
	else
		put_simple((enum field)(1U << n), live, its, words, dice);
}
