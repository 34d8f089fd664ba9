/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Between the files of `itsguard diff`. */
#ifndef DIFF_H
#define DIFF_H

#include "story.h"
#include "tool.h"

/* Something that can be seen to have happened. */
struct diff_result {
	char *text; /* in full */
	char *same; /* what must be the same in the other: no host or pool addresses */
};

/* A step, or a time between steps. */
struct diff_act {
	uint32_t line; /* 0: outside of any step */
	uint64_t key;  /* acts with the same key may be the same */
	bool idle;     /* a read, and nothing else came of it */
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
	struct diff_act next; /* what happens before it is known in which */
	uint32_t behind;      /* CWRITER as it was after the last step */
	uint32_t queue_bytes;
	struct itsg_event pages; /* of the ledger, that the result before pages_at tells of */
	size_t pages_at;
	uint64_t queued, rung; /* keys of the commands since the last doorbell, and before it */
	struct itsg_counters counters; /* before the final teardown */
	int code;
};

/* ---- diff_keep.c ---- */
/* Loads and runs. False: the file cannot be read or run, which was said. */
bool diff_keep(struct diff_side *side, const char *file);
void diff_free(struct diff_side *side);

/* ---- diff_align.c ---- */
/*
 * The longest common subsequence: match[i] becomes the index in b of what a[i] is matched with, or
 * b_count if it is with nothing. False: too long, or no memory.
 */
bool diff_align(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count,
		size_t *match);

#endif
