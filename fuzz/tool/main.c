/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "tool.h"

#include <string.h>

static void usage(FILE *to)
{
	fputs("usage: itsguard replay [--clean] [--quiet] FILE...\n"
	      "           run traces through the library and the hardware model;\n"
	      "           --clean: nothing may be refused, the hardware must see what the host\n"
	      "           sent, and reads must come out as recorded\n"
	      "           --quiet: a line for what fails, and how many did not\n"
	      "       itsguard explain FILE\n"
	      "       itsguard explain --html [-o OUT.html] FILE\n"
	      "           tell the story of a trace, step by step: as text, or as one page\n"
	      "       itsguard diff [--all] A B\n"
	      "           what two traces do differently: verdicts, what the hardware saw, what\n"
	      "           was read, pages, counters; host addresses aside\n"
	      "       itsguard minimize [-o OUT] [--time SECONDS] [--cpu SECONDS] [--exact] FILE\n"
	      "           write the shortest trace that still breaks the same property, fails the\n"
	      "           same expectation or ends the program in the same way\n"
	      "           --time: no more than so long in all (120); --cpu: a run that takes more\n"
	      "           processor time has no end (10); --exact: the same words, too\n"
	      "       itsguard emit-test FILE\n"
	      "           print a trace as a test in C\n"
	      "       itsguard convert IN OUT\n"
	      "           write a text trace in the binary form, or a binary one as text\n"
	      "       itsguard hash FILE...\n"
	      "           a number for all that the hardware and the host see of a trace\n"
	      "       itsguard seeds FOLDER FILE...\n"
	      "           cut traces into inputs for the fuzzers\n"
	      "       itsguard help\n"
	      "a FILE may be text or binary, a fuzzer's crash file included\n"
	      "exit status: 0 all holds, 1 something does not, 2 input cannot be read;\n"
	      "of minimize 1 if the file breaks nothing, of diff 1 if the two differ\n",
	      to);
}

static const struct {
	const char *name;
	int (*main)(int argc, char **argv);
} commands[] = {
	{"replay", replay_main},   {"explain", explain_main}, {"minimize", minimize_main},
	{"emit-test", emit_main},  {"diff", diff_main},	      {"seeds", seeds_main},
	{"convert", convert_main}, {"hash", hash_main},
};

int main(int argc, char **argv)
{
	const char *command = argc > 1 ? argv[1] : "";
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(command, commands[i].name) == 0)
			return commands[i].main(argc - 1, argv + 1);
	if (strcmp(command, "help") == 0 || strcmp(command, "--help") == 0) {
		usage(stdout);
		return EXIT_GOOD;
	}
	usage(stderr);
	return EXIT_UNREAD;
}
