/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "linux_fixture.h"

#include <inttypes.h>
#include <string.h>

struct fake_its fake_hw;
struct linux_its driver;
struct linux_config driver_config;

static void setup(void)
{
	fake_reset(&fake_hw);
	memset(&driver_config, 0, sizeof(driver_config));
	driver_config.cpus = 4;
	for (uint32_t cpu = 0; cpu < 4; cpu++)
		driver_config.cpu[cpu] = (struct linux_cpu){cpu, 0x2f100000 + 0x20000 * cpu};
	driver_config.mem = 0x42000000;
	driver_config.mem_size = FAKE_WINDOW;
	driver_config.mem_zero = true;
	driver_config.polls = 1000;
}

void driver_start(void)
{
	struct linux_bus bus = fake_bus(&fake_hw);

	linux_init(&driver, &driver_config, &bus);
}

void driver_check(void)
{
	ck_assert_msg(!driver.failed, "driver: %s", driver.reason);
	ck_assert_msg(fake_hw.wrong[0] == '\0', "fake: %s", fake_hw.wrong);
}

void driver_probe(void)
{
	driver_start();
	ck_assert_msg(linux_probe(&driver), "%s", driver.reason);
	driver_check();
}

void driver_run(uint32_t cpus)
{
	driver_probe();
	for (uint32_t cpu = 0; cpu < cpus; cpu++)
		ck_assert(linux_cpu_up(&driver, cpu));
	fake_forget(&fake_hw);
}

void driver_expect_accesses(const struct fake_access *want, size_t count)
{
	for (size_t i = 0; i < count && i < fake_hw.access_count; i++) {
		const struct fake_access *got = &fake_hw.accesses[i];

		ck_assert_msg(got->kind == want[i].kind && got->offset == want[i].offset &&
				      got->size == want[i].size && got->value == want[i].value,
			      "access %zu is %c %x %u %" PRIx64 " instead of %c %x %u %" PRIx64, i,
			      got->kind, got->offset, got->size, got->value, want[i].kind,
			      want[i].offset, want[i].size, want[i].value);
	}
	ck_assert_uint_eq(fake_hw.access_count, count);
}

void driver_expect_commands(const uint64_t (*want)[4], size_t count)
{
	for (size_t i = 0; i < count && i < fake_hw.command_count; i++) {
		for (size_t j = 0; j < 4; j++)
			ck_assert_msg(fake_hw.commands[i][j] == want[i][j],
				      "command %zu, word %zu: %" PRIx64, i, j,
				      fake_hw.commands[i][j]);
	}
	ck_assert_uint_eq(fake_hw.command_count, count);
}

TCase *linux_group(Suite *suite, const char *name, const TTest *const *tests)
{
	TCase *tcase = tcase_create(name);

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_set_timeout(tcase, 60);
	for (; *tests; tests++)
		tcase_add_test(tcase, *tests);
	suite_add_tcase(suite, tcase);
	return tcase;
}
