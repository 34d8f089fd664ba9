// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * usage: bench count	regions for callgrind (bench/report reads them)
 *	  bench time	nanoseconds, as "key value" lines
 *	  bench memory	bytes, as "key value" lines
 *	  bench bounds	units and traps, as "bound budget units traps name" lines
 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bounds.h"
#include "cheapest.h"
#include "driver.h"
#include "region.h"
#include "worst.h"

#define POSTS	    4096u /* of a command and a SYNC */
#define DEVICES	    64u
#define ALL_DEVICES 65536u
#define MAPPINGS    1024u
#define ITT_BITS    5u	  /* EventID bits of the devices that MAPD is measured with: 32 events */
#define TIMED_POSTS 1000u /* what the queue holds at once */
#define ROUNDS	    400u
#define READS	    1000u

/* ---- Commands ---- */

/* Takes devices and events in turn, as interrupts are requested. */
struct spread {
	unsigned int devices;
};

static void put_mapti(const struct spread *spread, unsigned int i)
{
	driver_mapti(i % spread->devices, i / spread->devices, 8192 + i, i % DRIVER_COLLECTIONS);
	driver_sync();
}

static void put_inv(const struct spread *spread, unsigned int i)
{
	driver_inv(i % spread->devices, i / spread->devices);
	driver_sync();
}

static void put_discard(const struct spread *spread, unsigned int i)
{
	driver_discard(i % spread->devices, i / spread->devices);
	driver_sync();
}

typedef void put_pair(const struct spread *spread, unsigned int i);

/* batch: how many commands are posted at once. */
static void post_all(put_pair *put, const struct spread *spread, unsigned int batch)
{
	unsigned int i;

	for (i = 1; i <= POSTS; i++) {
		put(spread, i - 1);
		if (i % (batch / 2) == 0)
			driver_post();
	}
}

static void count_pairs(put_pair *put, const struct spread *spread, unsigned int batch,
			const char *name)
{
	region_begin();
	post_all(put, spread, batch);
	region_end(name, 2 * POSTS);
}

static void check_all_forwarded(uint64_t commands)
{
	struct itsg_counters counters;

	itsg_counters_get(&bench_its, &counters);
	if (counters.verdicts[ITSG_REFUSE] || counters.verdicts[ITSG_FORWARD] < commands)
		driver_fail("commands were refused that should have been forwarded");
}

static void count_commands(void)
{
	const struct spread spread = {DEVICES};

	driver_start(0);
	driver_map_devices(DEVICES, 6);
	count_pairs(put_mapti, &spread, 2, "mapti_2");
	count_pairs(put_inv, &spread, 2, "inv_2");
	count_pairs(put_discard, &spread, 2, "discard_2");
	check_all_forwarded(6 * POSTS);
	driver_start(256);
	driver_map_devices(DEVICES, 6);
	count_pairs(put_mapti, &spread, 64, "mapti_64");
	count_pairs(put_inv, &spread, 64, "inv_64");
	check_all_forwarded(4 * POSTS);
}

/* ---- MAPD, and its growth ---- */

static void map_again(unsigned int step, unsigned int bits)
{
	unsigned int i;

	for (i = 0; i < MAPPINGS; i++) {
		driver_mapd(i * step, bits);
		driver_post();
	}
}

static void unmap_again(unsigned int step)
{
	unsigned int i;

	for (i = 0; i < MAPPINGS; i++) {
		driver_unmapd(i * step);
		driver_post();
	}
}

static void count_mapd(enum itsg_audit audit, const char *map, const char *unmap)
{
	enum itsg_audit before = driver_audit;

	driver_audit = audit;
	driver_start(0);
	region_begin();
	map_again(1, ITT_BITS);
	region_end(map, MAPPINGS);
	region_begin();
	unmap_again(1);
	region_end(unmap, MAPPINGS);
	driver_audit = before;
}

static void count_growth(unsigned int devices, unsigned int bits, const char *commands,
			 const char *mapd)
{
	const struct spread spread = {devices};
	unsigned int i;

	driver_start(0);
	driver_map_devices(devices, bits);
	region_begin();
	post_all(put_mapti, &spread, 2);
	post_all(put_inv, &spread, 2);
	region_end(commands, 4 * POSTS);
	post_all(put_discard, &spread, 2);
	region_begin();
	for (i = 0; i < MAPPINGS; i++) {
		driver_unmapd(i * (devices / MAPPINGS));
		driver_post();
		driver_mapd(i * (devices / MAPPINGS), bits);
		driver_post();
	}
	region_end(mapd, MAPPINGS);
	check_all_forwarded(6 * POSTS);
}

static void count_reads(void)
{
	unsigned int i;

	driver_start(0);
	region_begin();
	for (i = 0; i < READS; i++)
		(void)driver_is_done();
	region_end("creadr_read", READS);
}

