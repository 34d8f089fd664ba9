/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Positions in a ring of 32-byte commands, as byte offsets. A valid offset is a multiple of 32
 * below the ring's size; the offset equal to the size is not one. Lengths are unsigned and the wrap
 * is explicit.
 */
#ifndef ITSG_RING_H
#define ITSG_RING_H

#include <itsguard/env.h>

#define RING_SLOT 32u

static inline uint32_t ring_next(uint32_t offset, uint32_t bytes)
{
	uint32_t next = offset + RING_SLOT;

	return next == bytes ? 0 : next;
}

static inline uint32_t ring_previous(uint32_t offset, uint32_t bytes)
{
	return (offset ? offset : bytes) - RING_SLOT;
}

/* Bytes from one position forward to another. */
static inline uint32_t ring_distance(uint32_t from, uint32_t to, uint32_t bytes)
{
	return to >= from ? to - from : bytes - from + to;
}

#endif
