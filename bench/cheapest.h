/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What nothing can be cheaper than: a queue copied into another without a look at it. It keeps
 * nobody out; it is here to be compared with.
 */
#ifndef BENCH_CHEAPEST_H
#define BENCH_CHEAPEST_H

#include <stdint.h>

void cheapest_reset(void);
/* As the two traps: copies what is new and rings the hardware; says how far the hardware is. */
void cheapest_write_cwriter(uint32_t value);
uint32_t cheapest_read_creadr(void);

/* No traps either: count slots of 32 bytes, copied one after the other. */
void cheapest_copy(uint64_t *to, const uint64_t *from, uint32_t count);

#endif
