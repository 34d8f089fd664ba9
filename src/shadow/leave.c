// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The ways out: power lost while work was in flight, and teardown. Both resume within the budget.
 */
#include "shadow/slot.h"

/* After a power loss with work in flight the hardware has forgotten everything but its tables in
 * memory. These are cleared first; only then is what they named released. */
static bool void_slots(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;

	uint64_t release;

	while (ring->tail != ring->head) {
		if (!spend(its))
			return false;
		release = slot_take_release(ring);
		if (release)
			itsg_block_release_itt(its, release);
		ring->tail = ring_next(ring->tail, ring->bytes);
	}
	return true;
}

static bool void_devices(struct itsg_its *its)
{
	struct itsg_device *device;

	while (its->devices.count) {
		if (!spend(its))
			return false;
		device = itsg_device_record(its, its->devices.first);
		itsg_block_release_itt(its, itsg_device_release_word(its, device));
		itsg_device_forget(its, device);
	}
	return true;
}

static bool void_collections(struct itsg_its *its)
{
	const uint32_t in_unit = UNIT_BYTES / sizeof(struct itsg_collection);
	uint32_t count;

	while (its->collection_top) {
		if (!spend(its))
			return false;
		count = its->collection_top < in_unit ? its->collection_top : in_unit;
		its->collection_top -= count;
		memset(&its->collections[its->collection_top], 0,
		       count * sizeof(struct itsg_collection));
	}
	its->collection_count = 0;
	return true;
}

static void invalidate(struct itsg_its *its)
{
	unsigned int n;

	for (n = 0; n < ITSG_BASERS; n++)
		if (its->basers[n].hw)
			itsg_platform_write64(its->config.ctx, GITS_OFFSET_BASER + 8 * n, 0);
	itsg_platform_write64(its->config.ctx, GITS_OFFSET_CBASER, 0);
}

static void void_begin(struct itsg_its *its)
{
	its->enabled = false;
	itsg_jobs_reset(its);
	/* What was fetched but not walked has not happened: it is the host's to see again. */
	its->fetch = its->creadr;
	its->jobs = (its->jobs & JOB_TEARDOWN) | JOB_VOID_TABLES;
	itsg_report_phase(its, ITSG_PHASE_VOID);
}

bool itsg_void(struct itsg_its *its)
{
	if (!itsg_life_stops(its))
		return false;
	if (its->jobs & JOB_VOID_TABLES) {
		/* Should the power have been there all the time, it keeps no entries now (INV = 1).
		 */
		invalidate(its);
		if (!itsg_tables_clear(its, false))
			return false;
		its->jobs &= ~(uint32_t)JOB_VOID_TABLES;
	}
	if (its->hand.stage != HAND_FREE)
		itsg_mapd_drop(its);
	return void_slots(its) && void_devices(its) && void_collections(its);
}

static void power_lost(struct itsg_its *its)
{
	its->routine = false;
	switch (its->phase) {
	case ITSG_PHASE_OFF:
		its->scan = 0;
		its->jobs |= itsg_is_mapping(its) ? JOB_RESEND : 0;
		break;
	case ITSG_PHASE_ON:
	case ITSG_PHASE_STOPPING: void_begin(its); break;
	case ITSG_PHASE_VOID:
	case ITSG_PHASE_RETURN:
	case ITSG_PHASE_GONE: break;
	}
}

void itsg_power_lost(struct itsg_its *its)
{
	if (__atomic_load_n(&its->ready, __ATOMIC_ACQUIRE) != ITS_READY)
		return;
	itsg_platform_lock(its->config.ctx);
	power_lost(its);
	itsg_platform_unlock(its->config.ctx);
}

static bool return_leaves(struct itsg_its *its)
{
	struct itsg_devices *devices = &its->devices;
	uint64_t leaves = bits_round_up(devices->capacity, DEVICE_LEAF) / DEVICE_LEAF;
	struct itsg_block leaf;

	while (devices->root && its->scan < leaves) {
		if (!spend(its))
			return false;
		leaf = itsg_block_of(its, devices->root[its->scan],
				     DEVICE_LEAF * sizeof(struct itsg_device));
		itsg_block_release(its, &leaf, ITSG_FOR_STATE);
		devices->root[its->scan] = NULL;
		its->scan++;
	}
	its->scan = 0;
	devices->root = NULL;
	return true;
}

/* Everything but the frames. Also what undoes an init that failed half way. */
bool itsg_return_memory(struct itsg_its *its)
{
	if (its->devices.root && !return_leaves(its))
		return false;
	if (!itsg_tables_release(its))
		return false;
	itsg_block_release(its, &its->devices.root_block, ITSG_FOR_STATE);
	itsg_block_release(its, &its->collection_block, ITSG_FOR_STATE);
	itsg_block_release(its, &its->ring.slot_block, ITSG_FOR_STATE);
	itsg_block_release(its, &its->ring.ring_block, ITSG_FOR_RING);
	return true;
}

static bool return_frames(struct itsg_its *its)
{
	uint64_t size = its->domain->config.page_size;
	itsg_pa pa;

	while (its->frames.done) {
		if (!spend(its))
			return false;
		pa = its->frames.pa + (its->frames.done - 1) * size;
		if (itsg_ledger_hyp_donate_host_mmio(its->config.ctx, pa, size) != ITSG_OK) {
			its->counters.release_failures++;
			itsg_report_block(its, ITSG_EVENT_RELEASE_FAILED, pa, size, ITSG_FOR_STATE);
			return false;
		}
		its->frames.done--;
	}
	return true;
}

bool itsg_return(struct itsg_its *its)
{
	if (its->cbaser.hw) {
		invalidate(its);
		its->cbaser.hw = 0;
	}
	return itsg_return_memory(its) && return_frames(its);
}

static enum itsg_status teardown(struct itsg_its *its)
{
	uint64_t failures = its->counters.release_failures;

	its->jobs |= JOB_TEARDOWN;
	its->enabled = false;
	/* The last step may have been the host's own access, or a poll. */
	if (its->phase != ITSG_PHASE_GONE)
		itsg_step(its);
	if (its->phase == ITSG_PHASE_GONE)
		return ITSG_OK;
	return its->counters.release_failures == failures ? ITSG_AGAIN : ITSG_LEDGER;
}

void itsg_domain_leave(struct itsg_domain *domain)
{
	itsg_platform_lock(domain->config.ctx);
	domain->instances--;
	itsg_platform_unlock(domain->config.ctx);
}

enum itsg_status itsg_its_teardown(struct itsg_its *its)
{
	enum itsg_status status;

	if (__atomic_load_n(&its->ready, __ATOMIC_ACQUIRE) != ITS_READY)
		return ITSG_NOT_READY;
	itsg_platform_lock(its->config.ctx);
	status = its->ready == ITS_READY ? teardown(its) : ITSG_NOT_READY;
	if (status == ITSG_OK) {
		itsg_run_leave(its->domain, &its->claim);
		itsg_domain_leave(its->domain);
		__atomic_store_n(&its->ready, ITS_NONE, __ATOMIC_RELEASE);
	}
	itsg_platform_unlock(its->config.ctx);
	return status;
}
