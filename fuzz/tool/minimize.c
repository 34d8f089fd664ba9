/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard minimize: the shortest trace that still breaks the same.
 */
#define _POSIX_C_SOURCE 200809L

#include "tool.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"
#include "options.h"
#include "reduce.h"
#include "text.h"

#define TIME	   120 /* seconds for all of it */
#define CPU	   10  /* seconds of processor time for one run */
#define CPU_AGAIN  1   /* the same, if the trace is known to have no end */
#define TIME_LIMIT 1000000

struct options {
	const char *file, *out;
	unsigned int time, cpu;
	bool exact;
};

/* An X property line. It is put back at the end if the trace breaks that property. */
struct wish {
	bool there;
	struct step step;
};

/* ---- The trace at the start ---- */

/* Removes the X property lines. The trace breaks the property without them, too. */
static void take_wishes(struct trace *trace, struct wish *wish)
{
	size_t i, kept = 0;

	for (i = 0; i < trace->count; i++) {
		if (trace->steps[i].kind != STEP_EXPECT_PROPERTY) {
			trace->steps[kept++] = trace->steps[i];
			continue;
		}
		if (!wish->there)
			wish->step = trace->steps[i];
		wish->there = true;
	}
	trace->count = kept;
}

/* Removes the steps after the end, before anything else is tried. */
static void cut_tail(struct reduction *reduction)
{
	const struct trace *best = &reduction->best;
	size_t count = 0;

	if (!reduction->wanted.stepping)
		return;
	while (count < best->count && best->steps[count].line != reduction->wanted.line)
		count++;
	if (count + 1 >= best->count)
		return;
	memcpy(reduction->spare, best->steps, (count + 1) * sizeof(*best->steps));
	(void)reduction_try(reduction, &best->config, count + 1);
}

static bool shorter_config(void *arg, const struct trace *trace)
{
	struct reduction *reduction = arg;

	if (!reduction_holds(reduction, trace))
		return false;
	reduction->best.config = trace->config;
	return true;
}

static void reduce(struct reduction *reduction)
{
	bool any;

	cut_tail(reduction);
	do {
		(void)reduce_steps(reduction);
		free(text_short(&reduction->best, shorter_config, reduction));
		any = reduce_fields(reduction);
	} while (any && !reduction->late);
}

/* ---- The trace at the end ---- */

/* Prints one line, whatever a file's name or a message contains. */
static void put_comment(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc(*text >= ' ' && *text <= '~' ? *text : '?', out);
}

static void put_head(const struct reduction *reduction, const struct options *options, size_t from,
		     FILE *out)
{
	char words[400];

	ending_words(&reduction->wanted, words, sizeof(words));
	fputs("# Breaks ", out);
	put_comment(out, words);
	fprintf(out, "\n# Minimized from %zu step%s of ", from, from == 1 ? "" : "s");
	put_comment(out, base_name(options->file));
	fprintf(out, " to %zu%s.\n", reduction->best.count,
		reduction->late ? "; there was no time for more" : "");
}

static bool put_trace(const struct reduction *reduction, const struct options *options, size_t from,
		      FILE *out)
{
	char *text = text_short(&reduction->best, NULL, NULL);
	size_t first;

	if (!text)
		return false;
	first = strcspn(text, "\n") + 1;
	fwrite(text, 1, first, out);
	put_head(reduction, options, from, out);
	fputs(text + first, out);
	free(text);
	return !ferror(out);
}

static int write_trace(const struct reduction *reduction, const struct options *options,
		       size_t from)
{
	FILE *out = options->out ? fopen(options->out, "w") : stdout;
	bool good = out && put_trace(reduction, options, from, out);

	if (out && options->out)
		good = fclose(out) == 0 && good;
	else if (out)
		good = fflush(out) == 0 && good;
	if (good)
		return EXIT_GOOD;
	perror(options->out ? options->out : "itsguard");
	return EXIT_UNREAD;
}

static void put_back(struct reduction *reduction, const struct wish *wish)
{
	const struct ending *wanted = &reduction->wanted;

	if (wish->there && wanted->kind == END_PROPERTY &&
	    wish->step.op[0] == (uint64_t)wanted->number)
		reduction->best.steps[reduction->best.count++] = wish->step;
}

