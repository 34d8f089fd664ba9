// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Redistributors and CPUs at once. Up to three CPUs and the hardware act on three redistributors of
 * one or two groups. The input says what they do, and who goes on at each call of the platform.
 * Redistributors also come and go within a round.
 *
 * The oracles are P1..P12 and the predicates. At the end nothing is pending, and everything has
 * come back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "model/model.h"
#include "model/schedule.h"

#include <itsguard/itsguard.h>

#define RDS	      3u
#define CPUS	      3u /* the fourth task is the hardware */
#define ROUNDS	      12u
#define ACTS	      8u /* in a round at most */
#define CHOICES	      64u
#define RD_AT(n)      (0x0c000000u + (n)*0x40000u)
#define POOL	      0xf000000000u
#define POOL_BYTES    0x100000u
#define PROPERTIES(n) (0x50000000u + (n)*0x1000u)
#define PENDING(n)    (0x50200000u + (n)*0x10000u)
#define PTZ	      ((uint64_t)1 << 62)
#define LPI	      8200u
#define TRIES	      64u /* one, if the host does not repeat its write */
#define PATIENCE      4096u
#define HEARD	      model_report_mask()

#define CTLR	  0x0u
#define PROPBASER 0x70u
#define PENDBASER 0x78u
#define INVLPIR	  0xa0u
#define INVALLR	  0xb0u
#define SYNCR	  0xc0u
#define ENABLE	  1u
#define DPG	  0x01000000u

enum act_kind {
	ACT_ENABLE,
	ACT_DISABLE,
	ACT_BOOT, /* set tables, then enable */
	ACT_BOOT_OTHER,
	ACT_PROPERTIES,
	ACT_PENDING,
	ACT_INVALIDATE,
	ACT_INVALIDATE_ALL,
	ACT_READ_CTLR,
	ACT_READ_SYNCR,
	ACT_DPG,
	ACT_POLL,
	ACT_HARDWARE,
	ACT_MOVE,
	ACT_FAULT,
	ACT_LIFE,
	ACTS_KINDS,
};

struct act {
	enum act_kind kind;
	unsigned int cpu, rd, how;
};

static struct {
	struct model *model;
	struct model_config hardware;
	struct itsg_domain domain;
	struct itsg_rd rd[RDS];
	bool up[RDS], fails;
	bool may_start[RDS]; /* in this round */
	bool given;	     /* attributes are given, and not all of them stick */
	bool rests;	     /* all pending work completes before the end */
	uint32_t budget;
	struct act acts[ACTS];
	unsigned int act_count;
} world;

/* ---- The machine ---- */

static void open_model(unsigned int flags)
{
	static const uint64_t typers[] = {0x29, 0x1000029, 0x2000021, 0x3000001};
	struct model_config *hw = &world.hardware;
	unsigned int n;

	world.given = flags & 64;
	world.rests = !(flags & 128);
	*hw = (struct model_config){.page_size = flags & 1 ? 65536 : 4096,
				    .coherent = !(flags & 2),
				    .background = MODEL_HOST,
				    .pool_pa = POOL,
				    .pool_size = POOL_BYTES,
				    .rd_count = RDS,
				    .rd_lpi_bits = 14,
				    .rd_own_properties = flags & 4};
	for (n = 0; n < RDS; n++)
		hw->rd[n] = (struct model_rd_config){
			.base = RD_AT(n),
			/* The first one may belong to another group than the others. */
			.typer = typers[flags >> 3 & 3] | n << 8 | (n ? n + 255ULL : 0) << 32,
			.ctlr = flags & 32 ? 4 : 0,
			.iidr = 0x43b,
			.pidr2 = 0x3b,
			.sticky = world.given ? ~(uint64_t)0xc00 : ~(uint64_t)0};
	if (world.model)
		model_reset(world.model, hw);
	else
		world.model = model_create(hw);
	must(world.model, "no memory for the model");
}

static enum itsg_status start_rd(unsigned int n)
{
	struct itsg_rd_config c = {.ctx = model_rd_ctx(world.model, n),
				   .id = MODEL_WATCH_RD + n,
				   .base = RD_AT(n),
				   .budget = world.budget,
				   .report = HEARD};
	enum itsg_status status;

	if (world.given) /* inner shareable, write-back */
		c.inner = 7, c.share = 1;
	itsg_rd_caps_read(c.ctx, &c.caps);
	c.caps.non_coherent = !world.hardware.coherent;
	c.caps.lpi_end = 1u << 14;
	c.caps.own_properties = world.hardware.rd_own_properties;
	status = itsg_rd_init(&world.rd[n], &world.domain, &c);
	must(status == ITSG_OK || status == ITSG_STATE || world.fails, "what init may say");
	world.up[n] = status == ITSG_OK || status == ITSG_BUG;
	return status;
}