static void count_cheapest(void)
{
	unsigned int i;

	stub_reset();
	cheapest_reset();
	region_begin();
	for (i = 1; i <= POSTS; i++) {
		cheapest_write_cwriter(64 * i % STUB_QUEUE_BYTES);
		if (cheapest_read_creadr() != 64 * i % STUB_QUEUE_BYTES)
			driver_fail("the copy without checks does not work");
	}
	region_end("cheapest_2", 2 * POSTS);
}

static void count_all(void)
{
	count_commands();
	count_mapd(ITSG_AUDIT_OFF, "mapd_map", "mapd_unmap");
	count_mapd(ITSG_AUDIT_REPORT, "mapd_audited_map", "mapd_audited_unmap");
	count_growth(1, 13, "commands_1", "mapd_1");
	count_growth(ALL_DEVICES, 1, "commands_65536", "mapd_65536");
	count_reads();
	count_cheapest();
	count_worst_traps();
	count_bounds();
}

/* ---- Time ---- */

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void keep_least(double *least, double value)
{
	if (*least <= 0 || value < *least)
		*least = value;
}

/* The queue is filled before the clock starts: only the traps are timed. */
static double time_posts(put_pair *put)
{
	const struct spread spread = {DEVICES};
	uint32_t slot = driver_next();
	unsigned int i;
	double start;

	for (i = 0; i < TIMED_POSTS; i++)
		put(&spread, i);
	start = now();
	for (i = 0; i < TIMED_POSTS; i++) {
		slot = (slot + 2) % DRIVER_SLOTS;
		driver_doorbell_at(slot);
		if (!driver_is_done_at(slot))
			driver_fail("one read of CREADR was not enough");
	}
	return (now() - start) / (2 * TIMED_POSTS);
}

static double time_library(void)
{
	double mapti = 0, inv = 0;
	unsigned int round;

	driver_start(0);
	driver_map_devices(DEVICES, 6);
	for (round = 0; round < ROUNDS; round++) {
		keep_least(&mapti, time_posts(put_mapti));
		keep_least(&inv, time_posts(put_inv));
		(void)time_posts(put_discard);
	}
	check_all_forwarded(ROUNDS * TIMED_POSTS);
	return (mapti + inv) / 2;
}

static double time_cheapest(void)
{
	double best = 0, start;
	unsigned int round, i;

	stub_reset();
	cheapest_reset();
	for (round = 0; round < ROUNDS; round++) {
		start = now();
		for (i = 1; i <= DRIVER_SLOTS / 2; i++) {
			cheapest_write_cwriter(64 * i % STUB_QUEUE_BYTES);
			if (cheapest_read_creadr() != 64 * i % STUB_QUEUE_BYTES)
				driver_fail("the copy without checks does not work");
		}
		keep_least(&best, (now() - start) / DRIVER_SLOTS);
	}
	return best;
}

static double time_copy(void)
{
	static uint64_t to[STUB_QUEUE_BYTES / sizeof(uint64_t)];
	double best = 0, start;
	unsigned int round, i;

	for (i = 0; i < STUB_QUEUE_BYTES / sizeof(uint64_t); i++)
		stub_staging[i] = i;
	for (round = 0; round < ROUNDS; round++) {
		start = now();
		cheapest_copy(to, stub_staging, DRIVER_SLOTS);
		keep_least(&best, (now() - start) / DRIVER_SLOTS);
	}
	if (memcmp(to, stub_staging, sizeof(to)) != 0)
		driver_fail("the copy loop does not copy");
	return best;
}

static void time_all(void)
{
	printf("ns_per_forwarded_command %.2f\n", time_library());
	printf("creadr_reads_per_trap %llu\n", (unsigned long long)driver_creadr_max);
	printf("ns_per_command_cheapest %.2f\n", time_cheapest());
	printf("ns_per_copy %.2f\n", time_copy());
}

/* ---- Memory ---- */

static uint64_t pool_used(unsigned int devices, unsigned int bits)
{
	uint64_t before;

	driver_start(0);
	before = itsg_pool_free_bytes(&bench_domain);
	driver_map_devices(devices, bits);
	return before - itsg_pool_free_bytes(&bench_domain);
}

static void measure_memory(void)
{
	uint64_t devices = pool_used(ALL_DEVICES, 1);
	uint64_t few = pool_used(1, 8), many = pool_used(1, 16);

	printf("bytes_per_device %.1f\n", (double)devices / ALL_DEVICES);
	printf("bytes_per_event %.1f\n", (double)(many - few) / (65536 - 256));
	printf("bytes_state %zu\n", sizeof(struct itsg_its));
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "count") == 0)
		count_all();
	else if (argc == 2 && strcmp(argv[1], "time") == 0)
		time_all();
	else if (argc == 2 && strcmp(argv[1], "memory") == 0)
		measure_memory();
	else if (argc == 2 && strcmp(argv[1], "bounds") == 0)
		print_bounds();
	else
		driver_fail("usage: bench count|time|memory|bounds");
	return 0;
}
