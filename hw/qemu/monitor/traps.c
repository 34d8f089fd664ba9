// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What becomes of the host's exceptions. Nothing that it does ends the monitor. */
#include "hypglue/inject.h"
#include "hypglue/trap.h"

#include "monitor.h"
#include "discover.h"
#include "guard.h"
#include "timer.h"

#define EC_HVC64	     0x16
#define EC_SMC64	     0x17
#define EC_SYSTEM_REGISTER   0x18
#define EC_INSTRUCTION_ABORT 0x20
#define EC_DATA_ABORT	     0x24
#define ESR_IL		     BIT(25)

static uint64_t class_of(uint64_t esr)
{
	return esr >> 26 & 0x3f;
}

static void skip_instruction(void)
{
	uint64_t elr = sysreg_read(elr_el2), spsr = sysreg_read(spsr_el2);

	hypglue_skip(&elr, &spsr);
	sysreg_write(elr_el2, elr);
	sysreg_write(spsr_el2, spsr);
}

static struct hypglue_el1 host_state(uint64_t esr)
{
	return (struct hypglue_el1){
		.esr_el2 = esr,
		.far_el2 = sysreg_read(far_el2),
		.elr_el2 = sysreg_read(elr_el2),
		.spsr_el2 = sysreg_read(spsr_el2),
		.sctlr_el1 = sysreg_read(sctlr_el1),
		.vbar_el1 = sysreg_read(vbar_el1),
	};
}

static void apply(const struct hypglue_exception *exception)
{
	sysreg_write(esr_el1, exception->esr_el1);
	sysreg_write(elr_el1, exception->elr_el1);
	sysreg_write(spsr_el1, exception->spsr_el1);
	sysreg_write(elr_el2, exception->elr_el2);
	sysreg_write(spsr_el2, exception->spsr_el2);
}

static void inject_abort(uint64_t esr)
{
	struct hypglue_el1 host = host_state(esr);
	struct hypglue_exception exception;

	if (!hypglue_inject(&host, &exception))
		panic("no abort can be injected for", esr, host.spsr_el2);
	sysreg_write(far_el1, exception.far_el1);
	apply(&exception);
}

/* As for an abort, except for what the syndrome says. */
static void inject_undefined(void)
{
	struct hypglue_el1 host = host_state((uint64_t)EC_DATA_ABORT << 26);
	struct hypglue_exception exception;

	if (!hypglue_inject(&host, &exception))
		panic("nothing can be injected for", sysreg_read(esr_el2), host.spsr_el2);
	exception.esr_el1 = ESR_IL;
	apply(&exception);
}

static bool is_translation_fault(uint64_t esr)
{
	return (esr >> 2 & 0xf) == 1;
}

/* A CPU that faults again and again is reported once. */
static bool is_repeated(uint64_t pa)
{
	static uint64_t last_pa, last_elr;
	uint64_t elr = sysreg_read(elr_el2);
	bool same = __atomic_exchange_n(&last_pa, pa, __ATOMIC_RELAXED) == pa;

	return (__atomic_exchange_n(&last_elr, elr, __ATOMIC_RELAXED) == elr) & same;
}

/*
 * Not one of our regions. Either another CPU was just splitting the block, and the instruction can
 * run again. Or the host has no business there.
 */
static void elsewhere(const struct hypglue_fault *fault)
{
	struct hypglue_access access;
	bool reachable = false;

	if (hypglue_decode(fault, &access) != HYPGLUE_FOREIGN && is_translation_fault(fault->esr)) {
		stage2_lock();
		reachable = stage2_reachable(access.pa);
		stage2_unlock();
	}
	if (reachable) {
		stage2_count_retry();
		return;
	}
	if (!is_repeated(access.pa) && print_allowed())
		print("refused: the host's access to %lx, esr %lx, from %lx", access.pa, fault->esr,
		      sysreg_read(elr_el2));
	inject_abort(fault->esr);
}

static void memory_abort(uint64_t esr, uint64_t registers[31])
{
	const struct hypglue_fault fault = {esr, sysreg_read(hpfar_el2), sysreg_read(far_el2),
					    sysreg_read(spsr_el2)};

	enum itsg_work left;
	enum hypglue_action action = guard_access(&fault, registers, &left);

	timer_want(left);
	if (action == HYPGLUE_PASS)
		action = timer_access(&fault, registers);
	switch (action) {
	case HYPGLUE_DONE: skip_instruction(); break;
	case HYPGLUE_REPLAY: break;
	case HYPGLUE_ABORT: inject_abort(esr); break;
	case HYPGLUE_PASS: elsewhere(&fault); break;
	}
}

/* The only ones that are trapped are those of the timer's. */
static void system_register(uint64_t esr, uint64_t registers[31])
{
	if (timer_register(esr, registers))
		skip_instruction();
	else
		inject_undefined();
}

void host_trap(uint64_t registers[31])
{
	uint64_t esr = sysreg_read(esr_el2);

	switch (class_of(esr)) {
	case EC_DATA_ABORT:
	case EC_INSTRUCTION_ABORT: memory_abort(esr, registers); break;
	case EC_SMC64:
		if (psci_must_wait(registers))
			break;
		skip_instruction();
		psci_call(registers);
		break;
	case EC_HVC64:
		guard_call(registers);
		timer_want(guard_work());
		break;
	case EC_SYSTEM_REGISTER: system_register(esr, registers); break;
	default: inject_undefined(); break;
	}
}

void host_fiq(uint64_t registers[31])
{
	(void)registers; /* the host goes on where it was */
	timer_fiq();
}

void bad_exception(uint64_t kind)
{
	if (discover_probed())
		panic("nothing answers where the device tree has an interrupt controller",
		      discover_probed(), sysreg_read(esr_el2));
	print("exception %lu at EL2: esr %lx elr %lx", kind, sysreg_read(esr_el2),
	      sysreg_read(elr_el2));
	panic("far, hpfar", sysreg_read(far_el2), sysreg_read(hpfar_el2));
}
