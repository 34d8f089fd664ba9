// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Calls to the monitor with all arguments that a host can think of: power, set-up, memory. */
#include "gic.h"
#include "its.h"
#include "psci.h"

#include "hypglue/smccc.h"

#define DEVICE	0x30
#define BITS	5
#define LONG_US 1000000
#define CALLS	20000
#define BLOCK	0x200000ull
#define DONATED (256 << 10)

static uint8_t itt[4096] __attribute__((aligned(256)));
static uint8_t gift[DONATED] __attribute__((aligned(65536)));
static const uint64_t tempting[] = {0,
				    1,
				    8,
				    4095,
				    4096,
				    0x1000,
				    0x2000,
				    0x10000,
				    0x1000000,
				    ITS_BASE,
				    GICR_BASE,
				    UART_BASE,
				    CANARY_LOW,
				    MONITOR_TEXT,
				    MONITOR_DATA,
				    MONITOR_HEAP,
				    CANARY_HIGH,
				    HOST_IMAGE,
				    0x7ffff000,
				    0x80000000,
				    0xffffffff,
				    0x100000000,
				    0xfffffff000,
				    0x10000000000,
				    0x7fffffffffffffff,
				    0x8000000000000000,
				    0xfffffffffffff000,
				    0xffffffffffffffff};

static volatile bool gone[CPUS];

static uint64_t call(uint64_t function, uint64_t a, uint64_t b)
{
	uint64_t registers[9] = {function, a, b};

	hvc(registers);
	return registers[0];
}

static bool denied(uint64_t result)
{
	return (int64_t)result < 0;
}

static void start(void)
{
	ok(its_init() && its_send(its_mapc(0, 0, true)) &&
		   its_send(its_mapd(DEVICE, (uint64_t)itt, BITS, true)) &&
		   its_send(its_mapti(DEVICE, 0, LPI_FIRST, 0)),
	   "the driver starts");
}

static void still_works(const char *after)
{
	ok(its_send(its_int(DEVICE, 0)) && gic_wait(LONG_US) == LPI_FIRST,
	   "%s: an INT still arrives", after);
}

/* A CPU is told to start in the monitor. It does so at EL1, where it has no access. */
static void test_power(void)
{
	ok(smc(PSCI_CPU_ON, 3, MONITOR_TEXT, 0) == PSCI_SUCCESS,
	   "a CPU started in the monitor's text is on its own");
	gic_wait(100000); /* the monitor says so, on the same UART */
	ok(smc(PSCI_CPU_ON, (uint64_t)1 << 63, HOST_IMAGE, 0) == PSCI_INVALID,
	   "CPU_ON of a CPU with strange affinity bits");
	ok(smc(PSCI_CPU_ON, 0xff00000000, HOST_IMAGE, 0) == PSCI_INVALID, "and with Aff3");
	ok(smc(PSCI_CPU_ON & 0xbfffffff, 1ull << 32 | 0, HOST_IMAGE, 0) == PSCI_ALREADY_ON,
	   "a 32-bit CPU_ON looks at 32 bits of its arguments");
	for (unsigned int i = 0; i < 256; i++)
		smc(0x84000010 + i, tempting[i % 28], tempting[i * 7 % 28], tempting[i * 3 % 28]);
	ok(true, "power calls that are not offered");
	still_works("power calls");
}

static void test_pool(void)
{
	uint64_t value, before = call(HYPGLUE_CALL_COUNTER, 0, 0);

	ok(before == 0, "counters can be asked for");
	ok(denied(call(HYPGLUE_CALL_TOP_UP, MONITOR_HEAP, DONATED)),
	   "top-up with the monitor's memory");
	ok(denied(call(HYPGLUE_CALL_TOP_UP, ITS_BASE, 0x20000)), "top-up with the ITS's frames");
	ok(denied(call(HYPGLUE_CALL_TOP_UP, GICR_BASE, 0x20000)), "top-up with devices");
	ok(denied(call(HYPGLUE_CALL_TOP_UP, (uint64_t)its_queue, QUEUE_BYTES)),
	   "top-up with the queue, which is shared");
	ok(denied(call(HYPGLUE_CALL_TOP_UP, (uint64_t)gift + 1, DONATED)), "top-up off a page");
	ok(denied(call(HYPGLUE_CALL_TOP_UP, HOST_IMAGE - DONATED, 2 * DONATED)),
	   "top-up that begins in the monitor's memory");
	ok(try_write((uint64_t)gift, 8, 1), "after all that the memory is the host's");
	ok(call(HYPGLUE_CALL_TOP_UP, (uint64_t)gift, DONATED) == 0,
	   "top-up with memory of the host's");
	ok(!try_read((uint64_t)gift, 8, &value) && !try_write((uint64_t)gift + DONATED - 8, 8, 0),
	   "which is not the host's any more");
	ok(denied(call(HYPGLUE_CALL_TOP_UP, (uint64_t)gift, DONATED)),
	   "top-up with the same again");
	still_works("top-ups");
}

