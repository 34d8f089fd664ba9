// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Any embedder: set-up with any configuration on any hardware, while ledger calls and mappings
 * fail. Then come the embedder's calls in any order, and the end.
 *
 * A configuration is refused exactly if the headers say so. A set-up that fails leaves the pool and
 * the frames as they were. Hardware may answer what it should not (a lie). After a lie only two
 * rules are left: the library stays valid, and every call returns.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "setup_config.h"
#include "setup_members.h"
#include "setup_redist.h"
#include "setup_world.h"

#include <itsguard/itsguard.h>

#define TOP_UP	      0x60000000u
#define QUEUE	      0x40100000u
#define PATIENCE      65536u
#define ATTRIBUTES    0x38e0000000000c00u /* of CBASER and BASER */
#define NON_CACHEABLE ((uint64_t)1 << 59)

/* ---- hardware ---- */

static uint64_t lie(void *arg, const void *ctx, uint32_t offset, uint64_t value)
{
	(void)arg;
	if (!world.lie_count || ctx != world.lie_ctx || offset != world.lie_offset)
		return value;
	world.lie_count--;
	return (value | world.lie_set) & ~world.lie_clear;
}

/* Accesses of another CPU while itsg_*_init runs. */
static void come_in_between(void *arg, unsigned int n, uint32_t offset, uint64_t value)
{
	enum itsg_status status;
	uint64_t read;

	(void)arg;
	if (n < ITSS && world.uncached[n] && offset >= 0x80 && value >> 63)
		must((value & ATTRIBUTES) == NON_CACHEABLE, "a cached table without snooping");
	must(n < MODEL_WATCH_RD || !world.left_on[n - MODEL_WATCH_RD],
	     "a redistributor that is on is written to");
	if (!world.busy_in || --world.busy_in)
		return;
	if (n < ITSS && !world.its_up[n]) {
		status = itsg_mmio_read(&world.its[n], 0, 4, &read);
		must(status == ITSG_AGAIN, "an access during init");
		must(itsg_poll(&world.its[n]) == ITSG_AGAIN, "a poll during init");
	} else if (n >= MODEL_WATCH_RD && !world.rd_up[n - MODEL_WATCH_RD]) {
		status = itsg_rd_mmio_write(&world.rd[n - MODEL_WATCH_RD], 0, 4, 1);
		must(status == ITSG_AGAIN, "an access of a redistributor during init");
	}
}

static void open_hardware(void)
{
	const struct model_config *hw = &world.hardware;

	world.page = take_hardware(&world.hardware);
	if (world.model)
		model_reset(world.model, hw);
	else
		world.model = model_create(hw);
	must(world.model, "no memory for the model");
	model_watch(world.model, &(struct model_watch){.hw_write = come_in_between});
	model_on_register_read(world.model, lie, NULL);
}

/* ---- set-up ---- */

static void open_domain(void)
{
	struct itsg_domain_config *config = &world.domain_config;
	bool good;

	*config = (struct itsg_domain_config){.ctx = model_domain_ctx(world.model),
					      .page_size = world.page,
					      .pa_limit = (uint64_t)1 << (odd(3) ? 52 : 49),
					      .budget = (uint32_t)take(1)};
	if (odd(7))
		config->pa_limit = take(8);
	good = page_is_good(world.page) && config->pa_limit &&
	       config->pa_limit <= (uint64_t)1 << 52;
	must(itsg_domain_init(&world.domain, config) == (good ? ITSG_OK : ITSG_INVALID),
	     "what domain is good");
	if (!good) {
		config->page_size = world.hardware.page_size;
		config->pa_limit = (uint64_t)1 << 48;
		must(itsg_domain_init(&world.domain, config) == ITSG_OK, "a good domain");
	}
	world.page = config->page_size;
}

