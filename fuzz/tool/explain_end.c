/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How the story of a trace ends: the same for the text and for the page.
 */
#include "explain.h"

#include <inttypes.h>

#include "tool.h"

void explain_say_fatal(const struct explained *explained, const struct ending *ending, FILE *out)
{
	char words[400];

	ending_words(ending, words, sizeof(words));
	fprintf(out, "%s:%" PRIu32 ": breaks %s\n", explained->run.file, ending->line, words);
}

static int end_unheard(const struct explained *explained, struct ending *ending, FILE *out)
{
	const struct ending *trial = &explained->trial;

	if (!trial->unheard || trial->kind == END_GOOD ||
	    trace_has(explained->run.trace, STEP_EXPECT_PROPERTY))
		return EXIT_GOOD;
	fputs("when nobody listens to what the library reports, it comes to another end:\n", out);
	if (!ending_is_fatal(trial))
		return run_unheard(&explained->run, ending, out);
	*ending = *trial;
	explain_say_fatal(explained, trial, out);
	return EXIT_BAD;
}

int explain_end(const struct explained *explained, struct ending *ending, FILE *out)
{
	const struct run *run = &explained->run;
	int code;

	if (run->cut) {
		*ending = explained->trial;
		explain_say_fatal(explained, ending, out);
		return EXIT_BAD;
	}
	code = run_say(run, out);
	ending_conclude(ending, run);
	return code == EXIT_GOOD ? end_unheard(explained, ending, out) : code;
}
