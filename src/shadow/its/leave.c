// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What the embedder says of an ITS that is mediated: it has lost its power, or mediation ends. */
#include <itsguard/itsguard.h>

#include "shadow/its/cursor.h"
#include "shadow/its/mapping.h"
#include "shadow/its/mode.h"
#include "shadow/its/next.h"
#include "shadow/its/queue.h"
#include "shadow/its/step.h"
#include "shadow/its/void.h"
#include "shadow/its/work.h"
#include "shadow/memory/domain.h"

static void power_lost(struct itsg_its *its)
{
	switch (its->mode.phase) {
	case ITSG_PHASE_OFF:
		cursor_drop(its, CURSOR_RESEND_COLLECTIONS); /* what was sent again is lost, too */
		if (mapping_is_any(its))
			mode_owe(its, OWED_RESEND);
		break;
	case ITSG_PHASE_VOID:
		if (mode_owes(its, OWED_RESET)) /* this is the reset */
			itsg_void_enter(its);
		else
			mode_wish(its, false);
		break;
	case ITSG_PHASE_ON:
	case ITSG_PHASE_STOPPING:
	case ITSG_PHASE_KEPT: itsg_void_enter(its); break;
	case ITSG_PHASE_RETURN:
	case ITSG_PHASE_GONE: break;
	}
}

void itsg_power_lost(struct itsg_its *its)
{
	if (domain_ready(&its->ready) != DOMAIN_READY)
		return;
	itsg_platform_lock(its->config.ctx);
	power_lost(its);
	work_allow(its, 0); /* nothing has been tried yet */
	itsg_next_note(its);
	itsg_platform_unlock(its->config.ctx);
}

static enum itsg_status teardown(struct itsg_its *its)
{
	uint64_t failures = its->counters.release_failures;

	mode_owe(its, OWED_TEARDOWN);
	mode_wish(its, false);
	/* The step that ended it may have been an access of the host, or a poll. */
	if (its->mode.phase != ITSG_PHASE_GONE)
		itsg_step(its);
	if (its->mode.phase == ITSG_PHASE_GONE)
		return ITSG_OK;
	if (its->counters.release_failures != failures)
		return ITSG_LEDGER;
	/* A reset is needed, or hardware that does what it is told. */
	return itsg_is_idle(its) ? ITSG_STATE : ITSG_AGAIN;
}

enum itsg_status itsg_its_teardown(struct itsg_its *its)
{
	enum itsg_status status;

	if (domain_ready(&its->ready) != DOMAIN_READY)
		return ITSG_NOT_READY;
	itsg_platform_lock(its->config.ctx);
	status = its->ready == DOMAIN_READY ? teardown(its) : ITSG_NOT_READY;
	if (status == ITSG_OK) {
		itsg_queue_leave(its);
		itsg_domain_leave(its->domain);
		domain_publish(&its->ready, DOMAIN_NONE);
	}
	itsg_platform_unlock(its->config.ctx);
	return status;
}
