// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "driver.h"

#include <stdio.h>
#include <stdlib.h>

#define VALID	       ((uint64_t)1 << 63)
#define CACHEABLE      ((uint64_t)7 << 59 | 1 << 10) /* as Linux: RaWaWb, inner shareable */
#define OFFSET_CTLR    0x0000u
#define OFFSET_CBASER  0x0080u
#define OFFSET_CWRITER 0x0088u
#define OFFSET_CREADR  0x0090u
#define OFFSET_BASER   0x0100u

struct itsg_its bench_its;
enum itsg_audit driver_audit;
struct itsg_domain bench_domain;
uint64_t driver_creadr_max;
static uint32_t next, slots; /* next slot of the queue, and how many it has */

static const struct itsg_redistributor rds[DRIVER_COLLECTIONS] = {
	{0x080a0000, 0}, {0x080c0000, 1}, {0x080e0000, 2}, {0x08100000, 3}};

void driver_fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

/* Notes how often one trap has read the hardware's CREADR. */
static void note_reads(uint64_t before)
{
	if (stub_its.creadr_reads - before > driver_creadr_max)
		driver_creadr_max = stub_its.creadr_reads - before;
}

void driver_write(uint32_t offset, uint32_t size, uint64_t value)
{
	uint64_t before = stub_its.creadr_reads;

	if (itsg_mmio_write(&bench_its, offset, size, value) != ITSG_OK)
		driver_fail("a register write was aborted");
	note_reads(before);
}

uint64_t driver_read(uint32_t offset, uint32_t size)
{
	uint64_t before = stub_its.creadr_reads, value;

	if (itsg_mmio_read(&bench_its, offset, size, &value) != ITSG_OK)
		driver_fail("a register read was aborted");
	note_reads(before);
	return value;
}

static void put(uint64_t dw0, uint64_t dw1, uint64_t dw2)
{
	uint64_t *slot = &stub_staging[4 * (size_t)next];

	slot[0] = dw0;
	slot[1] = dw1;
	slot[2] = dw2;
	slot[3] = 0;
	next = (next + 1) % slots;
}

void driver_mapd(uint32_t device, unsigned int bits)
{
	/* The address is never used: any aligned one will do. */
	put((uint64_t)device << 32 | 0x08, bits - 1, VALID | 0x90000000u);
}

void driver_unmapd(uint32_t device)
{
	put((uint64_t)device << 32 | 0x08, 0, 0);
}

void driver_mapc(uint32_t icid, uint64_t rd)
{
	put(0x09, 0, VALID | rd << 16 | icid);
}

void driver_mapti(uint32_t device, uint32_t event, uint32_t intid, uint32_t icid)
{
	put((uint64_t)device << 32 | 0x0a, (uint64_t)intid << 32 | event, icid);
}

void driver_event(uint8_t opcode, uint32_t device, uint32_t event)
{
	put((uint64_t)device << 32 | opcode, event, 0);
}

void driver_inv(uint32_t device, uint32_t event)
{
	driver_event(0x0c, device, event);
}

void driver_discard(uint32_t device, uint32_t event)
{
	driver_event(0x0f, device, event);
}

void driver_movi(uint32_t device, uint32_t event, uint32_t icid)
{
	put((uint64_t)device << 32 | 0x01, event, icid);
}

void driver_sync(void)
{
	put(0x05, 0, 0);
}

uint32_t driver_next(void)
{
	return next;
}

void driver_doorbell_at(uint32_t slot)
{
	driver_write(OFFSET_CWRITER, 4, (uint64_t)slot * 32);
}

bool driver_is_done_at(uint32_t slot)
{
	return driver_read(OFFSET_CREADR, 4) == (uint64_t)slot * 32;
}

void driver_doorbell(void)
{
	driver_doorbell_at(next);
}

bool driver_is_done(void)
{
	return driver_is_done_at(next);
}

void driver_post(void)
{
	driver_doorbell();
	if (!driver_is_done())
		driver_fail("one read of CREADR was not enough");
}

unsigned int driver_finish(void)
{
	unsigned int traps;

	driver_doorbell();
	for (traps = 1; !driver_is_done(); traps++)
		if (traps == 1000000)
			driver_fail("the queue does not come to its end");
	return traps;
}

static void init_library(uint32_t budget)
{
	const struct itsg_domain_config dc = {.page_size = 4096, .pa_limit = (uint64_t)1 << 48};
	struct itsg_its_config ic = {
		.base = 0x08080000, .budget = budget, .devices = 65536, .audit = driver_audit};

	itsg_caps_read(NULL, &ic.caps);
	ic.caps.lpi_end = 1u << 20;
	ic.caps.never_on = true;
	ic.caps.redistributors = rds;
	ic.caps.redistributor_count = DRIVER_COLLECTIONS;
	if (itsg_domain_init(&bench_domain, &dc) != ITSG_OK ||
	    itsg_pool_add(&bench_domain, STUB_POOL_PA, STUB_POOL_BYTES, ITSG_POOL_HYP) != ITSG_OK ||
	    itsg_its_init(&bench_its, &bench_domain, &ic) != ITSG_OK)
		driver_fail("the library could not be set up");
}

void driver_set_queue(uint32_t pages)
{
	driver_write(OFFSET_CBASER, 8, VALID | CACHEABLE | STUB_STAGING_PA | (pages - 1));
	driver_write(OFFSET_CWRITER, 8, 0);
	next = 0;
	slots = pages * (4096 / 32);
}

void driver_set_up(uint32_t budget)
{
	stub_reset();
	init_library(budget);
	/* Eight pages of 64 KiB each. */
	driver_write(OFFSET_BASER, 8, VALID | 0xa0000000u | 0x200 | 7);
	driver_write(OFFSET_BASER + 8, 8, VALID | 0xa1000000u | 0x200 | 7);
	driver_set_queue(STUB_QUEUE_BYTES / 4096);
}

void driver_enable(void)
{
	driver_write(OFFSET_CTLR, 4, 1);
}

void driver_disable(void)
{
	driver_write(OFFSET_CTLR, 4, 0);
	while (!(driver_read(OFFSET_CTLR, 4) & 0x80000000u))
		;
}

void driver_start(uint32_t budget)
{
	uint32_t n;

	driver_set_up(budget);
	driver_enable();
	for (n = 0; n < DRIVER_COLLECTIONS; n++)
		driver_mapc(n, n);
	driver_finish();
}

void driver_map_devices(unsigned int count, unsigned int bits)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		driver_mapd(i, bits);
		driver_finish();
	}
}

void driver_drop_tables(void)
{
	driver_disable();
	driver_write(OFFSET_BASER, 8, 0);
	driver_write(OFFSET_BASER, 8, VALID | 0xb0000000u | 0x200 | 7);
	driver_set_queue(STUB_QUEUE_BYTES / 4096);
	driver_enable();
}
