// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Several CPUs against the library: slots that change while they are read, doorbells from
 * everywhere, and the ITS is switched off and on meanwhile.
 */
#include "gic.h"
#include "its.h"
#include "victim.h"

#define DEVICE	0x20
#define BITS	5
#define RACE_US 1000000
#define SLOTS	(QUEUE_BYTES / 32)
#define LONG_US 1000000

static uint8_t page[4096] __attribute__((aligned(4096)));
static uint8_t itt[4096] __attribute__((aligned(4096)));
static const struct victim other = {"memory that is not the driver's", (uint64_t)page, false};
static volatile bool stop;

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* A slot near the doorbell holds a MAPD. Its ITT keeps changing between two. */
static void flip(void *argument)
{
	uint64_t addresses[] = {(uint64_t)itt, other.address, CANARY_LOW, CANARY_HIGH};
	volatile uint64_t *words;
	uint64_t random = 1, slot;

	(void)argument;
	while (!stop) {
		slot = its_position() / 32 + SLOTS - next_random(&random) % 8;
		words = its_queue[slot % SLOTS].words;
		if ((words[0] & 0xff) == 0x08)
			words[2] = addresses[next_random(&random) % 4] | GITS_VALID;
	}
}

static void storm(void *argument)
{
	uint64_t random = 7;

	(void)argument;
	while (!stop)
		its_write64(GITS_CWRITER, next_random(&random) & 0x1ffff);
}

static void toggle(void *argument)
{
	uint64_t random = 3;

	(void)argument;
	while (!stop) {
		its_write32(GITS_CTLR, next_random(&random) & 1);
		its_read32(GITS_CREADR);
		its_write64(GITS_BASER0, next_random(&random));
		its_write64(GITS_CBASER, next_random(&random));
	}
}

static bool start(void)
{
	its_disable();
	return its_init() && its_send(its_mapc(0, 0, true));
}

static void post_pairs(void)
{
	uint64_t end = now_us() + RACE_US;

	for (unsigned int i = 0; now_us() < end; i++) {
		its_put(its_mapd(DEVICE, (uint64_t)itt, BITS, true));
		its_put(its_mapti(DEVICE, i % 32, LPI_FIRST + i % 32, 0));
		its_put(its_int(DEVICE, i % 32));
		its_put(its_discard(DEVICE, i % 32));
		its_put(its_mapd(DEVICE, 0, BITS, false));
		__asm__ volatile("dsb sy" : : : "memory");
		its_write32(GITS_CWRITER, its_position());
		its_read32(GITS_CREADR);
	}
}

static void join(void)
{
	bool all = true;

	stop = true;
	for (unsigned int n = 1; n < CPUS; n++)
		all &= cpu_wait(n);
	ok(all, "the other CPUs come to an end");
	stop = false;
}

static void works_after(const char *what)
{
	while (gic_wait(1000) != INTID_NONE)
		;
	ok(start(), "%s: the driver starts again", what);
	its_send(its_mapd(DEVICE, 0, BITS, false));
	ok(its_send(its_mapd(DEVICE, (uint64_t)itt, BITS, true)) &&
		   its_send(its_mapti(DEVICE, 0, LPI_FIRST, 0)) && its_send(its_int(DEVICE, 0)) &&
		   gic_wait(LONG_US) == LPI_FIRST,
	   "%s: and an INT arrives", what);
	its_send(its_discard(DEVICE, 0));
	its_send(its_mapd(DEVICE, 0, BITS, false));
}

/* Also on the plain machine: it shows that the race is real. */
static void race_slots(void)
{
	uint64_t end = now_us() + 5 * RACE_US;

	victim_arm(&other, PAGE_SIZE);
	ok(start(), "the driver starts");
	for (unsigned int n = 1; n < CPUS; n++)
		cpu_start(n, flip, NULL);
	/*
	 * A race that can be won is won within this time. The host's CPUs may not really work at
	 * once.
	 */
	do
		post_pairs();
	while (below != BELOW_GUARD && !victim_is_hit(&other, PAGE_SIZE) && now_us() < end);
	join();
	victim_judge(&other, PAGE_SIZE, "slots changed while another CPU posts");
	works_after("slots changed");
}

static void race_doorbells(void)
{
	for (unsigned int n = 1; n < CPUS; n++)
		cpu_start(n, storm, NULL);
	post_pairs();
	join();
	works_after("doorbells from everywhere");
}

static void race_everything(void)
{
	cpu_start(1, flip, NULL);
	cpu_start(2, storm, NULL);
	cpu_start(3, toggle, NULL);
	post_pairs();
	join();
	victim_judge(&other, PAGE_SIZE, "all of it at once");
	works_after("all of it at once");
}

void test_main(void)
{
	gic_init();
	gic_cpu_init(0);
	race_slots();
	if (below != BELOW_GUARD) {
		skip("doorbells from everywhere", "the ITS runs whatever the ring holds");
		return;
	}
	race_doorbells();
	race_everything();
}
