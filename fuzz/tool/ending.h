/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The ending of a trace: what it came to.
 */
#ifndef ENDING_H
#define ENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rig/run.h"

enum end_kind {
	END_GOOD,
	END_UNUSABLE,	 /* step or configuration makes no sense */
	END_EXPECTATION, /* number: kind of the X line */
	END_PROPERTY,	 /* number: number of the property */
	END_UNHEARD,	 /* counters differ when nobody listens */
	END_SIGNAL,	 /* number: of the signal */
	END_EXIT,	 /* number: exit status, mostly a sanitizer's */
	END_LIMIT,	 /* not complete within the limit of processor time */
	END_UNCLEAN,	 /* --clean has complaints */
};

struct ending {
	enum end_kind kind;
	int number;
	bool unheard;  /* in the run without a listener */
	bool stepping; /* at a step, not before or after it */
	uint32_t line; /* line of the last step that ran; 0: none */
	char text[240];
};

/* Sets the ending of a run that is complete. number is set only if the kind has one. */
void ending_conclude(struct ending *ending, const struct run *run);
/* Sets the ending of a process that ended early, from the status that waitpid gave. */
void ending_by_status(struct ending *ending, int status);
/* Does it end the program? */
bool ending_is_fatal(const struct ending *ending);
/*
 * Is it the same failure? Properties must have the same number; if exact, the messages must also be
 * equal, without their numbers. Expectations must have the same kind of line and the same message.
 */
bool ending_is(const struct ending *ending, const struct ending *wanted, bool exact);
/* Says it in words, without a newline. */
void ending_words(const struct ending *ending, char *text, size_t size);
/*
 * Gives the same line for all that break the same: which property, and the message without its
 * numbers.
 */
void ending_group(const struct ending *ending, char *text, size_t size);

#endif
