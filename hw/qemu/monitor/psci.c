// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The host's power calls, which would otherwise start its code at EL2. Allowed calls go on to the
 * firmware, with the monitor's own entry where there is one. All others are not supported.
 */
#include "monitor.h"
#include "guard.h"
#include "timer.h"

#define PSCI_VERSION	   0x84000000
#define PSCI_CPU_SUSPEND   0x84000001
#define PSCI_CPU_OFF	   0x84000002
#define PSCI_CPU_ON	   0x84000003
#define PSCI_AFFINITY_INFO 0x84000004
#define PSCI_MIGRATE_TYPE  0x84000006
#define PSCI_SYSTEM_OFF	   0x84000008
#define PSCI_SYSTEM_RESET  0x84000009
#define PSCI_FEATURES	   0x8400000a
#define SMC64		   BIT(30)
#define NOT_SUPPORTED	   ((uint64_t)-1)
#define INVALID_PARAMETERS ((uint64_t)-2)
#define ALREADY_ON	   ((uint64_t)-4)
#define IS_PENDING	   2 /* of AFFINITY_INFO */
#define ON_PENDING	   ((uint64_t)-5)

static uint64_t smc(uint64_t function, uint64_t a, uint64_t b, uint64_t c)
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

static void set_state(struct cpu *cpu, enum cpu_state state)
{
	cpu_lock();
	cpu->state = state;
	cpu_unlock();
}

/* The record of a CPU is written only while it is off. */
static uint64_t reserve(struct cpu *cpu, uint64_t entry, uint64_t argument)
{
	uint64_t result = 0;

	cpu_lock();
	if (cpu->state == CPU_OFF) {
		cpu->state = CPU_PENDING;
		cpu->entry = entry;
		cpu->argument = argument;
	} else {
		result = cpu->state == CPU_ON ? ALREADY_ON : ON_PENDING;
	}
	cpu_unlock();
	return result;
}

static uint64_t cpu_on(uint64_t target, uint64_t entry, uint64_t argument)
{
	struct cpu *cpu = cpu_find(target);
	uint64_t result;

	if (!cpu || cpu->mpidr != target)
		return INVALID_PARAMETERS;
	result = reserve(cpu, entry, argument);
	if (result)
		return result;
	result = smc(PSCI_CPU_ON | SMC64, target, (uint64_t)secondary_start, (uint64_t)cpu);
	if (result)
		set_state(cpu, CPU_OFF);
	return result;
}

/*
 * Once the record is marked off, it is not this CPU's any more. The firmware says when the CPU
 * really is off.
 */
static uint64_t cpu_off(void)
{
	uint64_t result;

	set_state(cpu_this(), CPU_OFF);
	result = smc(PSCI_CPU_OFF, 0, 0, 0);
	set_state(cpu_this(), CPU_ON);
	return result;
}

/* A state that keeps the context returns here. One that loses it comes back as CPU_ON does. */
static uint64_t cpu_suspend(uint64_t state, uint64_t entry, uint64_t argument)
{
	struct cpu *cpu = cpu_this();

	cpu_lock();
	cpu->entry = entry;
	cpu->argument = argument;
	cpu_unlock();
	return smc(PSCI_CPU_SUSPEND | SMC64, state, (uint64_t)secondary_start, (uint64_t)cpu);
}

/* The firmware may still call a CPU off that has been started but has not arrived yet. */
static uint64_t affinity_info(uint64_t target, uint64_t level)
{
	const struct cpu *cpu = cpu_find(target);
	bool pending;

	cpu_lock();
	pending = cpu && level == 0 && cpu->state == CPU_PENDING;
	cpu_unlock();
	return pending ? IS_PENDING : smc(PSCI_AFFINITY_INFO | SMC64, target, level, 0);
}

static uint64_t power_down(uint64_t function)
{
	timer_summary();
	guard_summary();
	return smc(function, 0, 0, 0);
}

static bool is_offered(uint64_t function)
{
	switch ((uint32_t)(function & ~SMC64)) {
	case PSCI_CPU_SUSPEND:
	case PSCI_CPU_ON:
	case PSCI_AFFINITY_INFO: return true;
	case PSCI_VERSION:
	case PSCI_CPU_OFF:
	case PSCI_MIGRATE_TYPE:
	case PSCI_SYSTEM_OFF:
	case PSCI_SYSTEM_RESET:
	case PSCI_FEATURES: return !(function & SMC64);
	default: return false;
	}
}

/* A 32-bit call has 32-bit arguments. */
static uint64_t dispatch(uint32_t function, uint64_t a, uint64_t b, uint64_t c)
{
	switch (function & ~SMC64) {
	case PSCI_CPU_SUSPEND: return cpu_suspend(a, b, c);
	case PSCI_CPU_OFF: return cpu_off();
	case PSCI_CPU_ON: return cpu_on(a, b, c);
	case PSCI_AFFINITY_INFO: return affinity_info(a, b);
	case PSCI_FEATURES: return is_offered((uint32_t)a) ? smc(function, a, 0, 0) : NOT_SUPPORTED;
	case PSCI_SYSTEM_OFF:
	case PSCI_SYSTEM_RESET: return power_down(function);
	default: return smc(function, 0, 0, 0);
	}
}

bool psci_must_wait(const uint64_t registers[31])
{
	return (uint32_t)registers[0] == PSCI_CPU_OFF && timer_must_stay();
}

void psci_call(uint64_t registers[31])
{
	uint32_t function = (uint32_t)registers[0];
	uint64_t mask = function & SMC64 ? UINT64_MAX : UINT32_MAX;

	if (!is_offered(function)) {
		registers[0] = NOT_SUPPORTED;
		return;
	}
	registers[0] =
		dispatch(function, registers[1] & mask, registers[2] & mask, registers[3] & mask);
}
