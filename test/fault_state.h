/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The whole state of a machine at one moment, as text: the library's, the hardware's and the
 * ledger's. Left out are counters, kept events, and what the caller asks to leave out.
 */
#ifndef FAULT_STATE_H
#define FAULT_STATE_H

#include "fault_machine.h"

#define STATE_BYTES 65536u

enum {
	STATE_NO_POSITIONS = 1, /* without fetch and CREADR as the host sees it */
	STATE_NO_CWRITER = 2,
};

struct state {
	char text[STATE_BYTES];
	size_t length;
};

/* Takes no lock, so that it can be taken inside a call of the library. */
void state_take(struct state *state, const struct machine *machine, unsigned int without);
void state_expect_equal(const struct state *before, const struct state *after, const char *where);
bool state_equal(const struct state *a, const struct state *b);

#endif
