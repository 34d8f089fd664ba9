// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Setting a redistributor up: check, take the frames, probe, join the domain, publish; and its end.
 */
#include "shadow/rd.h"

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
	if (config->inner > 7 || config->outer > 7 || config->share > 2)
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

static uint64_t read_back(struct itsg_rd *rd, uint32_t offset, uint64_t value)
{
	itsg_platform_write64(rd->config.ctx, offset, value);
	return itsg_platform_read64(rd->config.ctx, offset);
}

static uint64_t attributes(unsigned int inner, unsigned int outer, unsigned int share)
{
	return bits_put(inner, RD_INNER_LOW, 3) | bits_put(outer, RD_OUTER_LOW, 3) |
	       bits_put(share, RD_SHARE_LOW, 2);
}

static void probe_register(struct itsg_rd *rd, uint32_t offset, uint64_t mask,
			   struct itsg_rd_sticks *sticks)
{
	uint64_t value = read_back(rd, offset, mask);
	unsigned int i;

	sticks->address = value & mask & ~(uint64_t)RD_ID_BITS;
	sticks->id_bits = (uint8_t)(value & mask & RD_ID_BITS);
	for (i = 0; i < 8; i++) {
		value = read_back(rd, offset, attributes(i, i, i));
		sticks->inner[i] = (uint8_t)bits_get(value, RD_INNER_LOW, 3);
		sticks->outer[i] = (uint8_t)bits_get(value, RD_OUTER_LOW, 3);
		sticks->share[i & 3] = (uint8_t)bits_get(value, RD_SHARE_LOW, 2);
	}
	value = read_back(rd, offset, rd->attributes);
	rd->coherent = itsg_rd_is_coherent(value) && rd->coherent;
	itsg_platform_write64(rd->config.ctx, offset, 0);
}

/* A host that is told that nothing is shared cleans what it writes to its property table, as it has
 * to where the hardware does not look into caches. */
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

/* EnableLPIs does not stop what the virtual tables are used for, and nobody can once the frames are
 * taken. */
static bool virtual_is_off(struct itsg_rd *rd)
{
	uint64_t table, pending;

	if (!(rd->config.caps.typer & RD_TYPER_VLPIS))
		return true;
	table = itsg_platform_read64(rd->config.ctx, GICR_OFFSET_VPROPBASER);
	pending = itsg_platform_read64(rd->config.ctx, GICR_OFFSET_VPENDBASER);
	return !((table | pending) & RD_VIRTUAL_VALID) && !(pending & RD_VIRTUAL_DIRTY);
}

/* What DPG* firmware has left stays the host's. */
static bool hardware_is_off(struct itsg_rd *rd)
{
	uint32_t ctlr = itsg_platform_read32(rd->config.ctx, GICR_OFFSET_CTLR);

	if (rd->shown_typer & RD_TYPER_DPGS)
		rd->dpg = ctlr & RD_CTLR_DPG;
	rd->ctlr = rd->dpg;
	return !(ctlr & (RD_CTLR_ENABLE_LPIS | RD_CTLR_RWP)) && virtual_is_off(rd);
}

/* ---- The domain's list ---- */

static enum itsg_status compare(const struct itsg_rd *rd)
{
	const struct itsg_rd *other;

	for (other = rd->domain->redistributors; other; other = other->next) {
		if (other->uses)
			return ITSG_STATE;
		if (other->config.id_bits != rd->config.id_bits ||
		    other->config.inner != rd->config.inner ||
		    other->config.outer != rd->config.outer ||
		    other->config.share != rd->config.share ||
		    other->config.caps.own_properties != rd->config.caps.own_properties)
			return ITSG_INVALID;
	}
	return ITSG_OK;
}

/* Hardware may have one PROPBASER for several. So nobody probes under a table in use, and while one
 * is probed no table comes into use and no other is: all under the lock. */
static enum itsg_status probe_among_others(struct itsg_rd *rd)
{
	enum itsg_status status;

	itsg_platform_lock(rd->domain->config.ctx);
	status = compare(rd);
	if (!status)
		status = probe(rd);
	if (!status) {
		rd->next = rd->domain->redistributors;
		rd->domain->redistributors = rd;
	}
	itsg_platform_unlock(rd->domain->config.ctx);
	return status;
}

static void unlink_from(struct itsg_rd *rd)
{
	struct itsg_rd **at = &rd->domain->redistributors;

	itsg_platform_lock(rd->domain->config.ctx);
	while (*at && *at != rd)
		at = &(*at)->next;
	if (*at)
		*at = rd->next;
	itsg_platform_unlock(rd->domain->config.ctx);
}

/* ---- Taking over ---- */

static itsg_pa address_end(const struct itsg_rd *rd)
{
	return BIT(64 - (unsigned int)__builtin_clzll(rd->pending_sticks.address));
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
	unlink_from(rd);
	return ITSG_UNSUPPORTED;
}

static bool move_frames(struct itsg_rd *rd, struct itsg_run *frames)
{
	uint64_t bytes = frames->pages * rd->domain->config.page_size;

	if (bytes && itsg_ledger_host_donate_hyp_mmio(rd->config.ctx, frames->pa, bytes) != ITSG_OK)
		return false;
	frames->done = frames->pages;
	return true;
}

