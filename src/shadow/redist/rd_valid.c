// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What holds of a redistributor between any two calls. */
#include <itsguard/redist.h>

#include "shadow/redist/rd_life.h"

bool itsg_rd_is_valid(const struct itsg_rd *rd)
{
	if (!rd->domain || rd->phase > ITSG_PHASE_GONE || rd->phase == ITSG_PHASE_VOID ||
	    rd->counters.waits > ITSG_PATIENCE)
		return false;
	if (rd->table > ITSG_RD_TABLES || (rd->uses && !rd->table) ||
	    rd->left > rd->config.budget || rd->cleared > rd->pending.size)
		return false;
	if (rd->work != (uint32_t)itsg_rd_work_now(rd))
		return false;
	return rd->phase != ITSG_PHASE_ON ||
	       (rd->uses && rd->pending.va && rd->cleared == rd->pending.size && !rd->fresh);
}
