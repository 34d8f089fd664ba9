/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Slots of the shadow ring, inline: every forwarded command comes by here. Nobody but this header
 * and shadow_ring.c writes its->ring. */
#ifndef ITSG_ITS_SLOT_H
#define ITSG_ITS_SLOT_H

#include "shadow/its/hw.h"
#include "validator/codec.h"
#include "validator/ring.h"

#define SLOT_RELEASES 1u /* in a slot's position, which is a multiple of 32 */

/* The shadow ring's size is a power of two, so that its wrap is a mask. */
ALWAYS_INLINE uint32_t slot_next(const struct itsg_ring *ring, uint32_t offset)
{
	return (offset + RING_SLOT) & (ring->bytes - 1);
}

ALWAYS_INLINE bool slot_is_free(const struct itsg_ring *ring)
{
	return slot_next(ring, ring->head) != ring->tail;
}

ALWAYS_INLINE uint64_t slot_le64(uint64_t value)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(value);
#else
	return value;
#endif
}

/* Offsets are multiples of RING_SLOT: a record is half as far into its array as its slot is into
 * the ring. */
ALWAYS_INLINE struct itsg_slot *slot_record(const struct itsg_ring *ring, uint32_t offset)
{
	return (void *)((uint8_t *)ring->slots + offset / (RING_SLOT / sizeof(struct itsg_slot)));
}

ALWAYS_INLINE uint64_t *slot_words(const struct itsg_ring *ring)
{
	return (void *)((uint8_t *)ring->words + ring->head);
}

/* Requires that the slot at head is free. position: what virtual CREADR becomes at its walk. Each
 * word is one store: compilers pair them in vector registers otherwise, which costs more. */
ALWAYS_INLINE void slot_write(struct itsg_ring *ring, const struct itsg_command *cmd,
			      uint32_t position)
{
	volatile uint64_t *at = slot_words(ring);
	uint64_t words[4];

	codec_encode(cmd, words);
	at[0] = slot_le64(words[0]);
	at[1] = slot_le64(words[1]);
	at[2] = slot_le64(words[2]);
	at[3] = slot_le64(words[3]);
	slot_record(ring, ring->head)->position = position;
}

/* Commits where our ring does not wrap and nothing is released. Requires a free slot. */
ALWAYS_INLINE void slot_commit_plain(struct itsg_ring *ring, const struct itsg_command *cmd,
				     uint32_t position)
{
	slot_write(ring, cmd, position);
	ring->head += RING_SLOT;
}

/* Commits. Requires a free slot. position: what virtual CREADR becomes when it is walked; release:
 * what goes then (release.h), 0: nothing. */
ALWAYS_INLINE void slot_commit(struct itsg_ring *ring, const struct itsg_command *cmd,
			       uint32_t position, uint64_t release)
{
	slot_write(ring, cmd, position | (release ? SLOT_RELEASES : 0));
	if (release) {
		slot_record(ring, ring->head)->release = release;
		ring->releases++;
	}
	ring->head = slot_next(ring, ring->head);
}

/* The slot at the tail is walked. Returns the position that virtual CREADR becomes. */
ALWAYS_INLINE uint32_t slot_retire(struct itsg_ring *ring)
{
	uint32_t position = slot_record(ring, ring->tail)->position;

	ring->tail = slot_next(ring, ring->tail);
	return position;
}

/* All that was published is walked, in one go. Requires that no slot has anything to release. */
ALWAYS_INLINE void slot_retire_all(struct itsg_ring *ring)
{
	ring->tail = ring->published;
}

/* Slots that are published and not walked. */
ALWAYS_INLINE uint32_t slot_in_flight(const struct itsg_ring *ring)
{
	return ((ring->published - ring->tail) & (ring->bytes - 1)) / RING_SLOT;
}

/* Nothing is committed that is not walked. */
ALWAYS_INLINE bool slot_none_in_flight(const struct itsg_ring *ring)
{
	return ring->head == ring->tail;
}

/* The hardware does not go on with what it was given, as far as it was looked at. */
ALWAYS_INLINE bool slot_is_stalled(const struct itsg_ring *ring)
{
	return ring->hw_error && ring->tail != ring->published;
}

/* What is to be released for the slot at the tail, once; 0: nothing. */
ALWAYS_INLINE uint64_t slot_take_release(struct itsg_ring *ring)
{
	struct itsg_slot *slot = slot_record(ring, ring->tail);

	if (!(slot->position & SLOT_RELEASES))
		return 0;
	slot->position &= ~SLOT_RELEASES;
	ring->releases--;
	return slot->release;
}

/* Publishes: slots, tables and level-1 entries are in memory before the doorbell. Requires a
 * coherent ITS. */
ALWAYS_INLINE void slot_publish(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;

	itsg_platform_store_barrier(its->config.ctx);
	hw_doorbell(its, ring->head);
	ring->published = ring->head;
	its->counters.published++;
}

#endif
