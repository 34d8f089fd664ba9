// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Any sequence of hypercalls of the host and of a guest. Between them come traps, ledger refusals
 * and hardware steps, over the library and the model.
 *
 * Frames belong to the hypervisor exactly while their region is not the host's. At the end,
 * everything has come back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "hypglue/hypglue.h"
#include "model/model.h"
#include "plain_its.h"

#define ITSS	2u
#define CPUS	2u
#define BASE(n) (0x08080000u + (n)*0x40000u)
/* RD_base of each CPU. The virtual frames lie behind SGI_base. */
#define RD_AT(n) (0x0c000000u + (n)*0x40000u)
#define VIRTUAL	 0x20000u
#define REGIONS	 (ITSS + 2 * CPUS + 1)
#define BLOCKED	 0x09000000u
#define POOL	 0xf000000000u
#define TOP_UP	 0x60000000u
#define GUEST	 0x68000000u
#define NODES	 8u
#define BOUND	 100000u

static struct {
	struct model *model;
	struct itsg_domain domain;
	struct itsg_its its[ITSS];
	struct itsg_its_config config[ITSS];
	struct itsg_redistributor rds[CPUS];
	struct itsg_rd rd[CPUS];
	struct itsg_rd_config rd_config[CPUS];
	struct hypglue_region memory[REGIONS];
	struct hypglue_regions regions;
	struct hypglue_host host;
	struct hypglue_guard guard;
	struct hypglue_guard_node nodes[NODES];
	uint64_t mapped[NODES]; /* the guest's granules, as a list */
	uint64_t index[NODES];	/* MAIR indexes of these */
	unsigned int mapped_count;
	unsigned int set; /* whose numbers the guest has: upstream's, Android's, the draft's */
	bool enrolled;
	uint32_t others; /* functions that are not the guard's */
	uint64_t fail;
} world;

/* The numbers of the three sets once more, as docs/hypercalls.md has them. 99: there is none. */
static const struct {
	unsigned int info, enroll, map, unmap;
	int64_t error;
	uint64_t features; /* 0: not to be found */
} numbers[] = {
	{2, 99, 7, 99, -3, 0x85},
	{5, 6, 7, 8, -3, 0x1e1},
	{2, 3, 4, 5, -1, 0},
};

static void start_model(void)
{
	static struct model_config config;
	unsigned int n;

	config = (struct model_config){.page_size = 4096,
				       .coherent = true,
				       .background = MODEL_HOST,
				       .pool_pa = POOL,
				       .pool_size = 1 << 20,
				       .its_count = ITSS,
				       .rd_count = CPUS,
				       .rd_lpi_bits = 16};
	for (n = 0; n < ITSS; n++)
		config.its[n] = plain_its(BASE(n), CPUS, RD_AT(0), RD_AT(1) - RD_AT(0));
	for (n = 0; n < CPUS; n++)
		config.rd[n] = (struct model_rd_config){.base = RD_AT(n),
							.typer = n << 8 | 0x2b | (uint64_t)n << 32,
							.iidr = 0x43b,
							.pidr2 = 0x3b,
							.sticky = ~(uint64_t)0};
	if (world.model)
		model_reset(world.model, &config);
	else
		world.model = model_create(&config);
	must(world.model, "no memory for the model");
	model_own(world.model, BLOCKED, 0x10000, MODEL_MMIO);
	model_own(world.model, GUEST, 0x10000, MODEL_GUEST);
}

static void add(uint64_t base, uint64_t size, unsigned int n)
{
	struct hypglue_region region = {.base = base, .size = size, .kind = HYPGLUE_BLOCKED};

	region.ctx = model_its_ctx(world.model, 0);
	if (n < ITSS) {
		region.kind = HYPGLUE_ITS;
		region.of.its = &world.its[n];
		region.domain = &world.domain;
		region.config = &world.config[n];
	}
	must(hypglue_regions_add(&world.regions, &region) == ITSG_OK, "add");
}

