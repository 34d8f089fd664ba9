// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/its/mode.h"
#include "validator/registers.h"

/* The library has no clock. So it counts, and whoever has a clock may look at the count. */
void itsg_mode_looked(struct itsg_its *its, bool off)
{
	if (off)
		its->mode.waits = 0;
	if (off || mode_is_stuck(its))
		return;
	its->mode.waits++;
	if (!mode_is_stuck(its))
		return;
	its->counters.not_off++;
	report_words(its, ITSG_EVENT_NOT_OFF, its->mode.waits, 0, NULL);
}

void itsg_mode_enable_failed(struct itsg_its *its, enum itsg_reason reason)
{
	const uint64_t words[4] = {its->registers.cbaser};

	mode_wish(its, false);
	itsg_report_refusal(its, ITSG_EVENT_ENABLE_FAILED, reason, GITS_OFFSET_CTLR, 0, words);
}
