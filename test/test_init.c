// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What set-up takes and refuses: each field at its limit and one beyond. */
#include <stdlib.h>

#include "fault_machine.h"
#include "life_fixture.h"
#include "rd_world.h"
#include "suites.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define LIMIT	     ((uint64_t)1 << 48)

static struct machine machine;
static struct rdw rdw;

/* ---- an ITS's configuration ---- */

enum its_field {
	BASE,
	INNER,
	OUTER,
	SHARE,
	RING,
	DEVICE_BITS,
	EVENT_BITS,
	LPI_END,
	RDS,
	RD_COUNT,
	PROCESSORS_EQUAL,
	PROCESSORS_FALL,
	BUS_END,
	ON_BEFORE,
};

static const struct its_case {
	enum its_field field;
	uint64_t value;
	enum itsg_status status;
} its_cases[] = {
	{BASE, MACHINE_BASE(0) + 0x1000, ITSG_INVALID},
	{BASE, MACHINE_BASE(0) + 0x8000, ITSG_INVALID},
	{BASE, LIMIT, ITSG_INVALID},
	{BASE, LIMIT + MACHINE_BASE(0), ITSG_INVALID},
	{INNER, 7, ITSG_OK},
	{INNER, 8, ITSG_INVALID},
	{OUTER, 7, ITSG_OK},
	{OUTER, 8, ITSG_INVALID},
	{SHARE, 2, ITSG_OK},
	{SHARE, 3, ITSG_INVALID},
	{RING, 2048, ITSG_INVALID},
	{RING, 4096, ITSG_OK},
	{RING, 4096 + 32, ITSG_INVALID},
	{RING, 12288, ITSG_INVALID},
	{RING, 1 << 20, ITSG_OK},
	{RING, 1 << 21, ITSG_INVALID},
	{DEVICE_BITS, 16, ITSG_OK}, /* of QEMU's 16 */
	{DEVICE_BITS, 17, ITSG_INVALID},
	{EVENT_BITS, 16, ITSG_OK},
	{EVENT_BITS, 17, ITSG_INVALID},
	{LPI_END, 8192, ITSG_INVALID},
	{LPI_END, 8193, ITSG_OK},
	{LPI_END, 0x1000000, ITSG_OK},
	{LPI_END, 0x1000001, ITSG_INVALID},
	{RDS, 0, ITSG_INVALID},
	{RD_COUNT, 0, ITSG_INVALID},
	{RD_COUNT, 1, ITSG_OK},
	{PROCESSORS_EQUAL, 0, ITSG_INVALID},
	{PROCESSORS_FALL, 0, ITSG_INVALID},
	{BUS_END, 0xf001000000, ITSG_OK}, /* where the pool of 16 MiB ends */
	{BUS_END, 0xf000ffffff, ITSG_UNSUPPORTED},
	{BUS_END, 0x100000000, ITSG_UNSUPPORTED},
	{BUS_END, 1, ITSG_UNSUPPORTED},
	{ON_BEFORE, 0x0000001f0001efb1, ITSG_INVALID}, /* INV = 0 */
	{ON_BEFORE, 0x0000401f0001efb1, ITSG_OK},      /* INV = 1 */
};

static void set_processors(const struct its_case *edit, struct itsg_its_config *config)
{
	static struct itsg_redistributor rds[2];

	rds[0] = (struct itsg_redistributor){0x1000, 1};
	rds[1] = (struct itsg_redistributor){0x2000, edit->field == PROCESSORS_EQUAL ? 1 : 0};
	config->caps.redistributors = rds;
	config->caps.redistributor_count = 2;
}

