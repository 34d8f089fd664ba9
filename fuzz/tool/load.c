/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Files to traces, in either form.
 */
#define _DEFAULT_SOURCE

#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rig/rig.h"
#include "trace/binary.h"

#define TEXT_START   "# its-trace"
#define FIRST_BYTES  64
#define USES_SECONDS 10

const char *base_name(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

/* Reads all of the stream. NULL: errno says why not. */
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

static bool begins_as_text(const char *text, size_t size)
{
	return size >= strlen(TEXT_START) && memcmp(text, TEXT_START, strlen(TEXT_START)) == 0;
}

/* Does it contain a byte that text cannot have? */
static bool is_binary(const char *text, size_t size)
{
	size_t i;

	if (begins_as_text(text, size))
		return false;
	for (i = 0; i < size; i++) {
		if ((text[i] < ' ' || text[i] > '~') && !strchr("\t\r\n", text[i]))
			return true;
		if (!text[i])
			return true;
	}
	return false;
}

/* ---- Files of neither form. The binary form would accept any bytes ---- */

/*
 * Refuses an input of another fuzzer, such as fuzz_linux, which is no trace. Its name starts with
 * the fuzzer's name and a '-'.
 */
static bool refuse_foreign(const char *file)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_", own[] = "fuzz_mmio";
	const char *name = base_name(file);
	size_t size = strspn(name, letters);

	if (strncmp(name, "fuzz_", 5) != 0 || name[size] != '-' ||
	    (size == strlen(own) && strncmp(name, own, size) == 0))
		return false;
	fprintf(stderr, "%s: an input of %.*s, which is no trace: run build/fuzz/%.*s %s\n", file,
		(int)size, name, (int)size, name, file);
	return true;
}

static bool is_wide(const char *text, size_t size, size_t at)
{
	size_t i;

	for (i = 0; i < strlen(TEXT_START); i++)
		if (at + 2 * i >= size || text[at + 2 * i] != TEXT_START[i])
			return false;
	return true;
}

/* Refuses text that an editor has changed at its start. */
static bool refuse_text(const char *file, const char *text, size_t size)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t skip = strlen(mark), at;

	if (size > skip && memcmp(text, mark, skip) == 0 && !is_binary(text + skip, size - skip)) {
		fprintf(stderr, "%s:1: begins with a byte-order mark, which must go\n", file);
		return true;
	}
	if (is_wide(text, size, 2) || is_wide(text, size, 3)) {
		fprintf(stderr, "%s:1: text of 16-bit characters: a trace has those of ASCII\n",
			file);
		return true;
	}
	for (at = 1; at < FIRST_BYTES && at < size; at++) {
		if (!begins_as_text(text + at, size - at))
			continue;
		fprintf(stderr, "%s: '%s' comes after %zu bytes, and must come first\n", file,
			TEXT_START, at);
		return true;
	}
	return false;
}

/* True: the file is refused, and a message was printed. */
static bool refuse(const char *file, const char *text, size_t size, bool binary)
{
	if (!size)
		fprintf(stderr, "%s: the file is empty\n", file);
	return !size || (!begins_as_text(text, size) && refuse_foreign(file)) ||
	       (binary && refuse_text(file, text, size));
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

/* ---- Steps that a fuzzer skips because they make no sense where they stand ---- */

enum use { NOT_REACHED, USABLE, USELESS };

static void find_uses(const struct trace *trace, volatile uint8_t *uses)
{
	struct rig *rig = rig_create();
	enum rig_result result;
	size_t i;

	if (!rig)
		_exit(EXIT_FAILURE);
	result = rig_begin(rig, &trace->config, RIG_BARE);
	for (i = 0; i < trace->count && result == RIG_OK; i++) {
		result = rig_step(rig, &trace->steps[i]);
		uses[i] = result == RIG_UNUSABLE ? USELESS : USABLE;
		result = rig_judge(rig);
	}
	if (!i)
		memset((void *)(uintptr_t)uses, USABLE, trace->count);
}

/* Runs in a process of its own, because the input may end it. */
static bool find_uses_apart(const struct trace *trace, uint8_t *uses, bool *to_the_end)
{
	const struct rlimit cpu = {USES_SECONDS, USES_SECONDS + 1};
	int status, nothing;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		nothing = open("/dev/null", O_WRONLY);
		if (nothing < 0 || dup2(nothing, STDERR_FILENO) < 0 || setrlimit(RLIMIT_CPU, &cpu))
			_exit(EXIT_FAILURE);
		find_uses(trace, uses);
		_exit(EXIT_SUCCESS);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return false;
	*to_the_end = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
	return true;
}

/*
 * Removes steps that make no sense, and steps after a broken property. If the process ended, all
 * steps after that point are kept.
 */
static bool keep_usable(struct trace *trace)
{
	size_t i, kept = 0, count = trace->count;
	bool to_the_end, known;
	uint8_t *uses =
		mmap(NULL, count + 1, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (uses == MAP_FAILED)
		return false;
	known = find_uses_apart(trace, uses, &to_the_end);
	for (i = 0; i < count && known; i++)
		if (uses[i] == USABLE || (uses[i] == NOT_REACHED && !to_the_end))
			trace->steps[kept++] = trace->steps[i];
	munmap(uses, count + 1);
	trace->count = kept;
	return known;
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

static bool read_trace(const char *file, const char *text, size_t size, struct trace *trace,
		       bool *binary)
{
	struct trace_error error = {0};

	*binary = is_binary(text, size);
	if (refuse(file, text, size, *binary))
		return false;
	if (*binary && !decode(trace, text, size)) {
		fprintf(stderr, "%s: no memory\n", file);
		return false;
	}
	if (*binary || trace_parse(trace, text, size, &error))
		return true;
	fprintf(stderr, "%s:%u: %s\n", file, error.line, error.text);
	return false;
}

bool load_any(const char *file, struct trace *trace, bool *binary)
{
	size_t size;
	char *text = read_file(file, &size);
	bool good;

	if (!text) {
		fprintf(stderr, "%s: %s\n", file, strerror(errno));
		return false;
	}
	good = read_trace(file, text, size, trace, binary);
	free(text);
	return good;
}

bool load_trace(const char *file, struct trace *trace, bool *binary)
{
	bool either;

	if (!load_any(file, trace, binary ? binary : &either))
		return false;
	if (!trace->unsupported_line)
		return true;
	fprintf(stderr, "%s:%u: '%s' is not supported by this version\n", file,
		trace->unsupported_line, trace->unsupported);
	trace_free(trace);
	return false;
}

/* ---- The comment of a trace ---- */

static bool tells(const char *line)
{
	return strncmp(line, TEXT_START, strlen(TEXT_START)) != 0 && !strstr(line, "SPDX-License");
}

char *load_comment(const char *file)
{
	size_t size, i, at = 0, end;
	char *text = read_file(file, &size);

	if (!text)
		return NULL;
	if (size == 0 || is_binary(text, size)) {
		free(text);
		return NULL;
	}
	text[size - 1] = '\0';
	for (i = 0; text[i] == '#'; i += end) {
		end = strcspn(text + i, "\n");
		text[i + end] = '\0';
		if (tells(text + i)) {
			memmove(text + at, text + i + 1, end);
			at += end;
			text[at - 1] = '\n';
		}
		end += i + end + 1 < size;
	}
	text[at] = '\0';
	return text;
}