static void add_pool(void)
{
	uint64_t before = itsg_pool_free_bytes(&world.domain), pa, size;
	enum itsg_pool_source source = ITSG_POOL_HYP;
	enum itsg_status status;

	pa = world.hardware.pool_pa;
	size = POOL_BYTES;
	if (take(1) & 1) {
		source = ITSG_POOL_HOST;
		pa = TOP_UP + take(1) * 0x10000;
		size = 0x20000 + (take(1) & 3) * world.page;
	}
	if (odd(15))
		pa = take(8);
	if (odd(15))
		size = take(8);
	if (size > POOL_BYTES && size <= ITSG_POOL_REGION_MAX)
		size %= 4ull * POOL_BYTES; /* what this machine has room for */
	status = itsg_pool_add(&world.domain, pa, size, source);
	must(status == ITSG_OK || status == ITSG_INVALID || status == ITSG_NO_MEMORY ||
		     status == ITSG_LEDGER || (status == ITSG_BUG && world.fails),
	     "what itsg_pool_add may say");
	must(status == ITSG_OK ? itsg_pool_free_bytes(&world.domain) > before
			       : itsg_pool_free_bytes(&world.domain) == before,
	     "what is free");
}

static void start_its(unsigned int n)
{
	uint64_t before = itsg_pool_free_bytes(&world.domain);
	struct itsg_its_config c = {.ctx = model_its_ctx(world.model, n),
				    .id = n,
				    .base = ITS_AT(n),
				    .budget = (uint32_t)take(1),
				    .report = take_report()};
	/* Not free if another ITS was given this base by mistake. */
	bool was_free = owns(ITS_AT(n), 0x20000, MODEL_MMIO);
	enum itsg_status status;
	bool on;

	itsg_caps_read(c.ctx, &c.caps);
	c.caps.non_coherent = !world.hardware.coherent;
	c.caps.lpi_end = 65536;
	c.caps.never_on = true;
	c.caps.redistributors = world.rds;
	c.caps.redistributor_count = CPUS;
	if (odd(3))
		world.rds[take(1) % CPUS].processor = (uint32_t)take(1) & 3;
	while (odd(1))
		bend_its(&c);
	world.uncached[n] = c.caps.non_coherent && !(c.inner | c.outer | c.share);
	on = take_company(c.ctx, 1);
	if (odd(3))
		fail_soon();
	status = itsg_its_init(&world.its[n], &world.domain, &c);
	alone_again(on, status);
	must((status == ITSG_INVALID) == !its_is_good(&c, world.domain_config.pa_limit),
	     "what ITS configuration is good");
	must(status != ITSG_BUG || world.fails, "BUG without a cause");
	world.its_up[n] = status == ITSG_OK || status == ITSG_BUG;
	world.lied |= (c.report & HEARD) != HEARD || c.base != ITS_AT(n);
	if (world.its_up[n])
		return;
	must(itsg_pool_free_bytes(&world.domain) == before, "an init that fails keeps memory");
	must(owns(ITS_AT(n), 0x20000, MODEL_MMIO) == was_free, "an init that fails keeps frames");
}

/* ---- the host ---- */

static void store_command(uint64_t slot, uint64_t dw0, uint64_t dw1, uint64_t dw2)
{
	(void)model_host_store(world.model, QUEUE + slot * 32, dw0);
	(void)model_host_store(world.model, QUEUE + slot * 32 + 8, dw1);
	(void)model_host_store(world.model, QUEUE + slot * 32 + 16, dw2);
}

static void write_its(unsigned int n, uint32_t offset, uint32_t size, uint64_t value)
{
	enum itsg_status status = itsg_mmio_write(&world.its[n], offset, size, value);

	must(status != ITSG_NOT_READY || !world.its_up[n] ||
		     world.its[n].mode.phase == ITSG_PHASE_GONE,
	     "an ITS that is up is not ready");
}

