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
	      "           tell the story of a trace, step by step\n"
	      "       itsguard convert IN OUT\n"
	      "           write a text trace in the binary form, or a binary one as text\n"
	      "       itsguard hash FILE...\n"
	      "           a number for all that the hardware and the host see of a trace\n"
	      "       itsguard seeds FOLDER FILE...\n"
	      "           cut traces into inputs for the fuzzers\n"
	      "       itsguard help\n"
	      "a FILE may be text or binary, a fuzzer's crash file included\n"
	      "exit status: 0 all holds, 1 something does not, 2 input cannot be read\n",
	      to);
}

int main(int argc, char **argv)
{
	const char *command = argc > 1 ? argv[1] : "";

	if (strcmp(command, "replay") == 0)
		return replay_main(argc - 1, argv + 1);
	if (strcmp(command, "explain") == 0)
		return explain_main(argc - 1, argv + 1);
	if (strcmp(command, "seeds") == 0)
		return seeds_main(argc - 1, argv + 1);
	if (strcmp(command, "convert") == 0)
		return convert_main(argc - 1, argv + 1);
	if (strcmp(command, "hash") == 0)
		return hash_main(argc - 1, argv + 1);
	if (strcmp(command, "help") == 0 || strcmp(command, "--help") == 0) {
		usage(stdout);
		return EXIT_GOOD;
	}
	usage(stderr);
	return EXIT_UNREAD;
}