static void open_rd(unsigned int n)
{
	struct hypglue_region region = {.kind = HYPGLUE_RD,
					.base = RD_AT(n),
					.size = 0x10000,
					.of.rd = &world.rd[n],
					.domain = &world.domain,
					.rd_config = &world.rd_config[n]};

	world.rd_config[n] = (struct itsg_rd_config){.ctx = model_rd_ctx(world.model, n),
						     .id = MODEL_WATCH_RD + n,
						     .base = RD_AT(n),
						     .report = model_report_mask()};
	itsg_rd_caps_read(world.rd_config[n].ctx, &world.rd_config[n].caps);
	world.rd_config[n].caps.lpi_end = 65536;
	must(hypglue_regions_add(&world.regions, &region) == ITSG_OK, "add");
	region.kind = HYPGLUE_RD_VIRTUAL;
	region.base += VIRTUAL;
	region.size = VIRTUAL;
	must(hypglue_regions_add(&world.regions, &region) == ITSG_OK, "add");
}

static void open_its(unsigned int n)
{
	world.config[n] = (struct itsg_its_config){.ctx = model_its_ctx(world.model, n),
						   .id = n,
						   .base = BASE(n),
						   .devices = 256,
						   .report = model_report_mask()};
	itsg_caps_read(world.config[n].ctx, &world.config[n].caps);
	world.config[n].caps.lpi_end = 65536;
	world.config[n].caps.never_on = true;
	world.config[n].caps.redistributors = world.rds;
	world.config[n].caps.redistributor_count = CPUS;
	add(BASE(n), 0x20000, n);
}

static void open_guard(void)
{
	static const enum hypglue_guard_set sets[] = {HYPGLUE_GUARD_UPSTREAM, HYPGLUE_GUARD_ANDROID,
						      HYPGLUE_GUARD_DRAFT};
	struct hypglue_guard_config config = {.nodes = world.nodes,
					      .capacity = NODES,
					      .granule_size = 4096,
					      .ipa_limit = (uint64_t)1 << 36};
	uint64_t form = take(1);

	world.set = (unsigned int)form % 3;
	config.set = sets[world.set];
	/* memory sharing and the clock; functions of its own nobody may claim */
	world.others = form & 0x40 ? 0 : world.set == 2 ? 0x202 : 0x1a;
	config.others[0] = world.others | (form & 0x80 ? 1u << numbers[world.set].map : 0);
	must(hypglue_guard_init(&world.guard, &config) == !(form & 0x80), "whose function it is");
	config.others[0] = world.others;
	must(hypglue_guard_init(&world.guard, &config), "guard");
	world.enrolled = world.set == 0;
}

static void open_world(void)
{
	struct itsg_domain_config domain = {.page_size = 4096, .pa_limit = (uint64_t)1 << 48};
	unsigned int n;

	start_model();
	memset(world.its, 0, sizeof(world.its));
	memset(world.rd, 0, sizeof(world.rd));
	world.mapped_count = 0;
	world.fail = 0;
	domain.ctx = model_domain_ctx(world.model);
	must(itsg_domain_init(&world.domain, &domain) == ITSG_OK, "domain");
	must(itsg_pool_add(&world.domain, POOL, 1 << 20, ITSG_POOL_HYP) == ITSG_OK, "pool");
	must(hypglue_regions_init(&world.regions, world.memory, REGIONS, 4096, (uint64_t)1 << 48) ==
		     ITSG_OK,
	     "regions");
	for (n = 0; n < CPUS; n++)
		world.rds[n] = (struct itsg_redistributor){RD_AT(n), n};
	for (n = 0; n < ITSS; n++)
		open_its(n);
	add(BLOCKED, 0x10000, ITSS);
	for (n = 0; n < CPUS; n++)
		open_rd(n);
	world.host = (struct hypglue_host){.regions = &world.regions,
					   .domain = &world.domain,
					   .top_up_max = 0x40000,
					   .may_tear_down = take(1) & 1};
	open_guard();
}

/* ---- steps ---- */

