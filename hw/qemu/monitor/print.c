// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "format.h"
#include "monitor.h"

#define PSCI_SYSTEM_OFF 0x84000008

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

static void power_off(void)
{
	register uint64_t x0 __asm__("x0") = PSCI_SYSTEM_OFF;

	__asm__ volatile("smc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
}

/* The monitor's own mistakes, and boards it does not know. No host runs from here on. */
void panic(const char *why, uint64_t a, uint64_t b)
{
	print("PANIC: %s %lx %lx", why, a, b);
	power_off();
	for (;;)
		__asm__ volatile("wfi");
}
