/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the files of `itsguard diff` share. */
#ifndef DIFF_H
#define DIFF_H

#include "story.h"
#include "tool.h"

/* A visible result. */
struct diff_result {
	char *text; /* in full */
	char *same; /* with host and pool addresses removed; equal in both if they agree */
};

/* An act: a step, or a time between steps. */
struct diff_act {
	uint32_t line; /* 0: outside of any step */
	uint64_t key;  /* acts with the same key may be matched */
	bool idle;     /* a read without any other result */
	char *head;
	struct diff_result *results;
	size_t count, room;
};

struct diff_side {
	const char *file;
	struct trace trace;
	struct run run;
	struct diff_act *acts;
	size_t count, room;
	struct diff_act next; /* collects results until it is known whose they are */
	uint32_t behind;      /* CWRITER after the last step */
	uint32_t queue_bytes;
	struct itsg_event pages; /* pages of the result before pages_at, of the ledger */
	size_t pages_at;
	uint64_t queued, rung; /* keys of the commands after the last doorbell, and before it */
	struct itsg_counters counters; /* as they were before the final teardown */
	int code;
};

/* ---- diff_keep.c ---- */
/* Loads and runs the trace. False: the file cannot be read or run; a message was printed. */
bool diff_keep(struct diff_side *side, const char *file);
/* Frees what diff_keep made. */
void diff_free(struct diff_side *side);

/* ---- diff_align.c ---- */
/*
 * Finds the longest common subsequence.
 * Requires: match has room for a_count elements.
 * Sets match[i] to the index in b that a[i] is matched with; b_count: with none. Returns false if
 * the sequences are too long, or there is no memory.
 * Work: the product of the lengths. Memory: their sum.
 */
bool diff_align(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count,
		size_t *match);

#endif
