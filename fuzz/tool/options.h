/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Options and operands of a command. */
#ifndef TOOL_OPTIONS_H
#define TOOL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER };

struct option {
	const char *name;
	enum option_kind kind;
	void *value; /* points to a bool, a const char * or an unsigned int */
	unsigned int least, most;
};

/*
 * Takes the options. The operands between them become argv[1] and so on. After "--" all arguments
 * are operands.
 * Returns the number of operands; -1: an option is wrong, and a message was printed.
 */
int take_options(int argc, char **argv, const struct option *options, size_t count);
/* The same for a fixed number of operands. False: a message was printed. */
bool take_operands(int argc, char **argv, const struct option *options, size_t count, int operands);

#endif
