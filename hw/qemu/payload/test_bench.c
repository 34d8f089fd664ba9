// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What traps cost: instructions at EL2 from the vector to the return. The CPU's own counter counts
 * them; it is exact under QEMU's -icount shift=0. hw/qemu/bench starts this.
 */
#include "its.h"

#define ROUNDS	64
#define DEVICES 16
#define DEVICE	0x30
#define BITS	5

#define INST_RETIRED 0x08
#define NOT_EL1	     BIT(31)
#define NOT_EL0	     BIT(30)
#define AND_EL2	     BIT(27)

static uint8_t itts[DEVICES][512] __attribute__((aligned(256)));

struct cost {
	uint64_t least, most, sum, count;
};

static void counter_start(void)
{
	sysreg_write(pmevtyper0_el0, INST_RETIRED | NOT_EL1 | NOT_EL0 | AND_EL2);
	sysreg_write(pmcntenset_el0, 1);
	sysreg_write(pmcr_el0, 1 | 2); /* enable, event counters 0 */
	isb();
}

static uint64_t counter(void)
{
	uint64_t value;

	isb();
	value = sysreg_read(pmevcntr0_el0);
	isb();
	return value;
}

static void add(struct cost *cost, uint64_t instructions)
{
	if (!cost->count || instructions < cost->least)
		cost->least = instructions;
	if (instructions > cost->most)
		cost->most = instructions;
	cost->sum += instructions;
	cost->count++;
}

static void show(const char *key, const struct cost *cost)
{
	note("bench %s least %lu most %lu mean %lu", key, cost->least, cost->most,
	     cost->sum / cost->count);
}

static uint64_t doorbell(void)
{
	uint64_t before;

	__asm__ volatile("dsb sy" : : : "memory");
	before = counter();
	its_write32(GITS_CWRITER, its_position());
	return counter() - before;
}

static uint64_t look(void)
{
	uint64_t before = counter();

	its_read32(GITS_CREADR);
	return counter() - before;
}

/*
 * A post, then two reads of CREADR. The first finds that all is done; the next finds nothing to do.
 */
static void post(struct cost *ring, struct cost *walk, struct cost *idle)
{
	add(ring, doorbell());
	add(walk, look());
	add(idle, look());
	if (its_read32(GITS_CREADR) != its_position())
		bail_out("a post is not through at once");
}

static void bench_pairs(void)
{
	struct cost mapti = {0}, inv = {0}, walk = {0}, idle = {0}, other = {0};

	for (unsigned int i = 0; i < ROUNDS; i++) {
		its_put(its_mapti(DEVICE, i % 32, 8192 + i, 0));
		its_put(its_sync(0));
		post(&mapti, &walk, &idle);
		its_put(its_inv(DEVICE, i % 32));
		its_put(its_sync(0));
		post(&inv, &walk, &idle);
		its_put(its_discard(DEVICE, i % 32));
		its_put(its_sync(0));
		post(&other, &walk, &idle);
	}
	show("mapti_sync", &mapti);
	show("inv_sync", &inv);
	show("creadr_walk", &walk);
	show("creadr", &idle);
}

static void bench_mapd(void)
{
	struct cost map = {0}, unmap = {0}, walk = {0}, idle = {0};

	for (unsigned int i = 0; i < ROUNDS; i++) {
		its_put(its_mapd(0x40 + i % DEVICES, (uint64_t)itts[i % DEVICES], BITS, true));
		post(&map, &walk, &idle);
		its_put(its_mapd(0x40 + i % DEVICES, 0, BITS, false));
		post(&unmap, &walk, &idle);
	}
	show("mapd", &map);
	show("mapd_unmap", &unmap);
	show("creadr_walk_mapd", &walk);
}

/* The counter counts nothing where there is no trap. */
static void bench_nothing(void)
{
	uint64_t before = counter(), after;

	for (unsigned int i = 0; i < 1000; i++)
		__asm__ volatile("nop");
	after = counter();
	ok(after == before, "no instruction at EL2 without a trap");
}

void test_main(void)
{
	counter_start();
	ok(its_init() && its_send(its_mapc(0, 0, true)) &&
		   its_send(its_mapd(DEVICE, (uint64_t)itts[0], BITS, true)),
	   "the driver starts");
	bench_nothing();
	bench_pairs();
	bench_mapd();
	ok(look() > 0, "and some with one");
}
