/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#define _POSIX_C_SOURCE 200809L

#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_line(void *arg, const char *line)
{
	fprintf(arg, "%s\n", line);
}

char *text_of(const struct trace *trace)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	trace_print(trace, put_line, out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static bool same_step(const struct step *a, const struct step *b)
{
	return a->kind == b->kind && a->its == b->its && a->cpu == b->cpu && a->count == b->count &&
	       a->inserted == b->inserted && memcmp(a->op, b->op, sizeof(a->op)) == 0;
}

static bool same_trace(const struct trace *a, const struct trace *b)
{
	size_t i;

	if (a->count != b->count || memcmp(&a->config, &b->config, sizeof(a->config)) != 0)
		return false;
	for (i = 0; i < a->count; i++)
		if (!same_step(&a->steps[i], &b->steps[i]))
			return false;
	return true;
}

static size_t line_end(const char *text)
{
	size_t size = strcspn(text, "\n");

	return text[size] ? size + 1 : size;
}

struct shortening {
	char *text;
	struct trace trace; /* what text says */
	bool (*accept)(void *arg, const struct trace *trace);
	void *arg;
};

static bool does_as_well(const struct shortening *shortening, const struct trace *without)
{
	if (same_trace(&shortening->trace, without))
		return true;
	return shortening->accept && shortening->accept(shortening->arg, without);
}

/* True: the line at this offset is gone. */
static bool leave_out(struct shortening *shortening, size_t at)
{
	size_t size = strlen(shortening->text), line = line_end(shortening->text + at);
	char *text = strdup(shortening->text);
	struct trace_error error;
	struct trace without;

	if (!text)
		return false;
	memmove(text + at, text + at + line, size - at - line + 1);
	if (!trace_parse(&without, text, size - line, &error)) {
		free(text);
		return false;
	}
	if (!does_as_well(shortening, &without)) {
		trace_free(&without);
		free(text);
		return false;
	}
	free(shortening->text);
	trace_free(&shortening->trace);
	shortening->text = text;
	shortening->trace = without;
	return true;
}

/* All configuration lines, from the first on. True: some are gone. */
static bool one_round(struct shortening *shortening)
{
	size_t at = line_end(shortening->text);
	bool any = false;

	while (shortening->text[at] == '=') {
		if (leave_out(shortening, at))
			any = true;
		else
			at += line_end(shortening->text + at);
	}
	return any;
}

char *text_short(const struct trace *trace, bool (*accept)(void *arg, const struct trace *trace),
		 void *arg)
{
	struct shortening shortening = {.text = text_of(trace), .accept = accept, .arg = arg};
	struct trace_error error;

	if (!shortening.text)
		return NULL;
	/* A trace whose own text cannot be read back has nothing to leave out. */
	if (!trace_parse(&shortening.trace, shortening.text, strlen(shortening.text), &error))
		return shortening.text;
	while (one_round(&shortening))
		;
	trace_free(&shortening.trace);
	return shortening.text;
}

static int by_line(const void *key, const void *element)
{
	const uint32_t *line = key;
	const struct step *step = element;

	return *line < step->line ? -1 : *line > step->line;
}

const struct step *text_step(const struct trace *trace, uint32_t line)
{
	if (!trace->count)
		return NULL;
	return bsearch(&line, trace->steps, trace->count, sizeof(*trace->steps), by_line);
}
