/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* X lines. */
#ifndef RIG_EXPECT_H
#define RIG_EXPECT_H

#include "rig/rig.h"

/* Judges an X line. */
enum rig_result rig_expectation(struct rig *rig, const struct step *step);
/* Returns the bits in which a recorded read may differ. */
uint64_t rig_ignored_bits(const struct rig *rig, const struct step *step);

#endif
