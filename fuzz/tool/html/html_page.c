/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The page: what the trace is, how it ends, and the parts.
 */
#include "html.h"

#include <inttypes.h>
#include <string.h>

#include "tool/load.h"
#include "tool/words.h"

/* ---- How it ends ---- */

static uint32_t ending_entry(const struct html *html)
{
	uint32_t i;

	for (i = 0; i < html->count; i++)
		if (html->entries[i].ending)
			return i;
	return 0;
}

static void put_bad_place(const struct html *html)
{
	const struct run *run = html->run;

	if (run->at)
		html_print(html->out, " It was seen %s (", run->at);
	else
		fputs(" It was seen at ", html->out);
	html_link(html, ending_entry(html));
	fputs(run->at ? ")." : ".", html->out);
}

static void put_property(const struct html *html)
{
	const struct ending *ending = &html->ending;

	html_text(html->out, words_property((enum model_property)ending->number));
	fputs(".</p><p>", html->out);
	html_text(html->out, ending->text);
	fputs(".", html->out);
}

static void put_broken(const struct html *html)
{
	fprintf(html->out, "<strong>&#10008; Property P%d is broken</strong><p>",
		html->ending.number);
	put_property(html);
	put_bad_place(html);
	fputs("</p>", html->out);
}

static void put_failed(const struct html *html)
{
	const struct step *step = run_step(html->run);
	char line[TRACE_LINE_MAX] = "";

	if (step)
		trace_print_step(step, line);
	fputs("<strong>&#10008; An expectation does not hold</strong><p><code>", html->out);
	html_text(html->out, line);
	fputs("</code>: ", html->out);
	html_text(html->out, rig_text(html->run->rig));
	fputs(".", html->out);
	put_bad_place(html);
	fputs("</p>", html->out);
}

static void put_missing(const struct html *html)
{
	fprintf(html->out,
		"<strong>&#10008; P%d was not broken</strong><p>Line %" PRIu32
		" of the trace says that it must be.</p>",
		(int)html->run->missing, html->run->missing_line);
}

static void put_attempts(const struct html *html)
{
	char words[100];

	words_attempts(html->attempts, html->trace->config.audit, words, sizeof(words));
	if (!*words)
		return;
	fputs("<p>A", html->out); /* the first letter of a sentence */
	html_text(html->out, words + 1);
	fputs(".</p>", html->out);
}

static void put_good(const struct html *html)
{
	const struct run *run = html->run;
	enum model_property property = rig_broken(run->rig);

	if (property == MODEL_NONE) {
		fputs("<strong>&#10004; Every property held</strong>", html->out);
	} else {
		fprintf(html->out,
			"<strong>&#10004; P%d is broken, as the trace says it must be</strong><p>",
			(int)property);
		html_text(html->out, rig_text(run->rig));
		fputs(".</p>", html->out);
	}
	fprintf(html->out, "<p>Expectations that held: %u. ", run->held);
	if (html->counters.verdicts[ITSG_REFUSE])
		fprintf(html->out, "Commands refused: %" PRIu64 ".</p>",
			html->counters.verdicts[ITSG_REFUSE]);
	else
		fputs("No command was refused.</p>", html->out);
	put_attempts(html);
}

static void put_crash(const struct html *html)
{
	const struct ending *ending = &html->ending;
	char words[400];

	ending_words(ending, words, sizeof(words));
	html_print(html->out, "%s ", ending->stepping ? "Line" : "What comes after line");
	fprintf(html->out, "%" PRIu32 " of the trace breaks ", ending->line);
	html_text(html->out, words);
	fputs(": ", html->out);
	html_link(html, ending_entry(html));
	fputs(".", html->out);
}

/* The steps on the page are those of the run with a listener. */
static void put_unheard(const struct html *html)
{
	const struct ending *ending = &html->ending;
	char words[400];

	fputs("<strong>&#10008; When nobody listens to what the library reports, it comes to "
	      "another end</strong><p>",
	      html->out);
	if (ending_is_fatal(ending)) {
		put_crash(html);
	} else if (ending->kind == END_PROPERTY) {
		fprintf(html->out, "Line %" PRIu32 ": property P%d is broken. ", ending->line,
			ending->number);
		put_property(html);
		fputs(" The step: ", html->out);
		html_link(html, ending_entry(html));
		fputs(".", html->out);
	} else {
		ending_words(ending, words, sizeof(words));
		fputs("It breaks ", html->out);
		html_text(html->out, words);
		fputs(".", html->out);
	}
	fputs("</p><p>The steps below are those of the run that was listened to, in which all "
	      "held.</p>",
	      html->out);
}

static void put_bad(const struct html *html)
{
	const struct run *run = html->run;

	if (html_is_unheard(html)) {
		put_unheard(html);
	} else if (ending_is_fatal(&html->ending)) {
		fputs("<strong>&#10008; The program ends</strong><p>", html->out);
		put_crash(html);
		fputs(" This page shows the steps before it, and the step itself.</p>", html->out);
	} else if (run->result == RIG_BROKEN) {
		put_broken(html);
	} else if (run->result == RIG_FAILED) {
		put_failed(html);
	}
	if (run->missing != MODEL_NONE)
		put_missing(html);
}

static void put_verdict(const struct html *html)
{
	bool good = html->ending.kind == END_GOOD;

	fprintf(html->out, "<div class='verdict %s'>", good ? "yes" : "no");
	if (good)
		put_good(html);
	else
		put_bad(html);
	fputs("</div>\n", html->out);
}

