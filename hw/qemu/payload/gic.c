// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "gic.h"

#define GICR_TYPER   0x08
#define TYPER_LAST   BIT(4)
#define TYPER_VLPIS  BIT(1)
#define GICR_FRAMES  0x20000
#define GICD_CTLR    0x00
#define GICD_ENABLE  0x13 /* both groups, affinity routing */
#define WAKER_SLEEP  BIT(1)
#define WAKER_ASLEEP BIT(2)
#define LPI_ID_BITS  15			      /* minus one */
#define CACHEABLE    (7ull << 7 | 1ull << 10) /* RaWaWb, inner shareable */
#define PENDING_ZERO BIT(62)
#define LPI_PRIORITY 0xa0

uint8_t lpi_config[65536] __attribute__((aligned(65536)));
uint8_t lpi_pending[CPUS][65536] __attribute__((aligned(65536)));

static void write64(uint64_t address, uint64_t value)
{
	*(volatile uint64_t *)address = value;
}

void gic_init(void)
{
	for (unsigned int i = 0; i < LPIS; i++)
		lpi_config[i] = LPI_PRIORITY | 1;
	mmio_write32(GICD_BASE + GICD_CTLR, GICD_ENABLE);
}

static uint64_t typer_of(uint64_t rd)
{
	return *(volatile uint64_t *)(rd + GICR_TYPER);
}

/* Looks for it as Linux does: by affinity, through frames that may belong to the one before. */
uint64_t gicr_base(unsigned int n)
{
	uint64_t rd = GICR_BASE;

	while (typer_of(rd) >> 32 != n) {
		if (typer_of(rd) & TYPER_LAST)
			bail_out("a CPU without a redistributor");
		rd += typer_of(rd) & TYPER_VLPIS ? 2 * GICR_FRAMES : GICR_FRAMES;
	}
	return rd;
}

static void enable_lpis(unsigned int n)
{
	uint64_t rd = gicr_base(n);

	mmio_write32(rd + GICR_WAKER, mmio_read32(rd + GICR_WAKER) & ~(uint32_t)WAKER_SLEEP);
	while (mmio_read32(rd + GICR_WAKER) & WAKER_ASLEEP)
		;
	if (mmio_read32(rd + GICR_CTLR) & GICR_ENABLE_LPIS)
		return;
	write64(rd + GICR_PROPBASER, (uint64_t)lpi_config | CACHEABLE | LPI_ID_BITS);
	write64(rd + GICR_PENDBASER, (uint64_t)lpi_pending[n] | CACHEABLE | PENDING_ZERO);
	mmio_write32(rd + GICR_CTLR, GICR_ENABLE_LPIS);
}

void gic_cpu_init(unsigned int n)
{
	enable_lpis(n);
	sysreg_write(S3_0_C12_C12_5, 7); /* ICC_SRE_EL1 */
	isb();
	sysreg_write(S3_0_C4_C6_0, 0xff); /* ICC_PMR_EL1 */
	sysreg_write(S3_0_C12_C12_7, 1);  /* ICC_IGRPEN1_EL1 */
	isb();
}

void lpi_enable(uint32_t intid, bool enabled)
{
	*(volatile uint8_t *)&lpi_config[intid - LPI_FIRST] = (uint8_t)(LPI_PRIORITY | enabled);
	__asm__ volatile("dsb sy" : : : "memory");
}

uint32_t gic_wait(uint64_t us)
{
	uint64_t end = now_us() + us;
	uint32_t intid;

	do {
		intid = (uint32_t)sysreg_read(S3_0_C12_C12_0); /* ICC_IAR1_EL1 */
		if (intid != INTID_NONE) {
			sysreg_write(S3_0_C12_C12_1, intid); /* ICC_EOIR1_EL1 */
			return intid;
		}
	} while (now_us() < end);
	return INTID_NONE;
}
