/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard explain --html: one page, whole in itself.
 */
#include "html.h"

#include <stdlib.h>

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

int explain_html(struct run *run, const char *file)
{
	struct html html = {0};
	int code;

	html_keep(&html, run);
	html_choose_steps(&html);
	code = run_say(run, file ? stdout : stderr);
	if (code != EXIT_UNREAD && !write_page(&html, file)) {
		perror(file ? file : "itsguard");
		code = EXIT_UNREAD;
	}
	html_free(&html);
	return code;
}
