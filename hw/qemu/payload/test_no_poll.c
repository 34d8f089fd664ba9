// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A driver that never reads CREADR: it rings its doorbell and waits for the LPI of its INT, in WFI
 * or in a loop that reads memory. Meanwhile it uses the CPU interface as any kernel does.
 *
 * With "itsguard.timer=0", and too small a budget, nobody goes on for it. Then the same driver must
 * be seen to wait in vain, or the other runs would show nothing.
 */
#include "gic.h"
#include "its.h"

#define EVENT_BITS 11 /* 32 KiB of ITT and 16 KiB of records to clear: 12 units of work */
#define LPI	   LPI_FIRST
#define WAIT_US	   2000000
#define TIMER_PPI  27 /* the virtual timer: it ends a WFI that nothing else ends */
#define EL2_PPI	   26 /* itsguard's monitor may use it */
#define SGI	   5
#define SGI_FRAME  0x10000
#define GICR_GROUP 0x80
#define GICR_SET   0x100
#define ISR_IRQ	   BIT(7)
#define CTRL_PMR   0xe0

static uint8_t itt[12 << EVENT_BITS] __attribute__((aligned(256)));
static volatile uint64_t never;

static bool is_pending(void)
{
	return sysreg_read(isr_el1) & ISR_IRQ;
}

static uint32_t acknowledge(void)
{
	uint32_t intid = (uint32_t)sysreg_read(S3_0_C12_C12_0); /* ICC_IAR1_EL1 */

	if (intid != INTID_NONE)
		sysreg_write(S3_0_C12_C12_1, intid);
	return intid;
}

static void set_alarm(bool on)
{
	sysreg_write(cntv_tval_el0, sysreg_read(cntfrq_el0) * (WAIT_US / 1000000));
	sysreg_write(cntv_ctl_el0, on);
	isb();
}

/* Sleeps until an interrupt is there. */
static uint32_t sleep(void)
{
	uint32_t intid;

	set_alarm(true);
	while (!is_pending())
		__asm__ volatile("wfi" : : : "memory");
	intid = acknowledge();
	set_alarm(false);
	return intid;
}

/* Reads memory until an interrupt is there. */
static uint32_t loop(void)
{
	uint64_t end = now_us() + WAIT_US;

	while (!never && !is_pending())
		if (now_us() > end)
			return INTID_NONE;
	return acknowledge();
}

static void enable_alarm(unsigned int cpu)
{
	uint64_t sgi = gicr_base(cpu) + SGI_FRAME;

	mmio_write32(sgi + GICR_GROUP, UINT32_MAX); /* as Linux does: all are Group 1 */
	mmio_write32(sgi + GICR_SET, (uint32_t)(BIT(TIMER_PPI) | BIT(SGI)));
}

/* The MAPD is long, and the interrupt comes only after it. */
static void post_interrupt(uint32_t device, uint32_t intid)
{
	its_put(its_mapd(device, (uint64_t)itt, EVENT_BITS, true));
	its_put(its_mapti(device, 0, intid, 0));
	its_put(its_sync(0));
	its_put(its_int(device, 0));
	__asm__ volatile("dsb sy" : : : "memory");
	its_write32(GITS_CWRITER, its_position());
}

static bool is_deaf(void)
{
	return machine_says("itsguard.timer=0");
}

/* The same command again, from a device of its own: what is left over does not disturb it. */
static void test_waits(void)
{
	uint32_t got;

	post_interrupt(1, LPI + 1);
	got = sleep();
	ok(got == LPI + 1, "a driver in WFI gets its interrupt");
	post_interrupt(2, LPI + 2);
	got = loop();
	ok(got == LPI + 2, "a driver that reads memory gets its interrupt");
}

static void test_waits_in_vain(void)
{
	post_interrupt(1, LPI + 1);
	ok(sleep() == TIMER_PPI, "nobody goes on for a driver in WFI");
	ok(loop() == INTID_NONE, "nobody goes on for a driver that reads memory");
	for (unsigned int i = 0; i < 10000 && !is_pending(); i++)
		(void)its_read32(GITS_CREADR);
	ok(acknowledge() == LPI + 1, "its interrupt comes once it polls");
}

/* While the work is on its way, the CPU interface is the host's own. */
static void test_cpu_interface(void)
{
	uint64_t ctlr = sysreg_read(S3_0_C12_C12_4), group0 = sysreg_read(S3_0_C12_C12_6);
	uint64_t sgi = gicr_base(0) + SGI_FRAME;
	bool good = true;

	post_interrupt(3, LPI + 3);
	sysreg_write(S3_0_C4_C6_0, CTRL_PMR);
	good &= sysreg_read(S3_0_C4_C6_0) == CTRL_PMR;
	good &= sysreg_read(S3_0_C12_C12_4) == ctlr; /* ICC_CTLR_EL1 */
	good &= sysreg_read(S3_0_C12_C12_6) == group0;
	good &= sysreg_read(S3_0_C12_C11_3) == 0xff; /* ICC_RPR_EL1: idle */
	ok(good, "PMR, CTLR, RPR and IGRPEN0 are the host's");
	sysreg_write(S3_0_C4_C6_0, 0);			       /* nothing may come */
	sysreg_write(S3_0_C12_C11_5, (uint64_t)SGI << 24 | 1); /* ICC_SGI1R_EL1, to CPU 0 */
	isb();
	ok(!is_pending(), "PMR masks");
	sysreg_write(S3_0_C4_C6_0, 0xff);
	isb();
	ok(is_pending() && acknowledge() == SGI, "an SGI comes when it does not");
	ok(sleep() == LPI + 3, "and the interrupt as well");
	good = sysreg_read(S3_0_C12_C12_6) == group0 && sysreg_read(S3_0_C12_C12_4) == ctlr;
	good &= mmio_read32(sgi + GICR_GROUP) == UINT32_MAX;
	good &= !(mmio_read32(sgi + GICR_SET) & BIT(EL2_PPI));
	ok(good, "afterwards all is as the host had it");
}

static void post_and_go(void *argument)
{
	gic_cpu_init(1);
	post_interrupt(4, LPI + 4);
	(void)argument;
}

/* The CPU that posted switches itself off. Another one waits. */
static void test_cpu_off(void)
{
	cpu_start(1, post_and_go, NULL);
	ok(sleep() == LPI + 4, "the interrupt of a CPU that went off comes");
	ok(cpu_wait(1), "and the CPU is off");
}

void test_main(void)
{
	gic_init();
	gic_cpu_init(0);
	enable_alarm(0);
	ok(its_init(), "the ITS is enabled");
	its_put(its_mapc(0, 0, true));
	its_write32(GITS_CWRITER, its_position());
	if (below == BELOW_GUARD && is_deaf()) {
		test_waits_in_vain();
		return;
	}
	test_waits();
	test_cpu_interface();
	test_cpu_off();
}