static void open_world(void)
{
	static const uint8_t budgets[] = {64, 8, 3, 1};
	struct itsg_domain_config config = {.pa_limit = (uint64_t)1 << 48};
	unsigned int n;

	open_model((unsigned int)take(1));
	world.budget = config.budget = budgets[take(1) & 3];
	config.ctx = model_domain_ctx(world.model);
	config.page_size = world.hardware.page_size;
	must(itsg_domain_init(&world.domain, &config) == ITSG_OK, "a good domain");
	must(itsg_pool_add(&world.domain, POOL, POOL_BYTES, ITSG_POOL_HYP) == ITSG_OK, "a pool");
	for (n = 0; n < RDS; n++)
		must(start_rd(n) == ITSG_OK, "a good redistributor");
}

/* ---- Acts ---- */

/*
 * Repeats a write until it is complete, as a driver's instruction would. It gives up after some
 * tries.
 */
static void write_rd(unsigned int n, uint32_t offset, uint64_t value, bool once)
{
	unsigned int tries = once ? 1 : TRIES;

	while (itsg_rd_mmio_write(&world.rd[n], offset, offset == CTLR ? 4 : 8, value) ==
		       ITSG_AGAIN &&
	       --tries)
		model_yield(world.model);
}

static void boot_rd(unsigned int n, unsigned int table, unsigned int how)
{
	write_rd(n, PROPBASER, PROPERTIES(table) | 0x780 | 13, true);
	write_rd(n, PENDBASER, PENDING(n) | 0x780 | (how & 1 ? PTZ : 0), true);
	write_rd(n, CTLR, ENABLE | (how & 2 ? DPG : 0), how & 8);
}

static void end_rd(unsigned int n)
{
	enum itsg_status status = itsg_rd_teardown(&world.rd[n]);

	/* NOT_READY: another CPU tore it down first. */
	world.up[n] = world.up[n] && status != ITSG_OK && status != ITSG_NOT_READY;
}

/*
 * A redistributor that was down before the round may be set up once in it, whatever the other CPUs
 * do.
 */
static void set_up_or_end(unsigned int n)
{
	if (!world.may_start[n]) {
		end_rd(n);
		return;
	}
	world.may_start[n] = false;
	(void)start_rd(n);
}

static void lose_power(unsigned int n)
{
	if (!world.up[n])
		return;
	model_rd_power_lost(world.model, n);
	itsg_rd_power_lost(&world.rd[n]);
}

static void do_act(const struct act *act)
{
	static const enum model_move moves[] = {MODEL_TO_GUEST, MODEL_TO_HOST, MODEL_SHARE,
						MODEL_UNSHARE};
	struct itsg_rd *rd = &world.rd[act->rd];
	unsigned int n = act->rd, how = act->how;
	uint64_t value, size = world.hardware.page_size;

	switch (act->kind) {
	case ACT_ENABLE: write_rd(n, CTLR, ENABLE, how & 1); break;
	case ACT_DISABLE: write_rd(n, CTLR, how & 1 ? DPG : 0, how & 2); break;
	case ACT_BOOT: boot_rd(n, 0, how); break;
	case ACT_BOOT_OTHER: boot_rd(n, 1 + (how >> 2 & 1), how); break;
	case ACT_PROPERTIES: write_rd(n, PROPBASER, PROPERTIES(how & 3) | 13, true); break;
	case ACT_PENDING:
		write_rd(n, PENDBASER, PENDING(how & 3) | (how & 4 ? PTZ : 0), true);
		break;
	case ACT_INVALIDATE:
		write_rd(n, INVLPIR, LPI + (how & 1), true);
		if (how & 2) /* has to wait for the first */
			write_rd(n, INVLPIR, LPI + (how & 1), true);
		break;
	case ACT_INVALIDATE_ALL: write_rd(n, INVALLR, 0, true); break;
	case ACT_READ_CTLR: (void)!itsg_rd_mmio_read(rd, CTLR, 4, &value); break;
	case ACT_READ_SYNCR: (void)!itsg_rd_mmio_read(rd, SYNCR, 4, &value); break;
	case ACT_DPG: write_rd(n, CTLR, how & 7 ? (how & 7) * DPG + ENABLE : 0, how & 8); break;
	case ACT_POLL: (void)!itsg_rd_poll(rd); break;
	case ACT_MOVE:
		(void)model_move(world.model, PROPERTIES(0) & ~(size - 1), size, moves[how & 3]);
		break;
	case ACT_FAULT:
		world.fails = true;
		model_fail_after(world.model, 1 + how);
		break;
	case ACT_LIFE: set_up_or_end(n); break;
	case ACT_HARDWARE: /* has its own task */
	case ACTS_KINDS: break;
	}
}

