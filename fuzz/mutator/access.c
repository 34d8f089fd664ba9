// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Accesses to the registers of the ITS and of a redistributor: offsets, sizes, and values that fit.
 */
#include "mutator/access.h"

#include "mutator/live.h"
#include "mutator/value.h"

#define VALID	     (1ULL << 63)
#define INDIRECT     (1ULL << 62)
#define CTLR	     0x0
#define CBASER	     0x80
#define CWRITER	     0x88
#define CREADR	     0x90
#define BASER	     0x100
#define BASER_END    0x140
#define RD_CTLR	     0x0
#define RD_PROPBASER 0x70
#define RD_PENDBASER 0x78

/* Inner and outer cacheability and shareability, as in the ITS's registers. */
static const uint64_t attributes[] = {0xb800000000000400, 0xb800000000000400, 0xb8e0000000000400,
				      0xb800000000000000, 0x8800000000000400, 0x8000000000000000,
				      0xb8a0000000000c00, 0xb820000000000800};

uint64_t access_offset(struct dice *dice)
{
	static const uint32_t often[] = {CTLR,	 CTLR,	 CTLR,	CWRITER, CWRITER,   CWRITER,
					 CREADR, CREADR, BASER, BASER,	 BASER + 8, CBASER};
	static const uint32_t rare[] = {
		0x4,	0x8,	 0xc,	  0x10,	   0x14,    0x18,    0x40,    0x48,   0x84,
		0x8c,	0x94,	 0x104,	  0x10c,   0x110,   0x138,   0x140,   0xfffc, 0xffe8,
		0xffd0, 0x10000, 0x10040, 0x20020, 0x1fffc, 0x3fffc, 0x40000, 0xc000};

	if (dice_one_in(dice, 200))
		return dice_word(dice) & 0xffffffff;
	if (dice_one_in(dice, 5))
		return DICE_OF(dice, rare);
	return DICE_OF(dice, often);
}

uint64_t access_size(uint64_t offset, struct dice *dice)
{
	bool wide = offset >= CBASER && offset < BASER_END && offset != CWRITER &&
		    offset != CREADR && offset % 8 == 0;

	if (dice_one_in(dice, 12))
		return 1ULL << dice_below(dice, 4);
	return wide && !dice_one_in(dice, 6) ? 8 : 4;
}

uint64_t access_baser(const struct live *live, unsigned int its, unsigned int n, struct dice *dice)
{
	static const uint64_t sizes[] = {0, 0, 0, 1, 3, 7, 15, 63, 255};
	uint64_t pa = value_address(live, dice), value = DICE_OF(dice, attributes);

	if (dice_one_in(dice, 10))
		return 0;
	if (dice_one_in(dice, 6))
		return live->host[its].baser[n]; /* the value it has */
	value |= live->config->its[its].baser_reset[n] & 0x071f000000000000;
	value |= (pa & 0xfffffffff000) | dice_below(dice, 4) << 8 | DICE_OF(dice, sizes);
	if (dice_one_in(dice, 8)) /* 64 KiB pages, with bits 51:48 */
		value = (value & ~0xf300ULL) | 0x200 | (uint64_t)dice_below(dice, 16) << 12;
	if (dice_one_in(dice, 3))
		value |= INDIRECT;
	return dice_one_in(dice, 12) ? value & ~VALID : value;
}

/* Often an address where something lies already. */
static uint64_t queue_address(const struct live *live, struct dice *dice)
{
	uint64_t pa;

	if (dice_one_in(dice, 5) && live_pool_pick(&live->addresses, dice, &pa))
		return pa;
	return dice_one_in(dice, 4) ? value_address(live, dice) : value_arena(dice);
}

uint64_t access_cbaser(const struct live *live, struct dice *dice)
{
	static const uint64_t sizes[] = {0, 0, 0, 0, 1, 1, 2, 3, 15, 255};
	uint64_t value = DICE_OF(dice, attributes) | DICE_OF(dice, sizes);

	value |= queue_address(live, dice) & 0xffffffffff000;
	if (dice_one_in(dice, 24))
		value ^= 1ULL << dice_below(dice, 64);
	return value;
}

