// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Device records: a root array of leaves of DEVICE_LEAF records, found by DeviceID in two loads,
 * and a list of those that are mapped. The root costs a 16th of a byte for each DeviceID of the
 * capacity; a leaf, 4 KiB, comes with the first device in it and stays until teardown.
 */
#include "shadow/internal.h"

void itsg_device_link(struct itsg_its *its, itsg_device_id id, struct itsg_device *device)
{
	struct itsg_devices *devices = &its->devices;

	device->previous = id;
	device->next = id;
	if (devices->count) {
		device->next = devices->first;
		itsg_device_record(its, devices->first)->previous = id;
	}
	devices->first = id;
	devices->count++;
}

/* The ends of the list point to themselves. */
static void unlink_device(struct itsg_its *its, struct itsg_device *device)
{
	struct itsg_device *next = itsg_device_record(its, device->next);
	struct itsg_device *previous = itsg_device_record(its, device->previous);

	if (previous == device)
		its->devices.first = device->next;
	else
		previous->next = next == device ? device->previous : device->next;
	if (next != device)
		next->previous = previous == device ? device->next : device->previous;
	its->devices.count--;
}

void itsg_device_forget(struct itsg_its *its, struct itsg_device *device)
{
	unlink_device(its, device);
	itsg_block_release_records(its, device);
	*device = (struct itsg_device){0};
}

/* What the walk of a MAPD V = 0 releases; an address of a pool block leaves its low byte free. */
uint64_t itsg_device_release_word(const struct itsg_its *its, const struct itsg_device *device)
{
	uint64_t bytes =
		itsg_geometry_itt_bytes(bits_log2_up(device->events), its->limits.ite_bytes);

	return device->itt | itsg_pool_order(bytes);
}
