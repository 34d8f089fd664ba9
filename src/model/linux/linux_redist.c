/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * LPIs of a redistributor, set up as Linux does when a CPU starts for the first time. It disables
 * what an earlier kernel left enabled. Then it writes PROPBASER (one table for all) and PENDBASER,
 * and sets EnableLPIs. When a CPU comes back later, Linux takes LPIs to be enabled still and does
 * nothing.
 */
#include "model/linux/linux_redist.h"

#include "model/linux/linux_machine.h"
#include "model/linux/linux_memory.h"

#define CTLR	  0x0000u
#define PROPBASER 0x0070u
#define PENDBASER 0x0078u

#define ENABLE_LPIS 0x1u
#define RWP	    0x8u

#define ID_BITS	      16u
#define TABLE_BYTES   65536u
#define INNER_SHARED  0x400u
#define SHARE	      0xc00u
#define RAWAWB	      0x380u /* inner */
#define NON_CACHEABLE 0x080u
#define INNER	      0x380u
#define PRIORITY      0xa2u /* the bit that is always 1 is set */

static uint64_t rd_read(struct linux_its *its, uint32_t cpu, uint32_t offset, unsigned int size)
{
	const struct linux_rd_bus *rd = its->config.rd;
	uint64_t value = 0;

	if (its->failed)
		return 0;
	if (!rd->read(rd->arg, its->config.cpu[cpu].processor, offset, size, &value))
		linux_fail(its, "a read of redistributor %u at 0x%x faulted", cpu, offset);
	return value;
}

static void rd_write(struct linux_its *its, uint32_t cpu, uint32_t offset, unsigned int size,
		     uint64_t value)
{
	const struct linux_rd_bus *rd = its->config.rd;

	if (!its->failed &&
	    !rd->write(rd->arg, its->config.cpu[cpu].processor, offset, size, value))
		linux_fail(its, "a write of redistributor %u at 0x%x faulted", cpu, offset);
}

/* Disables LPIs that an earlier kernel left enabled. */
static bool disable(struct linux_its *its, uint32_t cpu)
{
	uint64_t ctlr = rd_read(its, cpu, CTLR, 4);
	uint32_t polls = 0;

	if (!(ctlr & ENABLE_LPIS))
		return !its->failed;
	rd_write(its, cpu, CTLR, 4, ctlr & ~(uint64_t)ENABLE_LPIS);
	while (rd_read(its, cpu, CTLR, 4) & RWP)
		if (!linux_relax(its, &polls, "LPIs being disabled"))
			return false;
	if (rd_read(its, cpu, CTLR, 4) & ENABLE_LPIS)
		return linux_fail(its, "LPIs of CPU %u cannot be disabled", cpu);
	return !its->failed;
}

/* Returns true if the table is shareable. If it is not, the table is made non-cacheable. */
static bool set_table(struct linux_its *its, uint32_t cpu, uint32_t offset, uint64_t value)
{
	uint64_t got;

	rd_write(its, cpu, offset, 8, value | INNER_SHARED | RAWAWB);
	got = rd_read(its, cpu, offset, 8);
	if (got & SHARE || its->failed)
		return true;
	value = (got & ~(uint64_t)(SHARE | INNER)) | NON_CACHEABLE;
	rd_write(its, cpu, offset, 8, value);
	if (rd_read(its, cpu, offset, 8) != value)
		linux_fail(its, "redistributor %u at 0x%x does not read back 0x%llx", cpu, offset,
			   (unsigned long long)value);
	return false;
}

static bool enable(struct linux_its *its, uint32_t cpu, uint64_t pending)
{
	its->property_flush = !set_table(its, cpu, PROPBASER, its->property_table | (ID_BITS - 1));
	(void)set_table(its, cpu, PENDBASER, pending);
	rd_write(its, cpu, CTLR, 4, rd_read(its, cpu, CTLR, 4) | ENABLE_LPIS);
	if (!(rd_read(its, cpu, CTLR, 4) & ENABLE_LPIS))
		return linux_fail(its, "LPIs of CPU %u stay disabled", cpu);
	its->lpis_on[cpu] = true;
	return !its->failed;
}

bool linux_lpis_up(struct linux_its *its, uint32_t cpu)
{
	uint64_t pending;

	if (!its->config.rd || its->lpis_on[cpu])
		return true;
	if (!disable(its, cpu))
		return false;
	if (!its->property_table)
		its->property_table = linux_pages_alloc(its, TABLE_BYTES);
	pending = linux_pages_alloc(its, TABLE_BYTES);
	if (its->property_table == LINUX_NOWHERE || pending == LINUX_NOWHERE)
		return linux_fail(its, "the window is too small for LPI tables");
	return enable(its, cpu, pending);
}

void linux_lpi_configure(struct linux_its *its, uint32_t intid, bool enabled)
{
	uint32_t n = intid - LINUX_FIRST_LPI, word = n & ~7u;
	uint64_t value = 0;

	if (!its->property_table)
		return;
	its->properties[n] = (uint8_t)(PRIORITY | enabled);
	for (unsigned int i = 0; i < 8; i++)
		value |= (uint64_t)its->properties[word + i] << 8 * i;
	linux_store(its, its->property_table + word, value);
}
