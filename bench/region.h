/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Regions of code whose instructions callgrind counts. Each is a part of its output, named after
 * the region.
 */
#ifndef BENCH_REGION_H
#define BENCH_REGION_H

void region_begin(void);
/* The part is called "name units bytes-set-by-memset". The figure is divided by units. */
void region_end(const char *name, unsigned int units);

#endif
