/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Traces as text in memory. */
#ifndef TEXT_H
#define TEXT_H

#include "trace/trace.h"

/* NULL: no memory. */
char *text_of(const struct trace *trace);

/*
 * The canonical text without configuration lines that change nothing, and without those for which
 * accept (which may be NULL) says that the trace does as well without; lines are tried until there
 * are none left to leave out. NULL: no memory.
 */
char *text_short(const struct trace *trace, bool (*accept)(void *arg, const struct trace *trace),
		 void *arg);

/* The step that a line says; NULL: none does. */
const struct step *text_step(const struct trace *trace, uint32_t line);

#endif
