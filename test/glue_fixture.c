// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "glue_fixture.h"

#include <string.h>

#define CALLS 100000u

void glue_open(struct glue *glue, unsigned int itss)
{
	const struct machine_options options = {.its = itss, .budget = 64};
	unsigned int n;

	memset(&glue->regions, 0, sizeof(glue->regions));
	memset(glue->memory, 0, sizeof(glue->memory));
	memset(glue->registers, 0, sizeof(glue->registers));
	machine_start(&glue->machine, &options);
	ck_assert_int_eq(machine_pool(&glue->machine), ITSG_OK);
	ck_assert_int_eq(hypglue_regions_init(&glue->regions, glue->memory, GLUE_REGIONS, 4096,
					      (uint64_t)1 << 48),
			 ITSG_OK);
	for (n = itss; n-- > 0;) {
		const struct hypglue_region region = {
			.base = MACHINE_BASE(n),
			.size = 0x20000,
			.kind = HYPGLUE_ITS,
			.of.its = &glue->machine.its[n],
			.domain = &glue->machine.domain,
			.config = &glue->config[n],
		};

		machine_configure(&glue->machine, n, &glue->config[n]);
		ck_assert_int_eq(hypglue_regions_add(&glue->regions, &region), ITSG_OK);
	}
	glue->host = (struct hypglue_host){
		.regions = &glue->regions, .domain = &glue->machine.domain, .may_tear_down = true};
}

void glue_start(struct glue *glue, unsigned int itss)
{
	glue_open(glue, itss);
	ck_assert_int_eq(hypglue_regions_start(&glue->regions, 0, itss, NULL), ITSG_OK);
}

void glue_add_blocked(struct glue *glue)
{
	const struct hypglue_region region = {
		.base = GLUE_BLOCKED,
		.size = 0x10000,
		.kind = HYPGLUE_BLOCKED,
		.ctx = model_its_ctx(glue->machine.model, 0),
	};

	model_own(glue->machine.model, GLUE_BLOCKED, 0x10000, MODEL_MMIO);
	ck_assert_int_eq(hypglue_regions_add(&glue->regions, &region), ITSG_OK);
}

static void stop(struct glue *glue, struct hypglue_region *region)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int n, i;

	for (n = 0; n < CALLS && status == ITSG_AGAIN; n++) {
		for (i = 0; i < glue->machine.options.its; i++)
			model_its_run(glue->machine.model, i, 64);
		status = hypglue_region_stop(region);
	}
	ck_assert_int_eq(status, ITSG_OK);
}

void glue_close(struct glue *glue)
{
	enum itsg_status status;
	uint32_t i;

	for (i = 0; i < glue->regions.count; i++)
		if (!hypglue_region_is_hosts(&glue->regions.region[i]))
			stop(glue, &glue->regions.region[i]);
	do
		status = itsg_domain_teardown(&glue->machine.domain);
	while (status == ITSG_AGAIN);
	ck_assert_int_eq(status, ITSG_OK);
	model_check_returned(glue->machine.model);
	machine_expect_intact(&glue->machine);
	glue_free(glue);
}

void glue_free(struct glue *glue)
{
	machine_free(&glue->machine);
}

enum hypglue_action glue_trap(struct glue *glue, uint64_t esr, uint64_t pa)
{
	const struct hypglue_fault fault = {.esr = esr,
					    .hpfar = pa >> 12 << 4,
					    .far = 0xffff800010000000 | (pa & 0xfff),
					    .spsr = 5};

	return hypglue_data_abort(&glue->regions, &fault, glue->registers, &glue->left);
}

int64_t glue_call(struct glue *glue, uint64_t registers[18], uint32_t function, uint64_t x1,
		  uint64_t x2)
{
	registers[0] = function;
	registers[1] = x1;
	registers[2] = x2;
	ck_assert(hypglue_host_call(&glue->host, registers));
	return (int64_t)registers[0];
}
