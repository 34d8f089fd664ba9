/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "html.h"

#include <inttypes.h>
#include <stdarg.h>

void html_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '<': fputs("&lt;", out); break;
		case '>': fputs("&gt;", out); break;
		case '&': fputs("&amp;", out); break;
		case '"': fputs("&quot;", out); break;
		case '\'': fputs("&#39;", out); break;
		case '\n': fputc('\n', out); break;
		default: fputc((unsigned char)*text < ' ' ? '?' : *text, out);
		}
	}
}

void html_print(FILE *out, const char *format, ...)
{
	char text[800];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	html_text(out, text);
}

/* If the entry is left out, the next entry that is shown is next to where the page says so. */
void html_target(const struct html *html, uint32_t entry, char target[32])
{
	while (entry < html->count && !html->entries[entry].shown)
		entry++;
	snprintf(target, 32, "#e%" PRIu32, entry);
}

void html_when(const struct html *html, uint32_t entry, char text[32])
{
	uint32_t before = entry;

	while (before && before < html->count && !html->entries[before].line)
		before--;
	if (entry >= html->count)
		snprintf(text, 32, "the very end");
	else if (html->entries[entry].teardown)
		snprintf(text, 32, "the teardown");
	else if (!html->entries[before].line)
		snprintf(text, 32, "the start");
	else
		snprintf(text, 32, "%sline %" PRIu32, before == entry ? "" : "after ",
			 html->entries[before].line);
}

void html_link(const struct html *html, uint32_t entry)
{
	char target[32], when[32];

	html_target(html, entry, target);
	html_when(html, entry, when);
	fprintf(html->out, "<a href='%s'>%s</a>", target, when);
}
