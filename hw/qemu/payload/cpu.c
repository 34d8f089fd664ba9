// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "payload.h"
#include "psci.h"

#define WAIT_US 5000000

struct cpu cpus[CPUS];
static uint8_t stacks[CPUS][0x4000] __attribute__((aligned(16)));

uint64_t smc(uint64_t function, uint64_t a, uint64_t b, uint64_t c)
{
	register uint64_t x0 __asm__("x0") = function;
	register uint64_t x1 __asm__("x1") = a;
	register uint64_t x2 __asm__("x2") = b;
	register uint64_t x3 __asm__("x3") = c;

	__asm__ volatile("smc #0"
			 : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
			 :
			 : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
			   "x15", "x16", "x17", "memory");
	return x0;
}

void hvc(uint64_t registers[9])
{
	register uint64_t *at __asm__("x19") = registers;

	__asm__ volatile("ldp x0, x1, [x19]\n\tldp x2, x3, [x19, #16]\n\t"
			 "ldp x4, x5, [x19, #32]\n\tldp x6, x7, [x19, #48]\n\t"
			 "ldr x8, [x19, #64]\n\t"
			 "hvc #0\n\t"
			 "stp x0, x1, [x19]\n\tstp x2, x3, [x19, #16]\n\t"
			 "stp x4, x5, [x19, #32]\n\tstp x6, x7, [x19, #48]\n\t"
			 "str x8, [x19, #64]"
			 :
			 : "r"(at)
			 : "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11",
			   "x12", "x13", "x14", "x15", "x16", "x17", "memory");
}

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