/* ---- Rounds ---- */

static void cpu_runs(void *arg)
{
	unsigned int cpu = *(unsigned int *)arg, i;

	for (i = 0; i < world.act_count; i++)
		if (world.acts[i].cpu == cpu && world.acts[i].kind != ACT_HARDWARE)
			do_act(&world.acts[i]);
}

static void hardware_runs(void *arg)
{
	unsigned int i;

	(void)arg;
	for (i = 0; i < world.act_count; i++) {
		if (world.acts[i].kind != ACT_HARDWARE)
			continue;
		model_yield(world.model);
		(void)model_rd_run(world.model, world.acts[i].rd);
	}
}

static void check(void)
{
	const struct model_violation *violation = model_violation(world.model);
	unsigned int n;

	model_check(world.model, itsg_rd_claimed_pages(&world.domain));
	for (n = 0; n < RDS; n++)
		must(!world.up[n] || itsg_rd_is_valid(&world.rd[n]),
		     "a redistributor is not valid");
	must(itsg_domain_is_valid(&world.domain), "the domain is not valid");
	if (violation->property == MODEL_NONE)
		return;
	fprintf(stderr, "broken P%d: %s\n", (int)violation->property, violation->text);
	abort();
}

static void take_act(struct act *act)
{
	unsigned int what = (unsigned int)take(1), where = (unsigned int)take(1);

	*act = (struct act){.kind = (enum act_kind)(what % ACTS_KINDS),
			    .how = what / ACTS_KINDS,
			    .rd = where % RDS,
			    .cpu = where / 4 % CPUS};
}

static void one_round(void)
{
	static unsigned int cpus[CPUS] = {0, 1, 2};
	static struct model_schedule schedule;
	struct model_task tasks[CPUS + 1];
	unsigned int acts = 1 + (unsigned int)take(1) % ACTS, i;
	uint64_t word = 0;

	world.act_count = 0;
	for (i = 0; i < acts; i++) {
		struct act act;

		take_act(&act);
		/* Not in the middle of a trap, because the library excludes that. */
		if (act.kind == ACT_LIFE && act.how & 1)
			lose_power(act.rd);
		else
			world.acts[world.act_count++] = act;
	}
	for (i = 0; i < RDS; i++)
		world.may_start[i] = !world.up[i];
	for (i = 0; i < CHOICES; i++, word >>= 2) {
		if (i % 32 == 0)
			word = take(8);
		schedule.choice[i] = (uint8_t)(word & 3);
	}
	schedule.length = CHOICES;
	for (i = 0; i < CPUS; i++)
		tasks[i] = (struct model_task){cpu_runs, &cpus[i]};
	tasks[CPUS] = (struct model_task){hardware_runs, NULL};
	model_schedule_run(world.model, tasks, CPUS + 1, &schedule);
	must(!schedule.stuck, "every CPU waits for a lock");
	check();
}

/* ---- The end ---- */

static void rest(unsigned int n)
{
	unsigned int turn = 0;

	while (itsg_rd_poll(&world.rd[n]) == ITSG_AGAIN && ++turn < PATIENCE)
		(void)model_rd_run(world.model, n);
	must(turn < PATIENCE, "what a redistributor has to do does not come to an end");
	check();
}

static void close_world(void)
{
	enum itsg_status status;
	unsigned int n, turn = 0;

	model_fail_after(world.model, 0);
	for (n = 0; n < RDS; n++)
		if (world.up[n] && world.rests)
			rest(n);
	for (n = 0; n < RDS; n++) {
		for (turn = 0; world.up[n] && turn < PATIENCE; turn++) {
			(void)model_rd_run(world.model, n);
			world.up[n] = itsg_rd_teardown(&world.rd[n]) != ITSG_OK;
		}
		must(!world.up[n], "a redistributor cannot be torn down");
	}
	turn = 0;
	do
		status = itsg_domain_teardown(&world.domain);
	while (status != ITSG_OK && ++turn < PATIENCE);
	must(status == ITSG_OK, "the pool cannot be returned");
	model_check_returned(world.model);
	check();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct model *model = world.model;
	unsigned int n;

	memset(&world, 0, sizeof(world));
	world.model = model;
	input = data;
	input_size = size;
	open_world();
	for (n = 0; n < ROUNDS && input_size; n++)
		one_round();
	close_world();
	return 0;
}
