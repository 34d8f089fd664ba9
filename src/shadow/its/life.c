// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What the host wrote to CTLR.Enabled is only a wish. Each step moves towards it as far as
 * hardware, ledger and budget let it. next.c decides what comes next; each of the functions here
 * does one such thing.
 */
#include "shadow/its/coherence.h"
#include "shadow/its/commands.h"
#include "shadow/its/cursor.h"
#include "shadow/its/give_back.h"
#include "shadow/its/hw.h"
#include "shadow/its/life.h"
#include "shadow/its/mapping.h"
#include "shadow/its/mode.h"
#include "shadow/its/next.h"
#include "shadow/its/queue.h"
#include "shadow/its/shadow_ring.h"
#include "shadow/its/tables.h"
#include "shadow/its/unmap.h"
#include "shadow/its/void.h"

/* A purge for a teardown needs the hardware on, but nothing of the host's queue. */
static bool claim(struct itsg_its *its)
{
	enum itsg_status status = its->mode.wish ? itsg_queue_claim(its) : ITSG_OK;

	if (status == ITSG_LEDGER)
		itsg_mode_enable_failed(its, ITSG_REASON_ENABLE_STAGING);
	return status == ITSG_OK;
}

static bool clear(struct itsg_its *its)
{
	if (!mode_owes(its, OWED_CLEAR))
		return true;
	if (!itsg_tables_clear(its, true))
		return false;
	mode_paid(its, OWED_CLEAR);
	return true;
}

static bool enable(struct itsg_its *its)
{
	if (!claim(its) || !clear(its) || !itsg_hw_stops(its))
		return false;
	itsg_coherence_fence(its);
	itsg_ring_reset(its);
	itsg_hw_enable(its);
	mode_enter(its, ITSG_PHASE_ON);
	return true;
}

static bool fetch(struct itsg_its *its)
{
	if (its->left)
		itsg_commands_fetch(its);
	return false; /* nothing but the hardware's part comes after a fetch */
}

static bool disable(struct itsg_its *its)
{
	itsg_hw_disable(its);
	mode_enter(its, ITSG_PHASE_STOPPING);
	return true;
}

/* What the hardware executed before it stalled is walked first. That took all of the budget where
 * none is left. */
static bool abandon(struct itsg_its *its)
{
	if (!its->left)
		return false;
	itsg_hw_abandon(its);
	itsg_void_abandon(its);
	return true;
}

static bool quiesce(struct itsg_its *its)
{
	if (!itsg_hw_stops(its))
		return false;
	mode_enter(its, ITSG_PHASE_OFF);
	return true;
}

static bool drop_void(struct itsg_its *its)
{
	if (!itsg_void_go_on(its))
		return false;
	mode_enter(its, mode_owes(its, OWED_RESET) ? ITSG_PHASE_KEPT : ITSG_PHASE_OFF);
	return true;
}

static bool give_back(struct itsg_its *its)
{
	if (its->mode.phase == ITSG_PHASE_OFF) {
		cursor_free(its);
		mode_enter(its, ITSG_PHASE_RETURN);
	}
	if (!itsg_give_back(its))
		return false;
	mode_enter(its, ITSG_PHASE_GONE);
	return true;
}

/* True: it is done, and something else may come next. False: it has to wait. */
static bool act(struct itsg_its *its, enum itsg_next next)
{
	switch (next) {
	case NEXT_ENABLE: return enable(its);
	case NEXT_RELEASE_QUEUE: return itsg_queue_release(its);
	case NEXT_RESEND: return itsg_resend(its);
	case NEXT_COMMAND: return itsg_commands_resume(its);
	case NEXT_PURGE: return itsg_purge(its);
	case NEXT_FETCH: return fetch(its);
	case NEXT_DISABLE: return disable(its);
	case NEXT_ABANDON: return abandon(its);
	case NEXT_QUIESCE: return quiesce(its);
	case NEXT_VOID: return drop_void(its);
	case NEXT_RETURN: return give_back(its);
	case NEXT_WALK:
	case NEXT_NOTHING: break;
	}
	return false;
}

/* A teardown unmaps whatever is mapped. It is checked before each thing that is done, because a
 * command in hand may still map something. If nothing is mapped, the hardware is not enabled for
 * a purge. */
static void owe_for_teardown(struct itsg_its *its)
{
	bool off = its->mode.phase == ITSG_PHASE_OFF, on = its->mode.phase == ITSG_PHASE_ON;

	if (!mode_owes(its, OWED_TEARDOWN))
		return;
	if (off && !mapping_is_any(its))
		itsg_purge_cancel(its);
	else if ((off || on) && mapping_is_any(its))
		itsg_purge_owe(its);
}

/* More than ever come one after the other without having to wait. */
#define MOST_ACTS 12

void itsg_life(struct itsg_its *its)
{
	unsigned int acts = 0;

	do
		owe_for_teardown(its);
	while (act(its, itsg_next_now(its)) && ++acts < MOST_ACTS);
}
