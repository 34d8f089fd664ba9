// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * MAPD, the one command that takes memory and time. It first acquires everything it needs, then
 * clears it. From its first own command on nothing can fail. V = 0 unmaps what was recorded at
 * mapping time; its address and size mean nothing.
 */
#include "shadow/its/blocks.h"
#include "shadow/its/cursor.h"
#include "shadow/its/devices.h"
#include "shadow/its/hand.h"
#include "shadow/its/mapd.h"
#include "shadow/its/outcome.h"
#include "shadow/its/slot.h"
#include "shadow/its/tables.h"
#include "shadow/its/unmap.h"
#include "validator/geometry.h"

static const enum itsg_purpose purposes[HAND_BLOCKS] = {
	[HAND_ITT] = ITSG_FOR_ITT,
	[HAND_RECORDS] = ITSG_FOR_STATE,
	[HAND_LEAF] = ITSG_FOR_STATE,
	[HAND_PAGE] = ITSG_FOR_DEVICE_PAGE,
};

/* Gives back what a MAPD has acquired and the hardware has not heard of. */
void itsg_mapd_drop(struct itsg_its *its)
{
	unsigned int i;

	for (i = 0; i < HAND_BLOCKS; i++)
		itsg_blocks_release(its, &its->hand.blocks[i], purposes[i]);
	its->hand.stage = HAND_FREE;
}

static bool acquire(struct itsg_its *its, enum hand_block which, uint64_t bytes)
{
	return itsg_blocks_acquire(its, bytes, purposes[which], &its->hand.blocks[which]);
}

/* has_record: of the device, so that its leaf is there. */
static bool acquire_all(struct itsg_its *its, bool has_record)
{
	const struct itsg_command *cmd = &its->hand.cmd;
	unsigned int bits = cmd->size + 1u;

	if (!acquire(its, HAND_ITT, itsg_geometry_itt_bytes(bits, its->limits.ite_bytes)))
		return false;
	if (!acquire(its, HAND_RECORDS, (uint64_t)sizeof(uint64_t) << bits))
		return false;
	if (!has_record && !acquire(its, HAND_LEAF, DEVICES_LEAF))
		return false;
	return !itsg_tables_needs_page(its, cmd->device) ||
	       acquire(its, HAND_PAGE, its->tables.devices.page);
}

static bool clear_all(struct itsg_its *its)
{
	struct itsg_cursor *cursor = cursor_of(its, CURSOR_CLEAR_HAND, 0);
	const struct itsg_block *block;
	unsigned int part;

	for (part = cursor->part; part < HAND_BLOCKS; part++) {
		block = &its->hand.blocks[part];
		if (block->va && !itsg_blocks_clear(its, block, purposes[part], &cursor->bytes)) {
			cursor->part = (uint8_t)part;
			return false;
		}
	}
	cursor_free(its);
	return true;
}

/* Puts what was acquired where it belongs. */
static void install(struct itsg_its *its)
{
	struct itsg_block *blocks = its->hand.blocks;
	const struct itsg_command *cmd = &its->hand.cmd;
	unsigned int i;

	if (blocks[HAND_LEAF].va)
		itsg_devices_add_leaf(its, cmd->device, blocks[HAND_LEAF].va);
	if (blocks[HAND_PAGE].va)
		itsg_tables_install_page(its, cmd->device, &blocks[HAND_PAGE]);
	itsg_devices_map(its, cmd->device, blocks[HAND_ITT].pa, blocks[HAND_RECORDS].va,
			 cmd->size + 1u);
	for (i = 0; i < HAND_BLOCKS; i++)
		blocks[i].va = NULL;
}

static bool commit_map(struct itsg_its *its)
{
	if (!slot_is_free(&its->ring))
		return false;
	its->hand.cmd.address = its->hand.blocks[HAND_ITT].pa;
	install(its);
	itsg_outcome_forward(its, its->hand.verdict, 0);
	return true;
}

static bool commit_unmap(struct itsg_its *its)
{
	struct itsg_command *cmd = &its->hand.cmd;
	struct itsg_device *device = devices_find(its, cmd->device);
	uint64_t release;

	if (!slot_is_free(&its->ring))
		return false;
	release = itsg_devices_release_word(its, device);
	itsg_devices_unmap(its, device);
	cmd->size = 0;
	cmd->address = 0;
	itsg_outcome_forward(its, its->hand.verdict, release);
	return true;
}

/* True: nothing is mapped, so it is through. */
static bool prepare_unmap(struct itsg_its *its, const struct itsg_device *device)
{
	if (!device) {
		itsg_outcome_nothing(its);
		return true;
	}
	its->hand.stage = HAND_UNMAP;
	return false;
}

static enum itsg_reason prepare_map(struct itsg_its *its, bool has_record)
{
	struct itsg_hand *p = &its->hand;

	if (p->cmd.device >= its->devices.capacity || BIT(p->cmd.size + 1u) > its->config.events)
		return ITSG_REASON_CAPACITY;
	if (!acquire_all(its, has_record)) {
		itsg_mapd_drop(its);
		return ITSG_REASON_POOL;
	}
	p->stage = HAND_CLEAR;
	return ITSG_REASON_NONE;
}

static bool prepare(struct itsg_its *its)
{
	struct itsg_hand *p = &its->hand;
	const struct itsg_device *record = devices_record(its, p->cmd.device);
	const struct itsg_device *device = record && record->events ? record : NULL;
	enum itsg_reason reason;

	p->verdict = device && (p->cmd.valid || device->live) ? ITSG_EXPAND : ITSG_REWRITE;
	if (!p->cmd.valid)
		return prepare_unmap(its, device);
	reason = prepare_map(its, record);
	if (reason)
		itsg_outcome_refuse(its, reason);
	return reason != ITSG_REASON_NONE;
}

static bool unmap_old(struct itsg_its *its)
{
	const struct itsg_command *cmd = &its->hand.cmd;
	struct itsg_device *device;

	if (its->hand.verdict != ITSG_EXPAND)
		return true;
	device = devices_find(its, cmd->device);
	if (!device)
		return true; /* unmapped already; it waits for a slot */
	return cmd->valid ? itsg_unmap_device(its, cmd->device, device)
			  : itsg_unmap_events(its, cmd->device, device);
}

bool itsg_mapd_go_on(struct itsg_its *its)
{
	struct itsg_hand *p = &its->hand;

	if (p->stage == HAND_FREE && prepare(its))
		return true;
	if (p->stage == HAND_CLEAR) {
		if (!clear_all(its))
			return false;
		p->stage = HAND_UNMAP;
	}
	if (p->stage == HAND_UNMAP) {
		if (!unmap_old(its))
			return false;
		p->stage = HAND_COMMIT;
	}
	return p->cmd.valid ? commit_map(its) : commit_unmap(its);
}
