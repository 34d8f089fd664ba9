// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What hypglue's platform over an identity map leaves to the hypervisor. */
#include "hypglue/platform_linear.h"

#include "monitor.h"

/* EL2 takes no interrupts: nothing on this CPU can come in between. */
void hypglue_hook_lock(void *lock)
{
	spin_lock(lock);
}

void hypglue_hook_unlock(void *lock)
{
	spin_unlock(lock);
}

/* Refusals are taken from the event ring once no lock is held (report.c): the mask is 0. */
void hypglue_hook_report(void *owner, const struct itsg_event *event)
{
	(void)owner;
	(void)event;
}
