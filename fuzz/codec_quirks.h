/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The quirk table on any board. What each board and part is known to lack is written a second time
 * here: by machine, not by row. For fuzz_codec.c only.
 */
#ifndef CODEC_QUIRKS_H
#define CODEC_QUIRKS_H

#include <string.h>

#include "codec_values.h"
#include "hypglue/quirks.h"

/* docs/its.md, "Parts that differ". */
static const struct known_board {
	const char *name;
	bool snoops, wide; /* wide: the bus has all bits of an address */
} known_boards[] = {
	{"linux,dummy-virt", true, true},	{"rockchip,rk3588", false, true},
	{"rockchip,rk3588s", false, true},	{"rockchip,rk3566", false, false},
	{"rockchip,rk3568", false, false},	{"renesas,r8a779f0", true, false},
	{"renesas,r8a779g0", true, false},	{"renesas,r8a779h0", true, false},
	{"intel,socfpga-agilex5", true, false}, {"renesas,r8a779a0", true, true},
	{"rockchip,rk3588-evb", true, true},
};

#define KNOWN_BOARDS (sizeof(known_boards) / sizeof(known_boards[0]))

/* The lower one of a limit that was there and 2^32; 0 is none. */
static uint64_t limit_with(uint64_t there, bool wide)
{
	if (wide || (there && there < 0x100000000))
		return there;
	return 0x100000000;
}

/* Bytes of an ITT entry, as the part's own. */
static uint64_t entry_with(uint32_t iidr, uint64_t typer)
{
	uint64_t bytes = (typer >> 4 & 15) + 1;

	return iidr == 0x1070 ? 16 : bytes;
}

/* DeviceID bits: ThunderX has 20, and a pre-ITS a word for each DeviceID. */
static uint64_t bits_with(uint32_t iidr, uint64_t typer, uint64_t window)
{
	uint64_t bits = (typer >> 13 & 31) + 1, words = window / 4, log = 0;

	if ((iidr & 0xffff0fff) == 0xa100034c)
		return bits < 20 ? bits : 20;
	if (iidr != 0x1143b || !window)
		return bits;
	while (words >> log > 1)
		log++;
	if (!log)
		log = 1;
	return bits < log ? bits : log;
}

struct quirks_case {
	const struct known_board *one, *two; /* a board has many names */
	struct hypglue_board board;
	uint32_t iidr;
	uint64_t typer, limit;
	bool non_coherent;
};

static struct quirks_case take_quirks(void)
{
	static const uint32_t iidrs[] = {0x0201743b, 0xa100034c, 0xa100734c, 0x1070, 4, 0x1143b, 0};
	uint64_t form = take(1);
	struct quirks_case c = {.one = &known_boards[take(1) % KNOWN_BOARDS],
				.two = &known_boards[take(1) % KNOWN_BOARDS],
				.iidr = iidrs[take(1) % 7],
				.non_coherent = form & 8};

	c.typer = take_value();
	c.limit = take_value();
	c.board.non_coherent = form & 1;
	c.board.pre_its = form & 2 ? take_value() : 0;
	c.board.pre_its_base = take_value();
	c.board.machines = hypglue_quirks_machines(c.one->name, strlen(c.one->name) + 1) |
			   hypglue_quirks_machines(c.two->name, strlen(c.two->name) + 1);
	if (form & 4)
		c.iidr = (uint32_t)take_value();
	return c;
}

static bool is_deaf(const struct quirks_case *c)
{
	return !c->one->snoops || !c->two->snoops || c->board.non_coherent || c->non_coherent;
}

static void quirks_of_its(const struct quirks_case *c)
{
	struct itsg_its_config its = {.caps = {.typer = c->typer,
					       .iidr = c->iidr,
					       .non_coherent = c->non_coherent,
					       .address_limit = c->limit}};
	struct hypglue_quirks result;

	hypglue_quirks_apply(&c->board, &its, &result);
	same("the ITS's limit", its.caps.address_limit,
	     limit_with(c->limit, c->one->wide && c->two->wide));
	same("does the ITS not snoop", its.caps.non_coherent,
	     is_deaf(c) || (c->iidr & 0xffff0fff) == 0xa100034c);
	same("bytes of an entry", (its.caps.typer >> 4 & 15) + 1, entry_with(c->iidr, c->typer));
	same("bits of a DeviceID", (its.caps.typer >> 13 & 31) + 1,
	     bits_with(c->iidr, c->typer, c->board.pre_its));
	same("other bits of TYPER", its.caps.typer & ~(uint64_t)0x3e0f0,
	     c->typer & ~(uint64_t)0x3e0f0);
	same("bytes of the window", result.window_bytes, c->board.pre_its);
	same("the window", result.window, c->board.pre_its ? c->board.pre_its_base : 0);
}

static void quirks(void)
{
	struct quirks_case c = take_quirks();
	struct itsg_rd_config rd = {.caps = {.typer = c.typer,
					     .iidr = c.iidr,
					     .non_coherent = c.non_coherent,
					     .address_limit = c.limit}};

	quirks_of_its(&c);
	(void)hypglue_quirks_apply_rd(&c.board, &rd);
	same("the redistributor's limit", rd.caps.address_limit,
	     limit_with(c.limit, c.one->wide && c.two->wide));
	same("does the redistributor not snoop", rd.caps.non_coherent, is_deaf(&c));
	same("TYPER", rd.caps.typer, c.typer);
}

#endif
