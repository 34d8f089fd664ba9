// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Unmapping by the library's own commands: for an expansion, for a purge, and the mapping again of
 * collections that a power loss took. All of it resumes where the budget or the ring's room ended
 * it. Each look at a record moves the cursor, so that even a budget of one unit gets to the end.
 */
#include "shadow/internal.h"

#define RECORDS_IN_UNIT	    (UNIT_BYTES / sizeof(uint64_t))
#define COLLECTIONS_IN_UNIT (UNIT_BYTES / sizeof(struct itsg_collection))

static bool own(struct itsg_its *its, const struct itsg_command *cmd, uint64_t release)
{
	if (!itsg_ring_has_room(its) || !spend(its))
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

bool itsg_unmap_events(struct itsg_its *its, itsg_device_id id, struct itsg_device *device)
{
	while (device->live) {
		if (!its->left)
			return false;
		if (device->records[its->unmap_next] && !discard(its, id, device, its->unmap_next))
			return false;
		its->unmap_next++;
		if (its->unmap_next % RECORDS_IN_UNIT == 0 && its->left)
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

	if (!itsg_collection_find(its, icid))
		return true;
	if (!own(its, &cmd, 0))
		return false;
	itsg_collection_unmap(its, icid);
	return true;
}

static bool remap_collection(struct itsg_its *its, itsg_icid icid)
{
	const struct itsg_collection *collection = itsg_collection_find(its, icid);
	struct itsg_command cmd = {.kind = ITSG_CMD_MAPC, .icid = (uint16_t)icid, .valid = 1};

	if (!collection)
		return true;
	cmd.rd = collection->rd;
	return own(its, &cmd, 0);
}

/* Goes over the collections below end from its->scan on; true when it has been at all of them. */
static bool each_collection(struct itsg_its *its, uint64_t end,
			    bool (*act)(struct itsg_its *its, itsg_icid icid))
{
	while (its->scan < end) {
		if (!its->left || !act(its, (itsg_icid)its->scan))
			return false;
		its->scan++;
		if (its->scan % COLLECTIONS_IN_UNIT == 0 && its->left)
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
	if (its->jobs & JOB_PURGE || !itsg_is_mapping(its))
		return;
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