static void set_its(const struct its_case *edit, struct itsg_its_config *config)
{
	switch (edit->field) {
	case BASE: config->base = edit->value; break;
	case INNER: config->inner = (uint8_t)edit->value; break;
	case OUTER: config->outer = (uint8_t)edit->value; break;
	case SHARE: config->share = (uint8_t)edit->value; break;
	case RING: config->ring_bytes = (uint32_t)edit->value; break;
	case DEVICE_BITS: config->device_bits = (uint8_t)edit->value; break;
	case EVENT_BITS: config->event_bits = (uint8_t)edit->value; break;
	case LPI_END: config->caps.lpi_end = (itsg_intid)edit->value; break;
	case RDS: config->caps.redistributors = NULL; break;
	case RD_COUNT: config->caps.redistributor_count = (uint32_t)edit->value; break;
	case PROCESSORS_EQUAL:
	case PROCESSORS_FALL: set_processors(edit, config); break;
	case BUS_END: config->caps.address_limit = edit->value; break;
	case ON_BEFORE:
		config->caps.typer = edit->value;
		config->caps.never_on = false;
		break;
	}
}

/* A refused init has taken nothing: the pool's region goes back at once. */
START_TEST(bad_its_configurations)
{
	const struct its_case *edit = &its_cases[_i];
	const struct machine_options options = {.pool = 16u << 20};
	struct itsg_its_config config;
	enum itsg_status status;

	machine_start(&machine, &options);
	ck_assert_int_eq(machine_pool(&machine), ITSG_OK);
	machine_configure(&machine, 0, &config);
	set_its(edit, &config);
	status = itsg_its_init(&machine.its[0], &machine.domain, &config);
	ck_assert_int_eq(status, edit->status);
	if (status == ITSG_OK)
		machine_close(&machine);
	else
		ck_assert_int_eq(itsg_domain_teardown(&machine.domain), ITSG_OK);
	model_check_returned(machine.model);
	machine_expect_intact(&machine);
	machine_free(&machine);
}
END_TEST

/* With PTA an RDbase is an address, so the addresses must be sorted. */
START_TEST(bad_addresses_not_sorted)
{
	static const struct {
		struct itsg_redistributor rds[2];
		enum itsg_status status;
	} cases[] = {
		{{{0x8200000, 1}, {0x8200000, 2}}, ITSG_INVALID},
		{{{0x8200000, 1}, {0x81e0000, 2}}, ITSG_INVALID},
		{{{0x8200000, 1}, {0x8210000, 0}}, ITSG_OK},
	};
	const struct machine_options options = {.typer = 0x0000001f0009efb1};
	struct itsg_its_config config;
	size_t i;

	machine_start(&machine, &options);
	ck_assert_int_eq(machine_pool(&machine), ITSG_OK);
	machine_configure(&machine, 0, &config);
	config.caps.redistributor_count = 2;
	for (i = 0; i < COUNT(cases); i++) {
		config.caps.redistributors = cases[i].rds;
		ck_assert_int_eq(itsg_its_init(&machine.its[0], &machine.domain, &config),
				 cases[i].status);
	}
	machine_close(&machine);
	machine_free(&machine);
}
END_TEST

/* The smaller number is shown to the host, and commands are checked against it. */
START_TEST(good_fewer_bits_are_shown)
{
	const struct machine_options options = {0};
	struct itsg_its_config config;
	uint64_t typer = 0;

	machine_start(&machine, &options);
	ck_assert_int_eq(machine_pool(&machine), ITSG_OK);
	machine_configure(&machine, 0, &config);
	config.device_bits = 9;
	config.event_bits = 5;
	ck_assert_int_eq(itsg_its_init(&machine.its[0], &machine.domain, &config), ITSG_OK);
	ck_assert_int_eq(itsg_mmio_read(&machine.its[0], 8, 8, &typer), ITSG_OK);
	/* Devbits, ID_bits: 8 and 4; QEMU's are 15 and 15. */
	ck_assert_uint_eq(typer, 0x0000001f000104b1);
	machine_close(&machine);
	machine_free(&machine);
}
END_TEST

/* Also what comes later: a part that carries 40 bits gets no memory beyond them. */
START_TEST(bad_pool_beyond_the_bus)
{
	const struct machine_options options = {.pool = 16u << 20};
	struct itsg_its_config config;

	machine_start(&machine, &options);
	ck_assert_int_eq(machine_pool(&machine), ITSG_OK);
	machine_configure(&machine, 0, &config);
	config.caps.address_limit = (uint64_t)1 << 40;
	ck_assert_int_eq(itsg_its_init(&machine.its[0], &machine.domain, &config), ITSG_OK);
	ck_assert_int_eq(itsg_pool_add(&machine.domain, 0xffffff0000, 0x20000, ITSG_POOL_HOST),
			 ITSG_INVALID);
	ck_assert_int_eq(model_owner_of(machine.model, 0xffffff0000), MODEL_HOST);
	ck_assert_int_eq(itsg_pool_add(&machine.domain, 0xfffffe0000, 0x20000, ITSG_POOL_HOST),
			 ITSG_OK);
	machine_close(&machine);
	machine_free(&machine);
}
END_TEST

