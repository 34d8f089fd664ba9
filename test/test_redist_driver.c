// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The Linux-like driver over an ITS and redistributors, all of them mediated, on many kinds of
 * hardware. Nothing may be refused, no property may be broken, and at the end everything comes back
 * (P6, P9).
 */
#include <string.h>

#include "model/linux/linux.h"
#include "rig/rig.h"
#include "suites.h"

#define OPERATIONS 300
#define CPUS	   4
#define SEEDS	   2
#define MEMORY	   0x40000000u
#define WINDOW	   0x01000000u

struct machine {
	const char *name;
	uint32_t budget; /* 0: 64 */
	uint32_t page;	 /* 0: 4096 */
	uint32_t lpi_bits;
	uint64_t typer, rd_typer;
	bool non_coherent, kexec, same_memory, power, slow;
};

static const struct machine machines[] = {
	{.name = "QEMU's virt"},
	{.name = "budget of one", .budget = 1},
	{.name = "64 KiB pages", .page = 65536, .kexec = true},
	{.name = "20 bits of INTID", .lpi_bits = 20},
	{.name = "non-coherent", .non_coherent = true, .kexec = true},
	{.name = "virtual LPIs in the hardware", .typer = 0x3f0001efb3, .rd_typer = 0x50000c7},
	{.name = "direct LPIs, addresses", .typer = 0x1f0009efb1, .rd_typer = 0x1000029},
	{.name = "second kernel", .kexec = true, .budget = 3},
	{.name = "second kernel in the first one's memory", .kexec = true, .same_memory = true},
	{.name = "redistributors lose power", .power = true, .budget = 5},
	{.name = "hardware that takes its time", .slow = true, .kexec = true, .power = true},
};

static const struct machine *machine;
static struct rig *rig;
static struct linux_its driver;
static uint32_t dice;

static bool did(const struct step *step)
{
	enum rig_result result = rig_step(rig, step);

	ck_assert_msg(result == RIG_OK, "%s: %s", machine->name, rig_text(rig));
	return !rig_last_abort(rig);
}

static void hardware_moves(void)
{
	if (machine->slow)
		did(&(struct step){.kind = STEP_HARDWARE, .count = 1, .op = {dice >> 16 & 7}});
	dice = dice * 1103515245u + 12345u;
}

static bool bus_read(void *arg, uint32_t offset, unsigned int size, uint64_t *value)
{
	bool done = did(&(struct step){.kind = STEP_READ, .count = 2, .op = {offset, size}});

	(void)arg;
	*value = rig_last_value(rig);
	return done;
}

static bool bus_write(void *arg, uint32_t offset, unsigned int size, uint64_t value)
{
	(void)arg;
	return did(&(struct step){.kind = STEP_WRITE, .count = 3, .op = {offset, size, value}});
}

static bool bus_store(void *arg, uint64_t pa, uint64_t value)
{
	(void)arg;
	return model_host_store(rig_model(rig), pa, value);
}

static void bus_relax(void *arg)
{
	(void)arg;
	hardware_moves();
}

static bool rd_read(void *arg, uint32_t cpu, uint32_t offset, unsigned int size, uint64_t *value)
{
	bool done = did(
		&(struct step){.kind = STEP_REDIST_READ, .count = 3, .op = {cpu, offset, size}});

	(void)arg;
	*value = rig_last_value(rig);
	return done;
}

/* Where the hardware works only when told, the rig leaves it to us to repeat the instruction. */
static bool rd_write(void *arg, uint32_t cpu, uint32_t offset, unsigned int size, uint64_t value)
{
	const struct step step = {
		.kind = STEP_REDIST, .count = 4, .op = {cpu, offset, size, value}};
	unsigned int again = offset == 0 && value & 1 && machine->slow ? 40 : 1;
	bool done = true;

	(void)arg;
	while (again--)
		done = did(&step) && done;
	return done;
}

static const struct linux_rd_bus rd_bus = {NULL, rd_read, rd_write};

