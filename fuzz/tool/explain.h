/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the files of `itsguard explain` share. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <stdio.h>

#include "ending.h"
#include "story.h"

/* What is explained, and where to. */
struct explained {
	struct run run;
	struct ending trial; /* what the trace came to in a child: heard, then unheard */
	bool binary;
	const char *out; /* the page's file; NULL: stdout */
};

/* ---- explain_end.c ---- */

/*
 * Says to out what the trace came to, and what comes of it when nobody listens.
 * Requires: story_tell has run explained->run.
 * Returns the exit code of replay; *ending says the same in data.
 */
int explain_end(const struct explained *explained, struct ending *ending, FILE *out);

/* Says to out at which line the trace ends the program, and how. */
void explain_say_fatal(const struct explained *explained, const struct ending *ending, FILE *out);

/* ---- html/html.c ---- */

/* Tells the story as a page. Returns an exit code. */
int explain_html(struct explained *explained);

#endif
