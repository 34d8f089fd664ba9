/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How the host command in hand ends. Each way frees the hand, counts and reports the verdict, and
 * moves the fetch position on.
 *
 * Requires, for all functions: the caller holds the ITS lock. its->hand has the command's words.
 */
#ifndef ITSG_ITS_OUTCOME_H
#define ITSG_ITS_OUTCOME_H

#include <itsguard/state.h>

/* The command is committed. Requires a free slot. release: as in slot_commit. */
void itsg_outcome_forward(struct itsg_its *its, enum itsg_verdict verdict, uint64_t release);

/* It is skipped, with a reason. */
void itsg_outcome_refuse(struct itsg_its *its, enum itsg_reason reason);

/* It is accepted, and there is nothing for the hardware to do. */
void itsg_outcome_nothing(struct itsg_its *its);

#endif
