/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The mode of an ITS: the phase that its hardware is in, the host's wish, and what is owed before
 * the next fetch. Nobody else writes its->mode.
 */
#ifndef ITSG_ITS_MODE_H
#define ITSG_ITS_MODE_H

#include "shadow/its/report.h"
#include "shadow/its/slow.h"

/* What is owed. */
enum mode_owed {
	OWED_CLEAR = 1,	   /* tables hold whatever memory held: clear them before the enable */
	OWED_RESEND = 2,   /* collections inside the hardware were lost: MAPC them again */
	OWED_PURGE = 4,	   /* the host dropped a table: unmap everything */
	OWED_TEARDOWN = 8, /* the embedder wants it all back */
	OWED_VOID = 16,	   /* work in flight is void: clear the tables first */
	/* The same, but the hardware may still cache what it was told: nothing is cleared or
	 * released before a reset */
	OWED_RESET = 32,
};

static inline bool mode_owes(const struct itsg_its *its, uint32_t owed)
{
	return its->mode.owed & owed;
}

static inline void mode_set_owed(struct itsg_its *its, uint32_t owed)
{
	its->mode.owed = owed;
	slow_when(its, SLOW_OWED, owed);
}

static inline void mode_owe(struct itsg_its *its, enum mode_owed job)
{
	mode_set_owed(its, its->mode.owed | job);
}

static inline void mode_paid(struct itsg_its *its, enum mode_owed job)
{
	mode_set_owed(its, its->mode.owed & ~(uint32_t)job);
}

/* What the host wants CTLR.Enabled to be. */
static inline void mode_wish(struct itsg_its *its, bool wish)
{
	its->mode.wish = wish;
	slow_when(its, SLOW_WISH, !wish);
}

static inline void mode_set_phase(struct itsg_its *its, enum itsg_phase phase)
{
	its->mode.phase = phase;
	slow_when(its, SLOW_PHASE, phase != ITSG_PHASE_ON);
}

/* The phase moves on, and that is reported. */
static inline void mode_enter(struct itsg_its *its, enum itsg_phase phase)
{
	mode_set_phase(its, phase);
	report_words(its, ITSG_EVENT_PHASE, phase, 0, NULL);
}

/* The hardware was told to be off, and this is what a look at it has shown. After ITSG_PATIENCE
 * looks that it is not off, this is reported, once until it is. */
void itsg_mode_looked(struct itsg_its *its, bool off);

/* The hardware is not off although it was told so for long: whoever waits need not look again
 * soon. */
static inline bool mode_is_stuck(const struct itsg_its *its)
{
	return its->mode.waits == ITSG_PATIENCE;
}

/* The host's enable cannot be: Enabled reads 0, and the reason is reported. */
void itsg_mode_enable_failed(struct itsg_its *its, enum itsg_reason reason);

#endif
