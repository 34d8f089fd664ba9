/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Regions of code whose instructions callgrind counts. Each is a part of its output, named after
 * the region.
 */
#ifndef BENCH_H
#define BENCH_H

void region_begin(void);
/* The part is called "name units bytes-set-by-memset". The figure is divided by units. */
void region_end(const char *name, unsigned int units);

/* Maps devices 0 .. count - 1 with 2^bits events each. */
void map_devices(unsigned int count, unsigned int bits);

/*
 * Counts single traps: the dearest that a host is known to be able to cause at the default budget.
 */
void count_worst_traps(void);

/* Sets another device table, as after a reboot without a shutdown. So a purge is owed. */
void drop_tables(void);

/*
 * Prints the work that takes many traps, from its first to its last, at the default budget and at
 * 1. Each line is "bound BUDGET UNITS TRAPS NAME"; UNITS is the most of one trap. Fails where a
 * trap does more than its budget.
 */
void print_bounds(void);
/* Counts some of these traps, one region each. */
void count_bounds(void);

#endif
