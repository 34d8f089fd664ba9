// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The CPUs of the device tree, and what each needs before the host runs on it. */
#include <libfdt.h>

#include "monitor.h"

#define MPIDR_AFFINITY 0xff00ffffffull

#define HCR_VM	BIT(0)
#define HCR_TSC BIT(19)
#define HCR_RW	BIT(31)
#define HCR_APK BIT(40)
#define HCR_API BIT(41)

#define SCTLR_EL1_RESET	 0x30d00800 /* RES1; MMU and caches off */
#define CPTR_NO_TRAPS	 0x33ff	    /* RES1 */
#define CNTHCTL_NO_TRAPS 3
#define ICC_SRE_ALL	 0xf

static struct cpu cpus[CPUS_MAX];
static unsigned int cpu_count;
static uint8_t stacks[CPUS_MAX][STACK_SIZE] __attribute__((aligned(16)));
static struct spinlock table_lock;

void cpu_lock(void)
{
	spin_lock(&table_lock);
}

void cpu_unlock(void)
{
	spin_unlock(&table_lock);
}

static void add(uint64_t mpidr)
{
	if (cpu_count == CPUS_MAX)
		panic("too many CPUs", mpidr, CPUS_MAX);
	cpus[cpu_count].mpidr = mpidr;
	cpus[cpu_count].stack_top = (uint64_t)stacks[cpu_count + 1];
	cpu_count++;
}

static uint64_t reg_of(const void *dtb, int node)
{
	int bytes = 0;
	const fdt32_t *reg = fdt_getprop(dtb, node, "reg", &bytes);

	if (!reg || (bytes != 4 && bytes != 8))
		panic("a CPU node without a usable reg", (uint64_t)bytes, 0);
	if (bytes == 4)
		return fdt32_to_cpu(reg[0]);
	return (uint64_t)fdt32_to_cpu(reg[0]) << 32 | fdt32_to_cpu(reg[1]);
}

void cpus_init(const void *dtb)
{
	int node = -1;

	for (;;) {
		node = fdt_node_offset_by_prop_value(dtb, node, "device_type", "cpu", 4);
		if (node < 0)
			break;
		add(reg_of(dtb, node));
	}
	if (!cpu_find(sysreg_read(mpidr_el1)))
		panic("this CPU is not in the device tree", sysreg_read(mpidr_el1), cpu_count);
}

struct cpu *cpu_find(uint64_t mpidr)
{
	for (unsigned int i = 0; i < cpu_count; i++) {
		if (cpus[i].mpidr == (mpidr & MPIDR_AFFINITY))
			return &cpus[i];
	}
	return NULL;
}

struct cpu *cpu_number(unsigned int n)
{
	return n < cpu_count ? &cpus[n] : NULL;
}

struct cpu *cpu_this(void)
{
	return (struct cpu *)sysreg_read(tpidr_el2);
}

/* The host may use pointer authentication where the CPU has it. */
static uint64_t hcr_for_this_cpu(void)
{
	uint64_t pauth = sysreg_read(id_aa64isar1_el1) >> 4 & 0xff;
	uint64_t generic = sysreg_read(id_aa64isar1_el1) >> 24 & 0xff;

	return HCR_RW | HCR_TSC | HCR_VM | (pauth | generic ? HCR_APK | HCR_API : 0);
}

/* The host gets the CPU as it would from its firmware, except for the second stage and its SMCs. */
void cpu_setup(struct cpu *cpu)
{
	sysreg_write(tpidr_el2, cpu);
	sysreg_write(vpidr_el2, sysreg_read(midr_el1));
	sysreg_write(vmpidr_el2, sysreg_read(mpidr_el1));
	sysreg_write(sctlr_el1, SCTLR_EL1_RESET);
	sysreg_write(cptr_el2, CPTR_NO_TRAPS);
	sysreg_write(hstr_el2, 0);
	/* all counters are the host's */
	sysreg_write(mdcr_el2, sysreg_read(pmcr_el0) >> 11 & 0x1f);
	sysreg_write(cnthctl_el2, CNTHCTL_NO_TRAPS);
	sysreg_write(cntvoff_el2, 0);
	sysreg_write(S3_4_C12_C9_5, ICC_SRE_ALL); /* ICC_SRE_EL2 */
	isb();
	sysreg_write(S3_4_C12_C11_0, 0); /* ICH_HCR_EL2 */
	stage2_enable();
	sysreg_write(hcr_el2, hcr_for_this_cpu());
	isb();
}
