/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cache maintenance of a range, line by line. aarch64.h includes this header, and has the functions
 * for one line.
 *
 * Requires: [at, at + size) does not wrap.
 * Work: one instruction for each line that shares a byte with it. It is not complete until
 *   hypglue_clean_barrier on this CPU.
 */
#ifndef HYPGLUE_CACHE_H
#define HYPGLUE_CACHE_H

#include <itsguard/env.h>

/* Bytes of the smallest data cache line: CTR_EL0.DminLine is the logarithm of its words. */
static inline uint64_t hypglue_cache_line(uint64_t ctr_el0)
{
	return (uint64_t)4 << (ctr_el0 >> 16 & 0xf);
}

/* Cleans [at, at + size) to the point of coherency. */
static inline void hypglue_clean(uintptr_t at, uint64_t size)
{
	uint64_t line = hypglue_cache_line(hypglue_read_ctr());
	uintptr_t end = at + size;

	for (at &= ~(uintptr_t)(line - 1); at < end; at += line)
		hypglue_clean_line(at);
}

/* Cleans and invalidates [at, at + size) to the point of coherency. */
static inline void hypglue_flush(uintptr_t at, uint64_t size)
{
	uint64_t line = hypglue_cache_line(hypglue_read_ctr());
	uintptr_t end = at + size;

	for (at &= ~(uintptr_t)(line - 1); at < end; at += line)
		hypglue_flush_line(at);
}

#endif
