// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A driver that does everything right, on hardware of many kinds and at any pace. The input says
 * what the driver does, and on what hardware.
 *
 * Findings are: a refusal, an attempt, a time-out, a command that does not reach the hardware, an
 * interrupt at the wrong place, any broken property. The input of a finding is run a second time
 * and written in the text form, for itsguard replay --clean.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "model/linux/linux.h"
#include "rig/rig.h"
#include "trace/binary.h"
#include "worst.h"

#define OPERATIONS 256
#define POLLS	   50000 /* reads of one register; the slowest hardware here needs far fewer */
#define MEM	   0x40000000ULL
#define MEM_SIZE   (16ULL << 20)
#define IDS	   256 /* devices that the library allows; the driver uses fewer */
#define EVENTS	   64

#define TYPER		0x1f0001efb1ULL
#define TYPER_PTA	(1ULL << 19)
#define TYPER_HCC	(4ULL << 24)
#define TYPER_CID	0x1f00000000ULL
#define TYPER_V4	0x2000000002ULL /* Virtual, VMOVP */
#define TYPER_INV	(1ULL << 46)
#define TYPER_ITE	0xf0ULL
#define BASER_INDIRECT	(1ULL << 62)
#define BASER_SHAREABLE 0xc00ULL

static struct rig *rig;
static struct linux_its driver;
static struct trace_config config;
static const uint8_t *input;
static size_t input_size;
static uint32_t pace, dice;
static FILE *log_file; /* open in the second run only */
static char finding[400];

static unsigned int take(void)
{
	if (!input_size)
		return 0;
	input_size--;
	return *input++;
}

__attribute__((format(printf, 1, 2))) static void found(const char *format, ...)
{
	va_list args;

	if (finding[0])
		return;
	va_start(args, format);
	vsnprintf(finding, sizeof(finding), format, args);
	va_end(args);
}

/* ---- The machine, through the rig ---- */

static void log_step(const struct step *step)
{
	char line[TRACE_LINE_MAX];

	if (!log_file)
		return;
	trace_print_step(step, line);
	fprintf(log_file, "%s\n", line);
}

static void step(struct step step)
{
	enum rig_result result;

	step.line = 1;
	if (!step.inserted)
		log_step(&step);
	result = rig_step(rig, &step);
	if (result == RIG_UNUSABLE && step.inserted)
		return; /* no more I lines can wait */
	if (step.inserted)
		log_step(&step);
	if (result == RIG_BROKEN)
		found("broken P%d: %s", (int)rig_broken(rig), rig_text(rig));
	else if (result != RIG_OK)
		found("%s", rig_text(rig));
}

static void simple(enum step_kind kind, unsigned int count, uint64_t a, uint64_t b, uint64_t c)
{
	step((struct step){.kind = (uint8_t)kind, .count = (uint8_t)count, .op = {a, b, c}});
}

static bool bus_read(void *arg, uint32_t offset, unsigned int size, uint64_t *value)
{
	(void)arg;
	simple(STEP_READ, 2, offset, size, 0);
	*value = rig_last_value(rig);
	return !rig_last_abort(rig) && !finding[0];
}

static bool bus_write(void *arg, uint32_t offset, unsigned int size, uint64_t value)
{
	(void)arg;
	simple(STEP_WRITE, 3, offset, size, value);
	return !rig_last_abort(rig) && !finding[0];
}

static bool bus_store(void *arg, uint64_t pa, uint64_t value)
{
	(void)arg;
	simple(STEP_MEMORY, 2, pa, value, 0);
	return model_peek(rig_model(rig), pa) == value;
}

/* The hardware is slow: it executes at most pace + 1 commands between two reads of the driver. */
static void bus_relax(void *arg)
{
	(void)arg;
	if (config.automatic)
		return;
	dice = dice * 1103515245U + 12345U;
	simple(STEP_HARDWARE, 1, (dice >> 16) % (pace + 2), 0, 0);
}

