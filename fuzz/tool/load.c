/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "tool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* All of the stream; NULL: errno says why not. */
static char *read_all(FILE *stream, size_t *size)
{
	size_t room = 65536, got;
	char *text = malloc(room), *more;

	*size = 0;
	while (text) {
		got = fread(text + *size, 1, room - *size, stream);
		*size += got;
		if (got == 0)
			break;
		if (*size < room)
			continue;
		room *= 2;
		more = realloc(text, room);
		if (!more)
			free(text);
		text = more;
	}
	if (text && ferror(stream)) {
		free(text);
		return NULL;
	}
	return text;
}

static char *read_file(const char *file, size_t *size)
{
	FILE *stream = fopen(file, "rb");
	char *text;
	int why;

	if (!stream)
		return NULL;
	text = read_all(stream, size);
	why = errno;
	fclose(stream);
	errno = why;
	return text;
}

bool load_trace(const char *file, struct trace *trace)
{
	struct trace_error error;
	size_t size;
	char *text = read_file(file, &size);
	bool good;

	if (!text) {
		fprintf(stderr, "%s: %s\n", file, strerror(errno));
		return false;
	}
	good = trace_parse(trace, text, size, &error);
	free(text);
	if (!good) {
		fprintf(stderr, "%s:%u: %s\n", file, error.line, error.text);
		return false;
	}
	if (trace->unsupported_line) {
		fprintf(stderr, "%s:%u: '%s' is not supported by this version\n", file,
			trace->unsupported_line, trace->unsupported);
		trace_free(trace);
		return false;
	}
	return true;
}
