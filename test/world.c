// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "world.h"

#include <string.h>

#define QUIET_BOUND 100000

static void on_executed(void *arg, unsigned int its, const uint64_t words[4])
{
	struct world *world = arg;

	(void)its;
	ck_assert_uint_lt(world->executed_count, WORLD_LOG);
	memcpy(world->executed[world->executed_count++].words, words, 32);
}

static void on_released(struct world *world, enum itsg_purpose purpose)
{
	world->released_itts += purpose == ITSG_FOR_ITT;
	world->released_tables += purpose == ITSG_FOR_DEVICE_TABLE;
	world->released_pages += purpose == ITSG_FOR_DEVICE_PAGE;
	/* rf21: level 2 goes back before the level 1 that names it */
	if (purpose == ITSG_FOR_DEVICE_PAGE)
		ck_assert_uint_eq(world->released_tables, 0);
}

/* rf27, rf43, rf45: whatever the ITS or the library keeps anywhere, the host cannot write there. */
static void on_acquired(struct world *world, const struct itsg_event *event)
{
	world->acquired++;
	ck_assert(!model_host_store(world->model, event->pa, 0x8000000040300000));
	ck_assert(!model_host_store(world->model, event->pa + event->size - 8, 0x8000000040300000));
}

static void on_reported(void *arg, const struct itsg_event *event)
{
	if (event->kind == ITSG_EVENT_RELEASE)
		on_released(arg, event->purpose);
	if (event->kind == ITSG_EVENT_ACQUIRE)
		on_acquired(arg, event);
}

void (*world_hw_write_hook)(struct world *world);

static void on_hw_write(void *arg, unsigned int its, uint32_t offset, uint64_t value)
{
	struct world *world = arg;

	(void)its;
	(void)offset;
	(void)value;
	world->hw_writes++;
	if (world_hw_write_hook)
		world_hw_write_hook(world);
}

static void fill_hardware(const struct world_options *options, struct model_its_config *its)
{
	unsigned int n;

	its->base = WORLD_BASE;
	its->typer = options->typer ? options->typer : TYPER_QEMU;
	its->iidr = 0x43b;
	its->pidr2 = its->typer & 2 ? 0x4b : 0x3b;
	its->baser_reset[0] = options->device_baser ? options->device_baser : 0x0107000000000200;
	its->baser_reset[1] =
		options->collection_baser ? options->collection_baser : 0x0407000000000200;
	if (options->no_collection_table)
		its->baser_reset[1] = 0;
	if (its->typer & 2)
		its->baser_reset[2] = 0x0207000000000200;
	for (n = 0; n < 8; n++) {
		its->baser_pages[n] = options->baser_pages ? options->baser_pages : 7;
		its->baser_sticky[n] = options->baser_sticky ? options->baser_sticky : ~(uint64_t)0;
	}
	its->cbaser_sticky = options->cbaser_sticky ? options->cbaser_sticky : ~(uint64_t)0;
	its->processors = WORLD_RDS;
	for (n = 0; n < WORLD_RDS; n++)
		its->rd_base[n] = 0x080a0000 + n * 0x20000u;
	its->lpi_end = 65536;
	its->vpe_bits = 16;
}

static void make_model(struct world *world)
{
	const struct world_options *options = &world->options;
	const struct model_watch watch = {world, on_executed, on_reported, on_hw_write};
	struct model_config config = {
		.page_size = options->page_size,
		.coherent = !options->non_coherent,
		.host_uncached = options->host_uncached,
		.background = MODEL_HOST,
		.pool_pa = options->pool_pa,
		.pool_size = options->pool,
		.its_count = 1,
		.audit = options->audit,
		.pa_limit = options->pa_limit,
	};

	fill_hardware(options, &config.its[0]);
	world->model = model_create(&config);
	ck_assert_ptr_nonnull(world->model);
	model_watch(world->model, &watch);
}

static enum itsg_status make_library(struct world *world)
{
	const struct world_options *options = &world->options;
	const struct itsg_domain_config domain = {
		.ctx = model_domain_ctx(world->model),
		.page_size = options->page_size,
		.pa_limit = options->pa_limit,
	};
	struct itsg_its_config config = {
		.ctx = model_its_ctx(world->model, 0),
		.base = WORLD_BASE,
		.budget = options->budget,
		.ring_bytes = options->ring,
		.devices = options->devices,
		.events = options->events,
		.collections = options->collections,
		.bad_access_raz = options->bad_access_raz,
		.audit = options->audit,
		.report = ~(1u << ITSG_EVENT_COMMAND | 1u << ITSG_EVENT_WALK |
			    1u << ITSG_EVENT_PUBLISH),
	};
	enum itsg_status status;
	unsigned int n;

	for (n = 0; n < WORLD_RDS; n++)
		world->rds[n] = (struct itsg_redistributor){0x080a0000 + n * 0x20000u, n};
	itsg_caps_read(config.ctx, &config.caps);
	config.caps.lpi_end = 65536;
	config.caps.never_on = true;
	config.caps.redistributors = world->rds;
	config.caps.redistributor_count = WORLD_RDS;
	config.caps.non_coherent = options->non_coherent;
	status = itsg_domain_init(&world->domain, &domain);
	if (status == ITSG_OK)
		status = itsg_pool_add(&world->domain, options->pool_pa, options->pool,
				       ITSG_POOL_HYP);
	return status == ITSG_OK ? itsg_its_init(&world->its, &world->domain, &config) : status;
}

