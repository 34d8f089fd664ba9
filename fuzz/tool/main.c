/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Finds the command that a user wants, and runs it. What the commands are for: usage.c.
 */
#include "tool.h"

#include <string.h>

#include "usage.h"

static const struct command {
	const char *name;
	int (*main)(int argc, char **argv);
} commands[] = {
	{"replay", replay_main},     {"explain", explain_main}, {"diff", diff_main},
	{"minimize", minimize_main}, {"emit-test", emit_main},	{"convert", convert_main},
	{"hash", hash_main},	     {"seeds", seeds_main},
};

static const struct command *find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(name, commands[i].name) == 0)
			return &commands[i];
	return NULL;
}

static bool wants_help(int argc, char **argv)
{
	int at;

	for (at = 2; at < argc && strcmp(argv[at], "--") != 0; at++)
		if (strcmp(argv[at], "--help") == 0)
			return true;
	return false;
}

static int run_command(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : NULL;
	const struct command *command = name ? find(name) : NULL;

	if (command)
		return wants_help(argc, argv) ? usage_help(name)
					      : command->main(argc - 1, argv + 1);
	if (name && (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0))
		return usage_help(argc > 2 ? argv[2] : NULL);
	return usage_no_command(name);
}

int main(int argc, char **argv)
{
	int code = run_command(argc, argv);

	/* If the output could not be written, the command has failed, whatever its code. */
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	perror("itsguard: standard output");
	return EXIT_UNREAD;
}
