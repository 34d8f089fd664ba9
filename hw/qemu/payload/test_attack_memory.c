// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The ITS as a tool to write memory: tables, ITTs and the queue are at addresses that the host may
 * not give, and tables change without the ITS's knowledge. Without the library each of them writes
 * where the attacker wants.
 */
#include "gic.h"
#include "its.h"
#include "victim.h"

#define DEVICE	   0x20
#define DECOY	   0x21
#define SOUND	   0x30 /* a device that behaves */
#define BITS	   5
#define PAGE_4K	   0
#define LONG_US	   1000000
#define SHORT_US   20000
#define RTC	   0x09010000 /* PL031 */
#define RTC_MATCH  0x04
#define BEYOND_RAM 0x90000000

static uint8_t page[65536] __attribute__((aligned(65536)));
static uint8_t itt[4096] __attribute__((aligned(4096)));
static uint8_t sound_itt[4096] __attribute__((aligned(4096)));

static const struct victim other = {"memory that is not the driver's", (uint64_t)page, false};
static const struct victim monitors[] = {
	{"the monitor's first page", CANARY_LOW, true},
	{"the monitor's last page", CANARY_HIGH, true},
	{"the monitor's image", MONITOR_RODATA - 0x1000, true},
	{"the monitor's pool", MONITOR_HEAP + 0x800000, true},
};

static void start(void)
{
	its_disable();
	ok(its_init() && its_send(its_mapc(0, 0, true)) &&
		   its_send(its_mapd(SOUND, (uint64_t)sound_itt, BITS, true)) &&
		   its_send(its_mapti(SOUND, 0, LPI_FIRST, 0)),
	   "the driver starts");
}

static void still_works(const char *after)
{
	ok(its_send(its_int(SOUND, 0)) && gic_wait(LONG_US) == LPI_FIRST,
	   "%s: a device that behaves is still served", after);
}

static void drop(uint32_t device)
{
	its_send(its_discard(device, 0));
	its_send(its_mapd(device, 0, BITS, false));
}

static void attack_itt(const struct victim *victim)
{
	victim_arm(victim, PAGE_SIZE);
	its_send(its_mapd(DEVICE, victim->address, BITS, true));
	its_send(its_mapti(DEVICE, 0, LPI_FIRST + 1, 0));
	victim_judge(victim, PAGE_SIZE, "MAPD and MAPTI");
	drop(DEVICE);
}

static void attack_collections(const struct victim *victim)
{
	victim_arm(victim, PAGE_SIZE);
	its_disable();
	its_init_with(ITS_CBASER(its_queue), ITS_BASER(its_device_table),
		      GITS_VALID | GITS_CACHEABLE | PAGE_4K | victim->address);
	its_send(its_mapc(1, 1, true));
	victim_judge(victim, PAGE_SIZE, "collection table");
	its_send(its_mapc(1, 1, false));
}

static void attack_devices(const struct victim *victim)
{
	victim_arm(victim, PAGE_SIZE);
	its_disable();
	its_init_with(ITS_CBASER(its_queue),
		      GITS_VALID | GITS_CACHEABLE | PAGE_4K | victim->address,
		      ITS_BASER(its_collection_table));
	its_send(its_mapd(DEVICE, (uint64_t)itt, BITS, true));
	victim_judge(victim, PAGE_SIZE, "device table");
	drop(DEVICE);
}

/* The second half of an ITT entry sets the clock. */
static void attack_mmio(void)
{
	uint32_t before = mmio_read32(RTC);
	bool hit;

	its_send(its_mapd(DEVICE, RTC, BITS, true));
	its_send(its_mapti(DEVICE, 0, LPI_FIRST + 1, 0));
	hit = mmio_read32(RTC) - before > 60;
	ok(hit == (below != BELOW_GUARD), "MAPD and MAPTI, the clock: %s",
	   hit ? "set to another time" : "not touched");
	drop(DEVICE);
}

/* Where nothing can be written the ITS stalls. It serves no device any more. */
static void attack_nowhere(uint64_t address, const char *what)
{
	if (below != BELOW_GUARD && address != BEYOND_RAM)
		return;
	its_send(its_mapd(DEVICE, address, BITS, true));
	if (below != BELOW_GUARD) {
		ok(!its_send(its_mapti(DEVICE, 0, LPI_FIRST + 1, 0)), "%s: the ITS stalls", what);
		start();
		return;
	}
	its_send(its_mapti(DEVICE, 0, LPI_FIRST + 1, 0));
	drop(DEVICE);
	still_works(what);
}

