// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Numbers that matter: values in use, values at limits, and a few others. They are few, so the same
 * ones often meet.
 */
#include "mutator/value.h"

#include "mutator/live.h"
#include "rig/limits.h"

#define ARENA	   0x40000000ULL
#define ARENA_STEP 0x10000ULL
#define DEVBITS(t) (((t) >> 13 & 0x1f) + 1)
#define IDBITS(t)  (((t) >> 8 & 0x1f) + 1)
#define PTA(t)	   ((t) >> 19 & 1)
#define HCC(t)	   ((t) >> 24 & 0xff)
#define CIL(t)	   ((t) >> 36 & 1)
#define CIDBITS(t) (((t) >> 32 & 0xf) + 1)

uint64_t value_near(uint64_t value, struct dice *dice)
{
	switch (dice_below(dice, 6)) {
	case 0:
	case 1: return value;
	case 2: return value - 1;
	case 3: return value + 1;
	case 4: return value * 2;
	default: return value / 2;
	}
}

/* Most often gives a value that is in use. False: no value was given. */
static bool used(const struct live_pool *pool, struct dice *dice, uint64_t *value)
{
	return !dice_one_in(dice, 5) && live_pool_pick(pool, dice, value);
}

uint64_t value_device(const struct live *live, unsigned int its, struct dice *dice)
{
	const struct trace_its_config *config = &live->config->its[its];
	uint64_t device;

	if (used(&live->devices, dice, &device))
		return device;
	switch (dice_below(dice, 12)) {
	case 0: return value_near(config->devices, dice);
	case 1: return value_near(1ULL << DEVBITS(config->typer), dice);
	case 2: return value_near(dice_below(dice, 8) * 128ULL, dice); /* in another leaf */
	case 3: return value_near(dice_below(dice, 8) * 4096ULL, dice);
	case 4: return live_pool_pick(&live->devices, dice, &device) ? value_near(device, dice) : 1;
	default: return dice_below(dice, 4);
	}
}

uint64_t value_event(const struct live *live, unsigned int its, struct dice *dice)
{
	const struct trace_its_config *config = &live->config->its[its];
	uint64_t event;

	switch (dice_below(dice, 16)) {
	case 0: return value_near(config->events, dice);
	case 1: return value_near(1ULL << dice_below(dice, 17), dice);
	case 2: return value_near(1ULL << IDBITS(config->typer), dice);
	case 3:
	case 4:
		if (live_pool_pick(&live->events, dice, &event))
			return ((event & 0xffffffff) + 1) & 0xffffffff;
		return 1;
	default: return dice_below(dice, 4);
	}
}

uint64_t value_intid(const struct live *live, struct dice *dice)
{
	uint64_t intid;

	switch (dice_below(dice, 12)) {
	case 0: return value_near(8192, dice);
	case 1: return value_near(1ULL << live->config->lpi_bits, dice);
	case 2: return value_near(1ULL << (13 + dice_below(dice, 5)), dice);
	case 3: return dice_below(dice, 2) * 1023ULL;
	case 4: return live_pool_pick(&live->intids, dice, &intid) ? value_near(intid, dice) : 8192;
	default: return 8192 + dice_below(dice, 8);
	}
}

uint64_t value_icid(const struct live *live, unsigned int its, struct dice *dice)
{
	uint64_t typer = live->config->its[its].typer, icid;

	if (used(&live->icids, dice, &icid))
		return icid;
	switch (dice_below(dice, 11)) {
	case 0: return value_near(HCC(typer) - !dice_one_in(dice, 3), dice) & 0xffff;
	case 10: return 512ULL << dice_below(dice, 5);
	case 1: return value_near(CIL(typer) ? 1ULL << CIDBITS(typer) : 0xffff, dice) & 0xffff;
	case 2: return value_near(dice_below(dice, 8) * 512ULL, dice) & 0xffff;
	default: return dice_below(dice, 4);
	}
}

uint64_t value_rd(const struct live *live, unsigned int its, struct dice *dice)
{
	const struct trace_config *config = live->config;
	uint64_t cpu = dice_below(dice, config->cpus < 4 ? config->cpus : 4);

	if (dice_one_in(dice, 12))
		cpu = dice_one_in(dice, 2) ? value_near(config->cpus, dice) % TRACE_CPU_MAX
					   : dice_below(dice, TRACE_CPU_MAX);
	if (dice_one_in(dice, 24))
		return value_address(live, dice) & 0xffffffff0000ULL;
	return PTA(config->its[its].typer) == !dice_one_in(dice, 20) ? config->rd[cpu] : cpu << 16;
}

/* Returns an end of one of the configuration's memory ranges. */
static uint64_t range_end(const struct trace_config *config, struct dice *dice)
{
	const struct trace_range *range;

	if (!config->mem_count)
		return ARENA;
	range = &config->mem[dice_below(dice, config->mem_count)];
	switch (dice_below(dice, 4)) {
	case 0: return range->pa;
	case 1: return range->pa - 4096;
	case 2: return range->pa + range->size;
	default: return range->pa + range->size - 4096;
	}
}

static uint64_t rig_address(const struct trace_config *config, struct dice *dice)
{
	switch (dice_below(dice, 7)) {
	case 0: return rig_pool_pa(config) + dice_below(dice, 32) * 4096ULL;
	case 1: return rig_pool_pa(config) + config->pool - 4096;
	case 2: return RIG_TOPUP + dice_below(dice, 4) * 65536ULL;
	case 3: return RIG_PA_LIMIT - dice_below(dice, 3) * 4096ULL;
	case 4: return config->rd[dice_below(dice, config->cpus)];
	case 5: return 0xfffffffff0000ULL; /* the last that a register can hold */
	default: return RIG_ITS_BASE + dice_below(dice, 3) * 0x10000ULL;
	}
}

uint64_t value_arena(struct dice *dice)
{
	return ARENA + dice_below(dice, 16) * ARENA_STEP;
}

uint64_t value_address(const struct live *live, struct dice *dice)
{
	uint64_t pa;

	switch (dice_below(dice, 16)) {
	case 0: return range_end(live->config, dice);
	case 1: return rig_address(live->config, dice);
	case 2:
	case 3:
	case 4:
		if (live_pool_pick(&live->addresses, dice, &pa))
			return pa;
		return ARENA;
	case 5:
		if (live_pool_pick(&live->addresses, dice, &pa))
			return pa + (dice_below(dice, 33) - 16ULL) * 4096;
		return ARENA;
	default: return value_arena(dice);
	}
}

uint64_t value_slot_word(const struct live *live, unsigned int its, struct dice *dice)
{
	const struct host *host = &live->host[its];
	uint32_t bytes = host_queue_bytes(host);
	uint64_t at = host->position, slots = dice_below(dice, 4);

	if (dice_one_in(dice, 2)) /* the next slots; otherwise the last ones */
		at += slots * 32;
	else
		at += bytes - 32 - slots * 32;
	return host_queue_base(host) + at % bytes + dice_below(dice, 4) * 8ULL;
}

uint64_t value_bytes(struct dice *dice)
{
	static const uint32_t bytes[] = {4096, 4096, 4096, 8192, 16384, 65536, 65536, 262144};

	return DICE_OF(dice, bytes);
}
