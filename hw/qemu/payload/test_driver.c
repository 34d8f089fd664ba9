// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A driver that does everything right. All of it works, with itsguard below or without. */
#include "gic.h"
#include "its.h"
#include "pci.h"

#define EVENTS	   32
#define EVENT_BITS 5
#define LPI(event) (LPI_FIRST + (event))
#define DEVICES	   200
#define WRAPS	   3
#define SHORT_US   20000
#define LONG_US	   1000000

static uint8_t itt[4096] __attribute__((aligned(256)));
static uint8_t more_itts[DEVICES][512] __attribute__((aligned(256)));
static uint32_t got[CPUS];

static bool arrives(uint32_t event)
{
	return gic_wait(LONG_US) == LPI(event);
}

static bool nothing_arrives(void)
{
	return gic_wait(SHORT_US) == INTID_NONE;
}

static void test_start(void)
{
	bool all = true;

	ok(its_read32(GITS_CTLR) & GITS_QUIESCENT, "the ITS is off and quiescent at first");
	ok(its_init(), "the ITS becomes enabled");
	for (unsigned int n = 0; n < CPUS; n++)
		all &= its_send(its_mapc(n, n, true));
	ok(all, "a collection for each CPU");
	ok(its_send(its_mapd(EDU_DEVICE_ID, (uint64_t)itt, EVENT_BITS, true)), "MAPD");
	for (uint32_t event = 0; event < EVENTS; event++)
		all &= its_send(its_mapti(EDU_DEVICE_ID, event, LPI(event), 0));
	ok(all, "MAPTI of %u events", EVENTS);
}

static void test_int(void)
{
	bool all = true;

	for (uint32_t event = 0; event < EVENTS; event++)
		all &= its_send(its_int(EDU_DEVICE_ID, event)) && arrives(event);
	ok(all, "INT: each of %u LPIs arrives", EVENTS);
	ok(nothing_arrives(), "and no other");
}

static void test_msi(void)
{
	bool all = true;

	for (uint32_t i = 0; i < 100; i++) {
		edu_set_event(i % EVENTS);
		edu_interrupt();
		all &= arrives(i % EVENTS);
	}
	ok(all, "MSI: 100 from a PCI device arrive");
	ok(nothing_arrives(), "and no other");
}

static void receive(void *argument)
{
	unsigned int n = (unsigned int)(uintptr_t)argument;

	gic_cpu_init(n);
	got[n] = gic_wait(LONG_US);
}

static void test_movi(void)
{
	for (unsigned int n = 1; n < CPUS; n++) {
		got[n] = 0;
		edu_set_event(3);
		ok(its_send(its_movi(EDU_DEVICE_ID, 3, n)), "MOVI to CPU %u", n);
		cpu_start(n, receive, (void *)(uintptr_t)n);
		while (!(mmio_read32(gicr_base(n) + GICR_CTLR) & GICR_ENABLE_LPIS))
			;
		edu_interrupt();
		ok(cpu_wait(n) && got[n] == LPI(3), "and its MSI arrives there: %u", got[n]);
	}
	ok(its_send(its_movi(EDU_DEVICE_ID, 3, 0)), "MOVI back");
	edu_interrupt();
	ok(arrives(3), "and its MSI arrives on CPU 0");
}

static void test_inv(void)
{
	lpi_enable(LPI(4), false);
	ok(its_send(its_inv(EDU_DEVICE_ID, 4)), "INV of a disabled LPI");
	edu_set_event(4);
	edu_interrupt();
	ok(nothing_arrives(), "its MSI stays away");
	lpi_enable(LPI(4), true);
	ok(its_send(its_inv(EDU_DEVICE_ID, 4)) && arrives(4), "enabled again: it was pending");
	lpi_enable(LPI(4), false);
	its_send(its_inv(EDU_DEVICE_ID, 4));
	edu_interrupt();
	ok(its_send(its_clear(EDU_DEVICE_ID, 4)), "CLEAR");
	lpi_enable(LPI(4), true);
	ok(its_send(its_inv(EDU_DEVICE_ID, 4)) && nothing_arrives(), "and it is not pending");
}