enum itsg_status world_try(struct world *world, const struct world_options *options)
{
	memset(world, 0, sizeof(*world));
	if (options)
		world->options = *options;
	if (!world->options.pool)
		world->options.pool = 0x100000;
	if (!world->options.pool_pa)
		world->options.pool_pa = WORLD_POOL;
	if (!world->options.pa_limit)
		world->options.pa_limit = (uint64_t)1 << 48;
	if (!world->options.page_size)
		world->options.page_size = 4096;
	world->queue_bytes = 4096;
	make_model(world);
	return make_library(world);
}

void world_open(struct world *world, const struct world_options *options)
{
	ck_assert_int_eq(world_try(world, options), ITSG_OK);
}

static unsigned int broken(struct world *world)
{
	const struct model_violation *violation = model_violation(world->model);

	if (violation->property != MODEL_NONE)
		ck_abort_msg("P%d: %s", (int)violation->property, violation->text);
	return 0;
}

void world_check(struct world *world)
{
	/* the model's hardware is not wrong by itself: an HW_ERROR means that the library has
	 * miscounted */
	if (!world->hw_fails)
		ck_assert_uint_eq(world_counters(world).hw_errors, 0);
	model_check(world->model, world_counters(world).claimed_pages);
	ck_assert(itsg_its_is_valid(&world->its));
	ck_assert(itsg_domain_is_valid(&world->domain));
	broken(world);
}

struct itsg_counters world_counters(struct world *world)
{
	struct itsg_counters counters;

	itsg_counters_get(&world->its, &counters);
	return counters;
}

void world_run(struct world *world)
{
	while (model_its_run(world->model, 0, 64))
		;
}

static void after_call(struct world *world)
{
	world_check(world);
	if (!world->options.manual)
		world_run(world);
}

enum itsg_status world_write(struct world *world, uint32_t offset, uint32_t size, uint64_t value)
{
	enum itsg_status status = itsg_mmio_write(&world->its, offset, size, value);

	after_call(world);
	return status;
}

enum itsg_status world_read_status(struct world *world, uint32_t offset, uint32_t size,
				   uint64_t *value)
{
	enum itsg_status status = itsg_mmio_read(&world->its, offset, size, value);

	after_call(world);
	return status;
}

uint64_t world_read(struct world *world, uint32_t offset, uint32_t size)
{
	uint64_t value;

	ck_assert_int_eq(world_read_status(world, offset, size, &value), ITSG_OK);
	return value;
}

void world_put(struct world *world, const uint64_t words[4])
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		ck_assert(model_host_store(world->model, WORLD_QUEUE + world->position + 8 * i,
					   words[i]));
	world->position = (world->position + 32) % world->queue_bytes;
}

void world_doorbell(struct world *world)
{
	ck_assert_int_eq(world_write(world, 0x88, 4, world->position), ITSG_OK);
}

void world_settle(struct world *world)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int n;

	for (n = 0; n < QUIET_BOUND && status == ITSG_AGAIN; n++) {
		world_run(world);
		status = itsg_poll(&world->its);
		world_check(world);
	}
	ck_assert_msg(status == ITSG_OK, "not quiet after %u polls", n);
}

void world_post(struct world *world, const uint64_t words[4])
{
	world_put(world, words);
	world_doorbell(world);
	world_settle(world);
}

void world_boot(struct world *world)
{
	ck_assert_int_eq(world_write(world, 0x100, 8, BASER_DEVICE), ITSG_OK);
	if (!world->options.no_collection_table)
		ck_assert_int_eq(world_write(world, 0x108, 8, BASER_COLLECT), ITSG_OK);
	ck_assert_int_eq(world_write(world, 0x80, 8,
				     world->options.host_uncached ? CBASER_4K : CBASER_QUEUE),
			 ITSG_OK);
	ck_assert_int_eq(world_write(world, 0x88, 8, 0), ITSG_OK);
	ck_assert_int_eq(world_write(world, 0x0, 4, 1), ITSG_OK);
	world_settle(world);
	ck_assert_uint_eq(world_read(world, 0x0, 4), 0x80000001);
	world->executed_count = 0;
	world->hw_writes = 0;
}

void world_destroy(struct world *world)
{
	model_destroy(world->model);
	world->model = NULL;
}

void world_close(struct world *world)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int n;

	for (n = 0; n < QUIET_BOUND && status == ITSG_AGAIN; n++) {
		world_run(world);
		status = itsg_its_teardown(&world->its);
		model_check(world->model, world_counters(world).claimed_pages);
	}
	ck_assert_int_eq(status, ITSG_OK);
	ck_assert_int_eq(itsg_its_teardown(&world->its), ITSG_NOT_READY);
	do
		status = itsg_domain_teardown(&world->domain);
	while (status == ITSG_AGAIN);
	ck_assert_int_eq(status, ITSG_OK);
	model_check_returned(world->model);
	broken(world);
	world_destroy(world);
}