/* Boots as a driver does: tables, queue, enable; then a device with an event. */
static void boot_its(unsigned int n)
{
	store_command(0, 0x9, 0, 0x8000000000000000);
	store_command(1, 0x0000000100000008, 4, 0x8000000040300000);
	store_command(2, 0x000000010000000a, 0x0000200800000003, 0);
	store_command(3, 0x5, 0, 0);
	write_its(n, 0x100, 8, 0xb907000040200600);
	write_its(n, 0x108, 8, 0xbc07000040210600);
	write_its(n, 0x80, 8, 0xb800000040100400);
	write_its(n, 0, 4, 1);
	write_its(n, 0x88, 4, 0x80);
}

static void access_its(unsigned int n)
{
	static const uint32_t offsets[] = {0,	  0x80, 0x88,	0x90,	 0x100,
					   0x108, 8,	0xffe8, 0x10040, 0x20};
	uint32_t offset = offsets[take(1) % 10] + (odd(7) ? (uint32_t)take(1) : 0);
	uint64_t value = odd(1) ? take(8) : take(1) & 1;

	if (odd(1))
		(void)itsg_mmio_read(&world.its[n], offset, odd(1) ? 8 : 4, &value);
	else
		write_its(n, offset, odd(1) ? 8 : 4, value);
}

/* ---- the embedder ---- */

static void its_call(unsigned int n)
{
	bool *up = &world.its_up[n];
	enum itsg_status status;
	struct itsg_event event;

	switch (take(1) % 8) {
	case 0:
		status = itsg_poll(&world.its[n]);
		must(*up || status == ITSG_NOT_READY, "a poll of no ITS");
		break;
	case 1:
		if (*up && odd(1))
			model_its_power_lost(world.model, n);
		else if (*up) /* told of hardware that still has power */
			world.lied = true;
		itsg_power_lost(&world.its[n]);
		break;
	case 2:
		status = itsg_its_teardown(&world.its[n]);
		must((status == ITSG_NOT_READY) == !*up, "teardown");
		*up = *up && status != ITSG_OK;
		break;
	case 3:
		while (*up && itsg_event_take(&world.its[n], &event))
			must(event.reason < ITSG_REASONS, "an event's reason");
		break;
	case 4: access_its(n); break;
	case 5: boot_its(n); break;
	default:
		if (!*up)
			start_its(n);
		break;
	}
}

/* Boots the whole machine. Steps after this one see what its parts do to each other. */
static void boot_all(void)
{
	unsigned int n;

	for (n = 0; n < RDS; n++) {
		if (!world.rd_up[n])
			start_rd(n);
		boot_rd(n);
	}
	for (n = 0; n < ITSS; n++) {
		if (!world.its_up[n])
			start_its(n);
		boot_its(n);
	}
}

static void start_lie(void)
{
	static const uint32_t of_its[] = {0, 0x90, 0x80, 0x100}, of_rd[] = {0, 0x70, 0x78, 0xc0};
	unsigned int n = (unsigned int)take(1);

	world.lied = true;
	world.lie_ctx = n & 1 ? model_rd_ctx(world.model, n % RDS)
			      : model_its_ctx(world.model, n / 2 % ITSS);
	world.lie_offset = n & 1 ? of_rd[take(1) % 4] : of_its[take(1) % 4];
	world.lie_set = odd(1) ? take(8) : take(1);
	world.lie_clear = odd(1) ? take(8) : take(1);
	world.lie_count = (uint32_t)take(1);
}

static void ask(unsigned int n)
{
	switch (take(1) % 4) {
	case 0:
		if (world.rd_up[n % RDS])
			ask_rd(&world.rd[n % RDS]);
		break;
	case 1: ask_domain(&world.domain); break;
	case 2: must(ask_names(), "a name for each value"); break;
	default:
		if (world.its_up[n % ITSS])
			ask_its(&world.its[n % ITSS]);
		break;
	}
}

