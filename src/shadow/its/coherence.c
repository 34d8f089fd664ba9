// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <itsguard/platform.h>

#include "shadow/its/coherence.h"

void itsg_coherence_clean(struct itsg_its *its, const void *va, uint64_t bytes)
{
	if (its->coherent)
		return;
	itsg_platform_clean(its->config.ctx, va, bytes);
	its->unfenced = true;
}

/* A barrier completes the cleaning of its own CPU only. So the cleaning of a trap is never
 * completed by a later trap, which may be on another CPU. */
void itsg_coherence_fence(struct itsg_its *its)
{
	itsg_platform_store_barrier(its->config.ctx);
	coherence_fenced(its);
}
