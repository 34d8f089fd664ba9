/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Text to steps. Each line is cut into words, which are matched against the table of forms. The
 * first mismatch ends the parse. The error says the line, what was expected and what was found.
 */
#include "trace/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trace/config.h"
#include "trace/forms.h"

#define WORDS	   8
#define FIRST_LINE "# its-trace v1"

struct reader {
	struct trace *trace;
	struct trace_error *error;
	struct trace_keys keys;
	size_t room;
	uint32_t line;
	uint8_t its, cpu;
	bool events; /* the configuration part is over */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Cuts text, up to a comment, into words. Keeps WORDS of them at most, but counts all. */
static size_t split(const char *text, size_t size, struct trace_word words[WORDS])
{
	size_t at = 0, count = 0;

	memset(words, 0, WORDS * sizeof(words[0]));
	while (at < size && text[at] != '#') {
		size_t start = at;

		while (at < size && !is_blank(text[at]) && text[at] != '#')
			at++;
		if (at == start) {
			at++;
			continue;
		}
		if (count < WORDS)
			words[count] = (struct trace_word){text + start, at - start};
		count++;
	}
	return count;
}

static bool append(struct reader *reader, const struct step *step)
{
	struct trace *trace = reader->trace;
	struct step *more;
	size_t room = reader->room ? reader->room * 2 : 256;

	if (trace->count == reader->room) {
		more = realloc(trace->steps, room * sizeof(*more));
		if (!more)
			return trace_fail(reader->error, reader->line, "no memory for more steps");
		trace->steps = more;
		reader->room = room;
	}
	trace->steps[trace->count++] = *step;
	return true;
}

/* ---- Operands ---- */

static bool pack_name(const struct trace_word *word, struct step *step)
{
	size_t i;

	if (word->size == 0 || word->size > TRACE_NAME_MAX)
		return false;
	for (i = 0; i < word->size; i++) {
		if (word->text[i] < '!' || word->text[i] > '~')
			return false;
		step->op[i / 8] |= (uint64_t)(unsigned char)word->text[i] << (i % 8 * 8);
	}
	return true;
}

static bool access_size(const struct trace_word *word, uint64_t *value)
{
	return trace_decimal(word, 8, value) && *value && (*value & (*value - 1)) == 0;
}

static bool count_or_all(const struct trace_word *word, uint64_t *value)
{
	*value = TRACE_ALL;
	return trace_word_is(word, "all") || trace_decimal(word, UINT32_MAX, value);
}

static bool property(const struct trace_word *word, uint64_t *value)
{
	struct trace_word digits = {word->text + 1, word->size - 1};

	return word->size >= 2 && word->text[0] == 'P' && trace_decimal(&digits, 12, value) &&
	       *value;
}

static bool one_of(size_t index, size_t count, uint64_t *value)
{
	*value = index;
	return index < count;
}

static bool operand(char type, const struct trace_word *word, struct step *step, uint64_t *value)
{
	uint64_t bytes = step->count ? step->op[step->count - 1] : 8;

	switch (type) {
	case 'h': return trace_hex(word, UINT32_MAX, value);
	case 'w':
	case 'x': return trace_hex(word, UINT64_MAX, value);
	case 'a': return trace_hex(word, UINT64_MAX, value) && *value % 8 == 0;
	case 'z': return access_size(word, value);
	case 'v': return trace_hex(word, bytes < 8 ? (1ULL << bytes * 8) - 1 : UINT64_MAX, value);
	case 'c': return trace_hex(word, TRACE_CPU_MAX - 1, value);
	case 'q': return trace_hex(word, TRACE_QUEUE_MAX - 1, value);
	case 'd': return trace_decimal(word, UINT64_MAX, value);
	case '+': return trace_decimal(word, UINT64_MAX, value) && *value;
	case 'n': return count_or_all(word, value);
	case 'o':
		return one_of(trace_find(word, trace_owner_names, TRACE_OWNERS), TRACE_OWNERS,
			      value);
	case 'm':
		return one_of(trace_find(word, trace_move_names, TRACE_MOVES), TRACE_MOVES, value);
	case 'r': return trace_find_reason(word, value);
	case 'p': return property(word, value);
	default: return pack_name(word, step);
	}
}

static const char *operand_text(char type)
{
	switch (type) {
	case 'h': return "hexadecimal of at most 32 bits, without 0x";
	case 'w':
	case 'x': return "hexadecimal of at most 64 bits, without 0x";
	case 'a': return "hexadecimal, a multiple of 8";
	case 'z': return "decimal: 1, 2, 4 or 8";
	case 'v': return "hexadecimal that fits the size";
	case 'c': return "hexadecimal, below 40";
	case 'q': return "hexadecimal, below 8000";
	case 'd': return "decimal";
	case '+': return "decimal, not 0";
	case 'n': return "decimal, or all";
	case 'o': return "host, hyp, guest, mmio or nobody";
	case 'm': return "guest, hyp, host, share or unshare";
	case 'r': return "a reason's name";
	case 'p': return "P1 to P12";
	default: return "a word of at most 40 characters";
	}
}

/* The n-th name of a list whose names are separated by single blanks. */
static struct trace_word name_at(const char *names, size_t n)
{
	const char *end;

