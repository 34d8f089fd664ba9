/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Writing a slot of the shadow ring, inline: every forwarded command comes by here. */
#ifndef ITSG_SLOT_H
#define ITSG_SLOT_H

#include "shadow/internal.h"
#include "validator/codec.h"

/* The shadow ring's size is a power of two, so that its wrap is a mask. */
ALWAYS_INLINE uint32_t slot_next(const struct itsg_ring *ring, uint32_t offset)
{
	return (offset + RING_SLOT) & (ring->bytes - 1);
}

ALWAYS_INLINE bool slot_is_free(const struct itsg_its *its)
{
	return slot_next(&its->ring, its->ring.head) != its->ring.tail;
}

ALWAYS_INLINE uint64_t slot_le64(uint64_t value)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(value);
#else
	return value;
#endif
}

/* Requires a free slot. position: what virtual CREADR becomes when it is walked; release: the ITT
 * that goes then. */
ALWAYS_INLINE void slot_commit(struct itsg_its *its, const struct itsg_command *cmd,
			       uint32_t position, uint64_t release)
{
	struct itsg_ring *ring = &its->ring;
	struct itsg_slot *slot = &ring->slots[ring->head / RING_SLOT];
	uint64_t *at = ring->words + ring->head / sizeof(uint64_t), words[4];

	codec_encode(cmd, words);
	at[0] = slot_le64(words[0]);
	at[1] = slot_le64(words[1]);
	at[2] = slot_le64(words[2]);
	at[3] = slot_le64(words[3]);
	slot->release = release;
	slot->host_position = position;
	ring->head = slot_next(ring, ring->head);
}

#endif