static void step(void)
{
	unsigned int what = (unsigned int)take(1);

	switch (what % 16) {
	case 0: add_pool(); break;
	case 1:
		world.fails = true;
		model_fail_twice(world.model, take(1) & 31, take(1) & 3);
		break;
	case 2: (void)model_its_run(world.model, what / 16 % ITSS, (unsigned int)take(1)); break;
	case 3: (void)model_rd_run(world.model, what / 16 % RDS); break;
	case 4: (void)!itsg_domain_teardown(&world.domain); break;
	case 5:
		if (odd(3))
			start_lie();
		else
			ask(what / 16);
		break;
	case 6:
	case 7:
	case 8: rd_call(what / 16 % RDS); break;
	case 9: boot_all(); break;
	default: its_call(what / 16 % ITSS); break;
	}
}

/* ---- oracles ---- */

static uint64_t claimed(void)
{
	uint64_t sum = itsg_rd_claimed_pages(&world.domain);
	struct itsg_counters counters;
	unsigned int n;

	for (n = 0; n < ITSS; n++) {
		if (!world.its_up[n])
			continue;
		itsg_counters_get(&world.its[n], &counters);
		sum += counters.claimed_pages;
	}
	return sum;
}

static void check(void)
{
	const struct model_violation *violation = model_violation(world.model);
	unsigned int n;

	for (n = 0; n < ITSS; n++)
		must(!world.its_up[n] || itsg_its_is_valid(&world.its[n]), "an ITS is not valid");
	for (n = 0; n < RDS; n++)
		must(!world.rd_up[n] || itsg_rd_is_valid(&world.rd[n]),
		     "a redistributor is not valid");
	must(itsg_domain_is_valid(&world.domain), "the domain is not valid");
	model_check(world.model, claimed());
	if (violation->property == MODEL_NONE)
		return;
	if (world.lied && violation->property != MODEL_P10) {
		model_forgive(world.model);
		return;
	}
	fprintf(stderr, "broken P%d: %s\n", (int)violation->property, violation->text);
	abort();
}

/*
 * A teardown may fail to complete if there was a lie about the hardware, or if the hardware stays
 * on.
 */
static bool finish(void)
{
	enum itsg_status status;
	unsigned int n, turn;
	bool all = true;

	for (n = 0; n < ITSS; n++) {
		status = world.its_up[n] ? ITSG_AGAIN : ITSG_OK;
		for (turn = 0; status && turn < PATIENCE; turn++) {
			(void)model_its_run(world.model, n, ~0u);
			status = itsg_its_teardown(&world.its[n]);
		}
		must(!status || world.lied, "an ITS cannot be torn down");
		all = all && !status;
	}
	for (n = 0; n < RDS; n++) {
		status = world.rd_up[n] ? ITSG_AGAIN : ITSG_OK;
		for (turn = 0; status && turn < PATIENCE; turn++) {
			(void)model_rd_run(world.model, n);
			status = itsg_rd_teardown(&world.rd[n]);
			if (status == ITSG_STATE)
				break;
		}
		must(!status || world.lied || world.hardware.rd[n].stays,
		     "a redistributor cannot be torn down");
		all = all && !status;
	}
	return all;
}

static void close_world(void)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int turn;

	model_fail_after(world.model, 0);
	world.lie_count = 0;
	if (!finish())
		return;
	memset(world.its_up, 0, sizeof(world.its_up));
	memset(world.rd_up, 0, sizeof(world.rd_up));
	for (turn = 0; status != ITSG_OK && turn < PATIENCE; turn++)
		status = itsg_domain_teardown(&world.domain);
	must(status == ITSG_OK, "the pool cannot be returned");
	if (!world.lied && !world.modest)
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
	for (n = 0; n < CPUS; n++)
		world.rds[n] = (struct itsg_redistributor){RD_AT(n), n};
	open_hardware();
	open_domain();
	add_pool();
	while (input_size) {
		step();
		check();
	}
	close_world();
	return 0;
}
