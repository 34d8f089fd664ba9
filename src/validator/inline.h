/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the path of a common command is made of, and what it is kept clear of. */
#ifndef ITSG_INLINE_H
#define ITSG_INLINE_H

#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define NOINLINE      __attribute__((noinline))

#endif