static uint64_t take_value(void)
{
	switch (take(1) % 8) {
	case 0: return take(8);
	case 1: return ~(uint64_t)0 - (take(1) & 1);
	case 2: return TOP_UP + (take(1) & 31) * 0x1000;
	case 3: return (take(1) & 31) << 12;
	case 4: return GUEST;
	case 5: return 0x100 + (take(1) & 0xff) * 4;
	default: return take(1) & 15;
	}
}

static bool is_result(int64_t result)
{
	return result <= 0 && result >= -9 && result != -2;
}

/*
 * Must the library accept this top-up? Yes, if the pages are the host's and their form and number
 * are allowed.
 */
static bool is_good_top_up(uint64_t pa, uint64_t size)
{
	const struct itsg_pool_region *region;
	uint64_t at;
	uint32_t i;

	if ((pa | size) & 0xfff || size < 0x2000 || size > 0x40000 || pa >> 47 || world.fail)
		return false;
	for (at = pa; at < pa + size; at += 0x1000)
		if (at < TOP_UP || model_owner_of(world.model, at) != MODEL_HOST)
			return false;
	/* A region that goes back step by step has pages that are the host's again. */
	for (i = 0; i < world.domain.pool.region_count; i++) {
		region = &world.domain.pool.regions[i];
		if (pa < region->pa + region->size && region->pa < pa + size)
			return false;
	}
	return world.domain.pool.region_count < ITSG_POOL_REGIONS;
}

static void host_call(void)
{
	uint64_t x[18], before[18];
	unsigned int i, kept;
	bool ours, good;

	for (i = 0; i < 18; i++)
		before[i] = x[i] = UINT64_C(0x1111111111111111) * (i & 15);
	before[0] = x[0] = take(1) & 7 ? 0xc6000100 + take(1) % 10 : take(8);
	before[1] = x[1] = take_value();
	before[2] = x[2] = take_value();
	switch (take(1) & 3) {
	case 0:
		before[0] = x[0] = 0xc6000102;
		before[1] = x[1] = ~(uint64_t)0;
		break;
	case 1:
		before[0] = x[0] = 0xc6000103;
		before[1] = x[1] = TOP_UP + (take(1) & 31) * 0x2000;
		before[2] = x[2] = 0x2000;
		break;
	default: break;
	}
	good = before[0] == 0xc6000103 && is_good_top_up(x[1], x[2]);
	ours = (x[0] & 0xfffeffff) >= 0xc6000100 && (x[0] & 0xfffeffff) <= 0xc600011f;
	must(hypglue_host_call(&world.host, x) == ours, "whose call it is");
	kept = !ours ? 0 : (before[0] & 0xfffeffff) == 0xc6000104 ? 9 : 4;
	for (i = kept; i < 18; i++)
		must(x[i] == before[i], "a register that is no result");
	must(!ours || is_result((int64_t)x[0]), "a result that does not exist");
	must(!good || !x[0], "a good top-up was refused");
	if (before[0] == 0xc6000103 && !x[0])
		must(model_owner_of(world.model, before[1]) == MODEL_HYP &&
			     model_owner_of(world.model, before[1] + before[2] - 1) == MODEL_HYP,
		     "the pool has pages of the host's");
	for (i = 1; ours && (int64_t)x[0] == -1 && i < 4; i++)
		must(!x[i], "a result of an unknown function");
}

static void trap(void)
{
	static const uint64_t offsets[] = {0, 8, 0x80, 0x88, 0x90, 0x100, 0x108, 0x10040};
	static const uint64_t bases[] = {BASE(0),  BASE(1),	    BASE(1),  BLOCKED,
					 RD_AT(0), RD_AT(0) + 0x60, RD_AT(1), RD_AT(1) + VIRTUAL};
	uint64_t registers[31], pa = bases[take(1) % 8];
	struct hypglue_fault fault = {.esr = 0x90000007, .spsr = 5};
	enum itsg_work left;
	unsigned int i;

	for (i = 0; i < 31; i++)
		registers[i] = take(1) & 1 ? 0x8000000040100000 : take(2);
	fault.esr |= take(4) & 0x03ffc0c0;
	pa += offsets[take(1) % 8];
	fault.hpfar = pa >> 12 << 4;
	fault.far = pa & 0xfff;
	(void)hypglue_data_abort(&world.regions, &fault, registers, &left);
	if (take(1) & 1)
		left = hypglue_poll(&world.regions);
	must(left <= ITSG_WORK_NOW, "work that does not exist");
}

