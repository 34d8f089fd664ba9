/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Positions in a ring of 32-byte commands, as byte offsets. All of it is pure: constant time, no
 * state, no locks.
 *
 * Requires: bytes is the ring's size, a multiple of 32. Every offset is valid: a multiple of 32
 * below bytes. The offset equal to bytes is not valid. Lengths are unsigned and the wrap is
 * explicit.
 */
#ifndef ITSG_RING_H
#define ITSG_RING_H

#include <itsguard/env.h>

#define RING_SLOT 32u

/* The position one slot on. */
static inline uint32_t ring_next(uint32_t offset, uint32_t bytes)
{
	uint32_t next = offset + RING_SLOT;

	return next == bytes ? 0 : next;
}

/* The position one slot back. */
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