	for (; n; n--)
		names = strchr(names, ' ') + 1;
	end = strchr(names, ' ');
	return (struct trace_word){names, end ? (size_t)(end - names) : strlen(names)};
}

static bool bad_operand(struct reader *reader, const struct trace_form *form, size_t n, char type,
			const struct trace_word *word)
{
	struct trace_word name = name_at(form->names, n);
	char expected[120];

	snprintf(expected, sizeof(expected), "<%.*s> of %s%s%s (%s)", (int)name.size, name.text,
		 form->first, *form->second ? " " : "", form->second, operand_text(type));
	return trace_found(reader->error, reader->line, word, expected);
}

static bool operands(struct reader *reader, struct step *step, const struct trace_word *words,
		     size_t count)
{
	const struct trace_form *form = &trace_forms[step->kind];
	const char *types = form->operands;
	struct trace_word none = {"", 0};
	bool optional = false;
	size_t n = 0;

	for (; *types; types++) {
		if (*types == '?') {
			optional = true;
			continue;
		}
		if (n == count && optional)
			break;
		if (!operand(*types, n < count ? &words[n] : &none, step, &step->op[step->count]))
			return bad_operand(reader, form, n, *types, n < count ? &words[n] : &none);
		step->count++;
		n++;
	}
	if (n < count)
		return trace_found(reader->error, reader->line, &words[n], "the end of the line");
	return true;
}

/* ---- Lines ---- */

static bool matches(const struct trace_form *form, const struct trace_word *words)
{
	return trace_word_is(&words[0], form->first) &&
	       (!*form->second || trace_word_is(&words[1], form->second));
}

static unsigned int kind_of(const struct trace_word *words)
{
	unsigned int kind;

	for (kind = 0; kind < STEP_KINDS; kind++) {
		if (matches(&trace_forms[kind], words))
			break;
	}
	return kind;
}

static bool unknown_line(struct reader *reader, const struct trace_word *words)
{
	if (trace_word_is(&words[0], "S"))
		return trace_found(
			reader->error, reader->line, &words[1],
			"rebuild, teardown, powerlost, topup, rd-powerlost, rd-teardown, stall, "
			"stuck, unstuck or poll after S");
	if (trace_word_is(&words[0], "X"))
		return trace_found(reader->error, reader->line, &words[1],
				   "a kind of expectation after X");
	return trace_found(reader->error, reader->line, &words[0], "a kind of line");
}

static void note_unsupported(struct reader *reader, const char *what)
{
	if (reader->trace->unsupported_line)
		return;
	reader->trace->unsupported_line = reader->line;
	snprintf(reader->trace->unsupported, sizeof(reader->trace->unsupported), "%s", what);
}

static void check_supported(struct reader *reader, const struct step *step)
{
	char what[32];

	if (step_is_supported(step))
		return;
	step_kind_name(step, what);
	note_unsupported(reader, what);
}

static bool step_line(struct reader *reader, const struct trace_word *words, size_t count,
		      bool inserted)
{
	struct step step = {.its = reader->its, .cpu = reader->cpu, .line = reader->line};
	unsigned int kind = kind_of(words);
	size_t head;

	if (kind == STEP_KINDS)
		return unknown_line(reader, words);
	step.kind = (uint8_t)kind;
	step.inserted = inserted;
	if (inserted && !step_may_be_inserted(&step))
		return trace_found(reader->error, reader->line, &words[0],
				   "M, Q, D, H, O or F after I");
	head = *trace_forms[kind].second ? 2 : 1;
	if (!operands(reader, &step, words + head, count - head))
		return false;
	if (kind == STEP_PHASE)
		step.count = TRACE_OPERANDS;
	check_supported(reader, &step);
	return append(reader, &step);
}

static bool cpu_line(struct reader *reader, const struct trace_word *words, size_t count)
{
	uint64_t cpu;

	if (!trace_hex(&words[1], TRACE_CPU_MAX - 1, &cpu))
		return trace_found(reader->error, reader->line, &words[1],
				   "<n> of CPU (hexadecimal, below 40)");
	if (count > 2)
		return trace_found(reader->error, reader->line, &words[2], "the end of the line");
	reader->cpu = (uint8_t)cpu;
	return true;
}

static bool its_line(struct reader *reader, const struct trace_word *words, size_t count)
{
	uint64_t its;

	if (!trace_hex(&words[2], TRACE_ITS_MAX - 1, &its))
		return trace_found(reader->error, reader->line, &words[2],
				   "<n> of = its (hexadecimal, below 4)");
	if (count > 3)
		return trace_found(reader->error, reader->line, &words[3], "the end of the line");
	reader->its = (uint8_t)its;
	if (its >= reader->trace->config.its_count)
		reader->trace->config.its_count = (uint32_t)its + 1;
	return true;
}

static bool key_line(struct reader *reader, const struct trace_word *words, size_t count)
{
	const char *unsupported;

	if (trace_word_is(&words[1], "its"))
		return its_line(reader, words, count);
	if (reader->events)
		return trace_found(reader->error, reader->line, &words[1],
				   "configuration only before the first event");
	if (kind_of(words) != STEP_KINDS)
		return step_line(reader, words, count, false);
	reader->keys.line = reader->line;
	reader->keys.its = reader->its;
	if (!trace_key(&reader->keys, words + 1, count - 1))
		return false;
	unsupported = trace_unsupported_config(&reader->trace->config);
	if (unsupported)
		note_unsupported(reader, unsupported);
	return true;
}

static bool line(struct reader *reader, const char *text, size_t size)
{
	struct trace_word words[WORDS];
	size_t count = split(text, size, words);

	if (count == 0)
		return true;
	if (count > WORDS)
		return trace_found(reader->error, reader->line, &words[WORDS - 1],
				   "the end of the line");
	if (trace_word_is(&words[0], "="))
		return key_line(reader, words, count);
	reader->events = true;
	if (trace_word_is(&words[0], "CPU"))
		return cpu_line(reader, words, count);
	if (trace_word_is(&words[0], "I"))
		return step_line(reader, words + 1, count - 1, true);
	return step_line(reader, words, count, false);
}

static size_t line_size(const char *text, size_t size)
{
	const char *end = memchr(text, '\n', size);

	return end ? (size_t)(end - text) : size;
}

static bool first_line(struct reader *reader, const char *text, size_t size)
{
	size_t start = strlen(FIRST_LINE);
	struct trace_word word = {text, size};
	size_t i;

	for (i = start; i < size && is_blank(text[i]); i++)
		;
	if (size < start || memcmp(text, FIRST_LINE, start) != 0 || i < size)
		return trace_found(reader->error, 1, &word, "the first line '" FIRST_LINE "'");
	return true;
}

static bool lines(struct reader *reader, const char *text, size_t size)
{
	size_t at, n = line_size(text, size);

	if (!first_line(reader, text, n))
		return false;
	for (at = n + 1; at < size; at += n + 1) {
		reader->line++;
		n = line_size(text + at, size - at);
		if (!line(reader, text + at, n))
			return false;
	}
	return true;
}

bool trace_parse(struct trace *trace, const char *text, size_t size, struct trace_error *error)
{
	struct reader reader = {.trace = trace, .error = error, .line = 1};

	memset(trace, 0, sizeof(*trace));
	memset(error, 0, sizeof(*error));
	trace_config_default(&trace->config);
	reader.keys.config = &trace->config;
	reader.keys.error = error;
	if (!lines(&reader, text, size)) {
		trace_free(trace);
		return false;
	}
	trace_derive(&reader.keys, trace->steps, trace->count);
	return true;
}

void trace_free(struct trace *trace)
{
	free(trace->steps);
	trace->steps = NULL;
	trace->count = 0;
}
