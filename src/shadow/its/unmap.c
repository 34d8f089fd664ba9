// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Own commands that unmap, for an expansion or a purge, and that map collections again after a
 * power loss. All of it goes on where the budget, or a full ring, ended it. Each look at a record
 * moves the cursor, so even a budget of one unit gets to the end.
 */
#include "shadow/its/collections.h"
#include "shadow/its/cursor.h"
#include "shadow/its/devices.h"
#include "shadow/its/mapping.h"
#include "shadow/its/mode.h"
#include "shadow/its/release.h"
#include "shadow/its/report.h"
#include "shadow/its/shadow_ring.h"
#include "shadow/its/slot.h"
#include "shadow/its/unmap.h"
#include "shadow/its/work.h"
#include "validator/geometry.h"

#define RECORDS_IN_UNIT	    (UNIT_BYTES / (uint32_t)sizeof(uint64_t))
#define COLLECTIONS_IN_UNIT (UNIT_BYTES / sizeof(struct itsg_collection))

static bool own(struct itsg_its *its, const struct itsg_command *cmd, uint64_t release)
{
	if (!slot_is_free(&its->ring) || !work_spend(its))
		return false;
	itsg_ring_own(its, cmd, release);
	return true;
}

static bool discard(struct itsg_its *its, itsg_device_id id, struct itsg_device *device,
		    itsg_event_id event)
{
	const struct itsg_command cmd = {.kind = ITSG_CMD_DISCARD, .device = id, .event = event};

	if (!own(its, &cmd, release_of_lpi(mapping_intid(device->records[event]))))
		return false;
	mapping_remove(its, device, &device->records[event]);
	return true;
}

/* The hardware has forgotten the event. */
static bool forget(struct itsg_its *its, itsg_device_id id, struct itsg_device *device,
		   itsg_event_id event)
{
	(void)id;
	if (!work_spend(its))
		return false;
	lpis_unmap(its->lpis, mapping_intid(device->records[event]));
	mapping_remove(its, device, &device->records[event]);
	return true;
}

/* The first mapped record from there on, or end. It looks at eight at a time, so that a unit of
 * scanning costs no more than one of clearing. A block holds a multiple of eight. */
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

typedef bool unmap_act(struct itsg_its *its, itsg_device_id id, struct itsg_device *device,
		       itsg_event_id event);

/* From *event on. While there are live events, one of them is at or behind it. */
static bool unmap_from(struct itsg_its *its, itsg_device_id id, struct itsg_device *device,
		       itsg_event_id *event, unmap_act *act)
{
	itsg_event_id end;

	while (device->live) {
		if (!its->left)
			return false;
		end = (*event | (RECORDS_IN_UNIT - 1)) + 1;
		*event = next_record(device->records, *event, end);
		if (*event < end) {
			if (!act(its, id, device, *event))
				return false;
			++*event;
		}
		if (*event == end)
			work_charge(its);
	}
	work_charge_part(its, *event % RECORDS_IN_UNIT);
	return true;
}

static bool unmap_events(struct itsg_its *its, itsg_device_id id, struct itsg_device *device,
			 unmap_act *act)
{
	struct itsg_cursor *cursor;
	itsg_event_id event;

	if (!device->live)
		return true;
	cursor = cursor_of(its, CURSOR_UNMAP_EVENTS, id);
	event = (itsg_event_id)cursor->index;
	if (!unmap_from(its, id, device, &event, act)) {
		cursor->index = event;
		return false;
	}
	cursor_free(its);
	return true;
}

bool itsg_unmap_events(struct itsg_its *its, itsg_device_id id, struct itsg_device *device)
{
	return unmap_events(its, id, device, discard);
}

bool itsg_unmap_device(struct itsg_its *its, itsg_device_id id, struct itsg_device *device)
{
	const struct itsg_command cmd = {.kind = ITSG_CMD_MAPD, .device = id};

	if (!itsg_unmap_events(its, id, device))
		return false;
	if (!own(its, &cmd, itsg_devices_release_word(its, device)))
		return false;
	itsg_devices_unmap(its, device);
	return true;
}