static uint64_t cwriter(const struct live *live, unsigned int its, struct dice *dice)
{
	const struct host *host = &live->host[its];
	uint32_t bytes = host_queue_bytes(host);

	switch (dice_below(dice, 16)) {
	case 0: return bytes;
	case 1: return bytes - 32;
	case 2: return bytes + 32ULL * dice_below(dice, 3);
	case 3: return (host->cwriter + bytes - 32) % bytes; /* almost all slots once more */
	case 4: return 0;
	case 5: return (host->cwriter + 32ULL * dice_few(dice, 64)) % bytes;
	case 6: return host->position | dice_below(dice, 32);
	case 7: return dice_word(dice) & 0xfffff;
	case 8: return 32ULL * dice_below(dice, bytes / 32);
	default: return host->position;
	}
}

static uint64_t cut(uint64_t value, uint64_t size)
{
	return size < 8 ? value & ((1ULL << 8 * size) - 1) : value;
}

uint64_t access_value(const struct live *live, unsigned int its, uint64_t offset, uint64_t size,
		      struct dice *dice)
{
	static const uint32_t ctlr[] = {0, 0,	       0,	   1,	       1, 1,
					1, 0x80000001, 0x80000000, 0xffffffff, 3, 0x10};
	uint64_t reg = offset & ~7ULL, value;

	if (offset == CTLR)
		value = DICE_OF(dice, ctlr);
	else if (reg == CBASER)
		value = access_cbaser(live, dice);
	else if (reg == CWRITER)
		value = cwriter(live, its, dice);
	else if (reg >= BASER && reg < BASER_END)
		value = access_baser(live, its, (unsigned int)(reg - BASER) / 8, dice);
	else
		value = dice_word(dice) >> dice_below(dice, 64);
	if (dice_one_in(dice, 64))
		value ^= 1ULL << dice_below(dice, 64);
	return cut(offset % 8 == 4 && reg ? value >> 32 : value, size);
}

/* ---- A redistributor ---- */

uint64_t access_rd_offset(struct dice *dice)
{
	static const uint32_t often[] = {RD_CTLR,      RD_CTLR,	     RD_CTLR, RD_PROPBASER,
					 RD_PROPBASER, RD_PENDBASER, 0xa0,    0xb0,
					 0x40,	       0x48,	     0xc0,    0x14};
	static const uint32_t rare[] = {
		0x4,	0x8,	 0xc,	  0x10,	   0x18,    0x44,    0x74,   0x7c,    0xa4,    0xb4,
		0xffe8, 0x10000, 0x20070, 0x20078, 0x3fffc, 0x40000, 0xfffc, 0x20008, 0x20000, 0x8};

	return dice_one_in(dice, 5) ? DICE_OF(dice, rare) : DICE_OF(dice, often);
}

uint64_t access_rd_size(uint64_t offset, struct dice *dice)
{
	if (dice_one_in(dice, 12))
		return 1ULL << dice_below(dice, 4);
	if (offset >= 0x40 && offset < 0xc0 && offset % 8 == 0)
		return dice_one_in(dice, 6) ? 4 : 8;
	return offset % 0x10000 == 8 ? 8 : 4;
}

static uint64_t propbaser(const struct live *live, struct dice *dice)
{
	static const uint64_t kinds[] = {
		0x780, 0x780, 0x780, 0x380, 0x000, 0xc80, 0x0700000000000880};
	uint64_t bits = live->config->lpi_bits - 1ULL;

	if (dice_one_in(dice, 6))
		bits = dice_below(dice, 32);
	return (value_address(live, dice) & 0xffffffffff000) | DICE_OF(dice, kinds) | (bits & 0x1f);
}

static uint64_t pendbaser(const struct live *live, struct dice *dice)
{
	uint64_t value = (value_address(live, dice) & 0xfffffffff0000) | 0x780;

	return dice_one_in(dice, 3) ? value | 1ULL << 62 : value;
}

uint64_t access_rd_value(const struct live *live, uint64_t offset, uint64_t size, struct dice *dice)
{
	static const uint32_t ctlr[] = {0, 0, 1, 1, 1, 1, 3, 0x07000001, 0xffffffff, 0x01000000};
	uint64_t reg = offset & ~7ULL, value;

	if (offset == RD_CTLR)
		value = DICE_OF(dice, ctlr);
	else if (reg == RD_PROPBASER)
		value = propbaser(live, dice);
	else if (reg == RD_PENDBASER)
		value = pendbaser(live, dice);
	else if (offset == 0x14)
		value = dice_below(dice, 8);
	else
		value = value_intid(live, dice);
	if (dice_one_in(dice, 64))
		value ^= 1ULL << dice_below(dice, 64);
	return cut(offset % 8 == 4 && reg ? value >> 32 : value, size);
}