/* The domain has a bit for each LPI. The first ITS says how many there are. */
START_TEST(bad_more_lpis_than_the_first_its)
{
	static const struct {
		itsg_intid end;
		enum itsg_status status;
	} cases[] = {
		{8193, ITSG_OK},
		{9215, ITSG_OK},
		{9216, ITSG_OK},
		{9217, ITSG_UNSUPPORTED},
		{0x1000000, ITSG_UNSUPPORTED},
	};
	const struct machine_options options = {.its = 2, .pool = 2560u << 10, .devices = 256};
	struct itsg_its_config config;
	uint64_t free_bytes;

	machine_start(&machine, &options);
	ck_assert_int_eq(machine_pool(&machine), ITSG_OK);
	machine_configure(&machine, 0, &config);
	config.caps.lpi_end = 0x1000000; /* two megabytes of bits */
	ck_assert_int_eq(itsg_its_init(&machine.its[0], &machine.domain, &config), ITSG_NO_MEMORY);
	config.caps.lpi_end = 9216;
	ck_assert_int_eq(itsg_its_init(&machine.its[0], &machine.domain, &config), ITSG_OK);
	free_bytes = itsg_pool_free_bytes(&machine.domain);
	machine_configure(&machine, 1, &config);
	config.caps.lpi_end = cases[_i].end;
	ck_assert_int_eq(itsg_its_init(&machine.its[1], &machine.domain, &config),
			 cases[_i].status);
	if (cases[_i].status != ITSG_OK)
		ck_assert_uint_eq(itsg_pool_free_bytes(&machine.domain), free_bytes);
	machine_close(&machine);
	machine_free(&machine);
}
END_TEST

/* ---- a domain's ---- */

START_TEST(bad_domain_configurations)
{
	static const struct {
		uint64_t page, limit;
		enum itsg_status status;
	} cases[] = {
		{4096, LIMIT, ITSG_OK},
		{16384, LIMIT, ITSG_OK},
		{65536, LIMIT, ITSG_OK},
		{0, LIMIT, ITSG_INVALID},
		{8192, LIMIT, ITSG_INVALID},
		{4096 * 4096, LIMIT, ITSG_INVALID},
		{4096, 0, ITSG_INVALID},
		{4096, 1, ITSG_OK},
		{4096, (uint64_t)1 << 52, ITSG_OK},
		{4096, ((uint64_t)1 << 52) + 1, ITSG_INVALID},
	};
	struct itsg_domain_config config = {0};
	struct itsg_domain domain;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		config.page_size = cases[i].page;
		config.pa_limit = cases[i].limit;
		ck_assert_int_eq(itsg_domain_init(&domain, &config), cases[i].status);
		if (cases[i].status == ITSG_OK)
			ck_assert_uint_eq(domain.config.budget, ITSG_BUDGET_DEFAULT);
	}
	config = (struct itsg_domain_config){.page_size = 4096, .pa_limit = LIMIT, .budget = 1};
	ck_assert_int_eq(itsg_domain_init(&domain, &config), ITSG_OK);
	ck_assert_uint_eq(domain.config.budget, 1);
}
END_TEST

/* ---- a redistributor's ---- */

enum rd_field { RD_BASE, RD_INNER, RD_OUTER, RD_SHARE, RD_END, RD_BITS };