static unsigned int list_of(uint64_t granule)
{
	unsigned int i;

	for (i = 0; i < world.mapped_count; i++)
		if (world.mapped[i] == granule)
			return i;
	return NODES;
}

/* May MAP do it? Then the list has it too. */
static bool list_map(uint64_t granule, uint64_t mair)
{
	unsigned int at = list_of(granule);

	if (at == NODES && world.mapped_count == NODES)
		return false;
	if (at == NODES)
		world.mapped[at = world.mapped_count++] = granule;
	world.index[at] = mair;
	return true;
}

static bool list_unmap(uint64_t granule)
{
	unsigned int at = list_of(granule);

	if (at == NODES)
		return false;
	world.mapped[at] = world.mapped[--world.mapped_count];
	world.index[at] = world.index[world.mapped_count];
	return true;
}

static void check_guard(uint64_t granule)
{
	unsigned int at;
	uint8_t index;

	must(world.guard.used == world.mapped_count, "granules in use");
	for (at = 0; at < world.mapped_count; at++)
		must(hypglue_guard_allows(&world.guard, world.mapped[at] << 12, 4, &index) &&
			     index == world.index[at],
		     "what was mapped may pass");
	must(world.guard.enrolled == world.enrolled, "who is enrolled");
	if (world.enrolled && granule >> 24 == 0)
		must(hypglue_guard_allows(&world.guard, granule << 12, 4, &index) ==
			     (list_of(granule) < NODES),
		     "what may pass");
}

static int64_t expect_map(const uint64_t x[4], bool good)
{
	const int64_t error = numbers[world.set].error;

	if (world.set == 0 && (x[2] || x[3]))
		return error;
	if (world.set == 2 && x[2] >= 8)
		return error;
	return good && list_map(x[1] >> 12, world.set == 2 ? x[2] : 0xff) ? 0 : error;
}

/* x0 of a 64-bit call. */
static int64_t expect_wide(unsigned int number, const uint64_t x[4])
{
	const int64_t error = numbers[world.set].error;
	bool good = world.enrolled && !(x[1] & 0xfff) && x[1] >> 36 == 0;

	if (number == numbers[world.set].info)
		return world.set == 0 && (x[1] || x[2] || x[3]) ? error : 4096;
	if (number == numbers[world.set].enroll) {
		world.enrolled = true;
		return 0;
	}
	if (number == numbers[world.set].map)
		return expect_map(x, good);
	if (number == numbers[world.set].unmap)
		return good && list_unmap(x[1] >> 12) ? 0 : error;
	return -1;
}

static uint64_t expect_narrow(unsigned int number)
{
	if (!numbers[world.set].features)
		return ~(uint64_t)0;
	if (number == 0xff01)
		return 0xb66fb428;
	return number ? ~(uint64_t)0 : numbers[world.set].features | world.others;
}

/* Compares the guard with a list of granules, and its answers with the tables of the three sets. */
static void guest_call(void)
{
	static const unsigned int functions[] = {0, 1, 2,    3,	   4,	 5,    6,     7,
						 8, 9, 0x22, 0x7f, 0x83, 0x87, 0x102, 0xff01};
	static const uint64_t services[] = {0xc6000000,		0xc6000000, 0xc6000000, 0xc6010000,
					    0xffffffffc6000000, 0x86000000, 0x46000000, 0xc7000000};
	uint64_t form = take(1), where = take(1), last = take(1);
	unsigned int number = functions[form % 16], service = (unsigned int)where % 8;
	uint64_t ipa = form & 0x80 ? take_value() : (take(1) & 31) << 12;
	uint64_t x[4] = {services[service] | number, ipa,
			 last & 8      ? last
			 : form & 0x40 ? last & 7
				       : 0,
			 where >> 7};
	uint64_t before[4] = {x[0], x[1], x[2], x[3]}, expected;
	bool ours = service < 6 && !(number < 32 && world.others >> number & 1);

	must(hypglue_guard_call(&world.guard, x) == ours, "whose call it is");
	expected = !ours	 ? before[0]
		   : service < 5 ? (uint64_t)expect_wide(number, before)
				 : expect_narrow(number);
	must(x[0] == expected, "the answer");
	if (!ours || service < 5 || x[0] == ~(uint64_t)0)
		must(ours ? !(x[1] | x[2] | x[3]) : !memcmp(x, before, sizeof(x)), "x1 to x3");
	check_guard(before[1] >> 12);
}

