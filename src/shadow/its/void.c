// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/its/collections.h"
#include "shadow/its/cursor.h"
#include "shadow/its/hand.h"
#include "shadow/its/hw.h"
#include "shadow/its/mapd.h"
#include "shadow/its/mode.h"
#include "shadow/its/queue.h"
#include "shadow/its/report.h"
#include "shadow/its/shadow_ring.h"
#include "shadow/its/slot.h"
#include "shadow/its/tables.h"
#include "shadow/its/unmap.h"
#include "shadow/its/void.h"
#include "validator/geometry.h"

static void enter(struct itsg_its *its, enum mode_owed job)
{
	mode_wish(its, false);
	itsg_purge_cancel(its);
	cursor_free(its);
	queue_rewind(its);
	mode_set_owed(its, (its->mode.owed & OWED_TEARDOWN) | job);
	mode_enter(its, ITSG_PHASE_VOID);
}

void itsg_void_enter(struct itsg_its *its)
{
	enter(its, OWED_VOID);
}

void itsg_void_abandon(struct itsg_its *its)
{
	bool forgets = itsg_geometry_forgets(its->config.caps.typer);

	its->counters.abandons++;
	report_words(its, ITSG_EVENT_ABANDON, slot_in_flight(&its->ring), !forgets, NULL);
	enter(its, forgets ? OWED_VOID : OWED_RESET);
}

static bool clear_tables(struct itsg_its *its)
{
	/* If the hardware kept its power after all, it forgets its cached entries here (INV =
	 * 1). */
	itsg_hw_clear_basers(its);
	if (!itsg_tables_clear(its, false))
		return false;
	mode_paid(its, OWED_VOID);
	return true;
}

bool itsg_void_go_on(struct itsg_its *its)
{
	if (!itsg_hw_stops(its))
		return false;
	if (mode_owes(its, OWED_VOID) && !clear_tables(its))
		return false;
	if (!hand_is_free(its)) {
		itsg_mapd_drop(its);
		hand_show(its);
	}
	if (mode_owes(its, OWED_RESET))
		return true;
	return itsg_ring_void(its) && itsg_forget_devices(its) && itsg_collections_void(its);
}
