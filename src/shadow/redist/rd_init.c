// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Init of a redistributor: check, take the frames, probe, join the domain, publish. */
#include <itsguard/platform.h>

#include "shadow/memory/domain.h"
#include "shadow/memory/domain_lock.h"
#include "shadow/memory/frames.h"
#include "shadow/redist/rd_list.h"
#include "shadow/redist/rd_hw.h"
#include "shadow/redist/rd_life.h"
#include "validator/geometry.h"
#include "validator/rd_registers.h"

void itsg_rd_caps_read(void *ctx, struct itsg_rd_caps *caps)
{
	uint32_t i;

	caps->typer = itsg_platform_read64(ctx, GICR_OFFSET_TYPER);
	caps->ctlr = itsg_platform_read32(ctx, GICR_OFFSET_CTLR);
	caps->iidr = itsg_platform_read32(ctx, GICR_OFFSET_IIDR);
	for (i = 0; i < 12; i++)
		caps->id[i] = itsg_platform_read32(ctx, GICR_OFFSET_ID + 4 * i);
}

static void fill_defaults(struct itsg_rd_config *config)
{
	if (!config->budget)
		config->budget = ITSG_BUDGET_DEFAULT;
	if (!config->id_bits)
		config->id_bits = (uint8_t)bits_log2_up(config->caps.lpi_end);
}

static bool config_is_good(const struct itsg_domain *domain, const struct itsg_rd_config *config)
{
	if (config->base & (GICR_FRAME - 1) || config->base >= domain->config.pa_limit)
		return false;
	if (config->inner > 7 || config->outer > 7 || config->share > 2 ||
	    config->audit >= ITSG_AUDITS)
		return false;
	return config->caps.lpi_end > RD_LPI_FIRST && config->caps.lpi_end <= BIT(RD_MOST_BITS) &&
	       config->id_bits >= RD_LEAST_BITS &&
	       config->id_bits <= bits_log2_up(config->caps.lpi_end);
}

static void fill(struct itsg_rd *rd, struct itsg_domain *domain,
		 const struct itsg_rd_config *config)
{
	uint64_t page = domain->config.page_size;

	memset(rd, 0, sizeof(*rd));
	rd->domain = domain;
	rd->config = *config;
	rd->shown_typer = config->caps.typer & ~RD_TYPER_NOT_OFFERED;
	rd->phase = ITSG_PHASE_OFF;
	rd->frames[0].pa = config->base;
	rd->frames[0].pages = (uint64_t)GICR_FRAME / page;
	rd->frames[1].pa = config->base + (uint64_t)GICR_VLPI_BASE;
	rd->frames[1].pages =
		(config->caps.typer & RD_TYPER_VLPIS) ? (uint64_t)GICR_VLPI_FRAMES / page : 0;
}

/* ---- Probing ---- */

static uint64_t attributes(unsigned int inner, unsigned int outer, unsigned int share)
{
	return bits_put(inner, RD_INNER_LOW, 3) | bits_put(outer, RD_OUTER_LOW, 3) |
	       bits_put(share, RD_SHARE_LOW, 2);
}

static void probe_register(struct itsg_rd *rd, uint32_t offset, uint64_t mask,
			   struct itsg_rd_sticks *sticks)
{
	uint64_t value = itsg_rd_hw_try(rd, offset, mask);
	unsigned int i;

	sticks->address = value & mask & ~(uint64_t)RD_ID_BITS;
	sticks->id_bits = (uint8_t)(value & mask & RD_ID_BITS);
	for (i = 0; i < 8; i++) {
		value = itsg_rd_hw_try(rd, offset, attributes(i, i, i));
		sticks->inner[i] = (uint8_t)bits_get(value, RD_INNER_LOW, 3);
		sticks->outer[i] = (uint8_t)bits_get(value, RD_OUTER_LOW, 3);
		sticks->share[i & 3] = (uint8_t)bits_get(value, RD_SHARE_LOW, 2);
	}
	value = itsg_rd_hw_try(rd, offset, rd->attributes);
	rd->coherent = itsg_rd_registers_is_coherent(value) && rd->coherent;
	(void)itsg_rd_hw_try(rd, offset, 0);
}

/* The host sees that shareability does not stick. Then it cleans what it writes to its property
 * table, as it must where the hardware does not snoop. */
static void show_not_shared(struct itsg_rd_sticks *sticks)
{
	memset(sticks->share, 0, sizeof(sticks->share));
}

static enum itsg_status probe(struct itsg_rd *rd)
{
	const struct itsg_rd_config *config = &rd->config;
	bool given = config->inner || config->outer || config->share;

