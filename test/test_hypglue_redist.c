// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Redistributors as regions: all of them at once, each with its virtual frames. */
#include "hypglue/hypglue.h"
#include "rd_world.h"
#include "suites.h"

#define REGIONS	 4u /* RD_base and virtual frames of two CPUs, in order of addresses */
#define LDR_X5	 0x93c58007u
#define STR_X5	 0x93c58047u
#define STR_W5	 0x93850047u
#define VIRTUAL	 0x20000u
#define OPEN_ALL "oooo"

static struct rdw world;
static struct hypglue_regions regions;
static struct hypglue_region memory[REGIONS];
static struct itsg_rd_config configs[2];
static enum itsg_work left; /* what the last trap said */

static void add(unsigned int cpu, enum hypglue_kind kind, uint32_t offset, uint64_t size)
{
	const struct hypglue_region region = {.kind = kind,
					      .base = RDW_BASE(cpu) + offset,
					      .size = size,
					      .of.rd = &world.rd[cpu],
					      .domain = &world.domain,
					      .rd_config = &configs[cpu]};

	ck_assert_int_eq(hypglue_regions_add(&regions, &region), ITSG_OK);
}

static void open_regions(void)
{
	const struct rdw_options options = {.cpus = 2, .typer = RDW_TYPER_PLAIN | 2};
	unsigned int cpu;

	rdw_start(&world, &options);
	ck_assert_int_eq(hypglue_regions_init(&regions, memory, REGIONS, 4096, 1ULL << 48),
			 ITSG_OK);
	for (cpu = 0; cpu < 2; cpu++) {
		configs[cpu] = rdw_config(&world, cpu);
		add(cpu, HYPGLUE_RD, 0, 0x10000);
		add(cpu, HYPGLUE_RD_VIRTUAL, VIRTUAL, 0x20000);
	}
}

/* o open, w at work, r ready, s stuck, g gone */
static void expect_states(const char *want)
{
	char got[REGIONS + 1] = "";
	unsigned int i;

	for (i = 0; i < REGIONS; i++)
		got[i] = "owrsg"[hypglue_region_state(&memory[i])];
	ck_assert_str_eq(got, want);
}

static enum hypglue_action store(uint64_t pa, uint64_t esr, uint64_t value)
{
	const struct hypglue_fault fault = {
		.esr = esr, .hpfar = pa >> 12 << 4, .far = pa & 0xfff, .spsr = 5};
	uint64_t registers[31] = {[5] = value};

	return hypglue_data_abort(&regions, &fault, registers, &left);
}

static enum hypglue_action load(uint64_t pa)
{
	const struct hypglue_fault fault = {
		.esr = LDR_X5, .hpfar = pa >> 12 << 4, .far = pa & 0xfff, .spsr = 5};
	uint64_t registers[31] = {0};

	return hypglue_data_abort(&regions, &fault, registers, &left);
}

static void stop(unsigned int region, enum itsg_status want)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int n;

	for (n = 0; n < 1000 && status == ITSG_AGAIN; n++)
		status = hypglue_region_stop(&memory[region]);
	ck_assert_int_eq(status, want);
}

START_TEST(bad_some_without_the_others)
{
	static const uint32_t parts[][2] = {{0, 1}, {1, 1}, {0, 2}, {2, 2}, {0, 3}, {1, 3}};

	open_regions();
	ck_assert_int_eq(hypglue_regions_start(&regions, parts[_i][0], parts[_i][1], NULL),
			 ITSG_INVALID);
	expect_states(OPEN_ALL);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0)), MODEL_MMIO);
	ck_assert_int_eq(hypglue_regions_start(&regions, 0, REGIONS, NULL), ITSG_OK);
	expect_states("rrrr");
	rdw_close(&world);
}
END_TEST

/* The virtual frames are the host's again after their RD_base, not before. */
START_TEST(good_virtual_frames_end_last)
{
	struct hypglue_range range = {RDW_BASE(0), RDW_BASE(0) + 0x40000};

	open_regions();
	ck_assert_int_eq(hypglue_regions_start(&regions, 0, REGIONS, NULL), ITSG_OK);
	stop(1, ITSG_STATE);
	ck_assert_int_eq(load(RDW_BASE(0) + VIRTUAL + 0x78), HYPGLUE_DONE);
	ck_assert(!hypglue_regions_clip(&regions, RDW_BASE(0) + VIRTUAL, &range));
	stop(0, ITSG_OK);
	expect_states("grrr");
	stop(1, ITSG_OK);
	expect_states("ggrr");
	ck_assert_int_eq(load(RDW_BASE(0) + VIRTUAL + 0x78), HYPGLUE_PASS);
	rdw_close(&world);
}
END_TEST

