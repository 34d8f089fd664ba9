/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The steps as `explain` tells them, in parts that can be folded. Of a long trace, these are shown:
 * its start, its end, and steps in which something was refused or attempted.
 */
#include "html.h"

#include <inttypes.h>
#include <string.h>

#define PART  100 /* steps */
#define SHORT 300 /* up to this many steps all parts are unfolded */

/* ---- Which are shown ---- */

static size_t show_range(struct html *html, size_t from, size_t to)
{
	size_t i, count = 0;

	for (i = from; i < to && i < html->count; i++) {
		count += !html->entries[i].shown;
		html->entries[i].shown = true;
	}
	return count;
}

/* Shows the entry, and those that lead up to it. */
static size_t show_around(struct html *html, size_t at)
{
	return show_range(html, at > 5 ? at - 5 : 0, at + 2);
}

void html_choose_steps(struct html *html)
{
	size_t i, left = HTML_STEPS, part = HTML_STEPS / 4;

	if (html->count <= HTML_STEPS) {
		(void)show_range(html, 0, html->count);
		return;
	}
	left -= show_range(html, 0, part);
	left -= show_range(html, html->count - part, html->count);
	for (i = 0; i < html->count && left > 8; i++)
		if (html->entries[i].refused || html->entries[i].attempt ||
		    html->entries[i].kind == STEP_PHASE || html->entries[i].ending)
			left -= show_around(html, i);
	for (i = 0; i < html->count && left; i++)
		left -= show_range(html, i, i + 1);
}

/* ---- What happened in one ---- */

static bool is_bad(const char *line, size_t size)
{
	static const char *const marks[] = {
		"-> refuse",	     "refused the access",	     "the enable failed",
		"did not take back", "a hardware register is wrong", "attempt: "};
	char text[300];
	size_t i;

	snprintf(text, sizeof(text), "%.*s", (int)size, line);
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strstr(text, marks[i]))
			return true;
	return false;
}

static void put_line(FILE *out, const char *line, size_t size)
{
	char text[400];

	snprintf(text, sizeof(text), "%.*s", (int)size, line);
	fprintf(out, "<li%s>", is_bad(line, size) ? " class='bad'" : "");
	html_text(out, text + strspn(text, " "));
	fputs("</li>\n", out);
}

static void put_lines(struct html *html, const char *text)
{
	uint32_t most = html->lines < HTML_TOTAL ? HTML_LINES : HTML_LEAST, line, left = 0;
	size_t size;

	if (!*text)
		return;
	fputs("<ul>\n", html->out);
	for (line = 0; *text; line++, text += size + (text[size] != '\0')) {
		size = strcspn(text, "\n");
		if (line < most)
			put_line(html->out, text, size);
		else
			left++;
	}
	html->lines += line - left;
	if (left)
		fprintf(html->out, "<li class='note'>Left out: %" PRIu32 " more lines.</li>\n",
			left);
	fputs("</ul>", html->out);
}

static const char *entry_class(const struct html_entry *entry)
{
	if (entry->ending)
		return "st broken";
	return entry->refused || entry->attempt ? "st refused" : "st";
}

static void put_tag(const struct html *html, const struct html_entry *entry)
{
	FILE *out = html->out;

	if (entry->ending)
		fprintf(out, "<strong class='tag'>&#10008; here it ends%s</strong> ",
			html_is_unheard(html) ? " when nobody listens" : "");
	if (entry->attempt)
		fputs("<strong class='tag'>attempt</strong> ", out);
	if (entry->verdicts[ITSG_REFUSE])
		fprintf(out, "<strong class='tag'>%" PRIu32 " refused</strong> ",
			entry->verdicts[ITSG_REFUSE]);
	else if (entry->refused)
		fputs("<strong class='tag'>refused</strong> ", out);
}

static void put_entry(struct html *html, const struct html_entry *entry)
{
	size_t at = (size_t)(entry - html->entries);
	FILE *out = html->out;

	fprintf(out, "<div class='%s' id='e%zu'>", entry_class(entry), at);
	if (entry->line)
		fprintf(out, "<a class='ln' href='#e%zu'>%" PRIu32 "</a>", at, entry->line);
	else
		fputs("<span class='ln'>&middot;</span>", out);
	fputs("<div>", out);
	put_tag(html, entry);
	if (html->trace->config.its_count > 1 && entry->line)
		fprintf(out, "<small>ITS %u</small> ", entry->its);
	html_text(out, entry->head);
	put_lines(html, entry->text);
	fputs("</div></div>\n", out);
}

