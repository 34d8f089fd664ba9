// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A line is made whole in memory and written in one go. */
#include <stdarg.h>

#include "monitor.h"

struct line {
	char text[240];
	size_t used;
};

static void add(struct line *line, char c)
{
	if (line->used < sizeof(line->text))
		line->text[line->used++] = c;
}

static void add_text(struct line *line, const char *text)
{
	for (; *text; text++)
		add(line, *text);
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
		add(line, digits[--n]);
}

/* The conversion at format, its argument taken from list; the character after it. */
static const char *convert(struct line *line, const char *format, va_list *list)
{
	bool is_long = *format == 'l';
	uint64_t value;

	format += is_long;
	if (*format == '%') {
		add(line, '%');
		return format + 1;
	}
	if (*format == 's') {
		add_text(line, va_arg(*list, const char *));
		return format + 1;
	}
	value = is_long ? va_arg(*list, unsigned long) : va_arg(*list, unsigned int);
	add_number(line, value, *format == 'x' ? 16 : 10);
	return format + 1;
}

void print(const char *format, ...)
{
	struct line line = {.used = 0};
	va_list list;

	add_text(&line, "itsguard: ");
	va_start(list, format);
	while (*format) {
		if (*format == '%')
			format = convert(&line, format + 1, &list);
		else
			add(&line, *format++);
	}
	va_end(list);
	if (line.used > sizeof(line.text) - 2)
		line.used = sizeof(line.text) - 2;
	add(&line, '\r');
	add(&line, '\n');
	uart_write(line.text, line.used);
}

/* The monitor's own mistakes, and boards it does not know. */
void panic(const char *why, uint64_t a, uint64_t b)
{
	print("PANIC: %s %lx %lx", why, a, b);
	for (;;)
		__asm__ volatile("wfi");
}
