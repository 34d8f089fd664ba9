// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "format.h"
#include "monitor.h"

void print(const char *format, ...)
{
	struct line line = {.used = 0};
	va_list list;

	line_text(&line, "itsguard: ");
	va_start(list, format);
	line_format(&line, format, &list);
	va_end(list);
	line_end(&line);
	uart_write(line.text, line.used);
}

#define LINES_MAX  200
#define LINES_THIN 256

bool print_allowed(void)
{
	static uint32_t lines;
	uint32_t n = __atomic_fetch_add(&lines, 1, __ATOMIC_RELAXED);

	return n < LINES_MAX || n % LINES_THIN == 0;
}

/* The monitor's own mistakes, and boards it does not know. */
void panic(const char *why, uint64_t a, uint64_t b)
{
	print("PANIC: %s %lx %lx", why, a, b);
	for (;;)
		__asm__ volatile("wfi");
}