/* Its own tables and queue are memory like any other to the ITS. */
static void attack_own(void *at, const char *what)
{
	struct victim own = {what, (uint64_t)at + PAGE_SIZE, false};

	attack_itt(&own);
	__builtin_memset((uint8_t *)at + PAGE_SIZE, 0, PAGE_SIZE);
	still_works(what);
}

static void attack_queue(uint64_t address, const char *what)
{
	bool enabled;

	its_disable();
	enabled = its_init_with(ITS_CBASER(address), ITS_BASER(its_device_table),
				ITS_BASER(its_collection_table));
	if (below == BELOW_GUARD)
		ok(!enabled, "command queue at %s: the ITS stays off", what);
	else
		ok(enabled, "command queue at %s: the ITS would read it", what);
}

/*
 * Copies the entry that a MAPD makes to another device. This works only where tables are the
 * host's.
 */
static void attack_device_entry(void)
{
	volatile uint64_t *table = (volatile uint64_t *)its_device_table;
	uint64_t forged;

	victim_arm(&other, PAGE_SIZE);
	its_send(its_mapd(DECOY, other.address, BITS, true));
	forged = table[DECOY];
	ok((forged != 0) == (below != BELOW_GUARD), "the device table of the host is %s",
	   forged ? "what the ITS uses" : "not used");
	its_send(its_mapd(DECOY, 0, BITS, false));
	its_send(its_mapd(DEVICE, (uint64_t)itt, BITS, true));
	table[DEVICE] = below == BELOW_GUARD ? other.address >> 2 | 1 : forged;
	__asm__ volatile("dsb sy" : : : "memory");
	its_send(its_mapti(DEVICE, 0, LPI_FIRST + 2, 0));
	victim_judge(&other, PAGE_SIZE, "a forged device table entry");
	ok(its_send(its_int(DEVICE, 0)) && gic_wait(LONG_US) == LPI_FIRST + 2,
	   "and its INT arrives");
	drop(DEVICE);
	table[DEVICE] = 0;
}

/* Copies what MAPTI wrote for event 0 to event 1, which was never mapped. */
static void attack_itt_entry(void)
{
	bool arrived;

	__builtin_memset(itt, 0, sizeof(itt));
	its_send(its_mapd(DEVICE, (uint64_t)itt, BITS, true));
	its_send(its_mapti(DEVICE, 0, LPI_FIRST + 3, 0));
	for (unsigned int i = 0; i < 12; i++)
		((volatile uint8_t *)itt)[12 + i] = ((volatile uint8_t *)itt)[i];
	__asm__ volatile("dsb sy" : : : "memory");
	its_send(its_int(DEVICE, 1));
	arrived = gic_wait(SHORT_US) == LPI_FIRST + 3;
	ok(arrived == (below != BELOW_GUARD), "a forged ITT entry: its interrupt %s",
	   arrived ? "arrives" : "does not arrive");
	drop(DEVICE);
}

static void attack_tables(const struct victim *victim)
{
	attack_collections(victim);
	attack_devices(victim);
	start();
}

void test_main(void)
{
	gic_init();
	gic_cpu_init(0);
	start();
	attack_itt(&other);
	for (unsigned int i = 0; i < sizeof(monitors) / sizeof(monitors[0]); i++)
		attack_itt(&monitors[i]);
	attack_mmio();
	attack_nowhere(BEYOND_RAM, "ITT beyond RAM");
	attack_nowhere(ITS_BASE, "ITT at the ITS's own registers");
	attack_nowhere(GICR_BASE, "ITT at a redistributor");
	attack_nowhere(UART_BASE + 0xf00, "ITT at the UART");
	attack_nowhere(0xffffffffff00, "ITT at the end of the address space");
	attack_own(its_collection_table, "the driver's own collection table");
	attack_own(its_queue, "the driver's own queue");
	attack_tables(&other);
	attack_tables(&monitors[0]);
	attack_tables(&monitors[1]);
	attack_device_entry();
	attack_itt_entry();
	attack_queue(MONITOR_BASE, "the monitor's first pages");
	attack_queue(MONITOR_HEAP, "the host's page tables");
	attack_queue(MONITOR_BASE - 0x10000, "the end of the devices");
	attack_queue(MONITOR_END - 0x10000, "the end of the monitor");
	attack_queue(ITS_BASE, "the ITS's own registers");
	attack_queue(BEYOND_RAM, "no memory");
	start();
	still_works("at the end");
}
