/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The configuration. */
#ifndef MUTATOR_CONFIG_H
#define MUTATOR_CONFIG_H

#include "mutator/mutator.h"

/* Changes one item of the configuration, or a group of items. */
void config_change(struct mutator_input *input, struct dice *dice);

#endif
