// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Setting an ITS up: check the configuration, take the frames, probe, size, acquire; then publish.
 */
#include "shadow/internal.h"

#define TYPER_PTA     19u
#define RING_ALIGN    65536u /* what CBASER demands of its address */
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

/* The RDbases are these processor numbers: 0, 1, 2 and so on. */
static uint32_t numbered(const struct itsg_caps *caps)
{
	uint32_t n = 0;

	if (bits_get(caps->typer, TYPER_PTA, 1))
		return 0;
	while (n < caps->redistributor_count && caps->redistributors[n].processor == n)
		n++;
	return n;
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
	return config->caps.lpi_end > LPI_FIRST && redistributors_are_sorted(&config->caps);
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

/* With virtual SGIs or the v4.1 layouts there are four frames, whatever firmware describes. */
static uint64_t frames_bytes(uint64_t typer)
{
	return bits_get(typer, 39, 1) || bits_get(typer, 40, 1) ? 4 * (uint64_t)GITS_FRAME
								: 2 * (uint64_t)GITS_FRAME;
}

static uint64_t root_bytes(uint64_t capacity)
{
	return bits_round_up(capacity, DEVICE_LEAF) / DEVICE_LEAF * sizeof(struct itsg_device *);
}

static uint64_t devices_cost(const struct itsg_its *its, uint64_t capacity)
{
	const struct itsg_baser *baser = itsg_limits_table(its, BASER_DEVICES);
	struct geometry_plan plan;

	if (!baser)
		return root_bytes(capacity);
	if (!itsg_geometry_plan_table(baser, capacity, true, &plan))
		return ~(uint64_t)0;
	return root_bytes(capacity) + (uint64_t)plan.pages * plan.page_bytes;
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

/* Records are read before any command is: they are cleared here and now. */
static bool acquire_cleared(struct itsg_its *its, uint64_t bytes, enum itsg_purpose purpose,
			    struct itsg_block *block)
{
	if (!itsg_block_acquire(its, bytes, purpose, block))
		return false;
	memset(block->va, 0, block->size);
	if (purpose != ITSG_FOR_STATE)
		itsg_clean(its, block->va, block->size);
	itsg_report_block(its, ITSG_EVENT_CLEAR, block->pa, block->size, purpose);
	return true;
}

static bool make_records(struct itsg_its *its)
{
	uint64_t slots = its->config.ring_bytes / RING_SLOT * sizeof(struct itsg_slot);
	uint64_t collections = its->collection_end * sizeof(struct itsg_collection);

	if (!acquire_cleared(its, slots, ITSG_FOR_STATE, &its->ring.slot_block) ||
	    !acquire_cleared(its, root_bytes(its->devices.capacity), ITSG_FOR_STATE,
			     &its->devices.root_block) ||
	    !acquire_cleared(its, collections, ITSG_FOR_STATE, &its->collection_block))
		return false;
	its->ring.slots = its->ring.slot_block.va;
	its->devices.root = its->devices.root_block.va;
	its->collections = its->collection_block.va;
	return true;
}

static enum itsg_status make_ring(struct itsg_its *its)
{
	uint64_t bytes = its->config.ring_bytes;

	if (!acquire_cleared(its, bytes < RING_ALIGN ? RING_ALIGN : bytes, ITSG_FOR_RING,
			     &its->ring.ring_block))
		return ITSG_NO_MEMORY;
	its->ring.words = its->ring.ring_block.va;
	its->ring.bytes = its->config.ring_bytes;
	its->cbaser.hw =
		BASER_VALID | itsg_attributes(its) | its->ring.ring_block.pa | (bytes / 4096 - 1);
	return itsg_probe_holds(its, GITS_OFFSET_CBASER, its->cbaser.hw) ? ITSG_OK
									 : ITSG_UNSUPPORTED;
}

static enum itsg_status make_memory(struct itsg_its *its)
{
	enum itsg_status status;
	uint64_t pool = itsg_pool_free_bytes(its->domain);

	its->devices.capacity = plan_devices(its, pool);
	its->collection_end = plan_collections(its, pool);
	if (!make_records(its))
		return ITSG_NO_MEMORY;
	status = make_ring(its);
	return status ? status : itsg_tables_make(its);
}

static void fill(struct itsg_its *its, struct itsg_domain *domain,
		 const struct itsg_its_config *config)
{
	const struct itsg_caps *caps = &config->caps;

	memset(its, 0, sizeof(*its));
	its->domain = domain;
	its->config = *config;
	its->shown_typer = itsg_limits_typer(its);
	its->layout = ITSG_GICV3;
	its->phase = ITSG_PHASE_OFF;
	its->jobs = JOB_CLEAR;
	its->limits = (struct itsg_limits){
		.events = BIT(itsg_geometry_event_bits(its->shown_typer)),
		.event_bits = itsg_geometry_event_bits(its->shown_typer),
		.ite_bytes = itsg_geometry_ite_bytes(caps->typer),
		.intids = caps->lpi_end,
		.pta = bits_get(caps->typer, TYPER_PTA, 1),
		.redistributors = caps->redistributors,
		.redistributor_count = caps->redistributor_count,
		.numbered = numbered(caps),
		.pa_limit = domain->config.pa_limit,
	};
	its->frames.pa = config->base;
	its->frames.pages = frames_bytes(caps->typer) / domain->config.page_size;
	its->staging_bytes = itsg_geometry_queue_bytes(0);
}

static bool hardware_is_off(struct itsg_its *its)
{
	uint32_t ctlr = itsg_platform_read32(its->config.ctx, GITS_OFFSET_CTLR);

	return !(ctlr & CTLR_ENABLED) && ctlr & CTLR_QUIESCENT;
}

/* Pool memory is for every ITS of the domain: each must be able to carry all its addresses. */
static bool join(struct itsg_domain *domain, itsg_pa address_end)
{
	uint32_t i;

	for (i = 0; i < domain->region_count; i++)
		if (domain->regions[i].pa + domain->regions[i].size > address_end)
			return false;
	if (address_end < domain->address_end)
		domain->address_end = address_end;
	domain->instances++;
	return true;
}

bool itsg_domain_join(struct itsg_domain *domain, itsg_pa address_end)
{
	bool joined;

	itsg_platform_lock(domain->config.ctx);
	joined = join(domain, address_end);
	itsg_platform_unlock(domain->config.ctx);
	return joined;
}

static enum itsg_status set_up(struct itsg_its *its)
{
	enum itsg_status status;

	if (!hardware_is_off(its))
		return ITSG_STATE;
	status = itsg_probe(its);
	if (status)
		return status;
	status = make_memory(its);
	if (status)
		return status;
	itsg_limits_update(its);
	return itsg_domain_join(its->domain, its->address_end) ? ITSG_OK : ITSG_UNSUPPORTED;
}

static void publish(struct itsg_its *its)
{
	__atomic_store_n(&its->ready, ITS_READY, __ATOMIC_RELEASE);
}

/* What is left to give back keeps the domain alive, whatever addresses it can carry. */
static void stay_for_teardown(struct itsg_its *its)
{
	itsg_platform_lock(its->domain->config.ctx);
	its->domain->instances++;
	itsg_platform_unlock(its->domain->config.ctx);
	its->jobs = JOB_TEARDOWN;
	its->phase = ITSG_PHASE_RETURN;
	its->cbaser.hw = 0;
	publish(its);
}

/* All that set_up acquired, and the frames, as if nothing had been. Frames that the ledger does not
 * take back are left to itsg_its_teardown. */
static enum itsg_status undo(struct itsg_its *its, enum itsg_status status)
{
	uint64_t bytes = its->frames.pages * its->domain->config.page_size;

	itsg_fence(its);
	its->left = UINT32_MAX;
	while (!itsg_return_memory(its))
		its->left = UINT32_MAX;
	its->left = 0;
	if (itsg_ledger_hyp_donate_host_mmio(its->config.ctx, its->frames.pa, bytes) == ITSG_OK) {
		__atomic_store_n(&its->ready, ITS_NONE, __ATOMIC_RELEASE);
		return status;
	}
	stay_for_teardown(its);
	return ITSG_BUG;
}

static enum itsg_status take_over(struct itsg_its *its)
{
	uint64_t bytes = its->frames.pages * its->domain->config.page_size;
	enum itsg_status status;

	if (itsg_ledger_host_donate_hyp_mmio(its->config.ctx, its->frames.pa, bytes) != ITSG_OK) {
		__atomic_store_n(&its->ready, ITS_NONE, __ATOMIC_RELEASE);
		return ITSG_LEDGER;
	}
	its->frames.done = its->frames.pages;
	status = set_up(its);
	if (status)
		return undo(its, status);
	itsg_fence(its);
	itsg_run_join(its->domain, &its->claim);
	publish(its);
	return ITSG_OK;
}

enum itsg_status itsg_its_init(struct itsg_its *its, struct itsg_domain *domain,
			       const struct itsg_its_config *config)
{
	struct itsg_its_config filled = *config;

	__atomic_store_n(&its->ready, ITS_NONE, __ATOMIC_RELEASE);
	fill_defaults(&filled);
	if (!config_is_good(domain, &filled))
		return ITSG_INVALID;
	fill(its, domain, &filled);
	__atomic_store_n(&its->ready, ITS_BUSY, __ATOMIC_RELEASE);
	return take_over(its);
}