/* ---- What it is ---- */

/* Joins lines to paragraphs. An empty line ends a paragraph. */
static void put_comment(FILE *out, char *comment)
{
	bool open = false, empty, last;
	size_t size;

	for (last = !comment; !last; comment += size + 1) {
		size = strcspn(comment, "\n");
		last = !comment[size] || !comment[size + 1];
		comment[size] = '\0';
		empty = strspn(comment, " \t\r") == size;
		if (open != !empty)
			fputs(open ? "</p>\n" : "<p class='about'>", out);
		open = !empty;
		html_text(out, comment);
		fputs(open ? "\n" : "", out);
	}
	if (open)
		fputs("</p>\n", out);
}

static void put_facts(const struct html *html)
{
	const struct trace_config *config = &html->trace->config;

	fprintf(html->out,
		"<p class='facts'>%zu lines; %" PRIu32 " ITS%s, %" PRIu32 " CPUs; pool %" PRIu64
		" KiB; shadow ring %" PRIu32 " KiB; budget %" PRIu32
		" work units a trap; the hardware runs %s; redistributors are %smediated.%s</p>\n",
		html->trace->count, config->its_count, config->its_count == 1 ? "" : "s",
		config->cpus, config->pool >> 10, config->its[0].ring >> 10, config->its[0].budget,
		config->automatic ? "by itself" : "where the trace says so",
		config->redist ? "" : "not ",
		html->binary ? " The file is in the binary form: the lines are those of "
			       "<code>itsguard convert</code>."
			     : "");
}

/* ---- Counters ---- */

static void put_number(FILE *out, const char *what, uint64_t value)
{
	fprintf(out, "<tr><th scope='row'>%s</th><td>%" PRIu64 "</td></tr>\n", what, value);
}

static void put_verdicts(FILE *out, const struct itsg_counters *counters)
{
	unsigned int n;

	fputs("<table><caption>Host commands</caption>\n", out);
	put_number(out, "fetched", counters->fetched);
	for (n = 0; n < ITSG_VERDICTS; n++)
		put_number(out, itsg_verdict_name((enum itsg_verdict)n), counters->verdicts[n]);
	fputs("</table>\n", out);
}

static void put_reasons(FILE *out, const struct itsg_counters *counters)
{
	unsigned int n;
	bool any = false;

	fputs("<table><caption>Refusals: commands, accesses, enables</caption>\n", out);
	for (n = ITSG_REASON_NONE + 1; n < ITSG_REASONS; n++) {
		if (!counters->reasons[n])
			continue;
		any = true;
		fprintf(out,
			"<tr><th scope='row'>%s<small>%s</small></th><td>%" PRIu64 "</td></tr>\n",
			itsg_reason_name((enum itsg_reason)n),
			itsg_reason_text((enum itsg_reason)n), counters->reasons[n]);
	}
	if (!any)
		fputs("<tr><td>none</td></tr>\n", out);
	fputs("</table>\n", out);
}

static void put_work(const struct html *html)
{
	const struct itsg_counters *counters = &html->counters;
	FILE *out = html->out;

	fputs("<table><caption>Work and memory</caption>\n", out);
	put_number(out, "own commands of the library", counters->own);
	put_number(out, "slots retired", counters->walked);
	put_number(out, "doorbells of the hardware", counters->published);
	put_number(out, "purges", counters->purges);
	put_number(out, "work units", counters->work);
	put_number(out, "most work units in one call", counters->work_max);
	put_number(out, "devices mapped at the end", counters->devices);
	put_number(out, "most host pages pinned at once", html->maxima.claimed_pages);
	put_number(out, "most bytes of the pool in use", html->maxima.pool_used);
	put_number(out, "releases the ledger refused", counters->release_failures);
	put_number(out, "hardware errors", counters->hw_errors);
	put_number(out, "attempts on memory that is not the host's", html->attempts);
	fputs("</table>\n", out);
}

static void put_counters(const struct html *html)
{
	fprintf(html->out,
		"<section id='counters'><h2>Counters</h2>\n<p>As they stood before the %s.</p>\n"
		"<div class='tables'>\n",
		html->run->cut ? "step that ends the program" : "final teardown");
	put_verdicts(html->out, &html->counters);
	put_reasons(html->out, &html->counters);
	put_work(html);
	fputs("</div></section>\n", html->out);
}

void html_put_page(struct html *html, char *comment)
{
	FILE *out = html->out;

	fputs("<!DOCTYPE html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
	      "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
	      "<meta name='color-scheme' content='light dark'>\n<title>",
	      out);
	html_text(out, base_name(html->run->file));
	fprintf(out, " - itsguard</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>",
		html_style);
	html_text(out, base_name(html->run->file));
	fputs("</h1>\n", out);
	put_comment(out, comment);
	put_verdict(html);
	put_facts(html);
	fputs("<nav><a href='#rings'>Rings</a> <a href='#memory'>Memory</a> "
	      "<a href='#steps'>Steps</a> <a "
	      "href='#counters'>Counters</a></nav>\n</header>\n<main>\n",
	      out);
	html_put_rings(html);
	html_put_owners(html);
	html_put_steps(html);
	put_counters(html);
	fputs("</main>\n</body>\n</html>\n", out);
}
