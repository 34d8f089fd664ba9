/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What each command does to the ITS. */
#ifndef MODEL_COMMANDS_H
#define MODEL_COMMANDS_H

#include <stdbool.h>
#include <stdint.h>

struct model_its;

/* Executes one command. One that is an error breaks P11 and does nothing. */
void model_command_execute(struct model_its *its, const uint64_t dw[4]);
/* Returns true for a MAPD with V = 1, and sets address and size of its ITT. */
bool model_command_names_itt(const struct model_its *its, const uint64_t dw[4], uint64_t *itt,
			     uint64_t *bytes);

#endif
