// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * MAPD, the one command that takes memory and time. Everything it needs is acquired first and
 * cleared next; from the first command of its own on nothing can fail. What is unmapped is what was
 * recorded at mapping time; the address and size of a V = 0 mean nothing.
 */
#include "shadow/internal.h"

/* Gives back what a MAPD has acquired and the hardware has not heard of. */
void itsg_mapd_drop(struct itsg_its *its)
{
	struct itsg_pending *p = &its->pending;

	itsg_block_release(its, &p->itt, ITSG_FOR_ITT);
	itsg_block_release(its, &p->records, ITSG_FOR_STATE);
	itsg_block_release(its, &p->leaf, ITSG_FOR_STATE);
	itsg_block_release(its, &p->page, ITSG_FOR_DEVICE_PAGE);
	p->stage = PENDING_NONE;
}

static bool acquire_all(struct itsg_its *its)
{
	struct itsg_pending *p = &its->pending;
	unsigned int bits = p->cmd.size + 1u;

	if (!itsg_block_acquire(its, itsg_geometry_itt_bytes(bits, its->limits.ite_bytes),
				ITSG_FOR_ITT, &p->itt))
		return false;
	if (!itsg_block_acquire(its, (uint64_t)sizeof(uint64_t) << bits, ITSG_FOR_STATE,
				&p->records))
		return false;
	if (!itsg_device_record(its, p->cmd.device) &&
	    !itsg_block_acquire(its, DEVICE_LEAF * sizeof(struct itsg_device), ITSG_FOR_STATE,
				&p->leaf))
		return false;
	return !itsg_tables_needs_page(its, p->cmd.device) ||
	       itsg_block_acquire(its, its->device_table.page, ITSG_FOR_DEVICE_PAGE, &p->page);
}

/* its->cleared runs over the four blocks one after the other. */
static bool clear_one(struct itsg_its *its, const struct itsg_block *block,
		      enum itsg_purpose purpose, uint64_t *before)
{
	uint64_t size = block->va ? block->size : 0;
	uint64_t cleared = its->cleared - *before;
	bool done;

	*before += size;
	if (its->cleared >= *before)
		return true;
	done = itsg_block_clear(its, block, purpose, &cleared);
	its->cleared = *before - size + cleared;
	return done;
}

static bool clear_all(struct itsg_its *its)
{
	const struct itsg_pending *p = &its->pending;
	uint64_t before = 0;

	return clear_one(its, &p->itt, ITSG_FOR_ITT, &before) &&
	       clear_one(its, &p->records, ITSG_FOR_STATE, &before) &&
	       clear_one(its, &p->leaf, ITSG_FOR_STATE, &before) &&
	       clear_one(its, &p->page, ITSG_FOR_DEVICE_PAGE, &before);
}

static void install(struct itsg_its *its)
{
	struct itsg_pending *p = &its->pending;
	struct itsg_device *device;

	if (p->leaf.va)
		its->devices.root[p->cmd.device / DEVICE_LEAF] = p->leaf.va;
	if (p->page.va)
		itsg_tables_install_page(its, p->cmd.device, &p->page);
	device = itsg_device_record(its, p->cmd.device);
	device->itt = p->itt.pa;
	device->records = p->records.va;
	device->bits = (uint8_t)(p->cmd.size + 1u);
	device->live = 0;
	itsg_device_link(its, p->cmd.device, device);
	p->itt = p->records = p->leaf = p->page = (struct itsg_block){0};
}

static bool commit_map(struct itsg_its *its)
{
	if (!itsg_ring_has_room(its))
		return false;
	its->pending.cmd.address = its->pending.itt.pa;
	install(its);
	itsg_command_forward(its, its->pending.verdict, 0);
	return true;
}

static bool commit_unmap(struct itsg_its *its)
{
	struct itsg_command *cmd = &its->pending.cmd;
	struct itsg_device *device = itsg_device_find(its, cmd->device);
	uint64_t release;

	if (!itsg_ring_has_room(its))
		return false;
	release = itsg_device_release_word(its, device);
	itsg_device_forget(its, device);
	cmd->size = 0;
	cmd->address = 0;
	itsg_command_forward(its, its->pending.verdict, release);
	return true;
}

/* True: it has a verdict already, and that was all. */
static bool begin_unmap(struct itsg_its *its, const struct itsg_device *device)
{
	if (!device) {
		itsg_command_nothing(its);
		return true;
	}
	its->pending.stage = PENDING_UNMAP;
	return false;
}

static enum itsg_reason begin_map(struct itsg_its *its)
{
	struct itsg_pending *p = &its->pending;

	if (p->cmd.device >= its->devices.capacity || BIT(p->cmd.size + 1u) > its->config.events)
		return ITSG_REASON_CAPACITY;
	if (!acquire_all(its)) {
		itsg_mapd_drop(its);
		return ITSG_REASON_POOL;
	}
	its->cleared = 0;
	p->stage = PENDING_CLEAR;
	return ITSG_REASON_NONE;
}

static bool begin(struct itsg_its *its)
{
	struct itsg_pending *p = &its->pending;
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
	const struct itsg_command *cmd = &its->pending.cmd;
	struct itsg_device *device = itsg_device_find(its, cmd->device);

	if (!device)
		return true;
	return cmd->valid ? itsg_unmap_device(its, cmd->device, device)
			  : itsg_unmap_events(its, cmd->device, device);
}

bool itsg_mapd_run(struct itsg_its *its)
{
	struct itsg_pending *p = &its->pending;

	if (p->stage == PENDING_NONE && begin(its))
		return true;
	if (p->stage == PENDING_CLEAR) {
		if (!clear_all(its))
			return false;
		p->stage = PENDING_UNMAP;
	}
	if (p->stage == PENDING_UNMAP) {
		if (!unmap_old(its))
			return false;
		p->stage = PENDING_COMMIT;
	}
	return p->cmd.valid ? commit_map(its) : commit_unmap(its);
}
