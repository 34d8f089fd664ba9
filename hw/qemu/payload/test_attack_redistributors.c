// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The redistributors' DMA pointers. A pending table is written to, bit by bit, as interrupts come.
 * A property table is read. Each CPU's redistributor can be reached from any CPU.
 */
#include "gic.h"
#include "its.h"
#include "victim.h"

#include "hypglue/smccc.h"

#define DEVICE		0x30
#define BITS		5
#define LONG_US		1000000
#define ID_BITS		15
#define CACHEABLE	(7ull << 7 | 1ull << 10)
#define SGI_FRAME	0x10000
#define GICR_IGROUPR0	0x80
#define GICR_VPROPBASER 0x20070

static uint8_t page[65536] __attribute__((aligned(65536)));
static uint8_t itt[4096] __attribute__((aligned(256)));
static const struct victim other = {"memory that is not the driver's", (uint64_t)page, false};
static const struct victim first = {"the monitor's first page", CANARY_LOW, true};

static void set(unsigned int n, uint32_t offset, uint64_t value)
{
	try_write(gicr_base(n) + offset, 8, value);
}

static bool enable(unsigned int n)
{
	mmio_write32(gicr_base(n) + GICR_CTLR, GICR_ENABLE_LPIS);
	return mmio_read32(gicr_base(n) + GICR_CTLR) & GICR_ENABLE_LPIS;
}

static void disable(unsigned int n)
{
	mmio_write32(gicr_base(n) + GICR_CTLR, 0);
}

static void start(void)
{
	bool all = its_init() && its_send(its_mapd(DEVICE, (uint64_t)itt, BITS, true));

	for (unsigned int n = 0; n < CPUS; n++)
		all &= its_send(its_mapc(n, n, true));
	ok(all, "the driver starts");
}

static void still_works(const char *after)
{
	its_send(its_mapti(DEVICE, 31, LPI_FIRST, 0));
	ok(its_send(its_int(DEVICE, 31)) && gic_wait(LONG_US) == LPI_FIRST,
	   "%s: an INT still arrives", after);
	its_send(its_discard(DEVICE, 31));
}

/* Eight LPIs that stay pending, since they are not enabled: a whole byte of the table. */
static void make_pending(unsigned int n, uint32_t intid)
{
	for (uint32_t i = 0; i < 8; i++) {
		its_send(its_mapti(DEVICE, i, intid + i, n));
		its_send(its_int(DEVICE, i));
		its_send(its_discard(DEVICE, i));
	}
}

/* In a table at the 64 KiB that the victim lies in, the byte of intid is the victim's first. */
static void attack_pending(unsigned int n, const struct victim *victim)
{
	uint64_t table = victim->address & ~(uint64_t)0xffff;
	uint32_t intid = (uint32_t)(victim->address - table) * 8;

	victim_arm(victim, PAGE_SIZE);
	set(n, GICR_PROPBASER, (uint64_t)lpi_config | CACHEABLE | ID_BITS);
	set(n, GICR_PENDBASER, table | CACHEABLE | BIT(62));
	ok(enable(n), "LPIs enabled on CPU %u, pending table at %s", n, victim->name);
	make_pending(n, intid < LPI_FIRST + LPIS ? LPI_FIRST + LPIS : intid);
	victim_judge(victim, PAGE_SIZE, "a pending table");
	disable(n);
}

static void attack_property(unsigned int n, uint64_t table, const char *what)
{
	bool enabled;

	disable(n);
	set(n, GICR_PROPBASER, table | CACHEABLE | ID_BITS);
	set(n, GICR_PENDBASER, (uint64_t)lpi_pending[n] | CACHEABLE | BIT(62));
	enabled = enable(n);
	if (below == BELOW_GUARD)
		ok(!enabled, "a property table at %s: LPIs stay off", what);
	else
		ok(enabled, "a property table at %s: the redistributor would read it", what);
	disable(n);
}

/* What a redistributor may be reading cannot be given to somebody else. */
static void test_pinned(void)
{
	uint64_t registers[9] = {HYPGLUE_CALL_TOP_UP, (uint64_t)lpi_config, sizeof(lpi_config)};

	hvc(registers);
	ok((int64_t)registers[0] < 0, "the property table in use cannot be donated");
	ok(try_write((uint64_t)lpi_config + 60000, 1, 0), "and is still the host's to write");
}

static void test_accesses(void)
{
	static const uint32_t offsets[] = {GICR_CTLR, 0x08, GICR_PROPBASER, GICR_PENDBASER};
	uint64_t value, pending = *(volatile uint64_t *)(gicr_base(0) + GICR_PENDBASER);

	for (unsigned int i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		ok(!try_read(gicr_base(0) + offsets[i], 1, &value), "a byte at %x cannot be read",
		   offsets[i]);
		ok(!try_write(gicr_base(0) + offsets[i], 2, 0),
		   "a halfword at %x cannot be written", offsets[i]);
	}
	set(0, GICR_PENDBASER, MONITOR_BASE);
	ok(*(volatile uint64_t *)(gicr_base(0) + GICR_PENDBASER) == pending,
	   "PENDBASER keeps its value while LPIs are enabled");
	ok(try_write(gicr_base(0) + SGI_FRAME + GICR_IGROUPR0, 4, ~0u),
	   "the SGI frame is the host's");
	/* Beyond the last redistributor of a GICv3 there is nothing. On GICv4 nothing is shown. */
	ok(!try_read(gicr_base(CPUS - 1) + GICR_VPROPBASER, 8, &value) || !value, "no VPROPBASER");
}

void test_main(void)
{
	gic_init();
	gic_cpu_init(0);
	start();
	still_works("at first");
	attack_pending(1, &other);
	attack_pending(2, &first);
	attack_property(3, MONITOR_BASE, "the monitor's first pages");
	attack_property(3, MONITOR_HEAP, "the host's page tables");
	attack_property(3, MONITOR_END - 0x10000, "the end of the monitor");
	attack_property(3, ITS_BASE, "the ITS's registers");
	if (below == BELOW_GUARD) {
		test_pinned();
		test_accesses();
	}
	still_works("at the end");
}