static bool move_frames_back(struct itsg_rd *rd, struct itsg_run *frames)
{
	uint64_t bytes = frames->done * rd->domain->config.page_size;

	if (bytes && itsg_ledger_hyp_donate_host_mmio(rd->config.ctx, frames->pa, bytes) != ITSG_OK)
		return false;
	frames->done = 0;
	return true;
}

/* As if nothing had been. Frames that the ledger does not take back are left to itsg_rd_teardown.
 */
static enum itsg_status undo(struct itsg_rd *rd, enum itsg_status status)
{
	bool vlpi = move_frames_back(rd, &rd->frames[1]);

	if (move_frames_back(rd, &rd->frames[0]) && vlpi) {
		__atomic_store_n(&rd->ready, ITS_NONE, __ATOMIC_RELEASE);
		return status;
	}
	/* Keeps the domain alive, whatever addresses the hardware can carry. */
	if (!itsg_domain_join(rd->domain, ~(itsg_pa)0))
		return ITSG_BUG;
	rd->tearing_down = true;
	rd->phase = ITSG_PHASE_RETURN;
	__atomic_store_n(&rd->ready, ITS_READY, __ATOMIC_RELEASE);
	return ITSG_BUG;
}

static enum itsg_status take_over(struct itsg_rd *rd)
{
	enum itsg_status status;

	if (!move_frames(rd, &rd->frames[0]) || !move_frames(rd, &rd->frames[1]))
		return undo(rd, ITSG_LEDGER);
	status = set_up(rd);
	if (status)
		return undo(rd, status);
	__atomic_store_n(&rd->ready, ITS_READY, __ATOMIC_RELEASE);
	return ITSG_OK;
}

enum itsg_status itsg_rd_init(struct itsg_rd *rd, struct itsg_domain *domain,
			      const struct itsg_rd_config *config)
{
	struct itsg_rd_config filled = *config;

	__atomic_store_n(&rd->ready, ITS_NONE, __ATOMIC_RELEASE);
	fill_defaults(&filled);
	if (!config_is_good(domain, &filled))
		return ITSG_INVALID;
	fill(rd, domain, &filled);
	__atomic_store_n(&rd->ready, ITS_BUSY, __ATOMIC_RELEASE);
	return take_over(rd);
}

/* ---- Power, and the end ---- */

void itsg_rd_power_lost(struct itsg_rd *rd)
{
	if (__atomic_load_n(&rd->ready, __ATOMIC_ACQUIRE) != ITS_READY)
		return;
	itsg_platform_lock(rd->config.ctx);
	if (rd->phase <= ITSG_PHASE_STOPPING) {
		/* What CTLR holds is not known. Tables change only under hardware seen to be off.
		 */
		rd->ctlr = ~(uint32_t)0;
		rd->invalidate = RD_INVALIDATE_NONE;
		if (rd->phase == ITSG_PHASE_ON)
			itsg_rd_report_phase(rd, ITSG_PHASE_STOPPING);
		itsg_rd_step(rd);
	}
	itsg_platform_unlock(rd->config.ctx);
}

static enum itsg_status teardown(struct itsg_rd *rd)
{
	uint64_t failures = rd->counters.release_failures;

	rd->tearing_down = true;
	rd->enabled = false;
	/* The last step may have been the host's own access, or a poll. */
	if (rd->phase != ITSG_PHASE_GONE)
		itsg_rd_step(rd);
	if (rd->phase == ITSG_PHASE_GONE)
		return ITSG_OK;
	if (rd->phase == ITSG_PHASE_ON)
		return ITSG_STATE;
	return rd->counters.release_failures == failures ? ITSG_AGAIN : ITSG_LEDGER;
}

enum itsg_status itsg_rd_teardown(struct itsg_rd *rd)
{
	enum itsg_status status;

	if (__atomic_load_n(&rd->ready, __ATOMIC_ACQUIRE) != ITS_READY)
		return ITSG_NOT_READY;
	itsg_platform_lock(rd->config.ctx);
	status = rd->ready == ITS_READY ? teardown(rd) : ITSG_NOT_READY;
	if (status == ITSG_OK) {
		unlink_from(rd);
		itsg_domain_leave(rd->domain);
		__atomic_store_n(&rd->ready, ITS_NONE, __ATOMIC_RELEASE);
	}
	itsg_platform_unlock(rd->config.ctx);
	return status;
}

bool itsg_rd_is_valid(const struct itsg_rd *rd)
{
	if (!rd->domain || rd->phase > ITSG_PHASE_GONE || rd->phase == ITSG_PHASE_VOID)
		return false;
	if (rd->table > ITSG_RD_TABLES || (rd->uses && !rd->table) ||
	    rd->left > rd->config.budget || rd->cleared > rd->pending.size)
		return false;
	return rd->phase != ITSG_PHASE_ON ||
	       (rd->uses && rd->pending.va && rd->cleared == rd->pending.size && !rd->fresh);
}
