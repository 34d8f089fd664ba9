/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The story of a trace, step by step and in words: what each step is, and what happens in it. Reads
 * in which nothing happens are told as one.
 */
#ifndef STORY_H
#define STORY_H

#include <stdio.h>

#include "rig/run.h"

struct telling {
	const struct step *step; /* NULL: outside of any step */
	bool folded;		 /* one or more reads in which nothing happened */
	const char *head;	 /* what the step is, or when it was; no newline */
	const char *text;	 /* what happened: lines with newlines; may be "" */
	uint64_t value;		 /* of a read */
	bool aborted;		 /* an access was answered with an abort */
};

struct teller {
	void *arg;
	void (*told)(void *arg, const struct telling *telling);
	/* Called as it happens, before told is called for the step. May be NULL. */
	void (*reported)(void *arg, const struct itsg_event *event);
	void (*executed)(void *arg, unsigned int its, const uint64_t words[4]);
	/* Called when every step has run and nothing is pending. May be NULL. */
	void (*settled)(void *arg);
};

/*
 * Runs run->trace on run->rig, from the library's start to the final teardown. If run->until is
 * set, it ends before the step at that line; the step is told, but not run.
 * The result is in *run. It is RIG_UNUSABLE at line 0 if the library does not take the
 * configuration.
 */
void story_tell(struct run *run, const struct teller *teller);

#endif
