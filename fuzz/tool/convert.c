// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * itsguard convert: one form of a trace to the other. The text is canonical: it has every line that
 * may be left out, and no comments.
 */
#include "tool.h"

#include <stdlib.h>

#include "load.h"
#include "options.h"
#include "trace/binary.h"

static void put_line(void *arg, const char *line)
{
	fprintf(arg, "%s\n", line);
}

static bool write_binary(const struct trace *trace, FILE *out)
{
	size_t size =
		binary_encode(&trace->config, trace->steps, trace->count, BINARY_WHOLE, NULL, 0);
	uint8_t *data = malloc(size);
	bool good;

	if (!data)
		return false;
	(void)binary_encode(&trace->config, trace->steps, trace->count, BINARY_WHOLE, data, size);
	good = fwrite(data, 1, size, out) == size;
	free(data);
	return good;
}

static int convert(const struct trace *trace, bool to_text, const char *file)
{
	FILE *out = fopen(file, "wb");
	bool good = out;

	if (good && to_text)
		trace_print(trace, put_line, out);
	else if (good)
		good = write_binary(trace, out);
	if (out)
		good = fclose(out) == 0 && good;
	if (good)
		return EXIT_GOOD;
	perror(file);
	return EXIT_UNREAD;
}

int convert_main(int argc, char **argv)
{
	struct trace trace;
	bool binary;
	int code;

	if (!take_operands(argc, argv, NULL, 0, 2))
		return EXIT_UNREAD;
	if (!load_any(argv[1], &trace, &binary))
		return EXIT_UNREAD;
	code = convert(&trace, binary, argv[2]);
	trace_free(&trace);
	return code;
}
