/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The end of mediation: what an ITS holds goes back. */
#ifndef ITSG_ITS_GIVE_BACK_H
#define ITSG_ITS_GIVE_BACK_H

#include <itsguard/state.h>

/* Pool memory, within the budget. True: nothing is left. Also what undoes an init that failed half
 * way. Requires that the hardware uses none of it. */
ITSG_MUST_CHECK bool itsg_give_back_memory(struct itsg_its *its);

/* Tables not Valid, then memory, then frames, within the budget. True: nothing is left. Requires
 * phase RETURN. */
ITSG_MUST_CHECK bool itsg_give_back(struct itsg_its *its);

#endif
