/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Between the files of the itsguard tool. */
#ifndef TOOL_H
#define TOOL_H

#include <stdbool.h>
#include <stdio.h>

#include "rig/run.h"
#include "trace/trace.h"

struct ending;

/* Exit codes: all well, something does not hold, input that cannot be read. */
#define EXIT_GOOD   0
#define EXIT_BAD    1
#define EXIT_UNREAD 2

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
	void *value; /* a bool, a const char *, an unsigned int */
	unsigned int least, most;
};

/*
 * Takes the options from between the operands, which become argv[1] and so on; behind "--" all are
 * operands. Returns how many there are; -1: one means nothing, which was said, usage and all.
 */
int take_options(int argc, char **argv, const struct option *options, size_t count);
/* The same with a number of operands that must be. False: it was said. */
bool take_operands(int argc, char **argv, const struct option *options, size_t count, int operands);

/* ---- load.c ---- */
/* A file's name without its folder. */
const char *base_name(const char *file);
/* Reads file, in the text or the binary form. False: a message went to stderr. */
bool load_any(const char *file, struct trace *trace, bool *binary);
/*
 * Reads file, and sees that this version can run it. False: a message went to stderr. binary may be
 * NULL.
 */
bool load_trace(const char *file, struct trace *trace, bool *binary);

/* The comment that a text trace begins with, a line for each; NULL: none can be read. */
char *load_comment(const char *file);

/* ---- run.c ---- */
/*
 * After run_finish: the first thing that did not hold goes to out, that meant nothing to stderr.
 * Returns an exit code.
 */
int run_say(const struct run *run, FILE *out);
/* run_finish, and run_say to stdout. */
int run_end(struct run *run);
bool trace_has(const struct trace *trace, enum step_kind kind);
/*
 * After a run that holds: nobody listens to an embedder's ITS, and then the library's short ways
 * are open: the same must come of it, unit by unit. Events at once take turns at the library's
 * calls, which are fewer then. What does not hold goes to out and to ending. Returns an exit code.
 */
int run_unheard(const struct run *heard, struct ending *ending, FILE *out);

/* ---- words.c ---- */
/* What a property promises, in a sentence without its full stop. */
const char *words_property(enum model_property property);
/* The name of the register at this offset of the frames, "offset 20" if it has none. */
void words_register(uint32_t offset, char *name, size_t size);
/* What a write of value means, or "". */
void words_value(uint32_t offset, uint64_t value, char *text, size_t size);
/* What an ITS, or from MODEL_WATCH_RD on a redistributor, has come to; phase: enum itsg_phase. */
const char *words_phase(uint32_t its, uint32_t phase);
/* A command, said in words. */
void words_command(uint64_t typer, const uint64_t words[4], char *text, size_t size);

#endif
