// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/its/mode.h"
#include "validator/registers.h"

void itsg_mode_enable_failed(struct itsg_its *its, enum itsg_reason reason)
{
	const uint64_t words[4] = {its->registers.cbaser};

	mode_wish(its, false);
	itsg_report_refusal(its, ITSG_EVENT_ENABLE_FAILED, reason, GITS_OFFSET_CTLR, 0, words);
}
