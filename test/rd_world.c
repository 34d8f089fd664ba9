// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rd_world.h"

#include <string.h>

#define PATIENCE 100000

static void reported(void *arg, const struct itsg_event *event)
{
	struct rdw *world = arg;

	switch ((int)event->kind) {
	case ITSG_EVENT_ACCESS:
	case ITSG_EVENT_ENABLE_FAILED:
		world->refusal = *event;
		world->refusals++;
		break;
	case ITSG_EVENT_ATTEMPT:
		world->attempt = *event;
		world->attempts++;
		break;
	case ITSG_EVENT_CLAIM: world->claims++; break;
	case ITSG_EVENT_UNCLAIM: world->unclaims++; break;
	case ITSG_EVENT_ACQUIRE: world->acquired++; break;
	case ITSG_EVENT_RELEASE: world->released++; break;
	case ITSG_EVENT_CLEAR: world->cleared += event->size; break;
	default: break;
	}
}

static void fill_defaults(struct rdw_options *options)
{
	options->cpus = options->cpus ? options->cpus : 1;
	options->typer = options->typer ? options->typer : RDW_TYPER_PLAIN;
	options->sticky = options->sticky ? options->sticky : ~0ULL;
	options->page_size = options->page_size ? options->page_size : 4096;
	options->pool = options->pool ? options->pool : 1 << 20;
	options->pa_limit = options->pa_limit ? options->pa_limit : 1ULL << 48;
	options->lpi_bits = options->lpi_bits ? options->lpi_bits : 16;
}

static uint64_t affinity(const struct rdw_options *options, unsigned int cpu)
{
	return options->affinity_by_four ? (uint64_t)(cpu / 4) << 24 | cpu % 4 : cpu;
}

static void start_model(struct rdw *world)
{
	const struct rdw_options *options = &world->options;
	static struct model_config config;
	unsigned int cpu;

	config = (struct model_config){
		.page_size = options->page_size,
		.coherent = !options->non_coherent,
		.background = MODEL_HOST,
		.pool_pa = RDW_POOL,
		.pool_size = options->pool,
		.rd_count = options->cpus,
		.rd_lpi_bits = options->lpi_bits,
		.rd_own_properties = options->own_properties,
		.audit = options->audit,
		.pa_limit = options->pa_limit,
	};
	for (cpu = 0; cpu < options->cpus; cpu++)
		config.rd[cpu] = (struct model_rd_config){
			.base = RDW_BASE(cpu),
			.typer = options->typer | cpu << 8 | affinity(options, cpu) << 32,
			.ctlr = options->ctlr,
			.iidr = 0x43b,
			.pidr2 = 0x4b,
			.sticky = options->sticky,
			.stays = options->stays,
			.vpropbaser = options->vpropbaser,
			.vpendbaser = options->vpendbaser,
		};
	world->model = model_create(&config);
	ck_assert_ptr_nonnull(world->model);
	model_watch(world->model, &(struct model_watch){.arg = world, .reported = reported});
	model_own(world->model, RDW_GUEST, 0x100000, MODEL_GUEST);
	model_own(world->model, RDW_HYP, 0x100000, MODEL_HYP);
}

void rdw_start(struct rdw *world, const struct rdw_options *options)
{
	struct itsg_domain_config domain = {0};

	memset(world, 0, sizeof(*world));
	if (options)
		world->options = *options;
	fill_defaults(&world->options);
	start_model(world);
	domain.ctx = model_domain_ctx(world->model);
	domain.page_size = world->options.page_size;
	domain.pa_limit = world->options.pa_limit;
	domain.budget = world->options.budget;
	ck_assert_int_eq(itsg_domain_init(&world->domain, &domain), ITSG_OK);
	ck_assert_int_eq(
		itsg_pool_add(&world->domain, RDW_POOL, world->options.pool, ITSG_POOL_HYP),
		ITSG_OK);
}

struct itsg_rd_config rdw_config(struct rdw *world, unsigned int cpu)
{
	const struct rdw_options *options = &world->options;
	struct itsg_rd_config config = {
		.ctx = model_rd_ctx(world->model, cpu),
		.id = 0x100 + cpu,
		.base = RDW_BASE(cpu),
		.budget = options->budget,
		.id_bits = options->id_bits,
		.inner = options->inner,
		.share = options->share,
		.bad_access_raz = options->bad_access_raz,
		.audit = options->audit,
		.report = ~0u,
	};

	itsg_rd_caps_read(config.ctx, &config.caps);
	config.caps.lpi_end = 1u << options->lpi_bits;
	config.caps.own_properties = options->own_properties;
	config.caps.non_coherent = options->non_coherent;
	return config;
}

enum itsg_status rdw_init(struct rdw *world, unsigned int cpu)
{
	struct itsg_rd_config config = rdw_config(world, cpu);

	return itsg_rd_init(&world->rd[cpu], &world->domain, &config);
}

void rdw_open(struct rdw *world, const struct rdw_options *options)
{
	unsigned int cpu;

	rdw_start(world, options);
	for (cpu = 0; cpu < world->options.cpus; cpu++)
		ck_assert_int_eq(rdw_init(world, cpu), ITSG_OK);
	rdw_check(world, 0);
}

uint64_t rdw_claimed(struct rdw *world)
{
	return itsg_rd_claimed_pages(&world->domain);
}

void rdw_check(struct rdw *world, unsigned int cpu)
{
	const struct model_violation *violation = model_violation(world->model);
	uint32_t budget = world->options.budget ? world->options.budget : ITSG_BUDGET_DEFAULT;

	model_check(world->model, rdw_claimed(world));
	ck_assert_msg(violation->property == MODEL_NONE, "P%d: %s", (int)violation->property,
		      violation->text);
	ck_assert(!world->rd[cpu].domain || itsg_rd_is_valid(&world->rd[cpu]));
	ck_assert(itsg_domain_is_valid(&world->domain));
	ck_assert_uint_le(world->rd[cpu].counters.work_max, budget);
}

