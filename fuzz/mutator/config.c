// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Another machine: one item of the configuration is changed, or a group of items at once.
 * Configurations that the library would not take are rare, because they lead to nothing.
 */
#include "mutator/config.h"

#include <itsguard/types.h>
#include <string.h>

#include "trace/binary_config.h"

#define TYPER_VIRTUAL	2ULL
#define TYPER_CCT	4ULL
#define TYPER_PTA	(1ULL << 19)
#define TYPER_HCC_MASK	(0xffULL << 24)
#define TYPER_CID_MASK	(0x1fULL << 32)
#define TYPER_V4	0x2000000002ULL
#define TYPER_INV	(1ULL << 46)
#define ENTRY_SIZE	(0x1fULL << 48) /* of BASER */
#define ENTRY_OF_32	(31ULL << 48)
#define BASER_V4	0x0207000000000200ULL
#define BASER_INDIRECT	(1ULL << 62)
#define BASER_SHAREABLE 0xc00ULL

/* A number of ID bits minus one, as in TYPER. */
static uint64_t id_bits(struct dice *dice)
{
	return dice_one_in(dice, 2) ? dice_below(dice, 20) : 31 - dice_below(dice, 2);
}

static void typer(struct trace_its_config *its, struct dice *dice)
{
	static const uint8_t hcc[] = {0, 1, 2, 3, 4};

	switch (dice_below(dice, 12)) {
	case 0: its->typer ^= TYPER_PTA; break;
	case 10: /* more collections in the hardware than fit a page of a table */
		its->typer = (its->typer & ~TYPER_HCC_MASK) | (uint64_t)200 << 24;
		its->baser_reset[1] = (its->baser_reset[1] & ~ENTRY_SIZE) | ENTRY_OF_32;
		break;
	case 1:
	case 9:
		its->typer = (its->typer & ~TYPER_HCC_MASK) | (uint64_t)DICE_OF(dice, hcc) << 24;
		break;
	case 2: its->typer ^= TYPER_INV; break;
	case 3: its->typer = (its->typer & ~0xf0ULL) | dice_below(dice, 16) << 4; break;
	case 4: its->typer = (its->typer & ~0x3e000ULL) | id_bits(dice) << 13; break;
	case 5: its->typer = (its->typer & ~0x1f00ULL) | id_bits(dice) << 8; break;
	case 6:
		its->typer = (its->typer & ~TYPER_CID_MASK) | (uint64_t)dice_below(dice, 32) << 32;
		break;
	case 7: its->typer ^= TYPER_CCT; break;
	case 8:
		its->typer ^= TYPER_V4;
		its->pidr2 = its->typer & TYPER_VIRTUAL ? 0x4b : 0x3b;
		its->baser_reset[2] = its->typer & TYPER_VIRTUAL ? BASER_V4 : 0;
		break;
	default: its->typer ^= 1ULL << dice_below(dice, 64); break;
	}
}

static void basers(struct trace_its_config *its, struct dice *dice)
{
	unsigned int n = dice_below(dice, 2), sizes = 1 + dice_below(dice, 7);

	switch (dice_below(dice, 6)) {
	case 0:
		for (n = 0; n < 8; n++)
			its->baser_pages[n] = (uint8_t)sizes;
		break;
	case 1:
		for (n = 0; n < 8; n++)
			its->baser_sticky[n] ^= BASER_INDIRECT;
		break;
	case 2:
		for (n = 0; n < 8; n++)
			its->baser_sticky[n] ^= BASER_SHAREABLE;
		break;
	case 3: its->baser_reset[1] = 0; break;
	case 4: /* entries of another size */
		its->baser_reset[n] = (its->baser_reset[n] & ~ENTRY_SIZE) |
				      ((1ULL << dice_below(dice, 6)) - 1) << 48;
		break;
	default: its->baser_sticky[n] = dice_word(dice); break;
	}
}

static void limits(struct trace_its_config *its, struct dice *dice)
{
	static const uint32_t budgets[] = {1, 1, 2, 3, 5, 8, 17, 64, 64, 255};
	static const uint32_t devices[] = {0, 1, 2, 4, 256, 256, 1024, 65536};
	static const uint32_t events[] = {0, 0, 1, 2, 8, 32, 64, 1024};

	switch (dice_below(dice, 6)) {
	case 0: its->ring = dice_one_in(dice, 3) ? 65536 : 4096; break;
	case 1: its->devices = DICE_OF(dice, devices); break;
	case 2: its->events = DICE_OF(dice, events); break;
	default: its->budget = DICE_OF(dice, budgets); break;
	}
}

