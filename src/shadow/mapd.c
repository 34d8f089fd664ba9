// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * MAPD, the one command that takes memory and time. Everything it needs is acquired first and
 * cleared next; from the first command of its own on nothing can fail. What is unmapped is what was
 * recorded at mapping time; the address and size of a V = 0 mean nothing.
 */
#include "shadow/slot.h"

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
		itsg_block_release(its, &its->hand.blocks[i], purposes[i]);
	its->hand.stage = HAND_FREE;
}

static bool acquire(struct itsg_its *its, enum hand_block which, uint64_t bytes)
{
	return itsg_block_acquire(its, bytes, purposes[which], &its->hand.blocks[which]);
}

static bool acquire_all(struct itsg_its *its)
{
	const struct itsg_command *cmd = &its->hand.cmd;
	unsigned int bits = cmd->size + 1u;

	if (!acquire(its, HAND_ITT, itsg_geometry_itt_bytes(bits, its->limits.ite_bytes)))
		return false;
	if (!acquire(its, HAND_RECORDS, (uint64_t)sizeof(uint64_t) << bits))
		return false;
	if (!itsg_device_record(its, cmd->device) &&
	    !acquire(its, HAND_LEAF, DEVICE_LEAF * sizeof(struct itsg_device)))
		return false;
	return !itsg_tables_needs_page(its, cmd->device) ||
	       acquire(its, HAND_PAGE, its->device_table.page);
}

/* its->clearing says which of them, its->cleared how far. */
static bool clear_all(struct itsg_its *its)
{
	const struct itsg_block *block;

	for (; its->clearing < HAND_BLOCKS; its->clearing++) {
		block = &its->hand.blocks[its->clearing];
		if (block->va && !itsg_block_clear(its, block, purposes[its->clearing]))
			return false;
	}
	its->clearing = 0;
	return true;
}

static void install(struct itsg_its *its)
{
	struct itsg_hand *p = &its->hand;
	struct itsg_device *device;
	unsigned int i;

	if (p->blocks[HAND_LEAF].va)
		its->devices.root[p->cmd.device / DEVICE_LEAF] = p->blocks[HAND_LEAF].va;
	if (p->blocks[HAND_PAGE].va)
		itsg_tables_install_page(its, p->cmd.device, &p->blocks[HAND_PAGE]);
	device = itsg_device_record(its, p->cmd.device);
	device->itt = p->blocks[HAND_ITT].pa;
	device->records = p->blocks[HAND_RECORDS].va;
	device->events = (uint32_t)BIT(p->cmd.size + 1u); /* its records fit the pool */
	device->live = 0;
	itsg_device_link(its, p->cmd.device, device);
	for (i = 0; i < HAND_BLOCKS; i++) /* they are where they belong */
		p->blocks[i].va = NULL;
}

static bool commit_map(struct itsg_its *its)
{
	if (!slot_is_free(&its->ring))
		return false;
	its->hand.cmd.address = its->hand.blocks[HAND_ITT].pa;
	install(its);
	itsg_command_forward(its, its->hand.verdict, 0);
	return true;
}

static bool commit_unmap(struct itsg_its *its)
{
	struct itsg_command *cmd = &its->hand.cmd;
	struct itsg_device *device = itsg_device_find(its, cmd->device);
	uint64_t release;

	if (!slot_is_free(&its->ring))
		return false;
	release = itsg_device_release_word(its, device);
	itsg_device_forget(its, device);
	cmd->size = 0;
	cmd->address = 0;
	itsg_command_forward(its, its->hand.verdict, release);
	return true;
}

/* True: it has a verdict already, and that was all. */
static bool begin_unmap(struct itsg_its *its, const struct itsg_device *device)
{
	if (!device) {
		itsg_command_nothing(its);
		return true;
	}
	its->hand.stage = HAND_UNMAP;
	return false;
}

static enum itsg_reason begin_map(struct itsg_its *its)
{
	struct itsg_hand *p = &its->hand;

	if (p->cmd.device >= its->devices.capacity || BIT(p->cmd.size + 1u) > its->config.events)
		return ITSG_REASON_CAPACITY;
	if (!acquire_all(its)) {
		itsg_mapd_drop(its);
		return ITSG_REASON_POOL;
	}
	its->cleared = 0;
	p->stage = HAND_CLEAR;
	return ITSG_REASON_NONE;
}

static bool begin(struct itsg_its *its)
{
	struct itsg_hand *p = &its->hand;
	const struct itsg_device *device = itsg_device_find(its, p->cmd.device);
	enum itsg_reason reason;

	p->verdict = device && (p->cmd.valid || device->live) ? ITSG_EXPAND : ITSG_REWRITE;
	if (!p->cmd.valid)
		return begin_unmap(its, device);
	reason = begin_map(its);
	if (reason)
		itsg_command_refuse(its, reason);
	return reason != ITSG_REASON_NONE;
}

static bool unmap_old(struct itsg_its *its)
{
	const struct itsg_command *cmd = &its->hand.cmd;
	struct itsg_device *device;

	if (its->hand.verdict != ITSG_EXPAND)
		return true;
	device = itsg_device_find(its, cmd->device);
	if (!device)
		return true; /* done, and here for the want of a slot */
	return cmd->valid ? itsg_unmap_device(its, cmd->device, device)
			  : itsg_unmap_events(its, cmd->device, device);
}

bool itsg_mapd_run(struct itsg_its *its)
{
	struct itsg_hand *p = &its->hand;

	if (p->stage == HAND_FREE && begin(its))
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
