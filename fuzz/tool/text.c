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

static size_t line_end(const char *text)
{
	size_t size = strcspn(text, "\n");

	return text[size] ? size + 1 : size;
}

struct shortening {
	char *text;
	char *whole; /* the same, with no line left out */
	bool (*accept)(void *arg, const struct trace *trace);
	void *arg;
};

/*
 * Does the trace do as well without the line? It must mean the same, or be accepted. If so, whole
 * becomes its text.
 */
static bool does_as_well(struct shortening *shortening, const struct trace *without)
{
	char *whole = text_of(without);

	if (!whole)
		return false;
	if (strcmp(whole, shortening->whole) != 0 &&
	    !(shortening->accept && shortening->accept(shortening->arg, without))) {
		free(whole);
		return false;
	}
	free(shortening->whole);
	shortening->whole = whole;
	return true;
}

/* Tries the text without the line at this offset. True: the line is gone. */
static bool leave_out(struct shortening *shortening, size_t at)
{
	size_t size = strlen(shortening->text), line = line_end(shortening->text + at);
	char *text = strdup(shortening->text);
	struct trace_error error;
	struct trace without;
	bool good;

	if (!text)
		return false;
	memmove(text + at, text + at + line, size - at - line + 1);
	good = trace_parse(&without, text, size - line, &error);
	if (good) {
		good = does_as_well(shortening, &without);
		trace_free(&without);
	}
	free(good ? shortening->text : text);
	if (good)
		shortening->text = text;
	return good;
}

/* Tries all configuration lines, from the first on. True: some are gone. */
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
	struct shortening shortening = {
		.text = text_of(trace),
		.whole = text_of(trace),
		.accept = accept,
		.arg = arg,
	};

	if (!shortening.text || !shortening.whole) {
		free(shortening.text);
		shortening.text = NULL;
	}
	while (shortening.text && one_round(&shortening))
		;
	free(shortening.whole);
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
