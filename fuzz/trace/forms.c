/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The grammar as data, and the smallest parts of reading it: words, numbers, names, messages.
 */
#include "trace/forms.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <itsguard/types.h>

const struct trace_form trace_forms[STEP_KINDS] = {
#define TRACE_FORM_ENTRY(kind, first, second, operands, names) {first, second, operands, names},
	TRACE_FORMS(TRACE_FORM_ENTRY)
#undef TRACE_FORM_ENTRY
};

const char *const trace_owner_names[TRACE_OWNERS] = {"host", "hyp", "guest", "mmio", "nobody"};

const char *const trace_audit_names[ITSG_AUDITS] = {
	[ITSG_AUDIT_REPORT] = "report",
	[ITSG_AUDIT_OFF] = "off",
	[ITSG_AUDIT_REFUSE] = "refuse",
};

const char *const trace_move_names[TRACE_MOVES] = {"guest", "hyp", "host", "share", "unshare"};

static const char *const reason_names[ITSG_REASONS] = {
#define TRACE_REASON(name, text) #name,
	ITSG_REASON_TABLE(TRACE_REASON)
#undef TRACE_REASON
};

bool trace_word_is(const struct trace_word *word, const char *text)
{
	return strlen(text) == word->size && memcmp(word->text, text, word->size) == 0;
}

size_t trace_find(const struct trace_word *word, const char *const *names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (trace_word_is(word, names[i]))
			break;
	}
	return i;
}

bool trace_find_reason(const struct trace_word *word, uint64_t *reason)
{
	*reason = trace_find(word, reason_names, ITSG_REASONS);
	return *reason < ITSG_REASONS;
}

const char *trace_reason_name(uint64_t reason)
{
	return reason < ITSG_REASONS ? reason_names[reason] : "?";
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

static bool number(const struct trace_word *word, unsigned int base, uint64_t limit,
		   uint64_t *value)
{
	uint64_t sum = 0;
	size_t i;

	if (word->size == 0)
		return false;
	for (i = 0; i < word->size; i++) {
		unsigned int digit = (unsigned int)digit_of(word->text[i]);

		if (digit >= base || sum > (limit - digit) / base || digit > limit)
			return false;
		sum = sum * base + digit;
	}
	*value = sum;
	return true;
}

bool trace_hex(const struct trace_word *word, uint64_t limit, uint64_t *value)
{
	return number(word, 16, limit, value);
}

bool trace_decimal(const struct trace_word *word, uint64_t limit, uint64_t *value)
{
	return number(word, 10, limit, value);
}

bool trace_fail(struct trace_error *error, uint32_t line, const char *format, ...)
{
	va_list args;

	error->line = line;
	va_start(args, format);
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	return false;
}

/* The message shows at most 40 characters of the word, and only printable ones. */
bool trace_found(struct trace_error *error, uint32_t line, const struct trace_word *word,
		 const char *expected)
{
	char shown[44];
	size_t i, n = word->size < 40 ? word->size : 40;

	if (word->size == 0)
		return trace_fail(error, line, "expected %s, found the end of the line", expected);
	for (i = 0; i < n; i++)
		shown[i] =
			(char)(word->text[i] >= ' ' && word->text[i] <= '~' ? word->text[i] : '.');
	memcpy(shown + n, word->size > n ? "..." : "", word->size > n ? 4 : 1);
	return trace_fail(error, line, "expected %s, found '%s'", expected, shown);
}

bool step_is_expectation(const struct step *step)
{
	return (step->kind >= STEP_EXPECT_FORWARD && step->kind <= STEP_EXPECT_EQUAL) ||
	       step->kind == STEP_EXPECT_WORK || step->kind == STEP_EXPECT_REDIST_WORK ||
	       step->kind == STEP_EXPECT_ATTEMPT;
}

bool step_may_be_inserted(const struct step *step)
{
	return step->kind == STEP_MEMORY || step->kind == STEP_SLOT || step->kind == STEP_HOSTILE ||
	       step->kind == STEP_HARDWARE || step->kind == STEP_MOVE || step->kind == STEP_FAIL ||
	       step->kind == STEP_STALL || step->kind == STEP_STUCK || step->kind == STEP_UNSTUCK;
}

bool step_may_be_at_once(const struct step *step)
{
	switch (step->kind) {
	case STEP_WRITE:
	case STEP_READ:
	case STEP_COMMAND:
	case STEP_SLOT:
	case STEP_MSI:
	case STEP_MEMORY:
	case STEP_HOSTILE:
	case STEP_HARDWARE:
	case STEP_MOVE:
	case STEP_FAIL:
	case STEP_STALL:
	case STEP_STUCK:
	case STEP_UNSTUCK:
	case STEP_TEARDOWN:
	case STEP_TOPUP:
	case STEP_POLL: return !step->inserted;
	default: return false;
	}
}

bool step_is_supported(const struct step *step)
{
	return step->kind != STEP_REBUILD && step->kind != STEP_DECLARE &&
	       step->kind != STEP_DATA_ABORT && step->kind != STEP_LIVE &&
	       step->kind != STEP_LIVE_DEVICE && step->kind != STEP_LIVE_COLLECTION;
}

const char *trace_unsupported_config(const struct trace_config *config)
{
	if (config->rebuild)
		return "way rebuild";
	if (config->claim)
		return "backing claim";
	return config->gicv4 ? "gicv4 on" : NULL;
}

void step_kind_name(const struct step *step, char name[32])
{
	const struct trace_form *form = &trace_forms[step->kind];

	snprintf(name, 32, "%s%s%s", form->first, *form->second ? " " : "", form->second);
}

void step_name(const struct step *step, char name[TRACE_NAME_MAX + 1])
{
	size_t i;

	for (i = 0; i < TRACE_NAME_MAX; i++)
		name[i] = (char)(step->op[i / 8] >> (i % 8 * 8) & 0xff);
	name[TRACE_NAME_MAX] = '\0';
}
