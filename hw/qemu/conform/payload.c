// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Carries the script out on QEMU's ITS. LPIs are taken as interrupts, by the CPU that they come to.
 */
#include "payload/gic.h"
#include "payload/its.h"
#include "payload/pci.h"
#include "script.h"

#define SETTLE_US 200 /* QEMU carries out an access before the next instruction */

_Static_assert(MACHINE_CPUS == CPUS, "as many CPUs");

/*
 * A CPU that waits for work. CPU 0 puts a bitmap there; when the place is empty again, the work is
 * done.
 */
static uint64_t *volatile wanted[CPUS];

static void take_all(uint64_t *bits)
{
	uint32_t intid;

	while ((intid = gic_wait(SETTLE_US)) != INTID_NONE) {
		if (intid < MACHINE_LPIS)
			bits[intid / 64] |= BIT(intid % 64);
	}
}

static void serve(void *argument)
{
	unsigned int n = (unsigned int)(uintptr_t)argument;

	gic_cpu_init(n);
	for (;;) {
		uint64_t *bits = __atomic_load_n(&wanted[n], __ATOMIC_ACQUIRE);

		if (bits)
			take_all(bits);
		if (bits)
			__atomic_store_n(&wanted[n], NULL, __ATOMIC_RELEASE);
		__asm__ volatile("wfe");
	}
}

static void ask(unsigned int n, uint64_t *bits)
{
	__atomic_store_n(&wanted[n], bits, __ATOMIC_RELEASE);
	while (__atomic_load_n(&wanted[n], __ATOMIC_ACQUIRE))
		__asm__ volatile("wfe");
}

bool machine_read(uint32_t offset, uint32_t size, uint64_t *value)
{
	return try_read((uint64_t)ITS_BASE + offset, size, value);
}

bool machine_write(uint32_t offset, uint32_t size, uint64_t value)
{
	return try_write((uint64_t)ITS_BASE + offset, size, value);
}

void machine_block(uint32_t offset, uint32_t size, uint32_t purpose)
{
	(void)purpose;
	for (uint32_t i = 0; i < size; i += 8)
		machine_store(offset + i, 0);
}

void machine_store(uint32_t offset, uint64_t value)
{
	*(volatile uint64_t *)(uint64_t)(ARENA_AT + offset) = value;
}

bool machine_msi(uint32_t device, uint32_t event)
{
	if (device == 0) /* to QEMU, a CPU that writes to TRANSLATER is this device */
		return try_write((uint64_t)ITS_BASE + GITS_TRANSLATER, 4, event);
	if (device != EDU_DEVICE_ID)
		return false;
	edu_set_event(event);
	edu_interrupt();
	return true;
}

void machine_lpis(uint32_t cpu, uint64_t bits[MACHINE_LPIS / 64])
{
	if (cpu == 0)
		take_all(bits);
	else
		ask(cpu, bits);
}

void machine_say(uint64_t step, const char *what, uint64_t value)
{
	note("%lu %s %lx", step, what, value);
}

void machine_done(uint64_t step)
{
	(void)step;
}

void test_main(void)
{
	static uint64_t unused[MACHINE_LPIS / 64];

	gic_init();
	for (uint32_t i = 0; i < MACHINE_LPIS - MACHINE_FIRST; i++)
		lpi_config[i] = lpi_config[0];
	gic_cpu_init(0);
	for (unsigned int n = 1; n < CPUS; n++) {
		cpu_start(n, serve, (void *)(uintptr_t)n);
		ask(n, unused);
	}
	if (!edu_init(ITS_BASE + GITS_TRANSLATER, 0))
		bail_out("no edu device");
	script_run((const struct script *)(uintptr_t)SCRIPT_AT);
}
