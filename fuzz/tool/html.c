/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard explain --html: one page, whole in itself.
 */
#include "html.h"

#include <inttypes.h>
#include <stdlib.h>

#include "trial.h"

#define SECONDS 20 /* of processor time, after which a run has no end */

static bool write_page(struct html *html, const char *file)
{
	char *comment = load_comment(html->run->file);
	bool good;

	html->out = file ? fopen(file, "w") : stdout;
	if (html->out)
		html_put_page(html, comment);
	free(comment);
	if (!html->out)
		return false;
	good = !ferror(html->out);
	if (file)
		return fclose(html->out) == 0 && good;
	return fflush(html->out) == 0 && good;
}

static int tell_and_write(struct html *html, struct run *run, const char *file)
{
	int code;

	html_keep(html, run);
	html_choose_steps(html);
	code = run_say(run, file ? stdout : stderr);
	if (code != EXIT_UNREAD && !write_page(html, file)) {
		perror(file ? file : "itsguard");
		code = EXIT_UNREAD;
	}
	html_free(html);
	return code;
}

/* What becomes of the program, found out in a child. True: it comes to an end by itself. */
static bool survives(const struct trace *trace, struct ending *ending)
{
	struct trial trial;

	if (!trial_open(&trial, SECONDS)) {
		fputs("itsguard: no memory\n", stderr);
		exit(EXIT_UNREAD);
	}
	trial_run(&trial, trace, ending);
	trial_close(&trial);
	return ending->kind != END_SIGNAL && ending->kind != END_EXIT && ending->kind != END_LIMIT;
}

/* The steps before the one that ends the program. */
static size_t steps_before(const struct trace *trace, uint32_t line)
{
	size_t count = 0;

	while (count < trace->count && trace->steps[count].line < line)
		count++;
	return count;
}

/* The page of a trace that ends the program shows what came before. */
static int explain_crash(const struct run *run, const char *file, const struct ending *crash)
{
	struct trace before = *run->trace;
	struct run shorter = *run;
	struct html html = {.crash = crash};
	struct ending ending;
	char words[400];

	ending_words(crash, words, sizeof(words));
	fprintf(file ? stdout : stderr, "%s:%" PRIu32 ": breaks %s\n", run->file, crash->line,
		words);
	before.count = steps_before(run->trace, crash->line);
	shorter.trace = &before;
	if (!survives(&before, &ending)) {
		fprintf(stderr, "%s: what comes before that ends the program too: no page\n",
			run->file);
		return EXIT_BAD;
	}
	(void)tell_and_write(&html, &shorter, file);
	return EXIT_BAD;
}

int explain_html(struct run *run, const char *file)
{
	struct html html = {0};
	struct ending ending;

	if (!survives(run->trace, &ending))
		return explain_crash(run, file, &ending);
	return tell_and_write(&html, run, file);
}