static bool rd_read(void *arg, uint32_t cpu, uint32_t offset, unsigned int size, uint64_t *value)
{
	(void)arg;
	simple(STEP_REDIST_READ, 3, cpu, offset, size);
	*value = rig_last_value(rig);
	return !rig_last_abort(rig) && !finding[0];
}

/*
 * If the hardware does not run by itself, this function must repeat an instruction that is not
 * complete.
 */
static bool rd_write(void *arg, uint32_t cpu, uint32_t offset, unsigned int size, uint64_t value)
{
	unsigned int times = config.automatic || offset ? 1 : 40 / config.its[0].budget + 1;

	(void)arg;
	while (times--)
		step((struct step){
			.kind = STEP_REDIST, .count = 4, .op = {cpu, offset, size, value}});
	return !rig_last_abort(rig) && !finding[0];
}

static const struct linux_rd_bus rd_bus = {NULL, rd_read, rd_write};

/* ---- What hardware it is ---- */

static void collections(unsigned int kind, struct trace_its_config *its)
{
	if (kind == 1) { /* in the hardware only */
		its->typer = (its->typer & ~TYPER_CID) | TYPER_HCC;
		its->baser_reset[1] = 0;
	} else if (kind == 2) { /* in the hardware or in memory, as software likes */
		its->typer |= TYPER_HCC;
	}
}

static void page_sizes(unsigned int sizes, struct trace_its_config *its)
{
	uint64_t smallest = sizes & 1 ? 0 : sizes & 2 ? 0x100 : 0x200;
	unsigned int n;

	for (n = 0; n < 8; n++) {
		its->baser_pages[n] = (uint8_t)sizes;
		if (its->baser_reset[n])
			its->baser_reset[n] = (its->baser_reset[n] & ~0x300ULL) | smallest;
	}
}

static void attributes(unsigned int kind, struct trace_its_config *its)
{
	unsigned int n;

	for (n = 0; n < 8; n++) {
		if (kind & 1)
			its->baser_sticky[n] &= ~BASER_INDIRECT;
		if (kind & 2)
			its->baser_sticky[n] &= ~BASER_SHAREABLE;
	}
	config.coherent = !(kind & 2);
}

/* One ITS; its kind takes three bytes of the input. */
static void choose_hardware(void)
{
	static const uint32_t budgets[] = {64, 1, 2, 3, 5, 8, 17, 255};
	static const uint32_t pages[] = {4096, 4096, 16384, 65536};
	static const uint64_t itt_entries[] = {0xb, 0x7, 0x3, 0xf};
	struct trace_its_config *its = &config.its[0];
	unsigned int kind = take(), sizes = take(), speed = take();

	binary_profile(&config, true);
	config.pool = 1U << 20;
	its->devices = IDS;
	its->events = EVENTS;
	its->typer = kind & 1 ? TYPER | TYPER_PTA : TYPER;
	its->typer = (its->typer & ~TYPER_ITE) | itt_entries[kind >> 1 & 3] << 4;
	if (kind & 8) {
		its->typer |= TYPER_V4;
		its->pidr2 = 0x4b;
		its->baser_reset[2] = 0x0207000000000200;
	}
	if (kind & 16)
		its->typer |= TYPER_INV;
	collections(kind >> 5 & 3, its);
	page_sizes(sizes % 7 + 1, its);
	if (sizes % 7 + 1 == 4) /* tables of at least 64 KiB */
		config.pool = 4U << 20;
	attributes(sizes >> 6, its);
	config.page = pages[sizes >> 4 & 3];
	its->budget = budgets[speed & 7];
	its->ring = speed & 8 ? 65536 : 4096;
	config.automatic = speed & 16;
	config.lpi_bits = 14 + (speed >> 5) % 3;
	config.redist = kind & 128;
	if (config.redist)
		config.pool += 1U << 20;
}

