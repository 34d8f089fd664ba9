/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A small EL1 system on QEMU's virt machine: what a host kernel has, for tests. Each program
 * defines test_main. Its results go to the UART as TAP.
 */
#ifndef PAYLOAD_H
#define PAYLOAD_H

#include "arm64.h"
#include "layout.h"

#define PAGE_SIZE 4096
#define CPUS	  4

/* ---- what is below us ---- */

enum below {
	BELOW_NOTHING, /* plain machine */
	BELOW_FORWARD, /* the monitor, and every access to the ITS forwarded */
	BELOW_GUARD,   /* the monitor with itsguard */
};

extern enum below below;
/* True if the kernel command line, or anything else of the device tree, holds this text. */
bool machine_says(const char *text);

uint64_t smc(uint64_t function, uint64_t a, uint64_t b, uint64_t c);
/* x0..x8 in and out. */
void hvc(uint64_t registers[9]);

/* ---- TAP ---- */

void test_main(void);
/* One test: "ok" or "not ok", its number, its name. */
bool ok(bool condition, const char *name, ...) __attribute__((format(printf, 2, 3)));
void skip(const char *name, const char *why);
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void bail_out(const char *why);

/* ---- CPUs ---- */

struct fault {
	uint64_t esr, far, elr, count, resume, expected;
};

struct cpu {
	uint64_t stack_top; /* offsets as start.S has them */
	struct fault fault;
	uint64_t started_at; /* CurrentEL */
	void (*job)(void *argument);
	void *argument;
	bool done;
};

extern struct cpu cpus[CPUS];

static inline struct cpu *this_cpu(void)
{
	return (struct cpu *)sysreg_read(tpidr_el1);
}

/* Runs job on CPU n (not this one) until it returns, and switches the CPU off again. */
void cpu_start(unsigned int n, void (*job)(void *argument), void *argument);
/* Waits until it is off. False: after some seconds it is not. */
bool cpu_wait(unsigned int n);
uint64_t now_us(void);

/* ---- faults ---- */

/* Between these two, exceptions of this CPU are counted and the instruction is skipped. */
void fault_expect(void);
/* How many there were. */
uint64_t fault_seen(void);
uint64_t fault_esr(void);
/* False: the access faulted. */
bool try_read(uint64_t address, unsigned int size, uint64_t *value);
bool try_write(uint64_t address, unsigned int size, uint64_t value);
/* Calls code at address; false: it could not be fetched. */
bool try_call(uint64_t address);
/*
 * Runs A32 code at EL0 until its first exception, which fault_esr then tells. It may fetch from all
 * RAM. For its data, the last GiB below 4 GiB is RAM from 0x40000000 on.
 */
void run_user(const uint32_t *code, uint32_t r0);
void run_32(uint64_t code, uint64_t r0);
extern uint64_t table_l1[512];

/* True for an external abort, as the monitor or the bus gives it. */
static inline bool esr_is_external(uint64_t esr)
{
	return (esr & 0x3f) == 0x10;
}

void uart_write(const char *text, size_t bytes);
void payload_main(void *dtb, uint64_t from_el2);
void secondary_main(struct cpu *cpu);
void payload_unexpected(uint64_t esr, uint64_t far, uint64_t elr);
extern char secondary_start[];

#endif
