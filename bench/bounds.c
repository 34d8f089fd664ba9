// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The work that takes the most traps: a queue of the greatest size full of the dearest commands, a
 * purge of all devices, and one MAPD of the largest Size. Units and traps are counted natively to
 * the end. Instructions are counted for a part of the traps only, since they repeat.
 */
#include "bounds.h"

#include <stdio.h>

#include "driver.h"
#include "region.h"

#define LARGEST_BITS 16u
#define ALL_DEVICES  65536u
#define QUEUE_PAGES  (STUB_QUEUE_MOST / 4096)
#define QUEUE_SLOTS  (STUB_QUEUE_MOST / 32)
#define COUNTED	     1500u /* instructions are counted for no more traps than this: */
#define FIRST	     16u   /* each of the first so many */
#define EACH	     41u   /* then one in so many */

struct bound {
	const char *name;
	void (*prepare)(void); /* does all but ring the doorbell */
};

struct spent {
	uint64_t units, traps; /* units: the most of one trap; traps: in all */
};

/*
 * A device with its last event live. Its next MAPD looks at all its records, clears an ITT and
 * records, and sends two commands besides its own.
 */
static void full_queue(void)
{
	unsigned int i;

	driver_disable();
	driver_set_queue(QUEUE_PAGES);
	driver_enable();
	while (!(driver_read(0, 4) & 1))
		;
	for (i = 0; i < QUEUE_SLOTS / 2 - 1; i++) {
		driver_mapd(0, LARGEST_BITS);
		driver_mapti(0, (1u << LARGEST_BITS) - 1, 8192, 0);
	}
}

static void all_devices(void)
{
	driver_map_devices(ALL_DEVICES, 1);
	driver_drop_tables();
	driver_mapc(0, 0);
}

static void largest_mapd(void)
{
	driver_mapd(0, LARGEST_BITS);
}

static const struct bound bounds[] = {
	{"a 1 MiB queue of MAPDs that remap 65536 events", full_queue},
	{"a purge of 65536 devices", all_devices},
	{"a MAPD of 65536 events", largest_mapd},
};

static const uint32_t budgets[] = {ITSG_BUDGET_DEFAULT, 1};

#define BOUNDS	(sizeof(bounds) / sizeof(bounds[0]))
#define BUDGETS (sizeof(budgets) / sizeof(budgets[0]))

static uint64_t work(void)
{
	struct itsg_counters counters;

	itsg_counters_get(&bench_its, &counters);
	return counters.work;
}

/* Trap 0 is the doorbell, the others are reads of CREADR. True: that was the last. */
static bool trap(uint64_t n)
{
	if (n)
		return driver_is_done();
	driver_doorbell();
	return false;
}

static void start(const struct bound *bound, uint32_t budget)
{
	driver_start(budget);
	bound->prepare();
}

static struct spent spend_all(const struct bound *bound, uint32_t budget)
{
	struct spent spent = {0};
	uint64_t before, after;
	bool done = false;

	start(bound, budget);
	for (before = work(); !done; before = after) {
		done = trap(spent.traps++);
		after = work();
		if (after - before > spent.units)
			spent.units = after - before;
	}
	if (spent.units > budget)
		driver_fail("a trap did more units of work than its budget");
	return spent;
}

void print_bounds(void)
{
	unsigned int i, j;

	for (i = 0; i < BOUNDS; i++)
		for (j = 0; j < BUDGETS; j++) {
			const struct spent spent = spend_all(&bounds[i], budgets[j]);

			printf("bound %u %llu %llu %s\n", budgets[j],
			       (unsigned long long)spent.units, (unsigned long long)spent.traps,
			       bounds[i].name);
		}
}

static void count_some(const struct bound *bound, uint32_t budget)
{
	char name[64];
	bool done = false;
	uint64_t n;

	snprintf(name, sizeof(name), "bound %u: %s", budget, bound->name);
	start(bound, budget);
	for (n = 0; n < COUNTED && !done; n++) {
		bool counted = n < FIRST || n % EACH == 0;

		if (counted)
			region_begin();
		done = trap(n);
		if (counted)
			region_end(name, 1);
	}
}

void count_bounds(void)
{
	unsigned int i, j;

	for (i = 0; i < BOUNDS; i++)
		for (j = 0; j < BUDGETS; j++)
			count_some(&bounds[i], budgets[j]);
}
