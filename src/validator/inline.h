/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ALWAYS_INLINE: for the functions that the path of a common command is made of. NOINLINE: for what
 * is kept out of that path.
 */
#ifndef ITSG_INLINE_H
#define ITSG_INLINE_H

#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define NOINLINE      __attribute__((noinline))

#endif
