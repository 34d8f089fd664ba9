// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What hypglue's platform over an identity map leaves to the hypervisor. */
#include "hypglue/platform_linear.h"

#include "monitor.h"
#include "report.h"

/* At EL2 interrupts are masked, so nothing on this CPU can come in between. */
void hypglue_hook_lock(void *lock)
{
	spin_lock(lock);
}

void hypglue_hook_unlock(void *lock)
{
	spin_unlock(lock);
}

/* Redistributors report each event as it happens. An ITS keeps its events until no lock is held. */
void hypglue_hook_report(void *owner, const struct itsg_event *event)
{
	report_event(owner, event);
}
