// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "fault_machine.h"

#include <string.h>

#define QUIET_BOUND 100000u
#define RD_BASE(n)  (0x080a0000u + 0x04000000u + (n)*0x20000u)

static void fill_defaults(struct machine_options *options)
{
	if (!options->its)
		options->its = 1;
	if (!options->typer)
		options->typer = 0x0000001f0001efb1;
	if (!options->page_size)
		options->page_size = 4096;
	if (!options->pool)
		options->pool = 4u << 20;
	if (!options->devices)
		options->devices = 65536;
}

static void fill_hardware(const struct machine_options *options, struct model_its_config *its,
			  unsigned int number)
{
	unsigned int n;

	its->base = MACHINE_BASE(number);
	its->typer = options->typer;
	its->iidr = 0x43b;
	its->pidr2 = 0x3b;
	its->baser_reset[0] = 0x0107000000000200;
	its->baser_reset[1] = options->no_collection_table ? 0 : 0x0407000000000200;
	for (n = 0; n < 8; n++) {
		its->baser_pages[n] = 7;
		its->baser_sticky[n] = options->non_coherent ? 0xfffffffffffff3ff : ~(uint64_t)0;
	}
	its->cbaser_sticky = options->non_coherent ? 0xb8effffffffff0ff : ~(uint64_t)0;
	its->processors = MACHINE_CPUS;
	for (n = 0; n < MACHINE_CPUS; n++)
		its->rd_base[n] = RD_BASE(n);
	its->lpi_end = 65536;
	its->vpe_bits = 16;
}

static void start_model(struct machine *machine)
{
	const struct machine_options *options = &machine->options;
	struct model_config config = {
		.page_size = options->page_size,
		.coherent = !options->non_coherent,
		.background = MODEL_HOST,
		.pool_pa = MACHINE_POOL,
		.pool_size = options->pool,
		.its_count = options->its,
	};
	unsigned int n;

	for (n = 0; n < options->its; n++)
		fill_hardware(options, &config.its[n], n);
	if (machine->model)
		model_reset(machine->model, &config);
	else
		machine->model = model_create(&config);
	ck_assert_ptr_nonnull(machine->model);
}

void machine_start(struct machine *machine, const struct machine_options *options)
{
	struct itsg_domain_config domain = {.pa_limit = (uint64_t)1 << 48};
	unsigned int n;

	machine->options = *options;
	fill_defaults(&machine->options);
	start_model(machine);
	memset(machine->its, 0, sizeof(machine->its));
	for (n = 0; n < MACHINE_CPUS; n++)
		machine->rds[n] = (struct itsg_redistributor){RD_BASE(n), n};
	domain.ctx = model_domain_ctx(machine->model);
	domain.page_size = machine->options.page_size;
	domain.budget = machine->options.budget;
	ck_assert_int_eq(itsg_domain_init(&machine->domain, &domain), ITSG_OK);
}

enum itsg_status machine_pool(struct machine *machine)
{
	return itsg_pool_add(&machine->domain, MACHINE_POOL, machine->options.pool, ITSG_POOL_HYP);
}

void machine_configure(struct machine *machine, unsigned int n, struct itsg_its_config *config)
{
	const struct machine_options *options = &machine->options;

	*config = (struct itsg_its_config){
		.ctx = model_its_ctx(machine->model, n),
		.id = n,
		.base = MACHINE_BASE(n),
		.budget = options->budget,
		.ring_bytes = options->ring,
		.devices = options->devices,
		.report = ~0u,
	};

	itsg_caps_read(config->ctx, &config->caps);
	config->caps.lpi_end = 65536;
	config->caps.never_on = true;
	config->caps.redistributors = machine->rds;
	config->caps.redistributor_count = MACHINE_CPUS;
	config->caps.non_coherent = options->non_coherent;
}

enum itsg_status machine_its(struct machine *machine, unsigned int n)
{
	struct itsg_its_config config;

	machine_configure(machine, n, &config);
	return itsg_its_init(&machine->its[n], &machine->domain, &config);
}

void machine_open(struct machine *machine, const struct machine_options *options)
{
	unsigned int n;

	machine_start(machine, options);
	ck_assert_int_eq(machine_pool(machine), ITSG_OK);
	for (n = 0; n < machine->options.its; n++)
		ck_assert_int_eq(machine_its(machine, n), ITSG_OK);
}

uint64_t machine_claimed(struct machine *machine)
{
	struct itsg_counters counters;
	uint64_t claimed = 0;
	unsigned int n;

	for (n = 0; n < machine->options.its; n++) {
		if (!machine->its[n].ready)
			continue; /* not set up */
		itsg_counters_get(&machine->its[n], &counters);
		claimed += counters.claimed_pages;
	}
	return claimed;
}

bool machine_settle(struct machine *machine, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < QUIET_BOUND; i++) {
		while (model_its_run(machine->model, n, 64))
			;
		if (itsg_poll(&machine->its[n]) != ITSG_AGAIN)
			return true;
	}
	return false;
}

void machine_expect_intact(const struct machine *machine)
{
	const struct model_violation *violation = model_violation(machine->model);

	ck_assert_msg(violation->property == MODEL_NONE, "P%d: %s", (int)violation->property,
		      violation->text);
}

static void close_its(struct machine *machine, unsigned int n)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int i;

	for (i = 0; i < QUIET_BOUND && status == ITSG_AGAIN; i++) {
		while (model_its_run(machine->model, n, 64))
			;
		status = itsg_its_teardown(&machine->its[n]);
	}
	/* A thread may have torn it down already. */
	ck_assert(status == ITSG_OK || status == ITSG_NOT_READY);
}

void machine_close(struct machine *machine)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int n;

	for (n = 0; n < machine->options.its; n++)
		close_its(machine, n);
	while (status == ITSG_AGAIN)
		status = itsg_domain_teardown(&machine->domain);
	ck_assert_int_eq(status, ITSG_OK);
	model_check_returned(machine->model);
	machine_expect_intact(machine);
}

void machine_free(struct machine *machine)
{
	model_destroy(machine->model);
	machine->model = NULL;
}

void machine_driver(const struct machine *machine, unsigned int n, struct linux_config *config)
{
	unsigned int cpu;

	config->cpus = MACHINE_CPUS;
	for (cpu = 0; cpu < MACHINE_CPUS; cpu++)
		config->cpu[cpu] = (struct linux_cpu){cpu, machine->rds[cpu].base};
	config->mem = MACHINE_MEMORY + n * MACHINE_WINDOW;
	config->mem_size = MACHINE_WINDOW;
	config->mem_zero = true;
	config->device_limit = machine->options.devices;
}
