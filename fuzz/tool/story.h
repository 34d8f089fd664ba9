/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The story of a trace, step by step, for whoever shows it: what each step is and what happened in
 * it, in words. Reads in which nothing happened are told as one.
 */
#ifndef STORY_H
#define STORY_H

#include <stdio.h>

#include "rig/run.h"

struct telling {
	const struct step *step; /* NULL: outside of any */
	bool folded;		 /* reads in which nothing happened */
	const char *head;	 /* what the step is, or when it was; no newline */
	const char *text;	 /* what happened: lines with newlines; may be "" */
	uint64_t value;		 /* of a read */
	bool aborted;		 /* an access was answered with an abort */
};

struct teller {
	void *arg;
	void (*told)(void *arg, const struct telling *telling);
	/* As it happens, before the step it belongs to is told. May be NULL. */
	void (*reported)(void *arg, const struct itsg_event *event);
	void (*executed)(void *arg, unsigned int its, const uint64_t words[4]);
	/* Every step has run, and what was pending has had its time. May be NULL. */
	void (*settled)(void *arg);
};

/*
 * Runs run->trace on run->rig, from the library's start to the final teardown, or to the step at
 * run->until, which is told and not done. run says what came of it: RIG_UNUSABLE at line 0 if the
 * library does not take the configuration.
 */
void story_tell(struct run *run, const struct teller *teller);

#endif
