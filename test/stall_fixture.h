/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the suites of hardware that stops share. With GITS_TYPER.INV = 1 hardware forgets what it
 * was told when it is off and its tables are not Valid. With INV = 0 only a reset makes it forget.
 */
#ifndef STALL_FIXTURE_H
#define STALL_FIXTURE_H

#include "life_fixture.h"

#define STALL_INV	(1ULL << 46)
#define STALL_QUIESCENT 0x80000000u
#define STALL_LOOKS	1024 /* ITSG_PATIENCE, as docs/errors.md says */

/* A world whose hardware works when told, with something mapped. */
void stall_open(bool inv, uint32_t budget);
void stall_post(const uint64_t words[4]);
/* The hardware comes to a command and stalls there; the library has seen it. */
void stall_at(const uint64_t words[4]);
uint32_t stall_ctlr(void);
/* The oldest event of that kind that is kept; those before it are passed over. */
bool stall_take_event(enum itsg_event_kind kind, struct itsg_event *event);

#endif
