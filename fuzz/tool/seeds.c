// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Seeds for the fuzzers, made from traces. A short trace is taken whole. A long one is cut: each
 * seed has the steps that enable the ITS, and a window of later steps.
 */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

#include "load.h"
#include "options.h"
#include "trace/binary.h"
#include "usage.h"

#define SHORT	   120 /* up to this many steps a trace is taken whole */
#define WINDOW	   40
#define SEED_BYTES 16384

struct piece {
	struct step steps[2 * SHORT];
	size_t count;
};

/* Polls and expectations are of no use to a fuzzer. */
static bool is_action(const struct step *step)
{
	return !step_is_expectation(step) && step->kind != STEP_READ && step->kind != STEP_PHASE;
}

static void add(struct piece *piece, const struct step *step)
{
	if (is_action(step) && piece->count < sizeof(piece->steps) / sizeof(piece->steps[0]))
		piece->steps[piece->count++] = *step;
}

static bool is_enable(const struct step *step)
{
	return step->kind == STEP_WRITE && step->op[0] == 0 && step->op[2] & 1;
}

/* How many steps there are up to the first enable. */
static size_t prefix_length(const struct trace *trace)
{
	size_t i;

	for (i = 0; i < trace->count; i++)
		if (is_enable(&trace->steps[i]))
			return i + 1;
	return 0;
}

/* Takes the hardware from the trace, and limits from the small configuration. */
static void seed_config(const struct trace *trace, struct trace_config *config)
{
	struct trace_config small;
	unsigned int n;

	*config = trace->config;
	binary_profile(&small, true);
	config->pool = small.pool;
	config->mem_count = 0;
	for (n = 0; n < TRACE_ITS_MAX; n++) {
		config->its[n].ring = small.its[n].ring;
		config->its[n].devices = small.its[n].devices;
		config->its[n].events = small.its[n].events;
	}
}

static bool write_seed(const char *folder, unsigned int *number, const struct trace *trace,
		       const struct piece *piece)
{
	static uint8_t data[SEED_BYTES];
	struct trace_config config;
	char path[512];
	size_t size;
	FILE *file;

	seed_config(trace, &config);
	size = binary_encode(&config, piece->steps, piece->count, BINARY_SMALL, data, sizeof(data));
	if (size > sizeof(data))
		return true; /* too long for a fuzzer */
	snprintf(path, sizeof(path), "%s/%05u", folder, (*number)++);
	file = fopen(path, "wb");
	if (!file || fwrite(data, 1, size, file) != size) {
		perror(path);
		return false;
	}
	return fclose(file) == 0;
}

static bool cut(const char *folder, unsigned int *number, const struct trace *trace)
{
	size_t prefix = prefix_length(trace), at = prefix, i;
	static struct piece piece;

	do {
		piece.count = 0;
		for (i = 0; i < prefix; i++)
			add(&piece, &trace->steps[i]);
		for (i = at; i < trace->count && piece.count < prefix + WINDOW; i++)
			add(&piece, &trace->steps[i]);
		if (!write_seed(folder, number, trace, &piece))
			return false;
		at = i;
	} while (at < trace->count);
	return true;
}

static bool whole(const char *folder, unsigned int *number, const struct trace *trace)
{
	static struct piece piece;
	size_t i;

	piece.count = 0;
	for (i = 0; i < trace->count; i++)
		add(&piece, &trace->steps[i]);
	return write_seed(folder, number, trace, &piece);
}

int seeds_main(int argc, char **argv)
{
	unsigned int number = 0;
	struct trace trace;
	bool written;
	int i, count = take_options(argc, argv, NULL, 0);

	if (count < 2)
		return count < 0 ? EXIT_UNREAD : usage(argv[0]);
	for (i = 2; i <= count; i++) {
		if (!load_trace(argv[i], &trace, NULL))
			return EXIT_UNREAD;
		written = trace.count <= SHORT ? whole(argv[1], &number, &trace)
					       : cut(argv[1], &number, &trace);
		trace_free(&trace);
		if (!written)
			return EXIT_UNREAD;
	}
	printf("%u seeds in %s\n", number, argv[1]);
	return EXIT_GOOD;
}
