/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a user is told about the commands: their operands and their help.
 */
#include "usage.h"

#include <string.h>

#include "tool.h"

static const struct text {
	const char *name, *operands, *help;
} texts[] = {
	{"replay", "[--clean] [--quiet] [--time SECONDS] FILE|FOLDER...",
	 "run traces through the library and the hardware model; a folder stands for\n"
	 "all files in it and in its folders\n"
	 "--clean: nothing may be refused, the hardware must see what the host\n"
	 "sent, and each read must give what was recorded\n"
	 "--quiet: print one line for each trace that fails, and a count of the others\n"
	 "--time: a trace fails if it takes more processor time (60; 0: no limit)\n"},
	{"explain", "[--html [-o OUT.html]] FILE",
	 "tell the story of a trace, step by step: as text, or as one page\n"},
	{"diff", "[--all] A B",
	 "print what two traces do differently: verdicts, what the hardware saw, what\n"
	 "was read, pages, counters; host addresses are not compared\n"},
	{"minimize", "[-o OUT] [--time SECONDS] [--cpu SECONDS] [--exact] FILE",
	 "write the shortest trace that still breaks the same property, fails the\n"
	 "same expectation or ends the program in the same way\n"
	 "--time: limit for all of it (120); --cpu: limit of processor time for one\n"
	 "run (10); --exact: the message must be the same, too\n"},
	{"emit-test", "FILE", "print a trace as a test in C\n"},
	{"convert", "IN OUT", "write a text trace in the binary form, or a binary one as text\n"},
	{"hash", "FILE...",
	 "print a number for all that the hardware and the host see of a trace\n"},
	{"seeds", "FOLDER FILE...", "cut traces into inputs for the fuzzers\n"},
};

#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static const struct text *find(const char *command)
{
	size_t i;

	for (i = 0; i < TEXTS; i++)
		if (strcmp(command, texts[i].name) == 0)
			return &texts[i];
	return NULL;
}

/* Prints each line of lines, indented. */
static void put_lines(const char *lines)
{
	size_t size;

	for (; *lines; lines += size) {
		size = strcspn(lines, "\n") + 1;
		printf("           %.*s", (int)size, lines);
	}
}

static void put_text(const struct text *text, const char *before)
{
	printf("%s itsguard %s %s\n", before, text->name, text->operands);
	put_lines(text->help);
}

static void put_all(void)
{
	size_t i;

	for (i = 0; i < TEXTS; i++)
		put_text(&texts[i], i ? "      " : "usage:");
	puts("       itsguard help [COMMAND]");
}

static void put_ends(void)
{
	fputs("a FILE may be text or binary. Crash files of fuzz_mmio are traces; run those of\n"
	      "other fuzzers with build/fuzz/FUZZER FILE\n"
	      "exit status: 0 all holds, 1 something does not, 2 input cannot be read;\n"
	      "of minimize 1 if the file breaks nothing, of diff 1 if the two differ\n",
	      stdout);
}

int usage(const char *command)
{
	fprintf(stderr, "usage: itsguard %s %s\n", command, find(command)->operands);
	return EXIT_UNREAD;
}

int usage_help(const char *command)
{
	const struct text *text = command ? find(command) : NULL;

	if (command && !text)
		return usage_no_command(command);
	if (text)
		put_text(text, "usage:");
	else
		put_all();
	put_ends();
	return EXIT_GOOD;
}

int usage_no_command(const char *name)
{
	size_t i;

	if (name)
		fprintf(stderr, "itsguard: there is no command '%s'\n", name);
	fputs("usage: itsguard COMMAND ..., of", stderr);
	for (i = 0; i < TEXTS; i++)
		fprintf(stderr, " %s,", texts[i].name);
	fputs(" help\n", stderr);
	return EXIT_UNREAD;
}
