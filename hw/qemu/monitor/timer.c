// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A driver that waits for its interrupt makes no further access, so EL2 needs an interrupt of its
 * own to go on. It is the EL2 physical timer's, PPI 26. The host owns the GIC and takes its
 * interrupts at EL1 as IRQs, Group 1. While the timer is armed, and only then, PPI 26 is Group 0,
 * and HCR_EL2.FMO brings FIQs to EL2. The host's IRQs stay physical and do not come here.
 *
 * FMO also turns the host's accesses to some registers of the CPU interface into accesses to
 * virtual ones. So they are trapped meanwhile, and done here on the physical ones. The registers of
 * PPI 26 are kept from the host as well (ppi.c).
 *
 * The host can mask all priorities, switch off Group 0 in the distributor, or use Group 0 itself.
 * Then it delays its own commands, and nothing else: EL2 needs none of this.
 */
#include "timer.h"
#include "discover.h"
#include "guard.h"
#include "options.h"
#include "ppi.h"

#define SOON_US	   1000	 /* the budget ended: a host gets no more of EL2 than this lets it */
#define LONGEST_US 64000 /* it waits for the hardware: twice as long each time, up to this */
#define LAST_POLLS 64	 /* for the hardware, before a CPU goes off */
#define INTID_MASK 0xffffffu
#define INTID_NONE 1023u
#define TIMER_ON   1
#define HCR_FMO	   BIT(3)
#define ICH_HCR_TC BIT(10) /* traps ICC_PMR, CTLR, RPR, DIR, SGI* */
#define ICH_HCR_G0 BIT(11) /* traps the registers of Group 0 */

#define ICC_PMR			   S3_0_C4_C6_0
#define ICC_HPPIR0		   S3_0_C12_C8_2
#define ICC_BPR0		   S3_0_C12_C8_3
#define ICC_AP0R0		   S3_0_C12_C8_4
#define ICC_DIR			   S3_0_C12_C11_1
#define ICC_RPR			   S3_0_C12_C11_3
#define ICC_SGI1R		   S3_0_C12_C11_5
#define ICC_ASGI1R		   S3_0_C12_C11_6
#define ICC_SGI0R		   S3_0_C12_C11_7
#define ICC_CTLR		   S3_0_C12_C12_4
#define ICC_IGRPEN0		   S3_0_C12_C12_6
#define ICH_HCR			   S3_4_C12_C11_0
#define READ(name)		   sysreg_read_(name)
#define WRITE(name, value)	   sysreg_write_(name, value)
#define sysreg_read_(name)	   sysreg_read(name)
#define sysreg_write_(name, value) sysreg_write(name, value)

static uint64_t fired;

/* ---- The interrupt ---- */

static uint64_t ticks(uint32_t us)
{
	return sysreg_read(cntfrq_el0) * us / 1000000;
}

static void start(struct timer *timer, uint32_t us)
{
	timer->wait = us;
	timer->deadline = sysreg_read(cntpct_el0) + ticks(us);
	sysreg_write(cnthp_cval_el2, timer->deadline);
	sysreg_write(cnthp_ctl_el2, TIMER_ON);
	isb();
}

/* From here on FIQs come to EL2. */
static void arm(struct timer *timer)
{
	timer->group0_on = READ(ICC_IGRPEN0);
	ppi_take(&timer->ppi);
	WRITE(ICC_IGRPEN0, 1);
	WRITE(ICH_HCR, ICH_HCR_TC | ICH_HCR_G0);
	sysreg_write(hcr_el2, sysreg_read(hcr_el2) | HCR_FMO);
	isb();
	timer->armed = true;
}

/* All is as the host has it. */
static void disarm(struct timer *timer)
{
	sysreg_write(cnthp_ctl_el2, 0);
	isb();
	ppi_give(&timer->ppi);
	WRITE(ICC_IGRPEN0, timer->group0_on);
	WRITE(ICH_HCR, 0);
	sysreg_write(hcr_el2, sysreg_read(hcr_el2) & ~HCR_FMO);
	isb();
	timer->armed = false;
}

/* ---- When it comes ---- */

/* A CPU that comes back from a state that loses its context may have left with its timer armed. */
void timer_init(struct cpu *cpu)
{
	struct timer *timer = &cpu->timer;

	sysreg_write(cnthp_ctl_el2, 0);
	isb();
	if (timer->armed)
		ppi_give(&timer->ppi);
	timer->armed = false;
	timer->last_polls = 0;
	timer->ppi.sgi = options()->timer ? discover_sgi_base(cpu->mpidr) : 0;
	timer_want(guard_work());
}

static bool is_sooner(const struct timer *timer, uint32_t us)
{
	return sysreg_read(cntpct_el0) + ticks(us) < timer->deadline;
}

void timer_want(enum itsg_work left)
{
	struct timer *timer = &cpu_this()->timer;

	if (left == ITSG_WORK_NONE || !timer->ppi.sgi)
		return;
	if (!timer->armed)
		arm(timer);
	else if (left == ITSG_WORK_LATER || !is_sooner(timer, SOON_US))
		return;
	start(timer, SOON_US);
}

