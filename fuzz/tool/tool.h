/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the files of the itsguard tool share. */
#ifndef TOOL_H
#define TOOL_H

#include <stdbool.h>
#include <stdio.h>

#include "rig/run.h"
#include "trace/trace.h"

struct ending;

/* Exit codes: all holds; something does not hold; the input cannot be read. */
#define EXIT_GOOD   0
#define EXIT_BAD    1
#define EXIT_UNREAD 2

/* The commands. Each takes its arguments as main does, and returns an exit code. */
int replay_main(int argc, char **argv);
int explain_main(int argc, char **argv);
int seeds_main(int argc, char **argv);
int convert_main(int argc, char **argv);
int hash_main(int argc, char **argv);
int minimize_main(int argc, char **argv);
int emit_main(int argc, char **argv);
int diff_main(int argc, char **argv);

/* ---- usage.c ---- */
/* Says to stderr how the command is used. Returns EXIT_UNREAD. */
int usage(const char *command);
/* Prints the help of a command, or of all for NULL. Returns an exit code. */
int usage_help(const char *command);
/* Says to stderr that there is no such command (NULL: none was named). Returns EXIT_UNREAD. */
int usage_no_command(const char *name);

/* ---- options.c ---- */
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

/* ---- load.c ---- */
/* Returns the name of a file without its folder. */
const char *base_name(const char *file);
/* Reads file, in the text or the binary form. False: a message was printed. */
bool load_any(const char *file, struct trace *trace, bool *binary);
/*
 * Reads file, and checks that this version can run it. False: a message was printed. binary may be
 * NULL.
 */
bool load_trace(const char *file, struct trace *trace, bool *binary);

/*
 * Returns the comment at the start of a text trace, each line with a newline. NULL: there is none
 * to read.
 */
char *load_comment(const char *file);

/* ---- run.c ---- */
/*
 * Prints the first thing that does not hold to out, and what makes no sense to stderr.
 * Requires: run_finish was called.
 * Returns an exit code.
 */
int run_say(const struct run *run, FILE *out);
/* Calls run_finish, and run_say with stdout. */
int run_end(struct run *run);
/* Does the trace have a step of this kind? */
bool trace_has(const struct trace *trace, enum step_kind kind);
/*
 * Runs the trace again without a listener, as for an embedder who wants no reports. The library
 * takes its short ways then, and the counters must come out the same. After events at once they are
 * not compared, because the events switch at calls of the platform, and there are fewer calls.
 * Requires: the run with a listener held.
 * Returns an exit code. What does not hold goes to out and to *ending.
 */
int run_unheard(const struct run *heard, struct ending *ending, FILE *out);

/* ---- words.c ---- */
/* Returns what a property promises, as a sentence without its full stop. */
const char *words_property(enum model_property property);
/* Gives the name of the register at this offset of the frames; "offset 20" if it has none. */
void words_register(uint32_t offset, char *name, size_t size);
/* Gives what a write of value means; may be "". */
void words_value(uint32_t offset, uint64_t value, char *text, size_t size);
/*
 * Returns what the phase (enum itsg_phase) of an ITS means; from MODEL_WATCH_RD on: of a
 * redistributor.
 */
const char *words_phase(uint32_t its, uint32_t phase);
/* Says a command in words. */
void words_command(uint64_t typer, const uint64_t words[4], char *text, size_t size);

#endif
