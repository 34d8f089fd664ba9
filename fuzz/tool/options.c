/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Options of the tool's commands.
 */
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "usage.h"

static bool take_number(const char *text, const struct option *option)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	*(unsigned int *)option->value = (unsigned int)number;
	return *text >= '0' && *text <= '9' && !*end && number >= option->least &&
	       number <= option->most;
}

/* Takes the option at argv[*at], and its value. */
static bool take_option(const struct option *option, int argc, char **argv, int *at)
{
	if (option->kind == OPTION_FLAG) {
		*(bool *)option->value = true;
		return true;
	}
	++*at;
	if (*at < argc && option->kind == OPTION_TEXT) {
		*(const char **)option->value = argv[*at];
		return true;
	}
	if (*at < argc && take_number(argv[*at], option))
		return true;
	if (option->kind == OPTION_TEXT)
		fprintf(stderr, "itsguard %s: %s needs a name\n", argv[0], option->name);
	else
		fprintf(stderr, "itsguard %s: %s needs a number from %u to %u\n", argv[0],
			option->name, option->least, option->most);
	return false;
}

static const struct option *find_option(const char *name, const struct option *options,
					size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	return NULL;
}

int take_options(int argc, char **argv, const struct option *options, size_t count)
{
	const struct option *option;
	bool all_operands = false;
	int at, operands = 0;

	for (at = 1; at < argc; at++) {
		if (all_operands || argv[at][0] != '-' || !argv[at][1]) {
			argv[++operands] = argv[at];
			continue;
		}
		all_operands = strcmp(argv[at], "--") == 0;
		if (all_operands)
			continue;
		option = find_option(argv[at], options, count);
		if (!option)
			fprintf(stderr, "itsguard %s: unknown option '%s'\n", argv[0], argv[at]);
		if (!option || !take_option(option, argc, argv, &at)) {
			(void)usage(argv[0]);
			return -1;
		}
	}
	return operands;
}

bool take_operands(int argc, char **argv, const struct option *options, size_t count, int operands)
{
	int found = take_options(argc, argv, options, count);

	if (found >= 0 && found != operands)
		(void)usage(argv[0]);
	return found == operands;
}
