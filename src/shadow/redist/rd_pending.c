// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The pending table: a block of the pool that the hardware reads and writes. The host's address for
 * it is only remembered. The same address again means the same content. Another address, or PTZ,
 * means zeros. Between a disable and the next enable the block is kept with its content.
 */
#include <itsguard/platform.h>

#include "shadow/memory/block.h"
#include "shadow/memory/pool.h"
#include "shadow/redist/rd_pending.h"
#include "shadow/redist/rd_report.h"
#include "validator/rd_registers.h"

void itsg_rd_pending_release(struct itsg_rd *rd)
{
	struct itsg_block block = rd->pending;

	if (!block.va)
		return;
	rd->pending = (struct itsg_block){0};
	rd->cleared = 0;
	itsg_rd_report(rd, ITSG_EVENT_RELEASE, block.pa, block.size, ITSG_FOR_PENDING_TABLE);
	if (!block_give(rd->domain, block.pa, pool_order(block.size)))
		itsg_rd_report_release_failed(rd, block.pa, block.size, ITSG_FOR_PENDING_TABLE);
}

static bool acquire(struct itsg_rd *rd, uint64_t bytes)
{
	struct itsg_block block;

	if (!block_take(rd->domain, bytes, &block))
		return false;
	itsg_rd_pending_release(rd);
	rd->pending = block;
	itsg_rd_report(rd, ITSG_EVENT_ACQUIRE, block.pa, block.size, ITSG_FOR_PENDING_TABLE);
	return true;
}

static void forget_content(struct itsg_rd *rd)
{
	rd->cleared = 0;
	rd->fresh = true;
	rd->ptz = false;
	rd->pending_of = rd->pendbaser & RD_PENDING_ADDRESS;
}

bool itsg_rd_pending_make(struct itsg_rd *rd)
{
	uint64_t bytes = rd_registers_pending_bytes(rd->bits);
	bool fits = rd->pending.va && rd->pending.size >= bytes;

	if (!fits && !acquire(rd, bytes))
		return false;
	if (!fits || rd->ptz || rd->pending_of != (rd->pendbaser & RD_PENDING_ADDRESS))
		forget_content(rd);
	return true;
}

bool itsg_rd_pending_clear(struct itsg_rd *rd)
{
	const struct itsg_block *block = &rd->pending;
	uint64_t from = rd->cleared, bytes;

	if (from == block->size)
		return true;
	if (!rd->left)
		return false;
	bytes = block_zero(block, from, &rd->left);
	if (!rd->coherent) {
		itsg_platform_clean(rd->config.ctx, (uint8_t *)block->va + from, bytes);
		rd->unfenced = true;
	}
	itsg_rd_report(rd, ITSG_EVENT_CLEAR, block->pa + from, bytes, ITSG_FOR_PENDING_TABLE);
	rd->cleared = from + bytes;
	return rd->cleared == block->size;
}
