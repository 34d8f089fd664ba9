/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Calls of an ITS in the library. Every such call goes through here. */
#ifndef RIG_CALLS_H
#define RIG_CALLS_H

#include "rig/rig.h"

/*
 * Is the hardware of this ITS such that a teardown cannot be completed? It is not
 * quiescent yet; or it was disabled while it was stalled, and may cache what it was told then.
 */
bool rig_is_held_up(const struct rig *rig, unsigned int its);

/* Reads a register; the usual checks follow. */
enum itsg_status rig_read(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			  uint64_t *value);
/* Writes a register; the usual checks follow. */
enum itsg_status rig_write(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			   uint64_t value);
/*
 * Reads a register and notes what the host learns by it.
 * Requires: rig_after_calls is called later; it makes the checks.
 */
enum itsg_status rig_read_raw(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			      uint64_t *value);
/* Notes what the host knows of the ITS once this write is taken. */
void rig_note_write(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
		    uint64_t value);
/* Checks all ITSs as after each call. Then the hardware runs, if it runs by itself. */
void rig_after_calls(struct rig *rig);
/* From now on it is unknown what the registers must read as. */
void rig_forget_shown(struct rig *rig, unsigned int its);
/* Polls; the usual checks follow. */
enum itsg_status rig_poll(struct rig *rig, unsigned int its);
/* Calls teardown once; the usual checks follow. */
enum itsg_status rig_teardown_once(struct rig *rig, unsigned int its);
/* The hardware loses its power, and the library is told. */
void rig_power_lost(struct rig *rig, unsigned int its);
/* Adds host memory to the pool: at least so many bytes. */
void rig_topup(struct rig *rig, uint64_t bytes);
/* Returns how many host pages the library says it has claimed. */
uint64_t rig_claimed_pages(struct rig *rig);

/* After an enable: what had to be told of it was told, and with REFUSE it was refused. */
void rig_check_told(struct rig *rig, const void *ctx, uint32_t wanted, bool enabled);
/* All attempts that the library counts with this ctx were told, and no others. */
void rig_check_attempts(struct rig *rig, const void *ctx, uint64_t counted);

#endif
