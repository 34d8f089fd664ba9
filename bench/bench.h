/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Regions whose instructions callgrind counts, each a part of its output named after it. */
#ifndef BENCH_H
#define BENCH_H

void region_begin(void);
/* units: what the figure is divided by. The part is called "name units bytes-set-by-memset". */
void region_end(const char *name, unsigned int units);

/* Maps devices 0 .. count - 1 with 2^bits events each. */
void map_devices(unsigned int count, unsigned int bits);

/* One trap each, the dearest a host is known to be able to cause at the default budget. */
void count_worst_traps(void);

/* As after a reboot without a shutdown: another device table, so that a purge is owed. */
void drop_tables(void);

/* What takes many traps, from its first to its last, at the default budget and at 1: "bound BUDGET
 * UNITS TRAPS NAME" lines, the most units of a trap. Fails where a trap does more than its budget.
 */
void print_bounds(void);
/* Some of these traps, one region each. */
void count_bounds(void);

#endif
