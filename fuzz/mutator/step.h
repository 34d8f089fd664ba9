/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One step. */
#ifndef MUTATOR_STEP_H
#define MUTATOR_STEP_H

#include "mutator/live.h"

/* Makes a new step of this kind, which is one that an attack can have. */
void step_make(struct step *step, enum step_kind kind, const struct live *live, unsigned int its,
	       struct dice *dice);
/* Makes any step, now and then an `I` line. */
void step_any(struct step *step, const struct live *live, unsigned int its, struct dice *dice);
/* Changes the value of one operand. */
void step_change(struct step *step, const struct live *live, struct dice *dice);

#endif
