/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard explain --html: one page that needs nothing else.
 */
#include "html.h"

#include <stdlib.h>

#include "tool/load.h"

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

int explain_html(struct explained *explained)
{
	struct html html = {.binary = explained->binary};
	int code;

	html_keep(&html, &explained->run);
	code = explain_end(explained, &html.ending, explained->out ? stdout : stderr);
	html_mark(&html);
	html_choose_steps(&html);
	if (code != EXIT_UNREAD && !write_page(&html, explained->out)) {
		perror(explained->out ? explained->out : "itsguard");
		code = EXIT_UNREAD;
	}
	html_free(&html);
	return code;
}