static bool forget_device(struct itsg_its *its, itsg_device_id id, struct itsg_device *device)
{
	if (!unmap_events(its, id, device, forget) || !work_spend(its))
		return false;
	release(its, itsg_devices_release_word(its, device));
	itsg_devices_unmap(its, device);
	return true;
}

bool itsg_forget_devices(struct itsg_its *its)
{
	struct itsg_devices *devices = &its->devices;

	while (devices->count)
		if (!forget_device(its, devices->first, devices_record(its, devices->first)))
			return false;
	return true;
}

static bool unmap_collection(struct itsg_its *its, itsg_icid icid)
{
	const struct itsg_command cmd = {.kind = ITSG_CMD_MAPC, .icid = (uint16_t)icid};

	if (!own(its, &cmd, 0))
		return false;
	itsg_collections_unmap(its, icid);
	return true;
}

static bool remap_collection(struct itsg_its *its, itsg_icid icid)
{
	const struct itsg_command cmd = {.kind = ITSG_CMD_MAPC,
					 .icid = (uint16_t)icid,
					 .valid = 1,
					 .rd = its->collections.all[icid].rd};

	return own(its, &cmd, 0);
}

/* Acts on each mapped collection below end, from *icid on. True: it has been at all of them. */
static bool each_collection_from(struct itsg_its *its, uint64_t *icid, uint64_t end,
				 bool (*act)(struct itsg_its *its, itsg_icid icid))
{
	uint64_t unit, stop;

	while (*icid < end) {
		if (!its->left)
			return false;
		unit = (*icid | (COLLECTIONS_IN_UNIT - 1)) + 1;
		stop = unit < end ? unit : end;
		*icid = collections_next(its, *icid, stop);
		if (*icid < stop) {
			if (!act(its, (itsg_icid)*icid))
				return false;
			++*icid;
		}
		if (*icid == unit)
			work_charge(its);
	}
	work_charge_part(its, *icid % COLLECTIONS_IN_UNIT);
	return true;
}

static bool each_collection(struct itsg_its *its, enum cursor_work work, uint64_t end,
			    bool (*act)(struct itsg_its *its, itsg_icid icid))
{
	struct itsg_cursor *cursor = cursor_of(its, work, 0);
	uint64_t icid = cursor->index;

	if (!each_collection_from(its, &icid, end, act)) {
		cursor->index = icid;
		return false;
	}
	cursor_free(its);
	return true;
}

void itsg_purge_owe(struct itsg_its *its)
{
	if (mode_owes(its, OWED_PURGE))
		return;
	if (!mapping_is_any(its)) {
		itsg_collections_reset_top(its);
		return;
	}
	mode_owe(its, OWED_PURGE);
	report_words(its, ITSG_EVENT_PURGE, 1, 0, NULL);
}

void itsg_purge_cancel(struct itsg_its *its)
{
	if (!mode_owes(its, OWED_PURGE))
		return;
	cursor_free(its);
	mode_paid(its, OWED_PURGE);
	report_words(its, ITSG_EVENT_PURGE, 0, 0, NULL);
}

bool itsg_purge(struct itsg_its *its)
{
	while (its->devices.count)
		if (!itsg_unmap_device(its, its->devices.first,
				       devices_record(its, its->devices.first)))
			return false;
	if (its->collections.count &&
	    !each_collection(its, CURSOR_UNMAP_COLLECTIONS, its->collections.top, unmap_collection))
		return false;
	itsg_collections_reset_top(its);
	its->counters.purges++;
	itsg_purge_cancel(its);
	return true;
}

bool itsg_resend(struct itsg_its *its)
{
	uint64_t hcc = itsg_geometry_hcc(its->config.caps.typer);
	uint64_t end = hcc < its->collections.top ? hcc : its->collections.top;

	if (!each_collection(its, CURSOR_RESEND_COLLECTIONS, end, remap_collection))
		return false;
	mode_paid(its, OWED_RESEND);
	return true;
}
