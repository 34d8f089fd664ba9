/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Batches of plain commands: the SYNC, INV and MAPTI of every interrupt's set-up and masking, where
 * no check fails and a slot is free before either ring wraps. A batch stops before any other
 * command. That one goes the common way (commands.c), with the words already read.
 */
#ifndef ITSG_ITS_BATCH_H
#define ITSG_ITS_BATCH_H

#include "shadow/its/commands.h"
#include "shadow/its/queue.h"
#include "shadow/its/slot.h"
#include "shadow/its/verdict.h"

/* Bytes of commands from the fetch position on: to CWRITER or the host's last slot, to where our
 * ring is full or wraps, and the budget: the least of these. */
ALWAYS_INLINE uint32_t batch_bytes(const struct itsg_its *its, uint32_t budget)
{
	const struct itsg_ring *ring = &its->ring;
	const struct itsg_queue *queue = &its->queue;
	uint32_t end = queue->cwriter >= queue->fetch ? queue->cwriter : queue->bytes - RING_SLOT;
	uint32_t free = (ring->tail > ring->head ? ring->tail : ring->bytes) - RING_SLOT;
	uint32_t bytes = end - queue->fetch;
	uint64_t units;

	if (bytes > free - ring->head)
		bytes = free - ring->head;
	units = (uint64_t)budget * RING_SLOT;
	return bytes < units ? bytes : (uint32_t)units;
}

/* False: it is not plain, and nothing was done. */
ALWAYS_INLINE bool batch_take(struct itsg_its *its, enum itsg_command_kind kind)
{
	struct itsg_command cmd;
	struct verdict_subject subject;

	codec_decode(kind, its->hand.words, &cmd);
	if (codec_has_res0(kind, its->hand.words) || !verdict_is_plain(its, &cmd, &subject))
		return false;
	if (!verdict_take_effect(its, &cmd, &subject))
		return false;
	queue_pass_inside(its);
	slot_commit_plain(&its->ring, &cmd, its->queue.fetch);
	return true;
}

/* What has a case of its own here exists in every layout. */
ALWAYS_INLINE bool batch_take_any(struct itsg_its *its)
{
	uint8_t opcode = (uint8_t)its->hand.words[0];

	if (opcode == CODEC_OPCODE_SYNC)
		return batch_take(its, ITSG_CMD_SYNC);
	if (opcode == CODEC_OPCODE_INV)
		return batch_take(its, ITSG_CMD_INV);
	return opcode == CODEC_OPCODE_MAPTI && batch_take(its, ITSG_CMD_MAPTI);
}

/* Counts what was taken from the position start on. Units used. */
ALWAYS_INLINE uint32_t batch_count(struct itsg_its *its, uint32_t start)
{
	uint32_t taken = (its->queue.fetch - start) / RING_SLOT;

	its->counters.fetched += taken;
	its->counters.verdicts[ITSG_FORWARD] += taken;
	return taken;
}

/* What a step has left for the commands behind a batch: it used units before, and took some. */
ALWAYS_INLINE uint32_t batch_rest(struct itsg_its *its, uint32_t used, uint32_t taken, bool read)
{
	return taken + itsg_commands_rest(its, its->config.budget - used - taken, read);
}

/* All that is posted is taken, as far as budget and ring go, and published. Returns the units used;
 * used: those of this step before. (Given as they are, the budget need not be kept in a register.)
 */
ALWAYS_INLINE uint32_t batch_fetch(struct itsg_its *its, uint32_t used)
{
	uint32_t start = its->queue.fetch, taken;
	uint32_t end = start + batch_bytes(its, its->config.budget - used);

	if (start == end)
		return batch_rest(its, used, 0, false);
	/* CWRITER was seen; the commands before it are read only now. */
	itsg_platform_load_barrier(its->config.ctx);
	do {
		itsg_platform_read_slot(its->config.ctx, its->queue.pa + its->queue.fetch,
					its->hand.words);
		if (!batch_take_any(its))
			return batch_rest(its, used, batch_count(its, start), true);
	} while (its->queue.fetch != end);
	taken = batch_count(its, start);
	if (end != its->queue.cwriter)
		return batch_rest(its, used, taken, false);
	slot_publish(its);
	return taken;
}

#endif
