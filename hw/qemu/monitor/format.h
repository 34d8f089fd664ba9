/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A whole line is made in memory, and written in one go. */
#ifndef MONITOR_FORMAT_H
#define MONITOR_FORMAT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct line {
	char text[240];
	size_t used;
};

void line_add(struct line *line, char c);
void line_text(struct line *line, const char *text);
/*
 * The conversions of printf that are here: %s %u %x %lu %lx %%. Text that does not fit is left out.
 */
void line_format(struct line *line, const char *format, va_list *list);
/* CR and LF. */
void line_end(struct line *line);

#endif
