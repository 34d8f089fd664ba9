/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A file to a trace, in either form. */
#ifndef TOOL_LOAD_H
#define TOOL_LOAD_H

#include "trace/trace.h"

/* Returns the name of a file without its folder. */
const char *base_name(const char *file);
/* Reads file, in the text or the binary form. False: a message was printed. */
bool load_any(const char *file, struct trace *trace, bool *binary);
/*
 * Reads file, and checks that this version can run it. False: a message was printed. binary may be
 * NULL.
 */
bool load_trace(const char *file, struct trace *trace, bool *binary);

/*
 * Returns the comment at the start of a text trace, each line with a newline. NULL: there is none
 * to read.
 */
char *load_comment(const char *file);

#endif
