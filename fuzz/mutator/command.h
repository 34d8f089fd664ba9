/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Commands of the ITS. */
#ifndef MUTATOR_COMMAND_H
#define MUTATOR_COMMAND_H

#include "mutator/live.h"

/* Makes any command; first those that the others need. */
void command_any(const struct live *live, unsigned int its, uint64_t words[4], struct dice *dice);
/* Makes a command with this opcode. */
void command_of(unsigned int opcode, const struct live *live, unsigned int its, uint64_t words[4],
		struct dice *dice);
/* Changes the value of one field. */
void command_change(const struct live *live, unsigned int its, uint64_t words[4],
		    struct dice *dice);

#endif