static void choose_driver(struct linux_config *linux_config)
{
	static const uint32_t pages[] = {4096, 4096, 16384, 65536};
	bool few = config.its[0].baser_reset[1] == 0;
	unsigned int kind = take(), n;

	memset(linux_config, 0, sizeof(*linux_config));
	config.cpus = few ? 1 + (kind & 3) : 1 + (kind & 7);
	linux_config->cpus = config.cpus;
	for (n = 0; n < config.cpus; n++)
		linux_config->cpu[n] = (struct linux_cpu){n, config.rd[n]};
	linux_config->rd = config.redist ? &rd_bus : NULL;
	linux_config->mem = MEM;
	linux_config->mem_size = MEM_SIZE;
	linux_config->mem_zero = true;
	linux_config->slab = kind & 8;
	linux_config->page_size = pages[kind >> 4 & 3];
	linux_config->lpis = kind & 64 ? 256 : 0;
	linux_config->polls = POLLS;
	linux_config->device_limit = IDS;
	linux_config->device_count = 12;
}

/* ---- What the driver does ---- */

static uint32_t some_cpu(void)
{
	return take() % driver.config.cpus;
}

/* Few devices, so that the same ones come up again. */
static uint32_t some_id(void)
{
	unsigned int n = take();

	return n & 0x80 ? n & 0xff : n & 7;
}

/*
 * An interrupt. If its event is mapped and no command for it is on its way, it must arrive where
 * the driver wants it.
 */
static void interrupt(uint32_t id, uint32_t event)
{
	const struct linux_device *device = linux_device_find(&driver, id);
	const struct linux_lpi *lpi = linux_irq_find(&driver, id, event);

	if (!device || !lpi || !lpi->active || driver.batch)
		return;
	simple(STEP_MSI, 3, id, 4, event);
	simple(STEP_EXPECT_LPI, 2, device->lpi + event, driver.config.cpu[lpi->cpu].processor, 0);
}

static void sleep_and_wake(bool power_lost)
{
	if (!linux_suspend(&driver))
		return;
	if (power_lost)
		simple(STEP_POWERLOST, 0, 0, 0, 0);
	(void)linux_resume(&driver);
}

/*
 * The hardware stalls at a command that nobody waits for. Where TYPER.INV is 1, a kernel that
 * starts after that must find everything in order. Where it is 0 only a reset helps.
 */
static void stall(void)
{
	if (driver.failed || !(config.its[0].typer & TYPER_INV) || !linux_batch(&driver, true))
		return;
	(void)linux_cpu_up(&driver, 0);
	if (config.automatic || finding[0] || model_its_idle(rig_model(rig), 0))
		return; /* nothing is in flight */
	simple(STEP_STALL, 0, 0, 0, 0);
	simple(STEP_HARDWARE, 1, 1, 0, 0);
}

/* Another kernel, perhaps with its memory elsewhere and its CPUs in another order. */
static void second_kernel(unsigned int kind)
{
	struct linux_config next = driver.config;
	uint32_t last = next.cpus - 1;

	next.mem = kind & 1 ? MEM + 2 * MEM_SIZE : MEM;
	next.cpu[0] = driver.config.cpu[kind & 2 ? last : 0];
	next.cpu[last] = driver.config.cpu[kind & 2 ? 0 : last];
	next.slab = kind & 4;
	next.mem_zero = (kind & 24) != 24; /* clearing memory is slow */
	if (kind & 32)
		stall();
	if (linux_kexec(&driver, &next))
		(void)linux_cpu_up(&driver, some_cpu());
}

static void on_event(unsigned int what)
{
	uint32_t id = some_id(), event = take() % 32;

	switch (what) {
	case 0:
	case 1:
		if (linux_irq_activate(&driver, id, event, some_cpu()) && what)
			(void)linux_irq_unmask(&driver, id, event);
		break;
	case 2: (void)linux_irq_deactivate(&driver, id, event); break;
	case 3: (void)linux_irq_mask(&driver, id, event); break;
	case 4: (void)linux_irq_unmask(&driver, id, event); break;
	case 5: (void)linux_irq_affinity(&driver, id, event, some_cpu()); break;
	case 6: (void)linux_irq_retrigger(&driver, id, event, true); break;
	case 7: (void)linux_irq_retrigger(&driver, id, event, false); break;
	default: interrupt(id, event); break;
	}
}

