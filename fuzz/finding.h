/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where a fuzz target writes a finding in the text form. This is the file that ITSGUARD_TRACE
 * names, or crash.trace if that is not set. If it is empty, nothing is written.
 */
#ifndef FUZZ_FINDING_H
#define FUZZ_FINDING_H

#include <stdio.h>
#include <stdlib.h>

#include "trace/trace.h"

static char finding_path[1024];

/* Opens the file; NULL: nothing is to be written. */
static inline FILE *finding_open(const char *suffix)
{
	const char *given = getenv("ITSGUARD_TRACE");

	if (given && !*given)
		return NULL;
	snprintf(finding_path, sizeof(finding_path), "%s%s", given ? given : "crash.trace", suffix);
	return fopen(finding_path, "w");
}

static inline void finding_line(void *file, const char *line)
{
	fprintf(file, "%s\n", line);
}

static inline void finding_close(FILE *file)
{
	fclose(file);
	fprintf(stderr, "the input as text: build/itsguard explain %s\n", finding_path);
}

static inline void finding_write(const struct trace *trace, const char *suffix)
{
	FILE *file = finding_open(suffix);

	if (!file)
		return;
	trace_print(trace, finding_line, file);
	finding_close(file);
}

#endif
