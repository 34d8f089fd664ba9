// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What the embedder says of a redistributor: it has lost its power, or mediation ends. */
#include <itsguard/platform.h>

#include "shadow/memory/domain.h"
#include "shadow/redist/rd_list.h"
#include "shadow/redist/rd_hw.h"
#include "shadow/redist/rd_life.h"
#include "shadow/redist/rd_report.h"

void itsg_rd_power_lost(struct itsg_rd *rd)
{
	if (domain_ready(&rd->ready) != DOMAIN_READY)
		return;
	itsg_platform_lock(rd->config.ctx);
	if (rd->phase <= ITSG_PHASE_STOPPING) {
		/* Tables change only under hardware seen to be off. */
		itsg_rd_hw_forget(rd);
		rd->invalidate = RD_INVALIDATE_NONE;
		if (rd->phase == ITSG_PHASE_ON)
			itsg_rd_enter(rd, ITSG_PHASE_STOPPING);
		itsg_rd_step(rd);
	}
	itsg_platform_unlock(rd->config.ctx);
}

static enum itsg_status teardown(struct itsg_rd *rd)
{
	uint64_t failures = rd->counters.release_failures;

	rd->tearing_down = true;
	rd->enabled = false;
	/* The step that ended it may have been an access of the host, or a poll. */
	if (rd->phase != ITSG_PHASE_GONE)
		itsg_rd_step(rd);
	if (rd->phase == ITSG_PHASE_GONE)
		return ITSG_OK;
	if (rd->phase == ITSG_PHASE_ON)
		return ITSG_STATE;
	if (rd->counters.release_failures != failures)
		return ITSG_LEDGER;
	return rd_is_stuck(rd) ? ITSG_STATE : ITSG_AGAIN;
}

enum itsg_status itsg_rd_teardown(struct itsg_rd *rd)
{
	enum itsg_status status;

	if (domain_ready(&rd->ready) != DOMAIN_READY)
		return ITSG_NOT_READY;
	itsg_platform_lock(rd->config.ctx);
	status = rd->ready == DOMAIN_READY ? teardown(rd) : ITSG_NOT_READY;
	if (status == ITSG_OK) {
		itsg_rd_list_leave(rd);
		itsg_domain_leave(rd->domain);
		domain_publish(&rd->ready, DOMAIN_NONE);
	}
	itsg_platform_unlock(rd->config.ctx);
	return status;
}