/* Host memory, and pages of other owners inside it and next to it. */
static void memory(struct trace_config *config, struct dice *dice)
{
	static const struct trace_range ranges[] = {
		{0x40000000, 0x80000, TRACE_HOST},  {0x40080000, 0x1000, TRACE_HYP},
		{0x40081000, 0x1f000, TRACE_HOST},  {0x400a0000, 0x1000, TRACE_GUEST},
		{0x400a1000, 0xf5f000, TRACE_HOST}, {0x8200000, 0x200000, TRACE_MMIO},
	};

	if (config->mem_count && dice_one_in(dice, 2)) {
		struct trace_range *range = &config->mem[dice_below(dice, config->mem_count)];

		range->owner = (enum trace_owner)dice_below(dice, TRACE_NOBODY);
		return;
	}
	memset(config->mem, 0, sizeof(config->mem));
	config->mem_count = 0;
	if (dice_one_in(dice, 2))
		return;
	config->mem_count = sizeof(ranges) / sizeof(ranges[0]);
	memcpy(config->mem, ranges, sizeof(ranges));
}

static void redist(struct trace_config *config, struct dice *dice)
{
	static const uint32_t typers[] = {1,	     9,		0x29,	   0x2b, 0x1000001,
					  0x1000009, 0x2000021, 0x300002b, 3};

	switch (config->redist ? dice_below(dice, 6) : 0) {
	case 0:
		config->redist = !config->redist;
		config->rd_typer = DICE_OF(dice, typers);
		config->rd_ctlr = dice_below(dice, 4) * 2;
		break;
	case 2: config->rd_own = !config->rd_own; break;
	case 3: config->rd_ctlr = dice_below(dice, 4) * 2; break;
	case 4: config->rd_typer ^= 1ULL << dice_below(dice, 28); break;
	default: config->rd_typer = DICE_OF(dice, typers); break;
	}
	config->rd_typer &= TRACE_RD_TYPER;
}

/* Parts exist whose bus carries less than their registers hold. */
static void buses(struct trace_config *config, struct dice *dice)
{
	static const uint8_t widths[] = {32, 32, 36, 40, TRACE_BUS_LEAST, TRACE_BUS_MOST};

	config->rd_bus_bits = DICE_OF(dice, widths);
	config->its[dice_below(dice, config->its_count)].bus_bits = DICE_OF(dice, widths);
}

static void machine(struct mutator_input *input, struct dice *dice)
{
	static const uint32_t pages[] = {4096, 4096, 16384, 65536};
	struct trace_config *config = &input->config;

	switch (dice_below(dice, 14)) {
	case 0: config->its_count = dice_one_in(dice, 3) ? 1 : 2; break;
	case 1: config->cpus = dice_few(dice, 8); break;
	case 2: config->lpi_bits = 14 + dice_below(dice, 4); break;
	case 3: config->page = DICE_OF(dice, pages); break;
	case 4: config->pool = 131072ULL << dice_below(dice, 4); break;
	case 5: config->coherent = !config->coherent; break;
	case 6: memory(config, dice); break;
	case 7: input->small = !input->small; break;
	case 8: buses(config, dice); break;
	case 9: config->lpis = dice_one_in(dice, 2) ? 0 : 1U << dice_below(dice, 16); break;
	case 10: config->polls = dice_one_in(dice, 2) ? 0 : dice_few(dice, 8); break;
	case 11: config->audit = (config->audit + 1 + dice_below(dice, 2)) % ITSG_AUDITS; break;
	default: config->automatic = !config->automatic; break;
	}
}

void config_change(struct mutator_input *input, struct dice *dice)
{
	struct trace_its_config *its =
		&input->config.its[dice_below(dice, input->config.its_count)];

	switch (dice_below(dice, 10)) {
	case 0: typer(its, dice); break;
	case 1: basers(its, dice); break;
	case 2:
	case 3: limits(its, dice); break;
	case 4:
	case 5: redist(&input->config, dice); break;
	default: machine(input, dice); break;
	}
	binary_config_make_sane(&input->config);
}
