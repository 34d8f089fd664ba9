// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Device records: a root array of leaves, found by DeviceID in two loads, and a list of those that
 * are mapped. The root costs a 16th of a byte for each DeviceID of the capacity. A leaf, 4 KiB,
 * comes with the first device in it and stays until teardown.
 */
#include "shadow/its/blocks.h"
#include "shadow/its/cursor.h"
#include "shadow/its/devices.h"
#include "shadow/its/work.h"
#include "shadow/memory/pool.h"
#include "validator/geometry.h"

static void link_device(struct itsg_its *its, itsg_device_id id, struct itsg_device *device)
{
	struct itsg_devices *devices = &its->devices;

	device->previous = id;
	device->next = id;
	if (devices->count) {
		device->next = devices->first;
		devices_record(its, devices->first)->previous = id;
	}
	devices->first = id;
	devices->count++;
}

/* The first and the last device of the list point to themselves. */
static void unlink_device(struct itsg_its *its, struct itsg_device *device)
{
	struct itsg_device *next = devices_record(its, device->next);
	struct itsg_device *previous = devices_record(its, device->previous);

	if (previous == device)
		its->devices.first = device->next;
	else
		previous->next = next == device ? device->previous : device->next;
	if (next != device)
		next->previous = previous == device ? device->next : device->previous;
	its->devices.count--;
}

void itsg_devices_add_leaf(struct itsg_its *its, itsg_device_id id, void *leaf)
{
	its->devices.root[id / DEVICES_IN_LEAF] = leaf;
}

void itsg_devices_map(struct itsg_its *its, itsg_device_id id, itsg_pa itt, uint64_t *records,
		      unsigned int bits)
{
	struct itsg_device *device = devices_record(its, id);

	device->itt = itt;
	device->records = records;
	device->events = (uint32_t)BIT(bits); /* its records fit the pool */
	device->live = 0;
	link_device(its, id, device);
}

void itsg_devices_unmap(struct itsg_its *its, struct itsg_device *device)
{
	unlink_device(its, device);
	itsg_blocks_release_records(its, device->records, device->events);
	*device = (struct itsg_device){0};
}

/* The address of a pool block leaves its low byte free. */
uint64_t itsg_devices_release_word(const struct itsg_its *its, const struct itsg_device *device)
{
	uint64_t bytes =
		itsg_geometry_itt_bytes(bits_log2_up(device->events), its->limits.ite_bytes);

	return device->itt | pool_order(bytes);
}

bool itsg_devices_make(struct itsg_its *its, uint64_t capacity)
{
	struct itsg_devices *devices = &its->devices;

	devices->capacity = capacity;
	if (!itsg_blocks_acquire_cleared(its, devices_root_bytes(capacity), ITSG_FOR_STATE,
					 &devices->root_block))
		return false;
	devices->root = devices->root_block.va;
	return true;
}

static bool return_leaves(struct itsg_its *its)
{
	struct itsg_cursor *cursor = cursor_of(its, CURSOR_RETURN_LEAVES, 0);
	struct itsg_devices *devices = &its->devices;
	uint64_t leaves = devices_leaves(devices->capacity);
	struct itsg_block leaf;

	while (cursor->index < leaves) {
		if (!work_spend(its))
			return false;
		leaf = itsg_blocks_mapped_at(its, devices->root[cursor->index], DEVICES_LEAF);
		itsg_blocks_release(its, &leaf, ITSG_FOR_STATE);
		devices->root[cursor->index] = NULL;
		cursor->index++;
	}
	cursor_free(its);
	return true;
}

bool itsg_devices_return_leaves(struct itsg_its *its)
{
	if (its->devices.root && !return_leaves(its))
		return false;
	its->devices.root = NULL;
	return true;
}

void itsg_devices_return(struct itsg_its *its)
{
	itsg_blocks_release(its, &its->devices.root_block, ITSG_FOR_STATE);
}