/*
 * The second redistributor cannot be taken over. Either the ledger takes back all of the first one.
 * Or it does not take back its RD_base; then its virtual frames stay as well.
 */
START_TEST(bad_roll_back)
{
	uint32_t stuck = 7;

	open_regions();
	itsg_platform_write32(model_rd_ctx(world.model, 1), 0, 0x01000000); /* RWP is 1 then */
	/* four donations; the second one's two ranges go back, and some of the first one's pages */
	if (_i)
		model_fail_after(world.model, 4 + 2 + 5);
	ck_assert_int_eq(hypglue_regions_start(&regions, 0, REGIONS, &stuck),
			 _i ? ITSG_BUG : ITSG_STATE);
	model_fail_after(world.model, 0);
	ck_assert_uint_eq(stuck, _i ? 2 : 0);
	expect_states(_i ? "ssoo" : OPEN_ALL);
	if (_i) {
		stop(0, ITSG_OK);
		stop(1, ITSG_OK);
	}
	rdw_destroy(&world);
}
END_TEST

/*
 * LPIs are enabled by a host that does not replay, and disabled by one that does not wait. The
 * later polls do all of it, whichever frame the last access was to.
 */
START_TEST(good_later_polls)
{
	unsigned int polls;

	open_regions();
	configs[0].budget = configs[1].budget = 4;
	regions.polls = 1;
	ck_assert_int_eq(hypglue_regions_start(&regions, 0, REGIONS, NULL), ITSG_OK);
	ck_assert_int_eq(store(RDW_BASE(1) + RDW_PROPBASER, STR_X5, RDW_PROPERTY_WORD),
			 HYPGLUE_DONE);
	ck_assert_int_eq(store(RDW_BASE(1) + RDW_PENDBASER, STR_X5, RDW_PENDING_WORD),
			 HYPGLUE_DONE);
	ck_assert_int_eq(left, ITSG_WORK_NONE);
	ck_assert_int_eq(store(RDW_BASE(1) + RDW_CTLR, STR_W5, 1), HYPGLUE_REPLAY);
	ck_assert_int_eq(left, ITSG_WORK_NOW);
	ck_assert_uint_eq(rdw_counters(&world, 1).work, 4); /* a replay goes on by itself */
	ck_assert_int_eq(load(RDW_BASE(1) + VIRTUAL + 0x78), HYPGLUE_DONE);
	ck_assert_int_eq(left, ITSG_WORK_NOW);
	ck_assert_uint_eq(rdw_counters(&world, 1).work, 12);
	/* 14 pages, 16 units of clearing */
	for (polls = 1; hypglue_poll(&regions) != ITSG_WORK_NONE; polls++)
		ck_assert_uint_eq(rdw_counters(&world, 1).work, 12 + 8 * polls);
	ck_assert_uint_eq(polls, 3);
	ck_assert(model_rd_enabled(world.model, 1));
	ck_assert_int_eq(store(RDW_BASE(1) + RDW_CTLR, STR_W5, 0), HYPGLUE_DONE);
	ck_assert_int_eq(left, ITSG_WORK_LATER); /* RWP */
	model_rd_run(world.model, 1);
	ck_assert_int_eq(hypglue_poll(&regions), ITSG_WORK_NOW); /* the first 8 pages go back */
	ck_assert_int_eq(hypglue_poll(&regions), ITSG_WORK_NONE);
	ck_assert_uint_eq(rdw_claimed(&world), 0);
	rdw_close(&world);
}
END_TEST

Suite *suite_hypglue_redist(void)
{
	Suite *suite = suite_create("hypglue_redist");
	TCase *tcase = tcase_create("regions");

	tcase_add_loop_test(tcase, bad_some_without_the_others, 0, 6);
	tcase_add_test(tcase, good_virtual_frames_end_last);
	tcase_add_test(tcase, good_later_polls);
	tcase_add_loop_test(tcase, bad_roll_back, 0, 2);
	suite_add_tcase(suite, tcase);
	return suite;
}