static void start(uint32_t seed)
{
	const struct linux_bus bus = {NULL, bus_read, bus_write, bus_store, bus_relax};
	static struct trace_config config;
	struct linux_config linux_config = {
		.cpus = CPUS, .mem = MEMORY, .mem_size = WINDOW, .rd = &rd_bus};
	unsigned int n;

	trace_config_default(&config);
	config.redist = true;
	config.cpus = CPUS;
	config.pool = 64u << 20;
	config.automatic = !machine->slow;
	config.coherent = !machine->non_coherent;
	config.page = machine->page ? machine->page : config.page;
	config.lpi_bits = machine->lpi_bits ? machine->lpi_bits : config.lpi_bits;
	config.rd_typer = machine->rd_typer ? machine->rd_typer : config.rd_typer;
	config.its[0].typer = machine->typer ? machine->typer : config.its[0].typer;
	config.its[0].budget = machine->budget ? machine->budget : config.its[0].budget;
	for (n = 0; n < CPUS; n++)
		linux_config.cpu[n] = (struct linux_cpu){n, config.rd[n]};
	linux_config.mem_zero = true;
	rig = rig_create();
	ck_assert_ptr_nonnull(rig);
	ck_assert_msg(rig_begin(rig, &config, 0) == RIG_OK, "%s", rig_text(rig));
	dice = seed;
	linux_init(&driver, &linux_config, &bus);
}

static void must(bool good)
{
	ck_assert_msg(good && !driver.failed, "%s: %s", machine->name, driver.reason);
}

static void lose_power(void)
{
	unsigned int cpu;

	for (cpu = 1; cpu < CPUS; cpu++) {
		did(&(struct step){.kind = STEP_REDIST_POWERLOST, .count = 1, .op = {cpu}});
		must(linux_cpu_up(&driver, cpu));
	}
}

static void second_kernel(void)
{
	struct linux_config config = driver.config;

	config.mem += machine->same_memory ? 0 : 2 * WINDOW;
	must(linux_kexec(&driver, &config));
}

/* LPIs are where the driver expects them: each one that is active and unmasked arrives. */
static void expect_interrupts(void)
{
	const struct linux_device *device;
	const struct linux_lpi *lpi;
	unsigned int i, event;

	for (i = 0; i < LINUX_DEVICES; i++) {
		device = &driver.devices[i];
		for (event = 0; device->used && event < device->lpis; event++) {
			lpi = linux_irq_find(&driver, device->id, event);
			if (!lpi->active)
				continue;
			model_lpi_forget(rig_model(rig));
			ck_assert(model_its_msi(rig_model(rig), 0, device->id, event));
			ck_assert_msg(model_lpi_take(rig_model(rig), device->lpi + event, lpi->cpu),
				      "%s: LPI %u", machine->name, device->lpi + event);
		}
	}
}

START_TEST(good_driver)
{
	uint32_t seed = (uint32_t)_i % SEEDS + 1;
	struct rig_complaint complaint;

	machine = &machines[_i / SEEDS];
	start(seed);
	must(linux_probe(&driver));
	must(linux_workload(&driver, seed, OPERATIONS));
	expect_interrupts();
	if (machine->power)
		lose_power();
	if (machine->kexec)
		second_kernel();
	must(linux_workload(&driver, seed + 100, OPERATIONS));
	expect_interrupts();
	ck_assert_int_eq(rig_settle(rig), RIG_OK);
	rig_first_refusal(rig, &complaint);
	ck_assert_msg(!complaint.line, "%s: %s", machine->name, complaint.text);
	ck_assert_msg(rig_finish(rig) == RIG_OK, "%s: %s", machine->name, rig_text(rig));
	rig_destroy(rig);
}
END_TEST

Suite *suite_redist_driver(void)
{
	Suite *suite = suite_create("redist_driver");
	TCase *tcase = tcase_create("driver");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, good_driver, 0,
			    (int)(sizeof(machines) / sizeof(machines[0])) * SEEDS);
	suite_add_tcase(suite, tcase);
	return suite;
}