/* ---- Parts ---- */

static void put_gap(const struct html *html, size_t from, size_t to)
{
	uint64_t refused = 0;
	size_t i;

	for (i = from; i < to; i++)
		refused += html->entries[i].refused;
	fprintf(html->out, "<p class='note'>Left out here: %zu steps", to - from);
	if (html->entries[from].line && html->entries[to - 1].line)
		fprintf(html->out, ", lines %" PRIu32 " to %" PRIu32, html->entries[from].line,
			html->entries[to - 1].line);
	if (refused)
		fprintf(html->out, "; in %" PRIu64 " of them something was refused", refused);
	fputs(".</p>\n", html->out);
}

static void put_entries(struct html *html, size_t from, size_t to)
{
	size_t gap;

	while (from < to) {
		if (html->entries[from].shown) {
			put_entry(html, &html->entries[from++]);
			continue;
		}
		for (gap = from; gap < to && !html->entries[gap].shown; gap++)
			;
		put_gap(html, from, gap);
		from = gap;
	}
}

/* The end of a part: the end of a phase, or a number of steps. */
static size_t part_end(const struct html *html, size_t from)
{
	size_t at = from;

	while (at < html->count && at - from < PART)
		if (html->entries[at++].kind == STEP_PHASE)
			break;
	return at;
}

static bool is_open(const struct html *html, size_t from, size_t to)
{
	size_t i;

	if (html->count <= SHORT)
		return true;
	for (i = from; i < to; i++)
		if (html->entries[i].ending)
			return true;
	return from == 0;
}

static uint32_t line_from(const struct html *html, size_t from, size_t to)
{
	while (from < to && !html->entries[from].line)
		from++;
	return from < to ? html->entries[from].line : 0;
}

static void put_summary(const struct html *html, size_t from, size_t to)
{
	uint64_t verdicts[ITSG_VERDICTS] = {0};
	uint32_t first = line_from(html, from, to), last = first;
	size_t i;
	unsigned int n;

	for (i = from; i < to; i++) {
		last = html->entries[i].line ? html->entries[i].line : last;
		for (n = 0; n < ITSG_VERDICTS; n++)
			verdicts[n] += html->entries[i].verdicts[n];
	}
	if (first)
		fprintf(html->out, "Lines %" PRIu32 " to %" PRIu32, first, last);
	else
		fputs("Outside of any line", html->out);
	for (n = 0; n < ITSG_VERDICTS; n++)
		if (verdicts[n])
			fprintf(html->out, " <span class='c%s'>%s %" PRIu64 "</span>",
				n == ITSG_REFUSE ? " bad" : "",
				itsg_verdict_name((enum itsg_verdict)n), verdicts[n]);
	if (html->entries[to - 1].kind == STEP_PHASE && html->entries[to - 1].line) {
		fputc(' ', html->out);
		html_text(html->out, html->entries[to - 1].head);
	}
}

void html_put_steps(struct html *html)
{
	size_t at, end, shown = 0;

	for (at = 0; at < html->count; at++)
		shown += html->entries[at].shown;
	fprintf(html->out,
		"<section id='steps'><h2>Step by step</h2>\n<p>%zu steps; reads in which nothing "
		"happened are shown as one.",
		html->count);
	if (shown < html->count)
		fprintf(html->out,
			" <strong>%zu of them are left out</strong>; the page says where. "
			"<code>itsguard explain</code> tells them all.",
			html->count - shown);
	fputs("</p>\n", html->out);
	for (at = 0; at < html->count; at = end) {
		end = part_end(html, at);
		fprintf(html->out, "<details%s><summary>", is_open(html, at, end) ? " open" : "");
		put_summary(html, at, end);
		fputs("</summary>\n", html->out);
		put_entries(html, at, end);
		fputs("</details>\n", html->out);
	}
	fprintf(html->out, "<div id='e%zu'></div></section>\n", html->count);
}