static uint32_t next_wait(const struct timer *timer, enum itsg_work left)
{
	if (left == ITSG_WORK_NOW)
		return SOON_US;
	return timer->wait < LONGEST_US / 2 ? 2 * timer->wait : LONGEST_US;
}

static void fire(struct timer *timer)
{
	enum itsg_work left;

	__atomic_fetch_add(&fired, 1, __ATOMIC_RELAXED);
	left = guard_poll();
	if (left == ITSG_WORK_NONE)
		disarm(timer);
	else
		start(timer, next_wait(timer, left));
}

/*
 * Nothing is acknowledged: the timer is told to be quiet, and then the interrupt is gone. An
 * interrupt of Group 0 that is the host's goes to the host; what is left waits for its next trap.
 */
void timer_fiq(void)
{
	struct timer *timer = &cpu_this()->timer;
	uint64_t intid = READ(ICC_HPPIR0) & INTID_MASK;

	if (!timer->armed || intid == INTID_NONE)
		return;
	if (intid != PPI) {
		disarm(timer);
		(void)guard_poll();
		return;
	}
	sysreg_write(cnthp_ctl_el2, 0);
	isb();
	ppi_unpend(&timer->ppi);
	fire(timer);
}

/* Hardware that does not get on keeps no CPU from going off. */
bool timer_must_stay(void)
{
	struct timer *timer = &cpu_this()->timer;
	enum itsg_work left;

	if (!timer->armed)
		return false;
	left = guard_poll();
	timer->last_polls = left == ITSG_WORK_LATER ? timer->last_polls + 1 : 0;
	if (left != ITSG_WORK_NONE && timer->last_polls <= LAST_POLLS)
		return true;
	timer->last_polls = 0;
	disarm(timer);
	return false;
}

void timer_summary(void)
{
	print("timers fired %lu times", __atomic_load_n(&fired, __ATOMIC_RELAXED));
}

/* ---- The host's registers meanwhile ---- */

/* op0 3, op1 0: CRn, CRm, op2 */
#define REGISTER(n, m, op2) ((n) << 8 | (m) << 4 | (op2))

static uint64_t register_of(uint64_t esr)
{
	if ((esr >> 20 & 3) != 3 || (esr >> 14 & 7) != 0)
		return 0;
	return REGISTER(esr >> 10 & 15, esr >> 1 & 15, esr >> 17 & 7);
}

static bool read_register(const struct timer *timer, uint64_t reg, uint64_t *value)
{
	switch (reg) {
	case REGISTER(4, 6, 0): *value = READ(ICC_PMR); break;
	case REGISTER(12, 12, 4): *value = READ(ICC_CTLR); break;
	case REGISTER(12, 11, 3): *value = READ(ICC_RPR); break;
	case REGISTER(12, 12, 6): *value = timer->group0_on; break;
	case REGISTER(12, 8, 3): *value = READ(ICC_BPR0); break;
	case REGISTER(12, 8, 4): *value = READ(ICC_AP0R0); break;
	case REGISTER(12, 8, 0): /* ICC_IAR0 */
	case REGISTER(12, 8, 2): *value = INTID_NONE; break;
	default: return false;
	}
	return true;
}

static bool write_register(struct timer *timer, uint64_t reg, uint64_t value)
{
	switch (reg) {
	case REGISTER(4, 6, 0): WRITE(ICC_PMR, value); break;
	case REGISTER(12, 12, 4): WRITE(ICC_CTLR, value); break;
	case REGISTER(12, 11, 1): WRITE(ICC_DIR, value); break;
	case REGISTER(12, 11, 5): WRITE(ICC_SGI1R, value); break;
	case REGISTER(12, 11, 6): WRITE(ICC_ASGI1R, value); break;
	case REGISTER(12, 11, 7): WRITE(ICC_SGI0R, value); break;
	case REGISTER(12, 12, 6): timer->group0_on = value & 1; break;
	case REGISTER(12, 8, 3): WRITE(ICC_BPR0, value); break;
	case REGISTER(12, 8, 4): WRITE(ICC_AP0R0, value); break;
	case REGISTER(12, 8, 1): break; /* ICC_EOIR0: nothing was acknowledged */
	default: return false;
	}
	isb();
	return true;
}

enum hypglue_action timer_access(const struct hypglue_fault *fault, uint64_t registers[31])
{
	enum hypglue_action action = HYPGLUE_PASS;
	struct cpu *cpu;

	for (unsigned int n = 0; action == HYPGLUE_PASS && (cpu = cpu_number(n)); n++)
		if (cpu->timer.ppi.sgi)
			action = ppi_access(&cpu->timer.ppi, fault, registers);
	return action;
}

bool timer_register(uint64_t esr, uint64_t registers[31])
{
	struct timer *timer = &cpu_this()->timer;
	uint64_t reg = register_of(esr), rt = esr >> 5 & 31, value = 0;

	if (!timer->armed)
		return false;
	if (!(esr & 1))
		return write_register(timer, reg, rt < 31 ? registers[rt] : 0);
	if (!read_register(timer, reg, &value))
		return false;
	if (rt < 31)
		registers[rt] = value;
	return true;
}
