/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The state of fuzz_setup, and what the set-up of an ITS and of a redistributor have in common.
 */
#ifndef FUZZ_SETUP_WORLD_H
#define FUZZ_SETUP_WORLD_H

#include "input.h"
#include "model/model.h"
#include "setup_hardware.h"

#include <itsguard/itsguard.h>

#define HEARD (1u << ITSG_EVENT_ACQUIRE | 1u << ITSG_EVENT_CLEAR | 1u << ITSG_EVENT_RELEASE)

static struct {
	struct model *model;
	struct model_config hardware;
	struct itsg_domain_config domain_config;
	struct itsg_domain domain;
	struct itsg_its its[ITSS];
	struct itsg_rd rd[RDS];
	bool its_up[ITSS], rd_up[RDS]; /* init said OK, or BUG, and teardown has not */
	struct itsg_redistributor rds[CPUS];
	uint64_t page;	   /* the domain's */
	bool lied, fails;  /* the oracles of the model do not count; a call may be made to fail */
	bool modest;	   /* a PROPBASER of its own was not said to be one, and keeps its value */
	bool left_on[RDS]; /* was on when it was to be taken over */
	bool uncached[ITSS]; /* the ITS was said not to snoop, and no attributes were given */
	const void *lie_ctx;
	uint32_t lie_offset, lie_count;
	uint64_t lie_set, lie_clear;
	unsigned int busy_in; /* register writes until another CPU comes; 0: none does */
} world;

static uint32_t take_report(void)
{
	return odd(7) ? (uint32_t)take(4) : HEARD;
}

static bool owns(uint64_t pa, uint64_t size, enum model_owner owner)
{
	return model_owner_of(world.model, pa) == owner &&
	       model_owner_of(world.model, pa + size - 1) == owner;
}

/* Another CPU that comes meanwhile. True: the hardware is on, for all that CTLR says. */
static bool take_company(const void *ctx, unsigned int on)
{
	unsigned int what = (unsigned int)take(1);

	world.busy_in = what & 31;
	if (what >> 5 != 7)
		return false;
	world.lie_ctx = ctx;
	world.lie_offset = 0;
	world.lie_set = on;
	world.lie_clear = 0;
	world.lie_count = UINT32_MAX;
	return true;
}

static void alone_again(bool was_on, enum itsg_status status)
{
	must(!was_on || status != ITSG_OK, "hardware that is on is taken over");
	world.busy_in = 0;
	if (was_on)
		world.lie_count = 0;
}

/* One of the first calls that can fail does, and one after it, of what is given back then. */
static void fail_soon(void)
{
	world.fails = true;
	model_fail_twice(world.model, take(1) & 7, take(1) & 3);
}

#endif