/* The hardware goes on in the middle of the next call. */
static void insert_hardware(void)
{
	step((struct step){
		.kind = STEP_HARDWARE, .inserted = true, .count = 1, .op = {take() % 8}});
}

static void on_machine(unsigned int what)
{
	uint32_t id;

	switch (what) {
	case 0:
	case 1:
		id = some_id();
		(void)linux_device_create(&driver, id, 1 + take() % 32);
		break;
	case 2: (void)linux_device_remove(&driver, some_id()); break;
	case 3: (void)linux_cpu_up(&driver, some_cpu()); break;
	case 4: (void)linux_cpu_down(&driver, some_cpu()); break;
	case 5: (void)linux_batch(&driver, !driver.batch); break;
	case 6: sleep_and_wake(take() & 1); break;
	case 7: second_kernel(take()); break;
	case 8: pace = take(); break;
	case 9: insert_hardware(); break;
	case 10: simple(STEP_TOPUP, 1, 1 + take(), 0, 0); break;
	case 11: simple(STEP_HARDWARE, 1, take(), 0, 0); break;
	case 12: (void)linux_workload(&driver, take(), take() % 32); break;
	default: (void)linux_device_remove_all(&driver); break;
	}
}

static void operate(void)
{
	unsigned int n, what;

	for (n = 0; n < OPERATIONS && input_size && !driver.failed && !finding[0]; n++) {
		what = take();
		if (what < 144)
			on_event(what % 9);
		else
			on_machine(what % 14);
	}
}

/* ---- One run ---- */

static void look_for_complaints(void)
{
	struct rig_complaint complaint = {0};

	if (driver.failed)
		found("the driver gives up: %s", driver.reason);
	rig_first_refusal(rig, &complaint);
	if (!complaint.line)
		rig_first_attempt(rig, &complaint);
	if (complaint.line)
		found("%s", complaint.text);
}

static void end(void)
{
	struct rig_complaint complaint = {0};

	if (!driver.failed)
		(void)linux_batch(&driver, false);
	look_for_complaints();
	if (finding[0])
		return;
	if (rig_settle(rig) == RIG_OK)
		rig_hw_equal(rig, &complaint);
	if (complaint.line)
		found("%s", complaint.text);
	if (rig_judge(rig) == RIG_OK)
		(void)rig_finish(rig);
	if (rig_judge(rig) == RIG_BROKEN)
		found("broken P%d: %s", (int)rig_broken(rig), rig_text(rig));
	look_for_complaints();
}

static void run(const uint8_t *data, size_t size)
{
	const struct linux_bus bus = {NULL, bus_read, bus_write, bus_store, bus_relax};
	struct linux_config linux_config;
	struct trace head = {0};
	uint32_t cpu;

	input = data;
	input_size = size;
	finding[0] = '\0';
	choose_hardware();
	choose_driver(&linux_config);
	pace = take();
	dice = take();
	head.config = config;
	if (log_file)
		trace_print(&head, finding_line, log_file);
	linux_init(&driver, &linux_config, &bus);
	if (rig_begin(rig, &config, 0) != RIG_OK) {
		found("%s", rig_text(rig));
		return;
	}
	if (linux_probe(&driver))
		for (cpu = take() % config.cpus + 1; cpu > 0; cpu--)
			(void)linux_cpu_up(&driver, cpu - 1);
	operate();
	end();
}

static void report(const uint8_t *data, size_t size)
{
	fprintf(stderr, "%s%s\n", strncmp(finding, "broken", 6) == 0 ? "" : "broken: ", finding);
	log_file = finding_open("");
	if (log_file) {
		run(data, size);
		finding_close(log_file);
	}
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!rig)
		rig = worst_rig_create();
	run(data, size);
	if (finding[0])
		report(data, size);
	worst_keep(rig);
	return 0;
}
