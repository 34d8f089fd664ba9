/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BENCH_WORST_H
#define BENCH_WORST_H

/*
 * Counts single traps: the dearest that a host is known to be able to cause at the default budget.
 */
void count_worst_traps(void);

#endif
