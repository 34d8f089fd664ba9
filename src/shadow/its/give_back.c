// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/its/collections.h"
#include "shadow/its/devices.h"
#include "shadow/its/give_back.h"
#include "shadow/its/hw.h"
#include "shadow/its/lpis.h"
#include "shadow/its/report.h"
#include "shadow/its/shadow_ring.h"
#include "shadow/its/tables.h"
#include "shadow/memory/frames.h"

bool itsg_give_back_memory(struct itsg_its *its)
{
	if (!itsg_devices_return_leaves(its) || !itsg_tables_return(its))
		return false;
	itsg_devices_return(its);
	itsg_collections_return(its);
	itsg_lpis_leave(its);
	itsg_ring_return(its);
	return true;
}

static bool give_back_frames(struct itsg_its *its)
{
	uint64_t size = its->domain->config.page_size;
	enum itsg_status status;
	itsg_pa pa;

	status = itsg_frames_return(&its->frames, its->config.ctx, size, &its->left, &pa);
	if (status == ITSG_LEDGER)
		itsg_report_release_failed(its, pa, size, ITSG_FOR_STATE);
	return status == ITSG_OK;
}

bool itsg_give_back(struct itsg_its *its)
{
	if (its->hw.cbaser) {
		itsg_hw_clear_basers(its);
		itsg_hw_forget(its);
	}
	return itsg_give_back_memory(its) && give_back_frames(its);
}
