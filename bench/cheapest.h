/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The least that can be done: one queue is copied into another without a look at it. It protects
 * nothing. It is here to be compared with.
 */
#ifndef BENCH_CHEAPEST_H
#define BENCH_CHEAPEST_H

#include <stdint.h>

void cheapest_reset(void);
/*
 * The two traps: the first copies what is new and rings the hardware's doorbell, the second says
 * how far the hardware is.
 */
void cheapest_write_cwriter(uint32_t value);
uint32_t cheapest_read_creadr(void);

/* Not even traps: copies count slots of 32 bytes, one after the other. */
void cheapest_copy(uint64_t *to, const uint64_t *from, uint32_t count);

#endif
