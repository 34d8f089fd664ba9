/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a trace comes to. */
#ifndef ENDING_H
#define ENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rig/run.h"

enum end_kind {
	END_GOOD,
	END_UNUSABLE,	 /* a step or the configuration means nothing */
	END_EXPECTATION, /* number: kind of the X line */
	END_PROPERTY,	 /* number: of the property */
	END_UNHEARD,	 /* counters differ when nobody listens */
	END_SIGNAL,	 /* number: of the signal */
	END_EXIT,	 /* number: exit status, of a sanitizer as a rule */
	END_LIMIT,	 /* no end within the limit of processor time */
	END_UNCLEAN,	 /* --clean asks for more */
};

struct ending {
	enum end_kind kind;
	int number;
	bool unheard;  /* in the run that nobody listens to */
	bool stepping; /* at a step, not before, between or after them */
	uint32_t line; /* of the last step that ran; 0: none */
	char text[240];
};

/* Of a run that came to its end; what is said of another kind stays. */
void ending_conclude(struct ending *ending, const struct run *run);
/* Of a process that did not: what waitpid says of it. */
void ending_by_status(struct ending *ending, int status);
/* Does it end the program? */
bool ending_is_fatal(const struct ending *ending);
/*
 * Is it the same failure? Of properties the number must be the same; exact: what is said as well,
 * numbers in it aside. Of expectations the line's kind and all that is said.
 */
bool ending_is(const struct ending *ending, const struct ending *wanted, bool exact);
/* In words, without a newline. */
void ending_words(const struct ending *ending, char *text, size_t size);
/* The same of all that break the same, one line: which property, and what is said without its
 * numbers. */
void ending_group(const struct ending *ending, char *text, size_t size);

#endif
