/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Configurations: changes of one field at a time, and whether the public headers allow the result.
 */
#ifndef FUZZ_SETUP_CONFIG_H
#define FUZZ_SETUP_CONFIG_H

#include "input.h"
#include "model/model.h"

#include <itsguard/itsguard.h>

static bool its_is_good(const struct itsg_its_config *c, uint64_t pa_limit)
{
	uint32_t ring = c->ring_bytes ? c->ring_bytes : 65536, i;
	bool pta = c->caps.typer >> 19 & 1;
	const struct itsg_redistributor *rd = c->caps.redistributors;

	if (c->base % 0x10000 || c->base >= pa_limit || c->inner > 7 || c->outer > 7 ||
	    c->share > 2 || c->audit >= ITSG_AUDITS)
		return false;
	if (ring < 4096 || ring > 0x100000 || (ring & (ring - 1)))
		return false;
	if (c->device_bits > (c->caps.typer >> 13 & 0x1f) + 1 ||
	    c->event_bits > (c->caps.typer >> 8 & 0x1f) + 1 || c->caps.lpi_end <= 8192 ||
	    c->caps.lpi_end > 1 << 24)
		return false;
	if (!(c->caps.typer >> 46 & 1) && !c->caps.never_on)
		return false;
	for (i = 1; rd && i < c->caps.redistributor_count; i++)
		if (pta ? rd[i - 1].base >= rd[i].base : rd[i - 1].processor >= rd[i].processor)
			return false;
	return rd && c->caps.redistributor_count;
}

/* The model expects the default, so another one that is allowed is not taken. */
static enum itsg_audit take_audit(void)
{
	return (enum itsg_audit)(odd(3) ? ITSG_AUDITS + take(1) : ITSG_AUDIT_REPORT);
}

static void bend_its(struct itsg_its_config *c)
{
	switch (take(1) % 18) {
	case 0: c->base += take(3); break;
	case 1: c->ring_bytes = (uint32_t)1 << take(1) % 24; break;
	case 2: c->ring_bytes = (uint32_t)take(3); break;
	case 3: c->devices = take(take(1) % 9); break;
	case 4: c->events = take(take(1) % 9); break;
	case 5: c->collections = (uint32_t)take(take(1) % 5); break;
	case 6: c->inner = (uint8_t)take(1) & 15; break;
	case 7: c->outer = (uint8_t)take(1) & 15; break;
	case 8: c->share = (uint8_t)take(1) & 3; break;
	case 9: c->device_bits = (uint8_t)take(1) & 63; break;
	case 10: c->event_bits = (uint8_t)take(1) & 63; break;
	case 11: c->caps.lpi_end = (uint32_t)take(4); break;
	case 12: c->caps.redistributor_count = (uint32_t)take(1) & 3; break;
	case 13: c->caps.redistributors = NULL; break;
	case 14: c->base = take(8) & ~(uint64_t)0xffff; break;
	case 15: c->caps.never_on = false; break;
	case 16: c->caps.address_limit = (uint64_t)1 << take(1) % 64; break;
	default:
		c->caps.non_coherent = c->bad_access_raz = true;
		c->audit = take_audit();
		break;
	}
}

/* True: it must be refused because of this field alone. */
static bool rd_is_bad(const struct itsg_rd_config *c, uint64_t pa_limit)
{
	uint32_t bits = 0;

	while (bits < 32 && (uint64_t)1 << bits < c->caps.lpi_end)
		bits++;
	return c->base % 0x10000 || c->base >= pa_limit || c->inner > 7 || c->outer > 7 ||
	       c->share > 2 || c->audit >= ITSG_AUDITS || c->caps.lpi_end <= 8192 ||
	       c->caps.lpi_end > 1 << 24 || (c->id_bits && (c->id_bits < 14 || c->id_bits > bits));
}

/* Valid in VPROPBASER or VPENDBASER, or Dirty in the latter. */
static bool virtual_tables_are_used(const struct itsg_rd_config *c,
				    const struct model_rd_config *hw)
{
	return (c->caps.typer & hw->typer & 2) &&
	       (hw->vpropbaser >> 63 || hw->vpendbaser >> 63 || hw->vpendbaser >> 60 & 1);
}

static void bend_rd(struct itsg_rd_config *c)
{
	switch (take(1) % 9) {
	case 0: c->base += take(3); break;
	case 1: c->inner = (uint8_t)take(1) & 15; break;
	case 2: c->outer = (uint8_t)take(1) & 15; break;
	case 3: c->share = (uint8_t)take(1) & 3; break;
	case 4: c->id_bits = (uint8_t)take(1) & 31; break;
	case 5: c->caps.lpi_end = (uint32_t)take(4); break;
	case 6: c->base = take(8) & ~(uint64_t)0xffff; break;
	case 7: c->caps.address_limit = (uint64_t)1 << take(1) % 64; break;
	default:
		c->caps.non_coherent = c->bad_access_raz = true;
		c->audit = take_audit();
		break;
	}
}

#endif
