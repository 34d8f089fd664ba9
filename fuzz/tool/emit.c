/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard emit-test: a trace as a Check test in C. The test needs nothing but
 * test/trace_fixture.h.
 */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

#include "load.h"
#include "options.h"
#include "text.h"
#include "words.h"

#define TEST_NAME 64 /* characters in a test's name */

/* ---- Text as C strings ---- */

/* Two question marks in a row could start a trigraph. */
static void put_string(const char *text, size_t size)
{
	size_t i;

	putchar('"');
	for (i = 0; i < size; i++) {
		bool second = text[i] == '?' && i && text[i - 1] == '?';

		if (text[i] == '"' || text[i] == '\\' || second)
			putchar('\\');
		putchar(text[i]);
	}
	fputs("\\n\"", stdout);
}

static bool is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static char name_character(char c)
{
	static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
			  lower[] = "abcdefghijklmnopqrstuvwxyz";
	const char *at = strchr(upper, c);

	if (at)
		return lower[at - upper];
	if (is_name_character(c))
		return c;
	return '_';
}

/*
 * Makes a name from the file's name, without folder and suffix. Characters that C does not allow
 * become _.
 */
static void test_name(const char *file, char name[TEST_NAME])
{
	const char *base = strrchr(file, '/'), *end;
	size_t at = 0;

	base = base ? base + 1 : file;
	end = strrchr(base, '.');
	if (!end || end == base)
		end = base + strlen(base);
	/* The name must not be a keyword, and must not start with a digit. */
	if (strncmp(base, "good_", 5) != 0 && strncmp(base, "bad_", 4) != 0)
		at = (size_t)snprintf(name, TEST_NAME, "trace_");
	for (; base < end && at < TEST_NAME - 1; base++)
		name[at++] = name_character(*base);
	name[at] = '\0';
}

/* ---- The test ---- */

/* Prints, on a line of its own, what a command or a register access says. */
static void put_remark(const struct trace *trace, const struct step *step)
{
	const uint64_t *words = step->kind == STEP_SLOT ? step->op + 1 : step->op;
	char text[200], name[32], *more;

	if (step->kind == STEP_COMMAND || step->kind == STEP_SLOT) {
		words_command(trace->config.its[step->its].typer, words, text, sizeof(text));
		printf("\t\t/* %s */\n", text);
	} else if (step->kind == STEP_WRITE) {
		words_register((uint32_t)step->op[0], name, sizeof(name));
		words_value((uint32_t)step->op[0], step->op[2], text, sizeof(text));
		more = strstr(text, " (");
		if (more)
			*more = '\0';
		printf("\t\t/* %s%s */\n", name, text);
	}
}

static void put_lines(const char *text)
{
	struct trace trace = {0};
	struct trace_error error;
	bool parsed = trace_parse(&trace, text, strlen(text), &error);
	const struct step *step;
	uint32_t line = 1;
	size_t size;

	for (; *text; text += size + 1, line++) {
		size = strcspn(text, "\n");
		step = parsed ? text_step(&trace, line) : NULL;
		if (step)
			put_remark(&trace, step);
		fputs("\t\t", stdout);
		put_string(text, size);
		puts(text[size + 1] ? "" : ";");
	}
	if (parsed)
		trace_free(&trace);
}

static void put_test(const char *text, const char *file)
{
	char name[TEST_NAME];

	test_name(file, name);
	printf("/*\n"
	       " * Made by itsguard emit-test; needs #include \"trace_fixture.h\". In "
	       "test/test_trace.c, say,\n"
	       " * it becomes part of the suite by a line in its suite function:\n"
	       " *	tcase_add_test(tcase, %s);\n"
	       " * and runs by\n"
	       " *	make build/host/run-tests && build/host/run-tests trace\n"
	       " */\n"
	       "/* clang-format off */\n"
	       "START_TEST(%s)\n"
	       "{\n"
	       "\tstatic const char trace[] =\n",
	       name, name);
	put_lines(text);
	printf("\n\ttrace_must_hold(trace);\n"
	       "}\n"
	       "END_TEST\n"
	       "/* clang-format on */\n");
}

int emit_main(int argc, char **argv)
{
	struct trace trace;
	char *text;

	if (!take_operands(argc, argv, NULL, 0, 1))
		return EXIT_UNREAD;
	if (!load_trace(argv[1], &trace, NULL))
		return EXIT_UNREAD;
	text = text_short(&trace, NULL, NULL);
	trace_free(&trace);
	if (!text) {
		fputs("itsguard: no memory\n", stderr);
		return EXIT_UNREAD;
	}
	put_test(text, argv[1]);
	free(text);
	return EXIT_GOOD;
}
