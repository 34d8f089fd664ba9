// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Init of an ITS: check the configuration, take the frames, probe, size, acquire, publish. */
#include <itsguard/itsguard.h>

#include "shadow/its/coherence.h"
#include "shadow/its/collections.h"
#include "shadow/its/devices.h"
#include "shadow/its/give_back.h"
#include "shadow/its/hw.h"
#include "shadow/its/limits.h"
#include "shadow/its/lpis.h"
#include "shadow/its/mmio.h"
#include "shadow/its/mode.h"
#include "shadow/its/next.h"
#include "shadow/its/probe.h"
#include "shadow/its/queue.h"
#include "shadow/its/shadow_ring.h"
#include "shadow/its/tables.h"
#include "shadow/its/work.h"
#include "shadow/memory/domain.h"
#include "shadow/memory/frames.h"
#include "validator/check.h"
#include "validator/geometry.h"

#define TYPER_PTA     19u
#define RING_MIN      4096u
#define RING_MAX      0x100000u
#define DEVICE_SHARE  8u /* a default capacity takes at most this part of the free pool */
#define COLLECT_SHARE 16u
#define COLLECT_LEAST 64u /* a smaller default saves nothing: a table is a page at least */

void itsg_caps_read(void *ctx, struct itsg_caps *caps)
{
	uint32_t i;

	caps->typer = itsg_platform_read64(ctx, GITS_OFFSET_TYPER);
	caps->iidr = itsg_platform_read32(ctx, GITS_OFFSET_IIDR);
	for (i = 0; i < 12; i++)
		caps->id[i] = itsg_platform_read32(ctx, GITS_OFFSET_ID + 4 * i);
}

static bool redistributors_are_sorted(const struct itsg_caps *caps)
{
	bool pta = bits_get(caps->typer, TYPER_PTA, 1);
	const struct itsg_redistributor *rd = caps->redistributors;
	uint32_t i;

	if (!rd || !caps->redistributor_count)
		return false;
	for (i = 1; i < caps->redistributor_count; i++)
		if (pta ? rd[i - 1].base >= rd[i].base : rd[i - 1].processor >= rd[i].processor)
			return false;
	return true;
}

static bool ring_is_good(uint32_t bytes)
{
	return bits_is_power_of_two(bytes) && bytes >= RING_MIN && bytes <= RING_MAX;
}

static bool config_is_good(const struct itsg_domain *domain, const struct itsg_its_config *config)
{
	if (config->base & (GITS_FRAME - 1) || config->base >= domain->config.pa_limit)
		return false;
	if (config->inner > 7 || config->outer > 7 || config->share > 2 ||
	    !ring_is_good(config->ring_bytes))
		return false;
	if (config->device_bits > itsg_geometry_device_bits(config->caps.typer) ||
	    config->event_bits > itsg_geometry_event_bits(config->caps.typer))
		return false;
	if (!itsg_geometry_forgets(config->caps.typer) && !config->caps.never_on)
		return false;
	return config->audit < ITSG_AUDITS && config->caps.lpi_end > LPI_FIRST &&
	       config->caps.lpi_end <= LPI_MOST && redistributors_are_sorted(&config->caps);
}

static void fill_defaults(struct itsg_its_config *config)
{
	if (!config->budget)
		config->budget = ITSG_BUDGET_DEFAULT;
	if (!config->ring_bytes)
		config->ring_bytes = ITSG_RING_DEFAULT;
	if (!config->events)
		config->events = BIT(itsg_geometry_event_bits(config->caps.typer));
}

/* With virtual SGIs or the v4.1 layouts there are four frames. Firmware may describe only two. */
static uint64_t frames_bytes(uint64_t typer)
{
	return bits_get(typer, 39, 1) || bits_get(typer, 40, 1) ? 4 * (uint64_t)GITS_FRAME
								: 2 * (uint64_t)GITS_FRAME;
}

static uint64_t devices_cost(const struct itsg_its *its, uint64_t capacity)
{
	const struct itsg_baser *baser = itsg_limits_table(its, BASER_DEVICES);
	struct geometry_plan plan;

	if (!baser)
		return devices_root_bytes(capacity);
	if (!itsg_geometry_plan_table(baser, capacity, true, &plan))
		return ~(uint64_t)0;
	return devices_root_bytes(capacity) + (uint64_t)plan.pages * plan.page_bytes;
}

static uint64_t plan_devices(const struct itsg_its *its, uint64_t pool)
{
	uint64_t all = BIT(itsg_geometry_device_bits(its->shown_typer)), wanted;

	wanted = its->config.devices;
	if (wanted)
		return wanted < all ? wanted : all;
	while (all > 1 && devices_cost(its, all) > pool / DEVICE_SHARE)
		all /= 2;
	return all;
}

static uint64_t collections_cost(const struct itsg_baser *baser, uint64_t count)
{
	struct geometry_plan plan = {0};

	if (baser && !itsg_geometry_plan_table(baser, count, false, &plan))
		return ~(uint64_t)0;
	return count * sizeof(struct itsg_collection) + (uint64_t)plan.pages * plan.page_bytes;
}

