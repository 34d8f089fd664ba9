// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Writes to the registers of an ITS. The rules are in the header. */
#include "shadow/its/hw.h"
#include "shadow/its/mode.h"
#include "shadow/memory/domain.h"
#include "validator/bits.h"
#include "validator/geometry.h"

static void write_baser(struct itsg_its *its, unsigned int n, uint64_t value)
{
	itsg_platform_write64(its->config.ctx, GITS_OFFSET_BASER + 8 * n, value);
}

static uint32_t read_ctlr(const struct itsg_its *its)
{
	return itsg_platform_read32(its->config.ctx, GITS_OFFSET_CTLR);
}

static void write_ctlr(struct itsg_its *its, uint32_t value)
{
	itsg_platform_write32(its->config.ctx, GITS_OFFSET_CTLR, value);
}

static bool is_off(uint32_t ctlr)
{
	return !(ctlr & CTLR_ENABLED) && ctlr & CTLR_QUIESCENT;
}

bool itsg_hw_is_off(const struct itsg_its *its)
{
	return is_off(read_ctlr(its));
}

uint64_t itsg_hw_try(struct itsg_its *its, uint32_t offset, uint64_t value)
{
	HW_REQUIRES(its->ready == DOMAIN_BUSY && !(value & BASER_VALID));
	itsg_platform_write64(its->config.ctx, offset, value);
	return itsg_platform_read64(its->config.ctx, offset);
}

/* Bits that may read back different. Attributes may stick as others; coherence is judged by what
 * they stick as. Valid is not set yet. */
#define NOT_PLACE                                                                                  \
	(BASER_VALID | BITS(BASER_INNER_LOW, 3) | BITS(BASER_OUTER_LOW, 3) |                       \
	 BITS(BASER_SHARE_LOW, 2))

bool itsg_hw_place(struct itsg_its *its, uint32_t offset, uint64_t value)
{
	uint64_t back = itsg_hw_try(its, offset, value & ~BASER_VALID);

	itsg_platform_write64(its->config.ctx, offset, 0);
	if ((back ^ value) & ~NOT_PLACE)
		return false;
	if (offset == GITS_OFFSET_CBASER)
		its->hw.cbaser = value;
	else
		its->hw.basers[(offset - GITS_OFFSET_BASER) / 8] = value;
	return true;
}

void itsg_hw_forget(struct itsg_its *its)
{
	its->hw = (struct itsg_hw){0};
}

void itsg_hw_enable(struct itsg_its *its)
{
	void *ctx = its->config.ctx;
	unsigned int n;

	HW_REQUIRES(its->mode.phase == ITSG_PHASE_OFF && its->ring.head == its->ring.tail);
	HW_REQUIRES(its->hw.cbaser & BASER_VALID);
	for (n = 0; n < ITSG_BASERS; n++)
		if (its->hw.basers[n])
			write_baser(its, n, its->hw.basers[n]);
	itsg_platform_write64(ctx, GITS_OFFSET_CBASER, its->hw.cbaser);
	itsg_platform_write64(ctx, GITS_OFFSET_CWRITER, 0);
	write_ctlr(its, CTLR_ENABLED);
}

void itsg_hw_disable(struct itsg_its *its)
{
	HW_REQUIRES(its->mode.phase == ITSG_PHASE_ON && its->ring.head == its->ring.tail);
	write_ctlr(its, 0);
}

void itsg_hw_abandon(struct itsg_its *its)
{
	HW_REQUIRES(its->mode.phase == ITSG_PHASE_ON);
	write_ctlr(its, 0);
}

bool itsg_hw_stops(struct itsg_its *its)
{
	uint32_t ctlr = read_ctlr(its);
	bool off = is_off(ctlr);

	HW_REQUIRES(its->mode.phase != ITSG_PHASE_ON);
	if (ctlr & CTLR_ENABLED)
		write_ctlr(its, 0);
	itsg_mode_looked(its, off);
	return off;
}

void itsg_hw_clear_basers(struct itsg_its *its)
{
	unsigned int n;

	HW_REQUIRES(its->mode.phase == ITSG_PHASE_VOID || its->mode.phase == ITSG_PHASE_RETURN);
	for (n = 0; n < ITSG_BASERS; n++)
		if (its->hw.basers[n])
			write_baser(its, n, 0);
	itsg_platform_write64(its->config.ctx, GITS_OFFSET_CBASER, 0);
}
