// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "payload.h"
#include "psci.h"

#define WAIT_US 5000000

struct cpu cpus[CPUS];
static uint8_t stacks[CPUS][0x4000] __attribute__((aligned(16)));

uint64_t now_us(void)
{
	isb();
	return sysreg_read(cntvct_el0) * 1000 / (sysreg_read(cntfrq_el0) / 1000);
}

void secondary_main(struct cpu *cpu)
{
	cpu->job(cpu->argument);
	__atomic_store_n(&cpu->done, true, __ATOMIC_RELEASE);
	smc(PSCI_CPU_OFF, 0, 0, 0);
	bail_out("CPU_OFF came back");
}

void cpu_start(unsigned int n, void (*job)(void *argument), void *argument)
{
	cpus[n] = (struct cpu){.stack_top = (uint64_t)(stacks[n] + sizeof(stacks[n])),
			       .job = job,
			       .argument = argument};
	dsb_ish();
	if (smc(PSCI_CPU_ON, n, (uint64_t)secondary_start, (uint64_t)&cpus[n]) != PSCI_SUCCESS)
		bail_out("CPU_ON");
}

bool cpu_wait(unsigned int n)
{
	uint64_t end = now_us() + WAIT_US;

	/* QEMU may still say that a CPU is off which has just been switched on. */
	while (!__atomic_load_n(&cpus[n].done, __ATOMIC_ACQUIRE) ||
	       smc(PSCI_AFFINITY_INFO, n, 0, 0) != PSCI_IS_OFF) {
		if (now_us() > end)
			return false;
	}
	return true;
}
