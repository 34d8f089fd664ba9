/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The state of fuzz_setup, and what the set-ups of an ITS and of a redistributor share.
 */
#ifndef FUZZ_SETUP_WORLD_H
#define FUZZ_SETUP_WORLD_H

#include "input.h"
#include "model/model.h"
#include "setup_hardware.h"

#include <itsguard/itsguard.h>

#define HEARD model_report_mask()

static struct {
	struct model *model;
	struct model_config hardware;
	struct itsg_domain_config domain_config;
	struct itsg_domain domain;
	struct itsg_its its[ITSS];
	struct itsg_rd rd[RDS];
	bool its_up[ITSS], rd_up[RDS]; /* init gave OK or BUG, and teardown has not completed */
	struct itsg_redistributor rds[CPUS];
	uint64_t page;	  /* the domain's */
	bool lied, fails; /* the model's oracles do not count; a call may be made to fail */
	/* A PROPBASER of its own was not declared. It keeps its value then. */
	bool modest;
	bool left_on[RDS];   /* it was on when it was to be taken over */
	bool uncached[ITSS]; /* declared not to snoop, and without attributes */
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

/*
 * Chooses when another CPU comes during init. True: from now on CTLR reads as if the hardware were
 * on.
 */
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

/* Ends what take_company began, and judges the status of init. */
static void alone_again(bool was_on, enum itsg_status status)
{
	must(!was_on || status != ITSG_OK, "hardware that is on is taken over");
	world.busy_in = 0;
	if (was_on)
		world.lie_count = 0;
}

/* Makes one of the first calls that can fail do so, and one more soon after. */
static void fail_soon(void)
{
	world.fails = true;
	model_fail_twice(world.model, take(1) & 7, take(1) & 3);
}

#endif
