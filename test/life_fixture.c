// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "life_fixture.h"

#include <stdio.h>

struct world world;

const uint64_t mapd_5[4] = {0x0000000500000008, 0x2, 0x8000000040300000, 0};
const uint64_t mapd_5_off[4] = {0x0000000500000008, 0, 0, 0};
const uint64_t mapc_0[4] = {0x09, 0, 0x8000000000000000, 0};
const uint64_t mapc_0_rd1[4] = {0x09, 0, 0x8000000000010000, 0};
const uint64_t mapti_5_0[4] = {0x000000050000000a, 0x0000200000000000, 0, 0};
const uint64_t mapti_5_bad[4] = {0x000000050000000a, 0x0000000100000000, 0, 0};
const uint64_t discard_5_0[4] = {0x000000050000000f, 0, 0, 0};
const uint64_t sync_0[4] = {5, 0, 0, 0};
const uint64_t unknown[4] = {0x7f, 0, 0, 0};

void open_manual(uint32_t budget)
{
	const struct world_options options = {.manual = true, .budget = budget};

	world_open(&world, &options);
	world_boot(&world);
}

uint64_t creadr(void)
{
	return world_read(&world, 0x90, 4);
}

unsigned int executed_opcode(unsigned int i)
{
	ck_assert_uint_lt(i, world.executed_count);
	return (unsigned int)(world.executed[i].words[0] & 0xff);
}

void expect_executed(const char *opcodes)
{
	char found[2 * WORLD_LOG + 1] = "";
	unsigned int i;

	for (i = 0; i < world.executed_count && i < 64; i++)
		snprintf(found + 2 * i, 3, "%02x", executed_opcode(i));
	ck_assert_str_eq(found, opcodes);
}

void map_something(void)
{
	world_post(&world, mapc_0);
	world_post(&world, mapd_5);
	world_post(&world, mapti_5_0);
	world.executed_count = 0;
}

void restart(void)
{
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_write(&world, 0x88, 8, 0);
	world.position = 0;
	world_write(&world, 0, 4, 1);
	world_settle(&world);
}
