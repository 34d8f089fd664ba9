/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a trace comes to, found out in a child process: it may end in a signal, by a sanitizer or
 * never.
 */
#ifndef TRIAL_H
#define TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/trace.h"

enum end_kind {
	END_GOOD,
	END_UNUSABLE,	 /* a step or the configuration means nothing */
	END_EXPECTATION, /* number: kind of the X line */
	END_PROPERTY,	 /* number: of the property */
	END_UNHEARD,	 /* counters differ when nobody listens */
	END_SIGNAL,	 /* number: of the signal */
	END_EXIT,	 /* number: exit status, of a sanitizer as a rule */
	END_LIMIT,	 /* no end within the limit of processor time */
};

struct ending {
	enum end_kind kind;
	int number;
	bool unheard;  /* in the run that nobody listens to */
	bool stepping; /* at a step, not before, between or after them */
	uint32_t line; /* of the last step that ran; 0: none */
	char text[240];
};

struct trial {
	unsigned int seconds; /* of processor time for each */
	struct ending *shared;
	int output; /* of the child */
};

/* False: the machine has no memory or no temporary files. */
bool trial_open(struct trial *trial, unsigned int seconds);
void trial_close(struct trial *trial);
/* X property lines are passed over: it is told what is broken, wanted or not. */
void trial_run(struct trial *trial, const struct trace *trace, struct ending *ending);

/*
 * Is it the same failure? Of properties the number must be the same; exact: what is said as well,
 * numbers in it aside. Of expectations the line's kind and all that is said.
 */
bool ending_is(const struct ending *ending, const struct ending *wanted, bool exact);
/* In words, without a newline. */
void ending_words(const struct ending *ending, char *text, size_t size);

#endif
