// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Single traps that are as dear as a host can make them. For each kind of work unit, they fill the
 * 64 of a budget with it. The last access of each is counted.
 */
#include "worst.h"

#include "driver.h"
#include "region.h"

#define FULL	     ITSG_BUDGET_DEFAULT
#define LARGEST_BITS 16u
#define PAGE_DEVICES 512u /* devices in a level-2 page of the device table */

static void count_doorbell(const char *name)
{
	region_begin();
	driver_doorbell();
	region_end(name, 1);
}

static void count_read(const char *name)
{
	region_begin();
	(void)driver_is_done();
	region_end(name, 1);
}

/*
 * Counts several reads, and the dearest is what matters: the walk of what the trap before has sent
 * takes a part of the budget.
 */
static void count_reads(const char *name)
{
	unsigned int i;

	for (i = 0; i < 8; i++)
		count_read(name);
}

static void many_mapti(void)
{
	unsigned int i;

	driver_start(0);
	driver_map_devices(FULL, 1);
	for (i = 0; i < FULL; i++)
		driver_mapti(i, 0, 8192 + i, i % DRIVER_COLLECTIONS);
	count_doorbell("worst: 64 MAPTI");
	for (i = 0; i < FULL; i++)
		driver_movi(i, 0, (i + 1) % DRIVER_COLLECTIONS);
	driver_doorbell();
	count_read("worst: 64 slots walked, 64 MOVI");
}

static void many_refusals(void)
{
	unsigned int i;

	driver_start(0);
	driver_map_devices(1, 1);
	driver_mapti(0, 0, 8192, 0);
	driver_finish();
	for (i = 0; i < FULL; i++)
		driver_mapti(0, 0, 8192, 0);
	count_doorbell("worst: 64 refused");
}

static void long_clear(void)
{
	driver_start(0);
	driver_mapd(0, LARGEST_BITS);
	count_doorbell("worst: an ITT cleared");
}

static void many_mapd(void)
{
	unsigned int i;

	driver_start(0);
	for (i = 0; i < FULL; i++)
		driver_mapd(i * PAGE_DEVICES, 1);
	count_doorbell("worst: MAPDs with a table page each");
	driver_finish();
	for (i = 0; i < FULL; i++)
		driver_mapd(i * PAGE_DEVICES + 1, 1);
	count_doorbell("worst: MAPDs");
	driver_finish();
	for (i = 0; i < FULL; i++)
		driver_mapd(i * PAGE_DEVICES, 1);
	count_doorbell("worst: MAPDs of mapped devices");
	driver_finish();
}

static void many_unmaps(void)
{
	unsigned int i;

	driver_start(0);
	driver_map_devices(2 * FULL, 1);
	for (i = 0; i < 2 * FULL; i++)
		driver_unmapd(i);
	count_doorbell("worst: 64 MAPD V=0");
	count_read("worst: 64 ITTs released");
}

static void long_scan(void)
{
	driver_start(0);
	driver_map_devices(1, LARGEST_BITS);
	driver_mapti(0, (1u << LARGEST_BITS) - 1, 8192, 0);
	driver_finish();
	driver_unmapd(0);
	count_doorbell("worst: event records scanned");
	driver_finish();
}

static void purges(void)
{
	unsigned int i;

	driver_start(0);
	driver_map_devices(8 * FULL, 1);
	driver_drop_tables();
	count_reads("worst: devices purged");
	driver_start(0);
	driver_mapc(65535, 0);
	driver_finish();
	driver_drop_tables();
	count_reads("worst: collections scanned");
	driver_start(0);
	driver_map_devices(FULL, 4);
	for (i = 0; i < 16 * FULL; i++) {
		driver_mapti(i / 16, i % 16, 8192 + i, 0);
		driver_finish();
	}
	driver_drop_tables();
	count_reads("worst: events purged");
}

static void enables(void)
{
	driver_set_up(0);
	region_begin();
	driver_enable();
	region_end("worst: first enable, tables cleared", 1);
	driver_disable();
	driver_set_queue(256);
	region_begin();
	driver_enable();
	region_end("worst: 64 pages of the queue claimed", 1);
}

void count_worst_traps(void)
{
	many_mapti();
	many_refusals();
	long_clear();
	many_mapd();
	many_unmaps();
	long_scan();
	purges();
	enables();
}
