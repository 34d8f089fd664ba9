// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The Linux-like driver over the library over the model, on many kinds of hardware. All that it
 * does is correct. So nothing may be refused, no property may be broken, and at the end everything
 * comes back (P6, P9).
 */
#include <string.h>

#include "model/linux/linux.h"
#include "suites.h"
#include "world.h"

#define OPERATIONS 400
#define SEEDS	   3

struct machine {
	const char *name;
	struct world_options world;
	struct linux_config driver;
	unsigned int pace; /* most commands executed between two polls; 0: all at once */
	bool kexec, power;
};

static const struct machine machines[] = {
	{.name = "QEMU's virt"},
	{.name = "slow hardware", .pace = 2},
	{.name = "ITTs in slab pages", .driver = {.slab = true}, .pace = 50},
	{.name = "suspend", .driver = {.suspend = true}, .pace = 5},
	{.name = "budget of one", .world = {.budget = 1}, .pace = 2},
	{.name = "second kernel", .kexec = true, .pace = 4},
	{.name = "4K pages, flat tables",
	 .world = {.baser_pages = 1,
		   .baser_sticky = 0xbfffffffffffffff,
		   .device_baser = 0x0107000000000000,
		   .collection_baser = 0x0407000000000000}},
	{.name = "16K pages",
	 .world = {.baser_pages = 2,
		   .device_baser = 0x0107000000000100,
		   .collection_baser = 0x0407000000000100}},
	{.name = "non-shareable, non-coherent",
	 .world = {.baser_sticky = 0xfffffffffffff3ff,
		   .cbaser_sticky = 0xb8effffffffff0ff,
		   .non_coherent = true},
	 .pace = 2},
	{.name = "physical redistributor addresses",
	 .world = {.typer = 0x0000001f0009efb1},
	 .kexec = true},
	{.name = "collections in the hardware",
	 .world = {.typer = 0x000000000401efb1, .no_collection_table = true},
	 .driver = {.suspend = true},
	 .power = true,
	 .pace = 3},
	{.name = "power lost in sleep", .power = true, .pace = 9},
	{.name = "GICv4 hardware",
	 .world = {.typer = 0x0000003f0001efb3},
	 .kexec = true,
	 .pace = 3},
	{.name = "4 KiB shadow ring", .world = {.ring = 4096}, .pace = 1},
	{.name = "64 KiB pages",
	 .world = {.page_size = 65536},
	 .driver = {.slab = true},
	 .kexec = true},
	{.name = "8-byte ITT entries", .world = {.typer = 0x0000001f0001ef71}, .pace = 3},
	{.name = "cached entries dropped (INV)",
	 .world = {.typer = 0x0000401f0001efb1},
	 .kexec = true},
};

static struct world world;
static struct linux_its driver;
static const struct machine *machine;
static uint32_t dice;

static bool bus_read(void *arg, uint32_t offset, unsigned int size, uint64_t *value)
{
	(void)arg;
	return world_read_status(&world, offset, size, value) == ITSG_OK;
}

static bool bus_write(void *arg, uint32_t offset, unsigned int size, uint64_t value)
{
	(void)arg;
	return world_write(&world, offset, size, value) == ITSG_OK;
}

static bool bus_store(void *arg, uint64_t pa, uint64_t value)
{
	(void)arg;
	return model_host_store(world.model, pa, value);
}

static void bus_relax(void *arg)
{
	(void)arg;
	world.executed_count = 0;
	dice = dice * 1103515245u + 12345u;
	if (machine->pace)
		model_its_run(world.model, 0, (dice >> 16) % (machine->pace + 1));
}

static void start(unsigned int seed)
{
	const struct linux_bus bus = {NULL, bus_read, bus_write, bus_store, bus_relax};
	struct world_options options = machine->world;
	struct linux_config config = machine->driver;
	unsigned int n;

	options.manual = machine->pace;
	options.pool = 32u << 20;
	world_open(&world, &options);
	dice = seed;
	config.cpus = WORLD_RDS;
	for (n = 0; n < WORLD_RDS; n++)
		config.cpu[n] = (struct linux_cpu){n, world.rds[n].base};
	config.mem = 0x40000000;
	config.mem_size = 16u << 20;
	config.mem_zero = true;
	linux_init(&driver, &config, &bus);
}

static void must(bool good)
{
	ck_assert_msg(good && !driver.failed, "%s: %s", machine->name, driver.reason);
}

static void second_kernel(unsigned int seed)
{
	struct linux_config config = driver.config;

	config.cpu[0] = driver.config.cpu[3];
	config.cpu[3] = driver.config.cpu[0];
	config.mem += seed & 1 ? 32u << 20 : 0;
	must(linux_kexec(&driver, &config));
	must(linux_workload(&driver, seed + 100, OPERATIONS));
	ck_assert_uint_ge(world_counters(&world).purges, 1);
}

static void sleep_without_power(unsigned int seed)
{
	must(linux_suspend(&driver));
	model_its_power_lost(world.model, 0);
	itsg_power_lost(&world.its);
	must(linux_resume(&driver));
	must(linux_workload(&driver, seed + 200, OPERATIONS));
}

START_TEST(good_workload)
{
	unsigned int seed = (unsigned int)_i % SEEDS + 1;
	struct itsg_event event;

	machine = &machines[_i / SEEDS];
	start(seed);
	must(linux_probe(&driver));
	must(linux_workload(&driver, seed, OPERATIONS));
	if (machine->power)
		sleep_without_power(seed);
	if (machine->kexec)
		second_kernel(seed);
	if (seed & 1)
		must(linux_device_remove_all(&driver));
	world.executed_count = 0;
	ck_assert_msg(!itsg_event_take(&world.its, &event), "%s: refused: %s", machine->name,
		      itsg_reason_name(event.reason));
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	ck_assert_uint_eq(world_counters(&world).attempts, 0);
	ck_assert_uint_ge(world_counters(&world).fetched, OPERATIONS);
	world_close(&world);
}
END_TEST

/* The oracle itself: with too few LPIs the same workload is refused, and the test sees that. */
START_TEST(bad_workload_is_seen)
{
	machine = &machines[0];
	start(1);
	world.its.limits.intids = 8200;
	must(linux_probe(&driver));
	(void)linux_workload(&driver, 1, OPERATIONS);
	ck_assert_uint_gt(world_counters(&world).reasons[ITSG_REASON_INTID_RANGE], 0);
	world_close(&world);
}
END_TEST

Suite *suite_driver(void)
{
	Suite *suite = suite_create("driver");
	TCase *tcase = tcase_create("workload");
	int count = (int)(sizeof(machines) / sizeof(machines[0]));

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, good_workload, 0, count * SEEDS);
	tcase_add_test(tcase, bad_workload_is_seen);
	suite_add_tcase(suite, tcase);
	return suite;
}
