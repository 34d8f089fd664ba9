/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Unmapping, and mapping again, by commands of the library's own.
 *
 * Requires, for all functions: the caller holds the ITS lock. Phase ON, unless it says another.
 * Returns, for those that return a bool: true: all of it is committed. False: the budget or the
 *          ring's room ended it; the next call goes on.
 */
#ifndef ITSG_ITS_UNMAP_H
#define ITSG_ITS_UNMAP_H

#include <itsguard/state.h>

/* DISCARD for each mapped event of a device. */
ITSG_MUST_CHECK bool itsg_unmap_events(struct itsg_its *its, itsg_device_id id,
				       struct itsg_device *device);

/* The same, then MAPD V = 0. */
ITSG_MUST_CHECK bool itsg_unmap_device(struct itsg_its *its, itsg_device_id id,
				       struct itsg_device *device);

/*
 * After a power loss: unmaps all devices, ITTs included, without a command. A unit for each event
 * and for each device.
 *
 * Requires phase VOID, and that no table names them any more.
 */
ITSG_MUST_CHECK bool itsg_forget_devices(struct itsg_its *its);

/* All devices, then MAPC V = 0 for each collection. The purge is not owed any more. */
ITSG_MUST_CHECK bool itsg_purge(struct itsg_its *its);

/* MAPC for each collection that a power loss took. They are not owed any more. */
ITSG_MUST_CHECK bool itsg_resend(struct itsg_its *its);

/* A purge is owed, if there is anything to unmap. Any phase but RETURN and GONE. */
void itsg_purge_owe(struct itsg_its *its);

/* A purge that is owed is owed no more: there is nothing left to unmap. Harmless if none is owed.
 */
void itsg_purge_cancel(struct itsg_its *its);

#endif
