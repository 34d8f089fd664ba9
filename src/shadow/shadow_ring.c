// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The shadow ring: the queue the hardware reads. A slot is written only while it is neither
 * published nor unwalked, so the hardware cannot be reading it. Beside each slot stands what its
 * walk does: release an ITT, and let virtual CREADR become the host position recorded there.
 */
#include "shadow/internal.h"

bool itsg_ring_has_room(const struct itsg_its *its)
{
	return !ring_full(its->ring.head, its->ring.tail, its->ring.bytes);
}

static void store_le64(uint8_t *at, uint64_t value)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	value = __builtin_bswap64(value);
#endif
	memcpy(at, &value, sizeof(value));
}

static void commit(struct itsg_its *its, const uint64_t words[4], uint64_t release)
{
	struct itsg_ring *ring = &its->ring;
	uint8_t *at = ring->va + ring->head;
	struct itsg_slot *slot = &ring->slots[ring->head / RING_SLOT];

	store_le64(at, words[0]);
	store_le64(at + 8, words[1]);
	store_le64(at + 16, words[2]);
	store_le64(at + 24, words[3]);
	slot->release = release;
	slot->host_position = its->fetch;
	ring->head = ring_next(ring->head, ring->bytes);
}

void itsg_ring_forward(struct itsg_its *its, const uint64_t words[4], uint64_t release)
{
	its->fetch = ring_next(its->fetch, its->staging_bytes);
	commit(its, words, release);
}

/* Its slot shows the position of the host command it stands before, never an older one. */
void itsg_ring_own(struct itsg_its *its, const struct itsg_command *cmd, uint64_t release)
{
	uint64_t words[4];

	itsg_command_encode(cmd, words);
	commit(its, words, release);
	its->counters.own++;
	if (itsg_reports(its, ITSG_EVENT_OWN))
		itsg_report_words(its, ITSG_EVENT_OWN, its->fetch, 0, words);
}

/* A command that takes no slot lets CREADR pass it as soon as the youngest slot before it is
 * walked. */
void itsg_ring_skip(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;

	its->fetch = ring_next(its->fetch, its->staging_bytes);
	if (ring->head == ring->tail)
		its->creadr = its->fetch;
	else
		ring->slots[ring_previous(ring->head, ring->bytes) / RING_SLOT].host_position =
			its->fetch;
}

static void retire(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	const struct itsg_slot *slot = &ring->slots[ring->tail / RING_SLOT];

	its->creadr = slot->host_position;
	if (slot->release)
		itsg_block_release_itt(its, slot->release);
	ring->tail = ring_next(ring->tail, ring->bytes);
	its->counters.walked++;
}

/* Said once, until the hardware is well again. Nothing is retired on the word of such a value. */
static void hw_error(struct itsg_its *its, uint64_t creadr)
{
	const uint64_t words[4] = {creadr};

	if (its->hw_error == creadr)
		return;
	its->hw_error = creadr;
	if (!creadr)
		return;
	its->counters.hw_errors++;
	itsg_report_words(its, ITSG_EVENT_HW_ERROR, 0, 0, words);
}

/* How far the hardware is; the present tail where its answer cannot be. */
static uint32_t hw_position(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	uint64_t creadr = itsg_platform_read64(its->config.ctx, GITS_OFFSET_CREADR);
	uint32_t at = (uint32_t)creadr & RING_OFFSET;
	bool placed =
		at < ring->bytes && ring_distance(ring->tail, at, ring->bytes) <=
					    ring_distance(ring->tail, ring->published, ring->bytes);

	hw_error(its, placed && !(creadr & CREADR_STALLED) ? 0 : creadr | CREADR_STALLED);
	return placed ? at : ring->tail;
}

void itsg_ring_walk(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	uint32_t from = ring->tail, to;

	if (ring->tail == ring->published)
		return;
	to = hw_position(its);
	while (ring->tail != to && spend(its))
		retire(its);
	if (ring->tail != from && itsg_reports(its, ITSG_EVENT_WALK))
		itsg_report_words(its, ITSG_EVENT_WALK, from, ring->tail, NULL);
}

static void clean_new_slots(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;

	if (ring->head > ring->published) {
		itsg_clean(its, ring->va + ring->published, ring->head - ring->published);
		return;
	}
	itsg_clean(its, ring->va + ring->published, ring->bytes - ring->published);
	if (ring->head)
		itsg_clean(its, ring->va, ring->head);
}

/* Slots, tables and level-1 entries are in memory, as the hardware sees it, before the doorbell. */
void itsg_ring_publish(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;

	if (ring->head == ring->published)
		return;
	clean_new_slots(its);
	itsg_fence(its);
	itsg_platform_write64(its->config.ctx, GITS_OFFSET_CWRITER, ring->head);
	if (itsg_reports(its, ITSG_EVENT_PUBLISH))
		itsg_report_words(its, ITSG_EVENT_PUBLISH, ring->published, ring->head, NULL);
	ring->published = ring->head;
	its->counters.published++;
}

void itsg_ring_reset(struct itsg_its *its)
{
	its->ring.head = its->ring.tail = its->ring.published = 0;
	its->hw_error = 0;
}
