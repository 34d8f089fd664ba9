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

#endif