	rd->attributes = given ? attributes(config->inner, config->outer, config->share)
			       : attributes(ATTR_RAWAWB, 0, SHARE_INNER);
	rd->coherent = !rd->config.caps.non_coherent;
	probe_register(rd, GICR_OFFSET_PROPBASER, RD_PROPERTY_ADDRESS | RD_ID_BITS,
		       &rd->property_sticks);
	probe_register(rd, GICR_OFFSET_PENDBASER, RD_PENDING_ADDRESS, &rd->pending_sticks);
	if (!rd->coherent && !given)
		rd->attributes = attributes(ATTR_NON_CACHEABLE, 0, 0);
	if (!rd->coherent) {
		show_not_shared(&rd->property_sticks);
		show_not_shared(&rd->pending_sticks);
	}
	return rd->pending_sticks.address && rd->property_sticks.address &&
			       rd->property_sticks.id_bits + 1u >= RD_LEAST_BITS
		       ? ITSG_OK
		       : ITSG_UNSUPPORTED;
}

/* EnableLPIs = 0 does not stop the use of virtual tables. Once the frames are taken, nobody can. */
static bool virtual_is_off(struct itsg_rd *rd)
{
	uint64_t table, pending;

	if (!(rd->config.caps.typer & RD_TYPER_VLPIS))
		return true;
	table = itsg_platform_read64(rd->config.ctx, GICR_OFFSET_VPROPBASER);
	pending = itsg_platform_read64(rd->config.ctx, GICR_OFFSET_VPENDBASER);
	return !((table | pending) & RD_VIRTUAL_VALID) && !(pending & RD_VIRTUAL_DIRTY);
}

/* DPG* bits that firmware has set stay as they are. */
static bool hardware_is_off(struct itsg_rd *rd)
{
	uint32_t ctlr = itsg_platform_read32(rd->config.ctx, GICR_OFFSET_CTLR);

	if (rd->shown_typer & RD_TYPER_DPGS)
		rd->dpg = ctlr & RD_CTLR_DPG;
	rd->ctlr = rd->dpg;
	return !(ctlr & (RD_CTLR_ENABLE_LPIS | RD_CTLR_RWP)) && virtual_is_off(rd);
}

/* Hardware may have one PROPBASER for several. So none is probed while a table is in use. The
 * lock sees to it that meanwhile no table comes into use and no other is probed. */
static enum itsg_status probe_among_others(struct itsg_rd *rd)
{
	enum itsg_status status;

	domain_lock(rd->domain);
	status = itsg_rd_list_compare(rd);
	if (!status)
		status = probe(rd);
	if (!status)
		itsg_rd_list_join(rd);
	domain_unlock(rd->domain);
	return status;
}

/* ---- Taking over ---- */

/* The part's bus may carry less than PENDBASER holds. */
static itsg_pa address_end(const struct itsg_rd *rd)
{
	itsg_pa held = BIT(64 - (unsigned int)__builtin_clzll(rd->pending_sticks.address));
	itsg_pa limit = rd->config.caps.address_limit;

	return limit && limit < held ? limit : held;
}

static enum itsg_status set_up(struct itsg_rd *rd)
{
	enum itsg_status status;

	if (!(rd->config.caps.typer & RD_TYPER_PLPIS))
		return ITSG_UNSUPPORTED;
	if (!hardware_is_off(rd))
		return ITSG_STATE;
	status = probe_among_others(rd);
	if (status)
		return status;
	if (itsg_domain_join(rd->domain, address_end(rd)))
		return ITSG_OK;
	itsg_rd_list_leave(rd);
	return ITSG_UNSUPPORTED;
}

/* Gives back the frames. If the ledger does not take them, itsg_rd_teardown tries again. */
static enum itsg_status undo(struct itsg_rd *rd, enum itsg_status status)
{
	uint64_t page = rd->domain->config.page_size;
	bool vlpi = itsg_frames_undo(&rd->frames[1], rd->config.ctx, page);

	if (itsg_frames_undo(&rd->frames[0], rd->config.ctx, page) && vlpi) {
		domain_publish(&rd->ready, DOMAIN_NONE);
		return status;
	}
	/* Keeps the domain alive. */
	itsg_domain_join_to_leave(rd->domain);
	rd->tearing_down = true;
	rd->phase = ITSG_PHASE_RETURN;
	itsg_rd_note(rd);
	domain_publish(&rd->ready, DOMAIN_READY);
	return ITSG_BUG;
}

static enum itsg_status take_over(struct itsg_rd *rd)
{
	uint64_t page = rd->domain->config.page_size;
	enum itsg_status status;

	if (!itsg_frames_take(&rd->frames[0], rd->config.ctx, page) ||
	    !itsg_frames_take(&rd->frames[1], rd->config.ctx, page))
		return undo(rd, ITSG_LEDGER);
	status = set_up(rd);
	if (status)
		return undo(rd, status);
	domain_publish(&rd->ready, DOMAIN_READY);
	return ITSG_OK;
}

enum itsg_status itsg_rd_init(struct itsg_rd *rd, struct itsg_domain *domain,
			      const struct itsg_rd_config *config)
{
	struct itsg_rd_config filled = *config;

	domain_publish(&rd->ready, DOMAIN_NONE);
	fill_defaults(&filled);
	if (!config_is_good(domain, &filled))
		return ITSG_INVALID;
	fill(rd, domain, &filled);
	domain_publish(&rd->ready, DOMAIN_BUSY);
	return take_over(rd);
}