static void step(void)
{
	switch (take(1) % 8) {
	case 0: trap(); break;
	case 1:
	case 5: guest_call(); break;
	case 2:
		model_its_run(world.model, (unsigned int)take(1) % ITSS, (unsigned int)take(1));
		model_rd_run(world.model, 0);
		break;
	case 3: model_fail_after(world.model, world.fail = take(1) % 8); break;
	default: host_call(); break;
	}
}

/* ---- oracles ---- */

static uint64_t claimed(void)
{
	struct itsg_counters counters;
	uint64_t pages = itsg_rd_claimed_pages(&world.domain);
	unsigned int n;

	for (n = 0; n < ITSS; n++) {
		if (!world.its[n].ready)
			continue;
		itsg_counters_get(&world.its[n], &counters);
		pages += counters.claimed_pages;
	}
	return pages;
}

/*
 * A teardown returns pages one by one. A region that is not the host's yet may have lost all but
 * its last page.
 */
static void check_owners(void)
{
	const struct hypglue_region *region;
	uint32_t i;

	for (i = 0; i < world.regions.count; i++) {
		region = &world.regions.region[i];
		if (hypglue_region_is_hosts(region))
			must(model_owner_of(world.model, region->base) == MODEL_MMIO &&
				     model_owner_of(world.model, region->base + region->size - 1) ==
					     MODEL_MMIO,
			     "the hypervisor keeps frames of the host's");
		else if (hypglue_region_state(region) == HYPGLUE_READY && !world.host.may_tear_down)
			must(model_owner_of(world.model, region->base) == MODEL_HYP &&
				     model_owner_of(world.model, region->base + region->size - 1) ==
					     MODEL_HYP,
			     "mediated frames are the host's");
		must(hypglue_region_state(region) != HYPGLUE_STARTING, "left half way");
	}
}

static void check(void)
{
	must(hypglue_regions_is_valid(&world.regions), "the table");
	must(itsg_domain_is_valid(&world.domain), "the domain");
	must(!world.host.busy, "left busy");
	check_owners();
	model_check(world.model, claimed());
	if (model_violation(world.model)->property != MODEL_NONE) {
		fprintf(stderr, "broken P%d: %s\n", (int)model_violation(world.model)->property,
			model_violation(world.model)->text);
		abort();
	}
}

static void close_world(void)
{
	enum itsg_status status = ITSG_AGAIN;
	uint32_t i, n, bound;

	model_fail_after(world.model, 0);
	for (i = 0; i < world.regions.count; i++) {
		if (hypglue_region_is_hosts(&world.regions.region[i]))
			continue;
		status = ITSG_AGAIN;
		for (bound = 0; status != ITSG_OK && bound < BOUND; bound++) {
			for (n = 0; n < ITSS; n++)
				model_its_run(world.model, n, 64);
			for (n = 0; n < CPUS; n++)
				model_rd_run(world.model, n);
			status = hypglue_region_stop(&world.regions.region[i]);
		}
		must(status == ITSG_OK, "a region cannot be stopped");
	}
	for (bound = 0, status = ITSG_AGAIN; status != ITSG_OK && bound < BOUND; bound++)
		status = itsg_domain_teardown(&world.domain);
	must(status == ITSG_OK, "the pool cannot be returned");
	model_check_returned(world.model);
	check();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	input = data;
	input_size = size;
	open_world();
	while (input_size) {
		step();
		check();
	}
	close_world();
	return 0;
}
