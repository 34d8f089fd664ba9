/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "rig/limits.h"

#define LPI_FIRST 8192ULL

uint32_t rig_lpi_end(const struct trace_config *config)
{
	uint64_t by_bits = 1ULL << config->lpi_bits, by_count = LPI_FIRST + config->lpis;

	return (uint32_t)(config->lpis && by_count < by_bits ? by_count : by_bits);
}

uint64_t rig_bus_limit(uint32_t bits)
{
	return 1ULL << bits;
}

static uint32_t narrowest(const struct trace_config *config)
{
	uint32_t least = config->redist ? config->rd_bus_bits : TRACE_BUS_MOST, n;

	for (n = 0; n < config->its_count; n++)
		if (config->its[n].bus_bits < least)
			least = config->its[n].bus_bits;
	return least;
}

uint64_t rig_pool_pa(const struct trace_config *config)
{
	uint64_t limit = rig_bus_limit(narrowest(config));

	if (limit >= RIG_POOL + config->pool || limit <= config->pool)
		return RIG_POOL;
	return limit - config->pool;
}