void rdw_run(struct rdw *world)
{
	unsigned int cpu;

	for (cpu = 0; cpu < world->options.cpus; cpu++)
		model_rd_run(world->model, cpu);
}

static void after(struct rdw *world, unsigned int cpu)
{
	rdw_check(world, cpu);
	if (!world->options.manual)
		rdw_run(world);
}

enum itsg_status rdw_write_once(struct rdw *world, unsigned int cpu, uint32_t offset, uint32_t size,
				uint64_t value)
{
	enum itsg_status status = itsg_rd_mmio_write(&world->rd[cpu], offset, size, value);

	after(world, cpu);
	return status;
}

enum itsg_status rdw_write(struct rdw *world, unsigned int cpu, uint32_t offset, uint32_t size,
			   uint64_t value)
{
	enum itsg_status status;
	unsigned int i = 0;

	do {
		status = rdw_write_once(world, cpu, offset, size, value);
	} while (status == ITSG_AGAIN && ++i < PATIENCE);
	return status;
}

enum itsg_status rdw_read_status(struct rdw *world, unsigned int cpu, uint32_t offset,
				 uint32_t size, uint64_t *value)
{
	enum itsg_status status = itsg_rd_mmio_read(&world->rd[cpu], offset, size, value);

	after(world, cpu);
	return status;
}

uint64_t rdw_read(struct rdw *world, unsigned int cpu, uint32_t offset, uint32_t size)
{
	uint64_t value = 0;

	ck_assert_int_eq(rdw_read_status(world, cpu, offset, size, &value), ITSG_OK);
	return value;
}

enum itsg_status rdw_poll(struct rdw *world, unsigned int cpu)
{
	enum itsg_status status = itsg_rd_poll(&world->rd[cpu]);

	after(world, cpu);
	return status;
}

void rdw_tables(struct rdw *world, unsigned int cpu, uint64_t propbaser, uint64_t pendbaser)
{
	rdw_write(world, cpu, RDW_PROPBASER, 8, propbaser);
	rdw_write(world, cpu, RDW_PENDBASER, 8, pendbaser);
}

enum itsg_status rdw_enable(struct rdw *world, unsigned int cpu)
{
	return rdw_write(world, cpu, RDW_CTLR, 4, 1);
}

void rdw_make_pending(struct rdw *world, unsigned int cpu)
{
	rdw_write(world, cpu, RDW_SETLPIR, 8, RDW_LPI);
	model_lpi_forget(world->model);
}

bool rdw_is_pending(struct rdw *world, unsigned int cpu)
{
	return model_lpi_take(world->model, RDW_LPI, cpu);
}

void rdw_expect_off(struct rdw *world, unsigned int cpu, enum itsg_reason reason)
{
	rdw_expect_refused(world, reason);
	ck_assert_uint_eq(rdw_read(world, cpu, RDW_CTLR, 4), 0);
	ck_assert(!model_rd_enabled(world->model, cpu));
}

void rdw_boot(struct rdw *world, unsigned int cpu)
{
	rdw_tables(world, cpu, RDW_PROPERTY_WORD, RDW_PENDING_WORD + cpu * 0x10000);
	ck_assert_int_eq(rdw_enable(world, cpu), ITSG_OK);
	ck_assert(model_rd_enabled(world->model, cpu));
}

void rdw_disable(struct rdw *world, unsigned int cpu)
{
	unsigned int i;

	rdw_write(world, cpu, RDW_CTLR, 4, 0);
	for (i = 0; i < PATIENCE && rdw_read(world, cpu, RDW_CTLR, 4) & RDW_RWP; i++)
		;
	ck_assert(!model_rd_enabled(world->model, cpu));
}

void rdw_expect_refused(struct rdw *world, enum itsg_reason reason)
{
	ck_assert_msg(world->refusals == 1, "%u refusals", world->refusals);
	ck_assert_msg(world->refusal.reason == reason, "%s",
		      itsg_reason_name(world->refusal.reason));
	world->refusals = 0;
}

struct itsg_rd_counters rdw_counters(struct rdw *world, unsigned int cpu)
{
	struct itsg_rd_counters counters;

	itsg_rd_counters_get(&world->rd[cpu], &counters);
	return counters;
}

static void close_one(struct rdw *world, unsigned int cpu)
{
	enum itsg_status status;
	unsigned int i = 0;

	do {
		rdw_run(world);
		status = itsg_rd_teardown(&world->rd[cpu]);
		rdw_check(world, cpu);
	} while ((status == ITSG_AGAIN || status == ITSG_LEDGER) && ++i < PATIENCE);
	ck_assert(status == ITSG_OK || status == ITSG_NOT_READY);
}

void rdw_close_keeping_model(struct rdw *world)
{
	const struct model_violation *violation = model_violation(world->model);
	unsigned int cpu;

	for (cpu = 0; cpu < world->options.cpus; cpu++)
		close_one(world, cpu);
	ck_assert_uint_eq(rdw_claimed(world), 0);
	while (itsg_domain_teardown(&world->domain) == ITSG_AGAIN)
		;
	model_check_returned(world->model);
	ck_assert_msg(violation->property == MODEL_NONE, "P%d: %s", (int)violation->property,
		      violation->text);
}

void rdw_close(struct rdw *world)
{
	rdw_close_keeping_model(world);
	rdw_destroy(world);
}

void rdw_destroy(struct rdw *world)
{
	model_destroy(world->model);
}
