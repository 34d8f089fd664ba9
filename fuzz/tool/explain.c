/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard explain: the story of one trace, as text.
 */
#include "tool.h"

#include <inttypes.h>
#include <string.h>

#include "story.h"

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

static int explain(struct run *run)
{
	struct place place = {0};
	const struct teller teller = {.arg = &place, .told = told};
	int code;

	/* What was told stays told if the library ends the program. */
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	story_tell(run, &teller);
	code = run_say(run, stdout);
	if (code == EXIT_GOOD)
		printf("%s: every property held, and %u expectation%s\n", run->file, run->held,
		       run->held == 1 ? "" : "s");
	return code;
}

struct options {
	const char *file, *out;
	bool html;
};

static bool take_options(struct options *options, int argc, char **argv)
{
	int at;

	for (at = 1; at < argc; at++) {
		if (strcmp(argv[at], "--html") == 0)
			options->html = true;
		else if (strcmp(argv[at], "-o") == 0 && at + 1 < argc)
			options->out = argv[++at];
		else if (argv[at][0] == '-' || options->file)
			return false;
		else
			options->file = argv[at];
	}
	return options->file && (options->html || !options->out);
}

int explain_main(int argc, char **argv)
{
	struct options options = {0};
	struct trace trace;
	struct run run = {.trace = &trace};
	int code;

	if (!take_options(&options, argc, argv)) {
		fprintf(stderr, "usage: itsguard explain FILE\n"
				"       itsguard explain --html [-o OUT.html] FILE\n");
		return EXIT_UNREAD;
	}
	if (!load_trace(options.file, &trace))
		return EXIT_UNREAD;
	run.file = options.file;
	run.rig = rig_create();
	if (!run.rig) {
		fprintf(stderr, "itsguard: no memory\n");
		return EXIT_UNREAD;
	}
	code = options.html ? explain_html(&run, options.out) : explain(&run);
	rig_destroy(run.rig);
	trace_free(&trace);
	return code;
}
