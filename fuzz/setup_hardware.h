/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The machine of fuzz_setup: two ITSs and three redistributors, as an input says.
 */
#ifndef FUZZ_SETUP_HARDWARE_H
#define FUZZ_SETUP_HARDWARE_H

#include "input.h"
#include "model/model.h"
#include "plain_its.h"

#define ITSS	   2u
#define RDS	   3u
#define CPUS	   3u
#define ITS_AT(n)  (0x08080000u + (n)*0x40000u)
#define RD_AT(n)   (0x0c000000u + (n)*0x40000u)
#define POOL	   0xf000000000u
#define POOL_BYTES 0x100000u

/* Changes page sizes, bits that cannot be written, and what those bits read as. */
static void bend_baser(struct model_its_config *its, unsigned int n)
{
	uint64_t bits;

	its->baser_pages[n] = (uint8_t)(take(1) & 7);
	its->baser_sticky[n] = odd(1) ? take(8) : ~(uint64_t)0;
	if (!odd(2))
		return;
	bits = take(8);
	its->baser_reset[n] ^= bits;
	if (odd(1))
		its->baser_sticky[n] &= ~bits;
}

static void fill_its(struct model_its_config *its, uint64_t base)
{
	unsigned int n;

	*its = plain_its(base, CPUS, RD_AT(0), RD_AT(1) - RD_AT(0));
	if (odd(3))
		its->typer ^= (uint64_t)1 << take(1) % 47;
	if (odd(7))
		its->cbaser_sticky = take(8);
	n = (unsigned int)take(1) % 16;
	if (n < 8)
		bend_baser(its, n % 3);
}

static const uint64_t pages[] = {4096, 4096, 16384, 65536, 0, 8192};

static bool page_is_good(uint64_t page)
{
	return page == 4096 || page == 16384 || page == 65536;
}

/* What sticks in the redistributors' table registers: all; no shareability; no other attributes. */
static const uint64_t sticks[] = {~(uint64_t)0, ~(uint64_t)0, ~(uint64_t)0xc00, 0xf8ffffffffffffff};

/* Fills in the machine. Returns the domain's page size, which need not be valid. */
static uint64_t take_hardware(struct model_config *hw)
{
	uint64_t sticky = sticks[take(1) & 3], page = pages[take(1) % 6];
	unsigned int n;

	*hw = (struct model_config){.page_size = page_is_good(page) ? page : 4096,
				    .coherent = !odd(7),
				    .background = MODEL_HOST,
				    .pool_pa = odd(15) ? (uint64_t)1 << 48 : POOL,
				    .pool_size = POOL_BYTES,
				    .its_count = ITSS,
				    .rd_count = RDS,
				    .rd_lpi_bits = 16,
				    .rd_own_properties = odd(1)};
	for (n = 0; n < ITSS; n++)
		fill_its(&hw->its[n], ITS_AT(n));
	for (n = 0; n < RDS; n++)
		hw->rd[n] = (struct model_rd_config){.base = RD_AT(n),
						     .typer = n << 8 | 0x29 | (uint64_t)n << 32,
						     .iidr = 0x43b,
						     .pidr2 = 0x3b,
						     .sticky = sticky};
	n = (unsigned int)take(1) % 8;
	if (n < RDS) {
		hw->rd[n].typer ^= odd(1) ? 1 : 2;
		hw->rd[n].ctlr = (uint32_t)take(1) & 6;
		hw->rd[n].sticky = odd(2) ? take(8) : sticky;
		hw->rd[n].stays = odd(2);
		hw->rd[n].vpropbaser = odd(3) ? take(8) : 0;
		hw->rd[n].vpendbaser = odd(3) ? take(8) : 0;
	}
	return page;
}

#endif
