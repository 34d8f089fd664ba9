// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Regions come and go: the host loses the range, or gets it back. The library itself moves the
 * frames of ITSs and redistributors. What has no library behind it is moved here, as one range.
 */
#include "hypglue/regions.h"

/*
 * The most steps that undo a set-up which nobody has used: its pages and a few blocks. If it takes
 * more, there is a bug.
 */
#define ROLL_BACK_STEPS 4096u

static void set_state(struct hypglue_region *region, enum hypglue_state state)
{
	__atomic_store_n(&region->state, (uint32_t)state, __ATOMIC_RELEASE);
}

static enum itsg_status start(struct hypglue_region *region)
{
	switch (region->kind) {
	case HYPGLUE_ITS: return itsg_its_init(region->of.its, region->domain, region->config);
	case HYPGLUE_RD: return itsg_rd_init(region->of.rd, region->domain, region->rd_config);
	case HYPGLUE_RD_VIRTUAL: return ITSG_OK;
	case HYPGLUE_BLOCKED:
		return itsg_ledger_host_donate_hyp_mmio(region->ctx, region->base, region->size);
	}
	return ITSG_BUG;
}

static enum itsg_status stop(struct hypglue_region *region)
{
	switch (region->kind) {
	case HYPGLUE_ITS: return itsg_its_teardown(region->of.its);
	case HYPGLUE_RD: return itsg_rd_teardown(region->of.rd);
	case HYPGLUE_RD_VIRTUAL:
		return itsg_rd_poll(region->of.rd) == ITSG_NOT_READY ? ITSG_OK : ITSG_STATE;
	case HYPGLUE_BLOCKED:
		return itsg_ledger_hyp_donate_host_mmio(region->ctx, region->base, region->size);
	}
	return ITSG_BUG;
}

/*
 * Stops a region that nobody has used. So it takes a few steps and waits for nothing. A refusal
 * ends it.
 */
static enum itsg_status stop_unused(struct hypglue_region *region)
{
	enum itsg_status status = ITSG_AGAIN;
	uint32_t steps;

	for (steps = 0; status == ITSG_AGAIN && steps < ROLL_BACK_STEPS; steps++)
		status = stop(region);
	return status;
}

/* Virtual frames: they are moved with their RD_base. */
static bool is_virtual(const struct hypglue_region *region)
{
	return region->kind == HYPGLUE_RD_VIRTUAL;
}

/* Sets the state after a roll-back. Returns 1 for a region that has to stay, else 0. */
static uint32_t end_state(struct hypglue_region *region, bool stays)
{
	set_state(region, stays ? HYPGLUE_STUCK : HYPGLUE_OPEN);
	return stays;
}

/*
 * Rolls back: stops every region that was started, last one first. Each is tried, whatever became
 * of the others. status BUG means that the failed one keeps what the ledger would not take. It can
 * be stopped again.
 */
static enum itsg_status give_up(struct hypglue_region *region, uint32_t failed, uint32_t count,
				enum itsg_status status, uint32_t *stuck)
{
	uint32_t i;

	*stuck = end_state(&region[failed], status == ITSG_BUG);
	for (i = failed; i--;)
		if (!is_virtual(&region[i]))
			*stuck += end_state(&region[i], stop_unused(&region[i]) != ITSG_OK);
	for (i = failed + 1; i < count; i++)
		if (!is_virtual(&region[i]))
			*stuck += end_state(&region[i], false);
	for (i = 0; i < count; i++)
		if (is_virtual(&region[i]))
			*stuck += end_state(&region[i], stop(&region[i]) != ITSG_OK);
	return *stuck ? ITSG_BUG : status;
}

static enum itsg_status start_all(struct hypglue_region *region, uint32_t count, uint32_t *stuck)
{
	enum itsg_status status;
	uint32_t i;

	for (i = 0; i < count; i++)
		set_state(&region[i], HYPGLUE_STARTING);
	for (i = 0; i < count; i++) {
		status = start(&region[i]);
		if (status)
			return give_up(region, i, count, status, stuck);
	}
	for (i = 0; i < count; i++)
		set_state(&region[i], HYPGLUE_READY);
	return ITSG_OK;
}

/*
 * True if these regions are some of the table's redistributors but not all. As long as one of them
 * is the host's, it has a way around the others.
 */
static bool splits_redistributors(const struct hypglue_regions *regions, uint32_t first,
				  uint32_t count)
{
	bool inside = false, outside = false;
	uint32_t i;

	for (i = 0; i < regions->count; i++) {
		if (regions->region[i].kind != HYPGLUE_RD && !is_virtual(&regions->region[i]))
			continue;
		if (i - first < count)
			inside = true;
		else
			outside = true;
	}
	return inside && outside;
}

enum itsg_status hypglue_regions_start(struct hypglue_regions *regions, uint32_t first,
				       uint32_t count, uint32_t *stuck)
{
	uint32_t i, none;

	if (!stuck)
		stuck = &none;
	*stuck = 0;
	if (!count || first >= regions->count || count > regions->count - first ||
	    splits_redistributors(regions, first, count))
		return ITSG_INVALID;
	for (i = 0; i < count; i++)
		if (hypglue_region_state(&regions->region[first + i]) != HYPGLUE_OPEN)
			return ITSG_STATE;
	return start_all(&regions->region[first], count, stuck);
}

enum itsg_status hypglue_region_stop(struct hypglue_region *region)
{
	enum hypglue_state state = hypglue_region_state(region);
	enum itsg_status status;

	if (state != HYPGLUE_READY && state != HYPGLUE_STUCK)
		return ITSG_STATE;
	status = stop(region);
	if (status == ITSG_OK)
		set_state(region, HYPGLUE_GONE);
	return status;
}

enum itsg_status hypglue_region_reset(struct hypglue_region *region)
{
	if (hypglue_region_state(region) != HYPGLUE_GONE)
		return ITSG_STATE;
	set_state(region, HYPGLUE_OPEN);
	return ITSG_OK;
}
