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

	story_tell(run, &teller);
	code = run_say(run, stdout);
	if (code == EXIT_GOOD)
		printf("%s: every property held, and %u expectation%s\n", run->file, run->held,
		       run->held == 1 ? "" : "s");
	return code;
}

int explain_main(int argc, char **argv)
{
	struct trace trace;
	struct run run = {.trace = &trace};
	int code;

	if (argc != 2 || argv[1][0] == '-') {
		fprintf(stderr, "usage: itsguard explain FILE\n");
		return EXIT_UNREAD;
	}
	if (!load_trace(argv[1], &trace))
		return EXIT_UNREAD;
	run.file = argv[1];
	run.rig = rig_create();
	if (!run.rig) {
		fprintf(stderr, "itsguard: no memory\n");
		return EXIT_UNREAD;
	}
	code = explain(&run);
	rig_destroy(run.rig);
	trace_free(&trace);
	return code;
}
