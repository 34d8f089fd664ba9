/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "tool.h"

#include <string.h>

static const struct command {
	const char *name;
	int (*main)(int argc, char **argv);
	const char *usage, *help;
} commands[] = {
	{"replay", replay_main, "[--clean] [--quiet] [--time SECONDS] FILE|FOLDER...",
	 "run traces through the library and the hardware model; of a folder all that\n"
	 "it holds, and what is in its folders\n"
	 "--clean: nothing may be refused, the hardware must see what the host\n"
	 "sent, and reads must come out as recorded\n"
	 "--quiet: a line for what fails, and how many did not\n"
	 "--time: a trace that takes more processor time has no end (60; 0: any time)\n"},
	{"explain", explain_main, "[--html [-o OUT.html]] FILE",
	 "tell the story of a trace, step by step: as text, or as one page\n"},
	{"diff", diff_main, "[--all] A B",
	 "what two traces do differently: verdicts, what the hardware saw, what\n"
	 "was read, pages, counters; host addresses aside\n"},
	{"minimize", minimize_main, "[-o OUT] [--time SECONDS] [--cpu SECONDS] [--exact] FILE",
	 "write the shortest trace that still breaks the same property, fails the\n"
	 "same expectation or ends the program in the same way\n"
	 "--time: no more than so long in all (120); --cpu: a run that takes more\n"
	 "processor time has no end (10); --exact: the same words, too\n"},
	{"emit-test", emit_main, "FILE", "print a trace as a test in C\n"},
	{"convert", convert_main, "IN OUT",
	 "write a text trace in the binary form, or a binary one as text\n"},
	{"hash", hash_main, "FILE...",
	 "a number for all that the hardware and the host see of a trace\n"},
	{"seeds", seeds_main, "FOLDER FILE...", "cut traces into inputs for the fuzzers\n"},
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static const struct command *find(const char *name)
{
	size_t i;

	for (i = 0; i < COMMANDS; i++)
		if (strcmp(name, commands[i].name) == 0)
			return &commands[i];
	return NULL;
}

/* Lines, each behind blanks. */
static void put_lines(const char *text)
{
	size_t size;

	for (; *text; text += size) {
		size = strcspn(text, "\n") + 1;
		printf("           %.*s", (int)size, text);
	}
}

static void put_help(const struct command *command, const char *before)
{
	printf("%s itsguard %s %s\n", before, command->name, command->usage);
	put_lines(command->help);
}

static void put_ends(void)
{
	fputs("a FILE may be text or binary; of the fuzzers' crash files those of fuzz_mmio are\n"
	      "traces, those of another one are run by build/fuzz/FUZZER FILE\n"
	      "exit status: 0 all holds, 1 something does not, 2 input cannot be read;\n"
	      "of minimize 1 if the file breaks nothing, of diff 1 if the two differ\n",
	      stdout);
}

static int help(const char *name)
{
	const struct command *command = name ? find(name) : NULL;
	size_t i;

	if (command)
		put_help(command, "usage:");
	for (i = 0; !command && i < COMMANDS; i++)
		put_help(&commands[i], i ? "      " : "usage:");
	if (!command)
		puts("       itsguard help [COMMAND]");
	put_ends();
	return EXIT_GOOD;
}

int usage(const char *command)
{
	fprintf(stderr, "usage: itsguard %s %s\n", command, find(command)->usage);
	return EXIT_UNREAD;
}

static int no_command(const char *name)
{
	size_t i;

	if (name)
		fprintf(stderr, "itsguard: there is no command '%s'\n", name);
	fputs("usage: itsguard COMMAND ..., of", stderr);
	for (i = 0; i < COMMANDS; i++)
		fprintf(stderr, " %s,", commands[i].name);
	fputs(" help\n", stderr);
	return EXIT_UNREAD;
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
		return wants_help(argc, argv) ? help(name) : command->main(argc - 1, argv + 1);
	if (name && (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0)) {
		if (argc > 2 && !find(argv[2]))
			return no_command(argv[2]);
		return help(argc > 2 ? argv[2] : NULL);
	}
	return no_command(name);
}

int main(int argc, char **argv)
{
	int code = run_command(argc, argv);

	/* What nobody could read was not done. */
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	perror("itsguard: standard output");
	return EXIT_UNREAD;
}
