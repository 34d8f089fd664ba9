// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Results as TAP, version 12: one line for each test, the plan at the end. */
#include "format.h"
#include "payload.h"
#include "psci.h"

#include "hypglue/smccc.h"

enum below below;
static const uint8_t *tree;
static unsigned int tests, passed;

static void begin(struct line *line, const char *format, ...)
{
	va_list list;

	line->used = 0;
	va_start(list, format);
	line_format(line, format, &list);
	va_end(list);
}

static void finish(struct line *line)
{
	line_end(line);
	uart_write(line->text, line->used);
}

bool ok(bool condition, const char *name, ...)
{
	struct line line;
	va_list list;

	begin(&line, "%s %u - ", condition ? "ok" : "not ok", ++tests);
	va_start(list, name);
	line_format(&line, name, &list);
	va_end(list);
	finish(&line);
	passed += condition;
	return condition;
}

void skip(const char *name, const char *why)
{
	struct line line;

	begin(&line, "ok %u - %s # SKIP %s", ++tests, name, why);
	passed++;
	finish(&line);
}

void note(const char *format, ...)
{
	struct line line;
	va_list list;

	begin(&line, "# ");
	va_start(list, format);
	line_format(&line, format, &list);
	va_end(list);
	finish(&line);
}

static _Noreturn void power_off(void)
{
	smc(PSCI_SYSTEM_OFF, 0, 0, 0);
	for (;;)
		__asm__ volatile("wfi");
}

void bail_out(const char *why)
{
	struct line line;

	begin(&line, "Bail out! %s", why);
	finish(&line);
	power_off();
}

void payload_unexpected(uint64_t esr, uint64_t far, uint64_t elr)
{
	note("exception: esr %lx far %lx elr %lx", esr, far, elr);
	bail_out("an exception nobody expected");
}

/* A monitor with the library answers its calls. One without it says that it does not know them. */
static enum below find_below(bool from_el2)
{
	uint64_t registers[9] = {HYPGLUE_CALL_VERSION};

	if (from_el2)
		return BELOW_NOTHING;
	hvc(registers);
	return registers[0] == 0 ? BELOW_GUARD : BELOW_FORWARD;
}

static bool begins_with(const uint8_t *at, const uint8_t *end, const char *text)
{
	while (*text && at < end && *at == (uint8_t)*text) {
		at++;
		text++;
	}
	return !*text;
}

bool machine_says(const char *text)
{
	uint32_t bytes = (uint32_t)tree[4] << 24 | (uint32_t)tree[5] << 16 |
			 (uint32_t)tree[6] << 8 | tree[7];

	for (uint32_t i = 0; i < bytes; i++)
		if (begins_with(tree + i, tree + bytes, text))
			return true;
	return false;
}

void payload_main(void *dtb, uint64_t from_el2)
{
	static const char *const names[] = {"nothing", "a monitor that forwards", "itsguard"};
	struct line line;

	tree = dtb;
	below = find_below(from_el2);
	note("below: %s", names[below]);
	test_main();
	/* The monitor's lines, from other CPUs, may stand in the middle of those above. */
	note("passed %u of %u", passed, tests);
	begin(&line, "1..%u", tests);
	finish(&line);
	power_off();
}
