/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Calls that fail on purpose. */
#ifndef MODEL_FAIL_H
#define MODEL_FAIL_H

#include <stdbool.h>

struct model;

/* Counts a call that could fail. Returns true if it is the one that has to. */
bool model_must_fail(struct model *model);

#endif
