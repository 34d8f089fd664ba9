/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the monitor's files offer each other. */
#ifndef MONITOR_H
#define MONITOR_H

#include "arm64.h"
#include "layout.h"

#define PAGE_SIZE     4096
#define ADDRESS_BITS  40 /* of the host's physical address space */
#define ADDRESS_LIMIT BIT(ADDRESS_BITS)

/* ---- uart.c, print.c ---- */

/*
 * Writes one line to the console. It stays whole even when CPUs print at once. The conversions of
 * printf that are here: %s %u %x %lu %lx %%.
 */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* True if one more line may be printed. A host can cause as many refusals as it likes. */
bool print_allowed(void);
void uart_write(const char *text, size_t bytes);
_Noreturn void panic(const char *why, uint64_t a, uint64_t b);

/* ---- memory.c: RAM as the device tree has it ---- */

struct range {
	uint64_t base, size;
};

void memory_init(void);
void memory_hide_monitor(void *dtb);
uint64_t heap_left(void);
bool memory_is_ram(uint64_t pa, uint64_t size);
/*
 * True if it is RAM, and the host's to donate or share: no byte of it is in a no-map range or in a
 * memory reservation. pa + size must not wrap.
 */
bool memory_may_be_given(uint64_t pa, uint64_t size);
/* RAM ranges in order; false when there is none with this index. */
bool memory_range(unsigned int index, struct range *range);
/* Zeroed memory of the monitor's own, at boot only. Panics when there is no more. */
void *heap_take(uint64_t bytes, uint64_t align);

/* ---- mmu.c: EL2's own map ---- */

void mmu_map_ram(void);

/* ---- stage2.c: the host's map, which is the ledger as well ---- */

enum page_owner {
	OWNER_HOST = 0,	   /* mapped, or (not used here) to be mapped on demand */
	OWNER_MONITOR = 1, /* from boot on, for ever */
	OWNER_HYP = 2,	   /* donated by the host */
};

enum page_state {
	PAGE_HOST,    /* the host's alone */
	PAGE_SHARED,  /* the host's, and EL2 reads it */
	PAGE_HYP,     /* donated */
	PAGE_MONITOR, /* never the host's */
};

void stage2_init(void);
void stage2_enable(void); /* on each CPU */
void stage2_lock(void);
void stage2_unlock(void);
/* Counts a fault of a CPU that met a block while another one was splitting it. */
void stage2_count_retry(void);
/* How many such faults there were. */
uint64_t stage2_retried(void);

/* The functions below are called with the lock held. */

/* The entry that maps exactly the page at pa; blocks on the way are split. NULL: no table left. */
uint64_t *stage2_page(uint64_t pa);
enum page_state stage2_state(uint64_t entry);
/* A page leaves the host. Call stage2_flush once all of them have left. */
void stage2_take(uint64_t *entry, enum page_owner owner);
void stage2_give(uint64_t *entry, uint64_t pa);
void stage2_share(uint64_t *entry, bool shared);
void stage2_flush(void);
/* True if the host may reach ipa now. A fault may have come while a block was being split. */
bool stage2_reachable(uint64_t ipa);
/* True if all of [pa, end) is the host's, shared or not. Requires: end is at most ADDRESS_LIMIT.
 * Work: a look at each block, and at each page of blocks that are split. */
bool stage2_is_host(uint64_t pa, uint64_t end);

/* ---- ledger.c ---- */

void ledger_init(void);

/* ---- cpu.c, psci.c ---- */

enum cpu_state { CPU_OFF, CPU_PENDING, CPU_ON };

/* Of a CPU: timer.c, ppi.c. Other CPUs look at the PPI only. */
struct ppi {
	uint64_t sgi; /* the SGI_base frame of its redistributor; 0: there is no timer */
	struct spinlock lock;
	/* Under the lock: EL2 has it, and what the host has of it meanwhile. */
	bool taken, group1, enabled;
	uint32_t level;
};

struct timer {
	struct ppi ppi;
	uint64_t deadline; /* by the physical counter */
	uint32_t wait;	   /* microseconds, as it was last started */
	uint32_t last_polls;
	bool armed;	    /* FIQs come to EL2; the rest is what the host has meanwhile */
	uint64_t group0_on; /* ICC_IGRPEN0_EL1 */
};

struct cpu {
	uint64_t stack_top; /* CPU_STACK */
	uint64_t mpidr;
	enum cpu_state state; /* under the table's lock, as are entry and argument */
	uint64_t entry, argument;
	struct timer timer;
};

void cpus_init(const void *dtb);
struct cpu *cpu_find(uint64_t mpidr);
struct cpu *cpu_this(void);
/* CPUs in the order of the device tree; NULL: no more. */
struct cpu *cpu_number(unsigned int n);
void cpu_lock(void);
void cpu_unlock(void);
void cpu_setup(struct cpu *cpu);
_Noreturn void secondary_main(struct cpu *cpu);

/* Handles an SMC of the host: x0..x3 are in registers, and so is the result. */
void psci_call(uint64_t registers[31]);
/* True: not yet. The host has to come again with this call. */
bool psci_must_wait(const uint64_t registers[31]);

/* ---- canary.c: was anything of the monitor's overwritten? ---- */

void canary_init(void);
bool canary_intact(void);

/* ---- traps.c, boot.S ---- */

void host_trap(uint64_t registers[31]);
void host_fiq(uint64_t registers[31]);
_Noreturn void bad_exception(uint64_t kind);
_Noreturn void monitor_main(void *dtb);
_Noreturn void enter_host(uint64_t entry, uint64_t x0, uint64_t stack_top);
extern char vectors[], secondary_start[];
extern uint64_t el2_l1[512];

#endif
