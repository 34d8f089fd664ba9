// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Unmapping by the library's own commands: for an expansion, for a purge, and the mapping again of
 * collections that a power loss took. All of it resumes where the budget or the ring's room ended
 * it. Each look at a record moves the cursor, so that even a budget of one unit gets to the end.
 */
#include "shadow/slot.h"

#define RECORDS_IN_UNIT	    (UNIT_BYTES / (uint32_t)sizeof(uint64_t))
#define COLLECTIONS_IN_UNIT (UNIT_BYTES / sizeof(struct itsg_collection))

static bool own(struct itsg_its *its, const struct itsg_command *cmd, uint64_t release)
{
	if (!slot_is_free(&its->ring) || !spend(its))
		return false;
	itsg_ring_own(its, cmd, release);
	return true;
}

static bool discard(struct itsg_its *its, itsg_device_id id, struct itsg_device *device,
		    itsg_event_id event)
{
	const struct itsg_command cmd = {.kind = ITSG_CMD_DISCARD, .device = id, .event = event};

	if (!own(its, &cmd, 0))
		return false;
	its->collections[record_icid(device->records[event])].live--;
	device->records[event] = 0;
	device->live--;
	return true;
}

/* A unit of which only a part was scanned is a unit. */
static void charge_rest(struct itsg_its *its, uint64_t part)
{
	if (part && its->left)
		its->left--;
}

/* The first mapped record from there on, or end; eight at a time, so that a unit of scanning costs
 * no more than one of clearing. A block holds a multiple of eight. */
static itsg_event_id next_record(const uint64_t *records, itsg_event_id event, itsg_event_id end)
{
	const uint64_t *r = &records[event];

	while (event < end && !*r) {
		bool eight = event % 8 == 0 && !(r[1] | r[2] | r[3] | r[4] | r[5] | r[6] | r[7]);

		event += eight ? 8 : 1;
		r += eight ? 8 : 1;
	}
	return event;
}

/* While there are live events, one of them is at or behind its->unmap_next. */
bool itsg_unmap_events(struct itsg_its *its, itsg_device_id id, struct itsg_device *device)
{
	itsg_event_id end;

	while (device->live) {
		if (!its->left)
			return false;
		end = (its->unmap_next | (RECORDS_IN_UNIT - 1)) + 1;
		its->unmap_next = next_record(device->records, its->unmap_next, end);
		if (its->unmap_next < end) {
			if (!discard(its, id, device, its->unmap_next))
				return false;
			its->unmap_next++;
		}
		if (its->unmap_next == end && its->left)
			its->left--;
	}
	charge_rest(its, its->unmap_next % RECORDS_IN_UNIT);
	its->unmap_next = 0;
	return true;
}

bool itsg_unmap_device(struct itsg_its *its, itsg_device_id id, struct itsg_device *device)
{
	const struct itsg_command cmd = {.kind = ITSG_CMD_MAPD, .device = id};

	if (!itsg_unmap_events(its, id, device))
		return false;
	if (!own(its, &cmd, itsg_device_release_word(its, device)))
		return false;
	itsg_device_forget(its, device);
	return true;
}

static bool unmap_collection(struct itsg_its *its, itsg_icid icid)
{
	const struct itsg_command cmd = {.kind = ITSG_CMD_MAPC, .icid = (uint16_t)icid};

	if (!own(its, &cmd, 0))
		return false;
	itsg_collection_unmap(its, icid);
	return true;
}

static bool remap_collection(struct itsg_its *its, itsg_icid icid)
{
	const struct itsg_command cmd = {.kind = ITSG_CMD_MAPC,
					 .icid = (uint16_t)icid,
					 .valid = 1,
					 .rd = its->collections[icid].rd};

	return own(its, &cmd, 0);
}

static uint64_t next_collection(const struct itsg_its *its, uint64_t icid, uint64_t end)
{
	while (icid < end && !its->collections[icid].mapped)
		icid++;
	return icid;
}

/* Acts on each mapped collection below end from its->scan on; true when it has been at all of them.
 */
static bool each_collection(struct itsg_its *its, uint64_t end,
			    bool (*act)(struct itsg_its *its, itsg_icid icid))
{
	uint64_t unit;

	while (its->scan < end) {
		if (!its->left)
			return false;
		unit = (its->scan | (COLLECTIONS_IN_UNIT - 1)) + 1;
		its->scan = next_collection(its, its->scan, unit < end ? unit : end);
		if (its->scan < end && its->scan < unit) {
			if (!act(its, (itsg_icid)its->scan))
				return false;
			its->scan++;
		}
		if (its->scan == unit && its->left)
			its->left--;
	}
	charge_rest(its, its->scan % COLLECTIONS_IN_UNIT);
	its->scan = 0;
	return true;
}

bool itsg_is_mapping(const struct itsg_its *its)
{
	return its->devices.count || its->collection_count;
}

void itsg_purge_owed(struct itsg_its *its)
{
	if (its->jobs & JOB_PURGE)
		return;
	if (!itsg_is_mapping(its)) {
		its->collection_top = 0;
		return;
	}
	its->jobs |= JOB_PURGE;
	itsg_report_words(its, ITSG_EVENT_PURGE, 1, 0, NULL);
}

static void purge_ends(struct itsg_its *its)
{
	its->scan = 0;
	its->jobs &= ~(uint32_t)JOB_PURGE;
	itsg_report_words(its, ITSG_EVENT_PURGE, 0, 0, NULL);
}

/* Whatever was half done is not gone on with: the cursors start afresh for what comes. */
void itsg_jobs_reset(struct itsg_its *its)
{
	if (its->jobs & JOB_PURGE)
		purge_ends(its);
	its->scan = its->cleared = 0;
	its->clearing = 0;
	its->unmap_next = 0;
}

bool itsg_purge(struct itsg_its *its)
{
	while (its->devices.count)
		if (!itsg_unmap_device(its, its->devices.first,
				       itsg_device_record(its, its->devices.first)))
			return false;
	if (its->collection_count && !each_collection(its, its->collection_top, unmap_collection))
		return false;
	its->collection_top = 0;
	its->counters.purges++;
	purge_ends(its);
	return true;
}

bool itsg_resend(struct itsg_its *its)
{
	uint64_t hcc = itsg_geometry_hcc(its->config.caps.typer);

	if (!each_collection(its, hcc < its->collection_top ? hcc : its->collection_top,
			     remap_collection))
		return false;
	its->jobs &= ~(uint32_t)JOB_RESEND;
	return true;
}
