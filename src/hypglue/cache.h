/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Cache maintenance of a range, line by line. aarch64.h includes this and has the lines. */
#ifndef HYPGLUE_CACHE_H
#define HYPGLUE_CACHE_H

#include <itsguard/env.h>

/* Smallest data cache line by CTR_EL0.DminLine, which counts words as a power of two. */
static inline uint64_t hypglue_cache_line(uint64_t ctr_el0)
{
	return (uint64_t)4 << (ctr_el0 >> 16 & 0xf);
}

/* Every line that shares a byte with [at, at + size), which must not wrap. Not complete until
 * hypglue_clean_barrier on this CPU. */
static inline void hypglue_clean(uintptr_t at, uint64_t size)
{
	uint64_t line = hypglue_cache_line(hypglue_read_ctr());
	uintptr_t end = at + size;

	for (at &= ~(uintptr_t)(line - 1); at < end; at += line)
		hypglue_clean_line(at);
}

static inline void hypglue_flush(uintptr_t at, uint64_t size)
{
	uint64_t line = hypglue_cache_line(hypglue_read_ctr());
	uintptr_t end = at + size;

	for (at &= ~(uintptr_t)(line - 1); at < end; at += line)
		hypglue_flush_line(at);
}

#endif
