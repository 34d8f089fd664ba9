// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The shadow ring: the queue that the hardware reads. A slot is written only when it has been
 * walked and before it is published again, so the hardware cannot be reading it. Each slot has a
 * record of what its walk does: an ITT or an LPI to release, and the host position that virtual
 * CREADR becomes.
 */
#include "shadow/its/blocks.h"
#include "shadow/its/coherence.h"
#include "shadow/its/queue.h"
#include "shadow/its/release.h"
#include "shadow/its/report.h"
#include "shadow/its/shadow_ring.h"
#include "shadow/its/slot.h"
#include "shadow/its/work.h"

/* Its slot shows the position of the host command that comes next, never an older one. */
void itsg_ring_own(struct itsg_its *its, const struct itsg_command *cmd, uint64_t release)
{
	uint64_t words[4];

	slot_commit(&its->ring, cmd, its->queue.fetch, release);
	its->counters.own++;
	if (!report_is_asked(its, ITSG_EVENT_OWN))
		return;
	itsg_command_encode(cmd, words);
	report_words(its, ITSG_EVENT_OWN, its->queue.fetch, 0, words);
}

/* A command that takes no slot lets CREADR pass it as soon as the youngest slot before it is
 * walked. */
void itsg_ring_skip(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	struct itsg_slot *youngest =
		&ring->slots[ring_previous(ring->head, ring->bytes) / RING_SLOT];

	queue_pass(its);
	if (slot_none_in_flight(ring))
		queue_show(its, its->queue.fetch);
	else
		youngest->position = its->queue.fetch | (youngest->position & SLOT_RELEASES);
}

/* It is reported once, until the hardware is well again. A value out of place retires nothing. A
 * stalled CREADR still retires the slots before it. */
void itsg_ring_hw_error(struct itsg_its *its, uint64_t creadr)
{
	const uint64_t words[4] = {creadr};

	if (its->ring.hw_error == creadr)
		return;
	its->ring.hw_error = creadr;
	slow_when(its, SLOW_HW_ERROR, creadr);
	if (!creadr)
		return;
	its->counters.hw_errors++;
	report_words(its, ITSG_EVENT_HW_ERROR, 0, 0, words);
}

static void clean(struct itsg_its *its, uint32_t from, uint32_t to)
{
	itsg_coherence_clean(its, its->ring.words + from / sizeof(uint64_t), to - from);
}

static void clean_new_slots(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;

	if (ring->head > ring->published) {
		clean(its, ring->published, ring->head);
		return;
	}
	clean(its, ring->published, ring->bytes);
	if (ring->head)
		clean(its, 0, ring->head);
}

/* Requires something to publish. Slots, tables and level-1 entries are in memory, as the hardware
 * sees it, before the doorbell. */
void itsg_ring_publish(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;

	uint32_t from = ring->published;

	if (!its->coherent)
		clean_new_slots(its);
	slot_publish(its);
	coherence_fenced(its);
	report_words(its, ITSG_EVENT_PUBLISH, from, ring->head, NULL);
}

void itsg_ring_reset(struct itsg_its *its)
{
	its->ring.head = its->ring.tail = its->ring.published = its->ring.releases = 0;
	itsg_ring_hw_error(its, 0);
}

#define RING_ALIGN 65536u /* what CBASER demands of its address */

bool itsg_ring_make_records(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	uint64_t bytes = its->config.ring_bytes / RING_SLOT * sizeof(struct itsg_slot);

	if (!itsg_blocks_acquire_cleared(its, bytes, ITSG_FOR_STATE, &ring->slot_block))
		return false;
	ring->slots = ring->slot_block.va;
	return true;
}

bool itsg_ring_make(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	uint32_t bytes = its->config.ring_bytes;

	if (!itsg_blocks_acquire_cleared(its, bytes < RING_ALIGN ? RING_ALIGN : bytes,
					 ITSG_FOR_RING, &ring->ring_block))
		return false;
	ring->words = ring->ring_block.va;
	ring->bytes = bytes;
	return true;
}

void itsg_ring_return(struct itsg_its *its)
{
	itsg_blocks_release(its, &its->ring.slot_block, ITSG_FOR_STATE);
	itsg_blocks_release(its, &its->ring.ring_block, ITSG_FOR_RING);
	its->ring.slots = NULL;
	its->ring.words = NULL;
}

bool itsg_ring_void(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	uint64_t what;

	while (!slot_none_in_flight(ring)) {
		if (!work_spend(its))
			return false;
		what = slot_take_release(ring);
		if (what)
			release(its, what);
		(void)slot_retire(ring);
	}
	return true;
}