static uint32_t plan_collections(const struct itsg_its *its, uint64_t pool)
{
	const struct itsg_baser *baser = itsg_limits_table(its, BASER_COLLECTIONS);
	uint64_t table = baser ? BIT(itsg_geometry_collection_bits(its->shown_typer)) : 0;
	uint64_t all = itsg_geometry_collections(its->shown_typer, table);

	if (all > BIT(16))
		all = BIT(16);
	if (its->config.collections)
		return its->config.collections < all ? its->config.collections : (uint32_t)all;
	while (all > COLLECT_LEAST && collections_cost(baser, all) > pool / COLLECT_SHARE)
		all /= 2;
	return (uint32_t)all;
}

/* CBASER, from the first enable on. */
static enum itsg_status place_ring(struct itsg_its *its)
{
	const struct itsg_ring *ring = &its->ring;
	uint64_t value = BASER_VALID | itsg_probe_attributes(its) | ring->ring_block.pa |
			 (ring->bytes / 4096 - 1);

	return itsg_hw_place(its, GITS_OFFSET_CBASER, value) ? ITSG_OK : ITSG_UNSUPPORTED;
}

/* Records first, then what the hardware sees. Records are read from the first command on, so they
 * are cleared at once. */
static enum itsg_status make_memory(struct itsg_its *its)
{
	enum itsg_status status;
	uint64_t pool = itsg_pool_free_bytes(its->domain);

	if (!itsg_ring_make_records(its) || !itsg_devices_make(its, plan_devices(its, pool)) ||
	    !itsg_collections_make(its, plan_collections(its, pool)) || !itsg_ring_make(its))
		return ITSG_NO_MEMORY;
	status = itsg_lpis_join(its);
	if (!status)
		status = place_ring(its);
	return status ? status : itsg_tables_make(its);
}

static void fill(struct itsg_its *its, struct itsg_domain *domain,
		 const struct itsg_its_config *config)
{
	memset(its, 0, sizeof(*its));
	its->domain = domain;
	its->config = *config;
	its->layout = ITSG_GICV3;
	its->frames.pa = config->base;
	its->frames.pages = frames_bytes(config->caps.typer) / domain->config.page_size;
	report_set_up(its);
	coherence_set(its, false); /* until it is probed */
	queue_place(its, 0);
	itsg_limits_set_up(its);
	mode_set_phase(its, ITSG_PHASE_OFF);
	mode_wish(its, false);
	mode_owe(its, OWED_CLEAR);
}

static enum itsg_status set_up(struct itsg_its *its)
{
	enum itsg_status status;

	if (!itsg_hw_is_off(its))
		return ITSG_STATE;
	status = itsg_probe(its);
	if (status)
		return status;
	status = make_memory(its);
	if (status)
		return status;
	itsg_registers_reset(its);
	return itsg_domain_join(its->domain, its->address_end) ? ITSG_OK : ITSG_UNSUPPORTED;
}

/* What is left to give back keeps the domain alive. */
static void stay_for_teardown(struct itsg_its *its)
{
	itsg_domain_join_to_leave(its->domain);
	itsg_hw_forget(its);
	mode_set_owed(its, OWED_TEARDOWN);
	mode_set_phase(its, ITSG_PHASE_RETURN);
	itsg_next_note(its);
	domain_publish(&its->ready, DOMAIN_READY);
}

/* Gives back the frames and all that set_up acquired. If the ledger does not take the frames
 * back, itsg_its_teardown tries again. */
static enum itsg_status undo(struct itsg_its *its, enum itsg_status status)
{
	uint64_t page = its->domain->config.page_size;

	itsg_coherence_fence(its);
	do
		work_allow(its, UINT32_MAX);
	while (!itsg_give_back_memory(its));
	work_allow(its, 0);
	if (itsg_frames_undo(&its->frames, its->config.ctx, page)) {
		domain_publish(&its->ready, DOMAIN_NONE);
		return status;
	}
	stay_for_teardown(its);
	return ITSG_BUG;
}

static enum itsg_status take_over(struct itsg_its *its)
{
	enum itsg_status status;

	if (!itsg_frames_take(&its->frames, its->config.ctx, its->domain->config.page_size)) {
		domain_publish(&its->ready, DOMAIN_NONE);
		return ITSG_LEDGER;
	}
	status = set_up(its);
	if (status)
		return undo(its, status);
	itsg_coherence_fence(its);
	itsg_queue_join(its);
	domain_publish(&its->ready, DOMAIN_READY);
	return ITSG_OK;
}

enum itsg_status itsg_its_init(struct itsg_its *its, struct itsg_domain *domain,
			       const struct itsg_its_config *config)
{
	struct itsg_its_config filled = *config;

	domain_publish(&its->ready, DOMAIN_NONE);
	fill_defaults(&filled);
	if (!config_is_good(domain, &filled))
		return ITSG_INVALID;
	fill(its, domain, &filled);
	domain_publish(&its->ready, DOMAIN_BUSY);
	return take_over(its);
}
