/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Files to traces, whichever of the two forms they have. */
#include "tool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "trace/binary.h"

#define TEXT_START "# its-trace"

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

/* Has it anything that text cannot have? */
static bool is_binary(const char *text, size_t size)
{
	size_t i;

	if (size >= strlen(TEXT_START) && memcmp(text, TEXT_START, strlen(TEXT_START)) == 0)
		return false;
	for (i = 0; i < size; i++) {
		if ((text[i] < ' ' || text[i] > '~') && !strchr("\t\r\n", text[i]))
			return true;
		if (!text[i])
			return true;
	}
	return false;
}

static void note_unsupported(struct trace *trace)
{
	const char *config = trace_unsupported_config(&trace->config);
	size_t i;

	if (config) {
		trace->unsupported_line = 1;
		snprintf(trace->unsupported, sizeof(trace->unsupported), "%s", config);
	}
	for (i = 0; i < trace->count && !trace->unsupported_line; i++) {
		if (step_is_supported(&trace->steps[i]))
			continue;
		trace->unsupported_line = trace->steps[i].line;
		step_kind_name(&trace->steps[i], trace->unsupported);
	}
}

/* Leaves out what a fuzzer passes over: steps that mean nothing where they stand. */
static bool keep_usable(struct trace *trace)
{
	struct rig *rig = rig_create();
	enum rig_result result;
	size_t i, kept = 0;

	if (!rig)
		return false;
	result = rig_begin(rig, &trace->config, RIG_BARE);
	for (i = 0; i < trace->count && result == RIG_OK; i++) {
		if (rig_step(rig, &trace->steps[i]) != RIG_UNUSABLE)
			trace->steps[kept++] = trace->steps[i];
		result = rig_judge(rig);
	}
	rig_destroy(rig);
	if (i)
		trace->count = kept;
	return true;
}

static bool decode(struct trace *trace, const char *data, size_t size)
{
	memset(trace, 0, sizeof(*trace));
	trace->steps = calloc(size, sizeof(*trace->steps));
	if (!trace->steps)
		return false;
	trace->count =
		binary_decode((const uint8_t *)data, size, &trace->config, trace->steps, size);
	if (!((unsigned char)data[0] & BINARY_WHOLE) && !keep_usable(trace)) {
		trace_free(trace);
		return false;
	}
	trace_number(trace);
	note_unsupported(trace);
	return true;
}

bool load_any(const char *file, struct trace *trace, bool *binary)
{
	struct trace_error error = {0};
	size_t size;
	char *text = read_file(file, &size);
	bool good;

	if (!text) {
		fprintf(stderr, "%s: %s\n", file, strerror(errno));
		return false;
	}
	*binary = is_binary(text, size);
	if (*binary)
		good = decode(trace, text, size);
	else
		good = trace_parse(trace, text, size, &error);
	free(text);
	if (!good && *binary)
		fprintf(stderr, "%s: no memory\n", file);
	else if (!good)
		fprintf(stderr, "%s:%u: %s\n", file, error.line, error.text);
	return good;
}

bool load_trace(const char *file, struct trace *trace)
{
	bool binary;

	if (!load_any(file, trace, &binary))
		return false;
	if (!trace->unsupported_line)
		return true;
	fprintf(stderr, "%s:%u: '%s' is not supported by this version\n", file,
		trace->unsupported_line, trace->unsupported);
	trace_free(trace);
	return false;
}
