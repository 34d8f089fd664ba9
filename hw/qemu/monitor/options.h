/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the machine's owner says on the kernel command line, in /chosen/bootargs. */
#ifndef MONITOR_OPTIONS_H
#define MONITOR_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct options {
	uint32_t budget; /* itsguard.budget=: work units in a call; 0: the library's default */
	uint32_t polls;	 /* itsguard.polls=: budgets more in a trap [hypglue's default] */
	bool timer;	 /* itsguard.timer=0: what a trap leaves waits for the next trap [1] */
};

/* Reads them. Before that, all are at their default. */
void options_init(const void *dtb);
const struct options *options(void);

#endif