/*
 * Reads until the page is gone. Before that no access may fail, whatever happens to the block
 * around it.
 */
static void hammer(void *argument)
{
	volatile uint64_t *page = argument;

	fault_expect();
	while (!*(volatile uint64_t *)&this_cpu()->fault.count)
		*page = 1;
	gone[sysreg_read(mpidr_el1) & 0xff] = true;
}

static bool all_gone(void)
{
	uint64_t end = now_us() + LONG_US;

	while (!(gone[1] & gone[2]) && now_us() < end)
		;
	return gone[1] && gone[2];
}

/* A block that other CPUs use is split, then a page is taken from under them. */
static bool take_page(uint64_t block)
{
	bool early;

	gone[1] = gone[2] = false;
	for (unsigned int n = 1; n < 3; n++)
		cpu_start(n, hammer, (void *)block);
	while (!cpus[1].fault.expected || !cpus[2].fault.expected)
		__asm__ volatile("" : : : "memory");
	early = call(HYPGLUE_CALL_TOP_UP, block + 0x100000, 0x2000) != 0;
	gic_wait(1000);
	early |= gone[1] || gone[2];
	return call(HYPGLUE_CALL_TOP_UP, block, 0x2000) == 0 && all_gone() && !early &&
	       cpu_wait(1) && cpu_wait(2);
}

static volatile uint64_t target;

static void touch(void *argument)
{
	bool *unharmed = argument;

	fault_expect();
	while (target)
		*(volatile uint64_t *)target = 1;
	*unharmed = fault_seen() == 0;
}

/* A call that is refused for its last page has split the blocks before it. Nobody may notice. */
static bool split_blocks(uint64_t anchor)
{
	static bool unharmed[CPUS];
	bool all = true;

	target = anchor - BLOCK + 8 * PAGE_SIZE;
	for (unsigned int n = 1; n < 3; n++)
		cpu_start(n, touch, &unharmed[n]);
	for (unsigned int i = 1; i < 8; i++) {
		target = anchor - i * BLOCK + 8 * PAGE_SIZE;
		gic_wait(300);
		all &= denied(call(HYPGLUE_CALL_TOP_UP, anchor - i * BLOCK, i * BLOCK + PAGE_SIZE));
	}
	target = 0;
	return cpu_wait(1) && cpu_wait(2) && unharmed[1] && unharmed[2] && all;
}

static void test_split(void)
{
	for (uint64_t i = 1; i < 7; i++) {
		ok(take_page(0x60000000 + i * 8 * BLOCK),
		   "a block is split, and a page of it taken, under two CPUs that use it");
		ok(split_blocks(0x60000000 + i * 8 * BLOCK),
		   "seven blocks are split under two CPUs that use them");
	}
}

static void test_end(void)
{
	ok(denied(call(HYPGLUE_CALL_TEARDOWN, 0, 0)), "the host cannot end the mediation");
	ok(denied(call(HYPGLUE_CALL_RECLAIM, 0, 0)), "nor take the pool");
	ok(denied(call(HYPGLUE_CALL_SET_UP, HYPGLUE_ALL, 0)), "nor set it up once more");
	still_works("set-up calls");
}

/* Registers that are no result keep their values: nothing of the monitor's leaks through them. */
static void test_leak(void)
{
	uint64_t registers[9] = {0xc6001234, 1, 2, 3, 4, 5, 6, 7, 8};
	bool kept = true;

	hvc(registers);
	for (unsigned int i = 1; i < 9; i++)
		kept &= registers[i] == i;
	ok(denied(registers[0]) && kept, "an unknown call changes x0 alone");
}

static void test_anything(void)
{
	uint64_t random = 88172645463325252, registers[9];

	for (unsigned int i = 0; i < CALLS; i++) {
		for (unsigned int j = 1; j < 9; j++) {
			random ^= random << 13;
			random ^= random >> 7;
			random ^= random << 17;
			registers[j] = random & 1 ? tempting[random >> 8 & 15] : random;
		}
		registers[0] = 0xc6000100 + (random >> 40 & 0x1f);
		/* Its own image would be gone. */
		if ((uint32_t)registers[0] == HYPGLUE_CALL_TOP_UP && registers[1] >= HOST_IMAGE)
			registers[1] = CANARY_HIGH;
		hvc(registers);
	}
	ok(true, "%u calls with any arguments", CALLS);
	still_works("any arguments");
}

void test_main(void)
{
	gic_init();
	gic_cpu_init(0);
	start();
	test_power();
	if (below != BELOW_GUARD) {
		skip("calls of itsguard's", "nobody answers them");
		return;
	}
	test_pool();
	test_split();
	test_end();
	test_leak();
	test_anything();
}
