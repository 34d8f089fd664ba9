/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BENCH_BOUNDS_H
#define BENCH_BOUNDS_H

/*
 * Prints the work that takes many traps, from its first to its last, at the default budget and at
 * 1. Each line is "bound BUDGET UNITS TRAPS NAME"; UNITS is the most of one trap. Fails where a
 * trap does more than its budget.
 */
void print_bounds(void);
/* Counts some of these traps, one region each. */
void count_bounds(void);

#endif
