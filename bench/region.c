// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "region.h"

#include <stdio.h>
#include <valgrind/callgrind.h>

#include "stubs.h"

void region_begin(void)
{
	stub_set_bytes = 0;
	CALLGRIND_START_INSTRUMENTATION;
	CALLGRIND_ZERO_STATS;
}

void region_end(const char *name, unsigned int units)
{
	char text[128];

	snprintf(text, sizeof(text), "%s %u %llu", name, units, (unsigned long long)stub_set_bytes);
	CALLGRIND_DUMP_STATS_AT(text);
	CALLGRIND_STOP_INSTRUMENTATION;
}
