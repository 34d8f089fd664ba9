// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Memory that the firmware keeps. hw/qemu/trees.py puts it into the device tree: a no-map range, a
 * memory reservation, and a range that is only reserved. EL2 must not touch the first two, so the
 * host can neither donate nor share them.
 */
#include "gic.h"
#include "its.h"

#include "hypglue/smccc.h"

#define NO_MAP	  0x50000000 /* 1 MiB each */
#define RESERVED  0x54000000
#define HEADER	  0x52000000
#define BYTES	  0x100000
#define TWO_PAGES 0x2000
#define DEVICE	  0x30
#define BITS	  5
#define LONG_US	  1000000
#define ID_BITS	  15
#define CACHEABLE (7ull << 7 | 1ull << 10)

static uint8_t itt[4096] __attribute__((aligned(256)));

static bool top_up(uint64_t address, uint64_t bytes)
{
	uint64_t registers[9] = {HYPGLUE_CALL_TOP_UP, address, bytes};

	hvc(registers);
	return registers[0] == 0;
}

static void test_top_up(uint64_t base, const char *what)
{
	ok(!top_up(base, BYTES), "%s: not for the pool", what);
	ok(!top_up(base - PAGE_SIZE, TWO_PAGES), "%s: nor its first page", what);
	ok(!top_up(base + BYTES - PAGE_SIZE, TWO_PAGES), "%s: nor its last", what);
	ok(!top_up(base - PAGE_SIZE, BYTES + TWO_PAGES), "%s: nor all and more", what);
	ok(try_write(base, 8, 1) && try_write(base + BYTES - 8, 8, 1), "%s: it stays", what);
	ok(top_up(base - TWO_PAGES, TWO_PAGES) && top_up(base + BYTES, TWO_PAGES),
	   "%s: the pages on both sides are the host's to give", what);
}

static void test_queue(uint64_t base, const char *what)
{
	its_disable();
	ok(!its_init_with(ITS_CBASER(base), ITS_BASER(its_device_table),
			  ITS_BASER(its_collection_table)),
	   "%s: not for a queue", what);
	its_disable();
	ok(!its_init_with(ITS_CBASER(base + BYTES - QUEUE_BYTES), ITS_BASER(its_device_table),
			  ITS_BASER(its_collection_table)),
	   "%s: nor its end", what);
	its_disable();
}

static bool enable_lpis(unsigned int n, uint64_t properties)
{
	try_write(gicr_base(n) + GICR_PROPBASER, 8, properties | CACHEABLE | ID_BITS);
	try_write(gicr_base(n) + GICR_PENDBASER, 8, (uint64_t)lpi_pending[n] | CACHEABLE | BIT(62));
	mmio_write32(gicr_base(n) + GICR_CTLR, GICR_ENABLE_LPIS);
	return mmio_read32(gicr_base(n) + GICR_CTLR) & GICR_ENABLE_LPIS;
}

static void test_properties(uint64_t base, const char *what)
{
	ok(!enable_lpis(1, base), "%s: not for a property table", what);
	mmio_write32(gicr_base(1) + GICR_CTLR, 0);
	/* the table's last pages are the range's first */
	ok(!enable_lpis(1, base - 0x2000), "%s: nor for its end", what);
	mmio_write32(gicr_base(1) + GICR_CTLR, 0);
}

static void test_kept(uint64_t base, const char *what)
{
	test_queue(base, what);
	test_properties(base, what);
	test_top_up(base, what); /* the last: what is given is not shared any more */
}

/* What is reserved and mapped is memory like any other to EL2. */
static void test_mapped(void)
{
	its_disable();
	ok(its_init_with(ITS_CBASER(RESERVED), ITS_BASER(its_device_table),
			 ITS_BASER(its_collection_table)),
	   "a range that is reserved and mapped: for a queue");
	its_disable();
	ok(top_up(RESERVED, BYTES), "and for the pool");
}

void test_main(void)
{
	gic_init();
	gic_cpu_init(0);
	test_kept(NO_MAP, "a no-map range");
	test_kept(HEADER, "a memory reservation");
	test_mapped();
	ok(its_init() && its_send(its_mapc(0, 0, true)) &&
		   its_send(its_mapd(DEVICE, (uint64_t)itt, BITS, true)) &&
		   its_send(its_mapti(DEVICE, 0, LPI_FIRST, 0)) && its_send(its_int(DEVICE, 0)) &&
		   gic_wait(LONG_US) == LPI_FIRST,
	   "at the end: an INT arrives");
}