/*
 * Runs the trace once more, with the full time limit. The message that it gives now is the one that
 * is reported.
 */
static bool is_confirmed(struct reduction *reduction, const struct options *options)
{
	struct ending ending;

	reduction->trial.seconds = options->cpu;
	trial_run(&reduction->trial, &reduction->best, &ending);
	if (!ending_is(&ending, &reduction->wanted, options->exact)) {
		fprintf(stderr, "%s: what is left does not break the same each time\n",
			options->file);
		return false;
	}
	reduction->wanted = ending;
	return true;
}

static void say_result(const struct reduction *reduction, size_t from)
{
	char words[400];

	ending_words(&reduction->wanted, words, sizeof(words));
	fprintf(stderr, "%s%zu steps of %zu break %s (%" PRIu64 " runs%s)\n",
		isatty(STDERR_FILENO) ? "\r\033[K" : "", reduction->best.count, from, words,
		reduction->runs, reduction->late ? "; no time for more" : "");
}

/* ---- All of it ---- */

static int nothing_broken(const struct ending *ending, const char *file)
{
	if (ending->kind == END_UNUSABLE) {
		fprintf(stderr, "%s:%u: %s\n", file, ending->line, ending->text);
		return EXIT_UNREAD;
	}
	fprintf(stderr, "%s: breaks nothing: there is nothing to minimize\n", file);
	return EXIT_BAD;
}

static int minimize(struct reduction *reduction, const struct options *options, struct wish *wish)
{
	size_t from = reduction->best.count;

	trial_run(&reduction->trial, &reduction->best, &reduction->wanted);
	if (reduction->wanted.kind == END_GOOD || reduction->wanted.kind == END_UNUSABLE)
		return nothing_broken(&reduction->wanted, options->file);
	if (reduction->wanted.kind == END_LIMIT)
		reduction->trial.seconds = CPU_AGAIN;
	reduction->exact = options->exact;
	reduction->said = reduction_clock();
	reduction->until = reduction->said + options->time;
	reduce(reduction);
	if (!is_confirmed(reduction, options))
		return EXIT_BAD;
	say_result(reduction, from);
	put_back(reduction, wish);
	return write_trace(reduction, options, from);
}

/* Can the file be written? The file stays as it is. */
static bool is_writable(const char *file)
{
	bool there = access(file, F_OK) == 0;
	FILE *out = fopen(file, "a");

	if (!out)
		return false;
	fclose(out);
	if (!there)
		(void)remove(file);
	return true;
}

static bool read_options(struct options *options, int argc, char **argv)
{
	const struct option known[] = {
		{"-o", OPTION_TEXT, &options->out, 0, 0},
		{"--time", OPTION_NUMBER, &options->time, 0, TIME_LIMIT},
		{"--cpu", OPTION_NUMBER, &options->cpu, 1, TIME_LIMIT},
		{"--exact", OPTION_FLAG, &options->exact, 0, 0},
	};

	if (!take_operands(argc, argv, known, sizeof(known) / sizeof(known[0]), 1))
		return false;
	options->file = argv[1];
	if (!options->out || is_writable(options->out))
		return true;
	perror(options->out);
	return false;
}

int minimize_main(int argc, char **argv)
{
	struct options options = {.time = TIME, .cpu = CPU};
	struct reduction reduction = {0};
	struct wish wish = {0};
	int code;

	if (!read_options(&options, argc, argv))
		return EXIT_UNREAD;
	if (!load_trace(options.file, &reduction.best, NULL))
		return EXIT_UNREAD;
	take_wishes(&reduction.best, &wish);
	reduction.spare = calloc(reduction.best.count + 1, sizeof(*reduction.spare));
	if (!reduction.spare || !trial_open(&reduction.trial, options.cpu)) {
		fputs("itsguard: no memory\n", stderr);
		return EXIT_UNREAD;
	}
	code = minimize(&reduction, &options, &wish);
	trial_close(&reduction.trial);
	free(reduction.spare);
	trace_free(&reduction.best);
	return code;
}
