/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The context that the library hands back in each call of platform.h: of an ITS, or of the domain.
 */
#ifndef MONITOR_PLATFORM_H
#define MONITOR_PLATFORM_H

#include "monitor.h"

struct platform {
	uint64_t base; /* an ITS's registers */
	struct spinlock lock;
};

#endif
