/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The only header that names the language environment. itsguard needs the fixed-width integers,
 * bool, size_t, NULL, and the two functions every freestanding compiler may call anyway, memcpy and
 * memset. An embedder whose headers have other names (a kernel) defines ITSG_ENV_HEADER to a header
 * of its own that provides the same.
 */
#ifndef ITSG_ENV_H
#define ITSG_ENV_H

#ifdef ITSG_ENV_HEADER
#include ITSG_ENV_HEADER
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As in C: copies bytes bytes; the two do not overlap. Returns to. */
void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
/* As in C: sets bytes bytes to value. Returns to. */
void *memset(void *to, int value, size_t bytes);
#endif

/* The caller must use the result. */
#define ITSG_MUST_CHECK __attribute__((warn_unused_result))

#endif
