/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the host is shown of the ITS, and what its commands are checked against. Nobody else writes
 * its->limits and its->shown_typer. */
#ifndef ITSG_ITS_LIMITS_H
#define ITSG_ITS_LIMITS_H

#include <itsguard/state.h>

/* The BASER of that type, by how it sticks; NULL: there is none. Work: eight looks. */
const struct itsg_baser *itsg_limits_table(const struct itsg_its *its, unsigned int type);

/* The host's value of the BASER of that type; without: what it is where there is none. */
uint64_t itsg_limits_host_table(const struct itsg_its *its, unsigned int type, uint64_t without);

/* GITS_TYPER as shown, and the limits that come from hardware and configuration. For init. */
void itsg_limits_set_up(struct itsg_its *its);

/* The limits that come from the host's own tables. To be called when these change. */
void itsg_limits_update(struct itsg_its *its);

#endif