static const struct rd_case {
	enum rd_field field;
	uint64_t value;
	enum itsg_status status;
} rd_cases[] = {
	{RD_BASE, RDW_BASE(0) + 0x1000, ITSG_INVALID},
	{RD_BASE, RDW_BASE(0) + 0x8000, ITSG_INVALID},
	{RD_BASE, LIMIT, ITSG_INVALID},
	{RD_INNER, 7, ITSG_OK},
	{RD_INNER, 8, ITSG_INVALID},
	{RD_OUTER, 7, ITSG_OK},
	{RD_OUTER, 8, ITSG_INVALID},
	{RD_SHARE, 2, ITSG_OK},
	{RD_SHARE, 3, ITSG_INVALID},
	{RD_END, 8192, ITSG_INVALID},
	{RD_END, 8193, ITSG_OK},
	{RD_END, (1 << 24) + 1, ITSG_INVALID},
	{RD_BITS, 13, ITSG_INVALID},
	{RD_BITS, 14, ITSG_OK},
	{RD_BITS, 16, ITSG_OK},
	{RD_BITS, 17, ITSG_INVALID}, /* of 65536 INTIDs */
};

static void set_rd(const struct rd_case *edit, struct itsg_rd_config *config)
{
	switch (edit->field) {
	case RD_BASE: config->base = edit->value; break;
	case RD_INNER: config->inner = (uint8_t)edit->value; break;
	case RD_OUTER: config->outer = (uint8_t)edit->value; break;
	case RD_SHARE: config->share = (uint8_t)edit->value; break;
	case RD_END: config->caps.lpi_end = (itsg_intid)edit->value; break;
	case RD_BITS: config->id_bits = (uint8_t)edit->value; break;
	}
}

START_TEST(bad_rd_configurations)
{
	const struct rd_case *edit = &rd_cases[_i];
	struct itsg_rd_config config;

	rdw_start(&rdw, NULL);
	config = rdw_config(&rdw, 0);
	set_rd(edit, &config);
	ck_assert_int_eq(itsg_rd_init(&rdw.rd[0], &rdw.domain, &config), edit->status);
	rdw_close(&rdw);
}
END_TEST

/* ---- names ---- */

START_TEST(good_names_have_an_end)
{
	unsigned int count = 1;

	ck_assert_str_eq(itsg_reason_name(ITSG_REASON_NONE), "NONE");
	ck_assert_str_ne(itsg_reason_name((enum itsg_reason)(ITSG_REASONS - 1)), "?");
	ck_assert_str_eq(itsg_reason_name(ITSG_REASONS), "?");
	ck_assert_str_ne(itsg_reason_text((enum itsg_reason)(ITSG_REASONS - 1)), "?");
	ck_assert_str_eq(itsg_reason_text(ITSG_REASONS), "?");
	ck_assert_str_eq(itsg_verdict_name(ITSG_REFUSE), "refuse");
	ck_assert_str_eq(itsg_verdict_name(ITSG_VERDICTS), "?");
	ck_assert_str_eq(itsg_purpose_name(ITSG_FOR_PROPERTY_TABLE), "LPI property table");
	ck_assert_str_eq(itsg_purpose_name(ITSG_PURPOSES), "?");
	ck_assert_str_eq(itsg_command_name(ITSG_CMD_NONE), "unknown");
	ck_assert_str_eq(itsg_command_name(ITSG_COMMAND_KINDS), "?");
	ck_assert_ptr_null(itsg_command_fields(ITSG_COMMAND_KINDS, &count));
	ck_assert_uint_eq(count, 0);
}
END_TEST

Suite *suite_init(void)
{
	Suite *suite = suite_create("init");
	TCase *set_up = tcase_create("set up"), *names = tcase_create("names");

	tcase_add_loop_test(set_up, bad_its_configurations, 0, COUNT(its_cases));
	tcase_add_test(set_up, bad_addresses_not_sorted);
	tcase_add_test(set_up, good_fewer_bits_are_shown);
	tcase_add_test(set_up, bad_pool_beyond_the_bus);
	tcase_add_loop_test(set_up, bad_more_lpis_than_the_first_its, 0, 5);
	tcase_add_test(set_up, bad_domain_configurations);
	tcase_add_loop_test(set_up, bad_rd_configurations, 0, COUNT(rd_cases));
	suite_add_tcase(suite, set_up);
	tcase_add_test(names, good_names_have_an_end);
	suite_add_tcase(suite, names);
	return suite;
}
