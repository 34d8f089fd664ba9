// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Lines of text, for the monitor and the payloads. */
#include "format.h"

void line_add(struct line *line, char c)
{
	if (line->used < sizeof(line->text))
		line->text[line->used++] = c;
}

void line_text(struct line *line, const char *text)
{
	for (; *text; text++)
		line_add(line, *text);
}

static void add_number(struct line *line, uint64_t value, unsigned int base)
{
	char digits[20];
	size_t n = 0;

	do {
		digits[n++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	while (n)
		line_add(line, digits[--n]);
}

/* Does the conversion at format, with an argument from list. Returns the character after it. */
static const char *convert(struct line *line, const char *format, va_list *list)
{
	bool is_long = *format == 'l';
	uint64_t value;

	format += is_long;
	if (*format == '%') {
		line_add(line, '%');
		return format + 1;
	}
	if (*format == 's') {
		line_text(line, va_arg(*list, const char *));
		return format + 1;
	}
	value = is_long ? va_arg(*list, unsigned long) : va_arg(*list, unsigned int);
	add_number(line, value, *format == 'x' ? 16 : 10);
	return format + 1;
}

void line_format(struct line *line, const char *format, va_list *list)
{
	while (*format) {
		if (*format == '%')
			format = convert(line, format + 1, list);
		else
			line_add(line, *format++);
	}
}

void line_end(struct line *line)
{
	if (line->used > sizeof(line->text) - 2)
		line->used = sizeof(line->text) - 2;
	line_add(line, '\r');
	line_add(line, '\n');
}
