/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard explain: the story of one trace, as text.
 */
#define _POSIX_C_SOURCE 200809L

#include "explain.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"
#include "options.h"
#include "tool.h"
#include "trial.h"
#include "usage.h"
#include "words.h"

#define SECONDS 20 /* of processor time; a run that takes more has no end */

struct place {
	uint8_t its, cpu;
};

static void say_place(struct place *place, const struct step *step)
{
	if (step->its == place->its && step->cpu == place->cpu)
		return;
	place->its = step->its;
	place->cpu = step->cpu;
	printf("       ITS %u, CPU %u:\n", step->its, step->cpu);
}

static void told(void *arg, const struct telling *telling)
{
	if (!telling->step) {
		printf("       %s:\n%s", telling->head, telling->text);
		return;
	}
	if (!telling->folded)
		say_place(arg, telling->step);
	printf("%5" PRIu32 ": %s\n%s", telling->step->line, telling->head, telling->text);
}

static void say_good(const struct run *run)
{
	enum model_property wanted = rig_broken(run->rig);
	char words[100] = "every property held";

	if (wanted != MODEL_NONE)
		snprintf(words, sizeof(words), "P%d is broken, as it must be", (int)wanted);
	printf("%s: %s, and %u expectation%s\n", run->file, words, run->held,
	       run->held == 1 ? "" : "s");
	words_attempts(run->attempts, run->trace->config.audit, words, sizeof(words));
	if (*words)
		printf("%s: %s\n", run->file, words);
}

static void say_property(const struct ending *ending)
{
	if (ending->kind == END_PROPERTY)
		printf("P%d is %s.\n", ending->number,
		       words_property((enum model_property)ending->number));
}

static int explain_text(struct explained *explained)
{
	struct place place = {0};
	const struct teller teller = {.arg = &place, .told = told};
	struct run *run = &explained->run;
	struct ending ending = {0};
	int code;

	/* What was printed must stay if the library ends the program. */
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	if (explained->binary)
		printf("%s (binary form): the lines are those of itsguard convert\n", run->file);
	story_tell(run, &teller);
	code = explain_end(explained, &ending, stdout);
	if (code == EXIT_GOOD)
		say_good(run);
	say_property(&ending);
	return code;
}

/* ---- A trace that ends the program ---- */

/* Finds out in a child what the trace comes to. */
static void try(const struct trace *trace, struct ending *ending)
{
	struct trial trial;

	if (!trial_open(&trial, SECONDS)) {
		fputs("itsguard: no memory\n", stderr);
		exit(EXIT_UNREAD);
	}
	trial_run(&trial, trace, ending);
	trial_close(&trial);
}

static int explain(struct explained *explained, bool html)
{
	return html ? explain_html(explained) : explain_text(explained);
}

/*
 * A child tells the story up to the step that ends the program, because the story may end the
 * program again.
 */
static int explain_apart(struct explained *explained, bool html)
{
	const struct ending *ending = &explained->trial;
	int status = 0;
	pid_t pid;

	explained->run.until = ending->stepping ? ending->line : ending->line + 1;
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		exit(explain(explained, html));
	if (pid < 0 || waitpid(pid, &status, 0) < 0) {
		perror("itsguard");
		return EXIT_UNREAD;
	}
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	explain_say_fatal(explained, ending, stderr);
	fprintf(stderr, "%s: the steps before it end the program, too\n", explained->run.file);
	return EXIT_BAD;
}

static int explain_file(struct explained *explained, bool html)
{
	const struct ending *ending = &explained->trial;
	int code;

	try(explained->run.trace, &explained->trial);
	explained->run.rig = rig_create();
	if (!explained->run.rig) {
		fprintf(stderr, "itsguard: no memory\n");
		return EXIT_UNREAD;
	}
	if (ending_is_fatal(ending) && !ending->unheard)
		code = explain_apart(explained, html);
	else
		code = explain(explained, html);
	rig_destroy(explained->run.rig);
	return code;
}

int explain_main(int argc, char **argv)
{
	struct trace trace;
	struct explained explained = {.run.trace = &trace};
	bool html = false;
	const struct option options[] = {
		{"--html", OPTION_FLAG, &html, 0, 0},
		{"-o", OPTION_TEXT, &explained.out, 0, 0},
	};
	int code;

	if (!take_operands(argc, argv, options, sizeof(options) / sizeof(options[0]), 1))
		return EXIT_UNREAD;
	if (explained.out && !html)
		return usage(argv[0]);
	if (!load_trace(argv[1], &trace, &explained.binary))
		return EXIT_UNREAD;
	explained.run.file = argv[1];
	code = explain_file(&explained, html);
	trace_free(&trace);
	return code;
}
