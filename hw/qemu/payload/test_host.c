// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The monitor as a host sees it: power calls, CPUs, and memory that is not the host's. */
#include "payload.h"
#include "psci.h"

#define CLOCK 0x09010000 /* QEMU's PL031 */

struct report {
	uint64_t cpu, level;
	bool reaches_monitor;
};

static struct report reports[CPUS];

static void report(void *argument)
{
	struct report *report = argument;
	uint64_t value;

	report->cpu = sysreg_read(mpidr_el1) & 0xffffff;
	report->level = this_cpu()->started_at >> 2;
	report->reaches_monitor = try_read(MONITOR_TEXT, 8, &value);
}

static void check(unsigned int round, unsigned int n)
{
	uint64_t level = below == BELOW_NOTHING ? 2 : 1;
	bool ended = cpu_wait(n);

	ok(ended && reports[n].cpu == n && reports[n].level == level,
	   "round %u: CPU %u starts at EL%lu with its argument, and stops", round, n, level);
	ok(reports[n].reaches_monitor == (below == BELOW_NOTHING),
	   "round %u: CPU %u is kept from the monitor's memory like any other", round, n);
}

static void test_cpus(void)
{
	for (unsigned int round = 0; round < 3; round++) {
		for (unsigned int n = 1; n < CPUS; n++)
			cpu_start(n, report, &reports[n]);
		for (unsigned int n = 1; n < CPUS; n++)
			check(round, n);
	}
}

static void test_power_calls(void)
{
	ok(smc(PSCI_VERSION, 0, 0, 0) >= 0x2, "PSCI has a version");
	ok(smc(PSCI_CPU_ON, 0, HOST_IMAGE, 0) == PSCI_ALREADY_ON, "CPU_ON of a CPU that runs");
	ok(smc(PSCI_CPU_ON, 77, HOST_IMAGE, 0) == PSCI_INVALID,
	   "CPU_ON of a CPU that does not exist");
	ok(smc(PSCI_AFFINITY_INFO, 0, 0, 0) == 0, "AFFINITY_INFO of this CPU: on");
	ok(smc(0x8400ffff, 1, 2, 3) == PSCI_NOT_SUPPORTED, "an unknown call");
	if (below == BELOW_NOTHING)
		return;
	ok(smc(0x8400000e, HOST_IMAGE, 0, 0) == PSCI_NOT_SUPPORTED,
	   "SYSTEM_SUSPEND is not relayed");
	ok(smc(0xdeadbeefdeadbeef, 1, 2, 3) == PSCI_NOT_SUPPORTED, "a number that is none");
}

static void test_memory(uint64_t address, const char *what)
{
	bool mine = below == BELOW_NOTHING;
	uint64_t value;

	ok(try_read(address, 8, &value) == mine, "%s: %s be read", what, mine ? "can" : "cannot");
	if (mine)
		return;
	ok(esr_is_external(fault_esr()), "%s: as the bus would refuse it", what);
	ok(!try_write(address, 8, 0x41), "%s: cannot be written", what);
	ok(!try_call(address), "%s: cannot be executed", what);
}

/* Of a page that is not the host's: for the monitor an abort like any other, and no end. */
static void test_32_bits(void)
{
	static const uint32_t load[] = {0xe5900000, 0xef000000}; /* ldr r0, [r0]; svc 0 */
	uint64_t class;

	run_user(load, (uint32_t)(MONITOR_TEXT + 0x80000000));
	class = fault_esr() >> 26;
	if (below == BELOW_NOTHING)
		ok(class == 0x11, "a 32-bit process reads memory, and calls its kernel");
	else
		ok(class == 0x24 && esr_is_external(fault_esr()),
		   "a 32-bit process that reads the monitor's text gets an abort");
}

/* Whether it may be read depends on the tree that the monitor has. run-payloads judges the line. */
static void show_clock(void)
{
	uint64_t value;

	note("the clock's page: %s", try_read(CLOCK, 4, &value) ? "read" : "abort");
}

void test_main(void)
{
	show_clock();
	test_power_calls();
	test_cpus();
	test_32_bits();
	test_memory(MONITOR_TEXT, "the monitor's text");
	test_memory(MONITOR_DATA, "the monitor's data");
	test_memory(MONITOR_HEAP, "the host's page tables");
	test_memory(CANARY_LOW, "the monitor's first page");
	test_memory(CANARY_HIGH, "the monitor's last page");
}
