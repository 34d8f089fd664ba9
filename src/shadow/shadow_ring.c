// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The shadow ring: the queue the hardware reads. A slot is written only while it is neither
 * published nor unwalked, so the hardware cannot be reading it. Beside each slot stands what its
 * walk does: release an ITT, and let virtual CREADR become the host position recorded there.
 */
#include "shadow/slot.h"

/* Its slot shows the position of the host command it stands before, never an older one. */
void itsg_ring_own(struct itsg_its *its, const struct itsg_command *cmd, uint64_t release)
{
	uint64_t words[4];

	slot_commit(&its->ring, cmd, its->fetch, release);
	its->counters.own++;
	if (!itsg_reports(its, ITSG_EVENT_OWN))
		return;
	itsg_command_encode(cmd, words);
	itsg_report_words(its, ITSG_EVENT_OWN, its->fetch, 0, words);
}

/* A command that takes no slot lets CREADR pass it as soon as the youngest slot before it is
 * walked. */
void itsg_ring_skip(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	struct itsg_slot *youngest =
		&ring->slots[ring_previous(ring->head, ring->bytes) / RING_SLOT];

	its->fetch = ring_next(its->fetch, its->staging_bytes);
	if (ring->head == ring->tail)
		its->creadr = its->fetch;
	else
		youngest->position = its->fetch | (youngest->position & SLOT_RELEASES);
}

/* Said once, until the hardware is well again. Nothing is retired on the word of a value out of
 * place; what lies before a stall is. */
void itsg_ring_hw_error(struct itsg_its *its, uint64_t creadr)
{
	const uint64_t words[4] = {creadr};

	if (its->hw_error == creadr)
		return;
	its->hw_error = creadr;
	its->routine = false;
	if (!creadr)
		return;
	its->counters.hw_errors++;
	itsg_report_words(its, ITSG_EVENT_HW_ERROR, 0, 0, words);
}

static void clean(struct itsg_its *its, uint32_t from, uint32_t to)
{
	itsg_clean(its, its->ring.words + from / sizeof(uint64_t), to - from);
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
	its->unfenced = false;
	itsg_report_words(its, ITSG_EVENT_PUBLISH, from, ring->head, NULL);
}

void itsg_ring_reset(struct itsg_its *its)
{
	its->ring.head = its->ring.tail = its->ring.published = its->ring.releases = 0;
	its->hw_error = 0;
}
