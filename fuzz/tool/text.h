/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Traces as text in memory. The caller frees the text.
 */
#ifndef TEXT_H
#define TEXT_H

#include "trace/trace.h"

/* Returns the whole text; NULL: no memory. */
char *text_of(const struct trace *trace);

/*
 * Returns the canonical text without configuration lines that change nothing. A line that changes
 * something is left out if accept says that the trace does as well without it. Lines are tried
 * until no more can go.
 * accept may be NULL. The result is NULL if there is no memory.
 */
char *text_short(const struct trace *trace, bool (*accept)(void *arg, const struct trace *trace),
		 void *arg);

/* Returns the step at this line; NULL: there is none. */
const struct step *text_step(const struct trace *trace, uint32_t line);

#endif