static void test_discard(void)
{
	edu_set_event(5);
	ok(its_send(its_discard(EDU_DEVICE_ID, 5)), "DISCARD");
	edu_interrupt();
	ok(nothing_arrives(), "its MSI goes nowhere");
	ok(its_send(its_mapti(EDU_DEVICE_ID, 5, LPI(5), 0)), "MAPTI again");
	edu_interrupt();
	ok(arrives(5), "and it arrives");
}

static void test_wrap(void)
{
	bool all = true;

	for (unsigned int i = 0; i < WRAPS * (QUEUE_BYTES / 64) + 5; i++)
		all &= its_send(its_inv(EDU_DEVICE_ID, i % EVENTS));
	ok(all, "%u wraps of the queue, two commands a post", WRAPS);
	for (unsigned int i = 0; i < WRAPS; i++) {
		for (unsigned int j = 0; j < QUEUE_BYTES / 32 - 1; j++)
			its_put(its_inv(EDU_DEVICE_ID, j % EVENTS));
		all &= its_ring();
	}
	ok(all, "%u posts of a full queue", WRAPS);
	ok(its_send(its_int(EDU_DEVICE_ID, 1)) && arrives(1), "and an INT arrives");
}

static void test_remap(void)
{
	edu_set_event(0);
	for (uint32_t event = 0; event < EVENTS; event++)
		its_put(its_discard(EDU_DEVICE_ID, event));
	its_put(its_mapd(EDU_DEVICE_ID, 0, EVENT_BITS, false));
	ok(its_ring(), "MAPD V=0");
	edu_interrupt();
	ok(nothing_arrives(), "its MSI goes nowhere");
	__builtin_memset(itt, 0, sizeof(itt));
	its_put(its_mapd(EDU_DEVICE_ID, (uint64_t)itt, EVENT_BITS, true));
	its_put(its_mapti(EDU_DEVICE_ID, 0, LPI(7), 0));
	ok(its_ring(), "MAPD and MAPTI again");
	edu_interrupt();
	ok(arrives(7), "and it arrives");
}

static void test_resume(void)
{
	its_disable();
	ok(true, "disabled, and quiescent");
	edu_interrupt();
	ok(nothing_arrives(), "an MSI goes nowhere");
	ok(its_init(), "enabled with the same tables, CWRITER 0");
	edu_interrupt();
	ok(arrives(7), "what was mapped still is");
	ok(its_send(its_int(EDU_DEVICE_ID, 0)) && arrives(7), "and commands are taken");
}

static void test_devices(void)
{
	bool all = true;

	for (uint32_t i = 0; i < DEVICES; i++) {
		its_put(its_mapd(0x100 + i, (uint64_t)more_itts[i], EVENT_BITS, true));
		its_put(its_mapti(0x100 + i, i % EVENTS, LPI(EVENTS + i), 0));
		its_put(its_int(0x100 + i, i % EVENTS));
		all &= its_ring() && gic_wait(LONG_US) == LPI(EVENTS + i);
	}
	ok(all, "%u devices more, an INT from each", DEVICES);
	for (uint32_t i = 0; i < DEVICES; i++) {
		its_put(its_discard(0x100 + i, i % EVENTS));
		its_put(its_mapd(0x100 + i, 0, EVENT_BITS, false));
		all &= its_ring();
	}
	ok(all, "and all unmapped");
}

static void post_many(void *argument)
{
	bool *good = argument;

	*good = true;
	for (unsigned int i = 0; i < 500; i++) {
		spin_lock(&its_lock);
		*good &= its_send(its_inv(EDU_DEVICE_ID, 0));
		spin_unlock(&its_lock);
	}
}

static void test_many_cpus(void)
{
	static bool good[CPUS];
	bool all = true;

	for (unsigned int n = 1; n < CPUS; n++)
		cpu_start(n, post_many, &good[n]);
	post_many(&good[0]);
	for (unsigned int n = 1; n < CPUS; n++)
		all &= cpu_wait(n);
	for (unsigned int n = 0; n < CPUS; n++)
		all &= good[n];
	ok(all, "posts from %u CPUs in turn", CPUS);
}

void test_main(void)
{
	gic_init();
	gic_cpu_init(0);
	ok(edu_init(ITS_BASE + GITS_TRANSLATER, 0), "a PCI device with MSI");
	test_start();
	test_int();
	test_msi();
	test_movi();
	test_inv();
	test_discard();
	test_wrap();
	test_remap();
	test_resume();
	test_devices();
	test_many_cpus();
}
