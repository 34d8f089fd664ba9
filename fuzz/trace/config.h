/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* `=` lines, and what can be derived from recorded reads. For parse.c. */
#ifndef TRACE_CONFIG_H
#define TRACE_CONFIG_H

#include "trace/forms.h"

/* What the `=` lines have said so far. */
struct trace_keys {
	struct trace_config *config;
	struct trace_error *error;
	uint32_t line;
	unsigned int its;
	bool cpus_set, auto_set;
	bool typer_set[TRACE_ITS_MAX], iidr_set[TRACE_ITS_MAX], pidr2_set[TRACE_ITS_MAX];
	uint8_t baser_set[TRACE_ITS_MAX]; /* bit n: BASER<n> was set */
};

/* Takes the line `= key value...`; words[0] is the key. False: *keys->error says why not. */
bool trace_key(struct trace_keys *keys, const struct trace_word *words, size_t count);
/* Fills in what no key set, from the values that were recorded for reads. */
void trace_derive(struct trace_keys *keys, const struct step *steps, size_t count);

#endif
