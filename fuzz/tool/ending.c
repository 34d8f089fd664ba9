/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#define _DEFAULT_SOURCE

#include "ending.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#define TEXT 480 /* room for a text without its numbers, which may be longer */

void ending_conclude(struct ending *ending, const struct run *run)
{
	const struct step *step = run_step(run);

	snprintf(ending->text, sizeof(ending->text), "%s", rig_text(run->rig));
	ending->line = run->line;
	ending->stepping = run->line && !run->at;
	switch (run->result) {
	case RIG_OK: ending->kind = END_GOOD; break;
	case RIG_UNUSABLE: ending->kind = END_UNUSABLE; break;
	case RIG_FAILED:
		ending->kind = END_EXPECTATION;
		ending->number = step ? step->kind : 0;
		break;
	case RIG_BROKEN:
		ending->kind = END_PROPERTY;
		ending->number = (int)rig_broken(run->rig);
		break;
	}
	if (run->missing == MODEL_NONE || run->result == RIG_BROKEN)
		return;
	ending->kind = END_EXPECTATION;
	ending->number = STEP_EXPECT_PROPERTY;
	snprintf(ending->text, sizeof(ending->text), "P%d was not broken", (int)run->missing);
}

static bool is_limit(int signal)
{
	return signal == SIGXCPU || signal == SIGALRM || signal == SIGPROF || signal == SIGKILL;
}

void ending_by_status(struct ending *ending, int status)
{
	bool signalled = WIFSIGNALED(status);

	ending->text[0] = '\0';
	ending->number = signalled ? WTERMSIG(status) : WEXITSTATUS(status);
	if (!signalled)
		ending->kind = END_EXIT;
	else
		ending->kind = is_limit(ending->number) ? END_LIMIT : END_SIGNAL;
}

bool ending_is_fatal(const struct ending *ending)
{
	return ending->kind == END_SIGNAL || ending->kind == END_EXIT || ending->kind == END_LIMIT;
}

/*
 * Removes the numbers from a text: decimal ones, and hexadecimal ones that start with a decimal
 * digit.
 */
static void shape(const char *from, char *to, size_t size)
{
	static const char digits[] = "0123456789abcdefx";
	size_t at = 0;

	while (*from && at + 4 < size) {
		if (*from < '0' || *from > '9') {
			to[at++] = *from++;
			continue;
		}
		from += strspn(from, digits);
		at += (size_t)snprintf(to + at, size - at, "...");
	}
	to[at] = '\0';
}

static bool same_shape(const char *a, const char *b)
{
	char of_a[TEXT], of_b[TEXT];

	shape(a, of_a, sizeof(of_a));
	shape(b, of_b, sizeof(of_b));
	return strcmp(of_a, of_b) == 0;
}

bool ending_is(const struct ending *ending, const struct ending *wanted, bool exact)
{
	if (ending->kind != wanted->kind || ending->number != wanted->number ||
	    ending->unheard != wanted->unheard)
		return false;
	switch (wanted->kind) {
	case END_PROPERTY: return !exact || same_shape(ending->text, wanted->text);
	case END_EXPECTATION:
	case END_SIGNAL:
	case END_EXIT: return strcmp(ending->text, wanted->text) == 0;
	case END_GOOD:
	case END_UNUSABLE:
	case END_UNHEARD:
	case END_UNCLEAN:
	case END_LIMIT: break;
	}
	return true;
}

static void expectation_words(const struct ending *ending, char *text, size_t size)
{
	const struct step step = {.kind = (uint8_t)ending->number};
	char name[32];

	step_kind_name(&step, name);
	snprintf(text, size, "an expectation (%s): %s", name, ending->text);
}

void ending_words(const struct ending *ending, char *text, size_t size)
{
	const char *more = *ending->text ? ": " : "";

	switch (ending->kind) {
	case END_GOOD: snprintf(text, size, "nothing"); break;
	case END_UNUSABLE: snprintf(text, size, "cannot be run: %s", ending->text); break;
	case END_EXPECTATION: expectation_words(ending, text, size); break;
	case END_PROPERTY: snprintf(text, size, "P%d: %s", ending->number, ending->text); break;
	case END_UNHEARD:
		snprintf(text, size,
			 "the rule that counters come out the same when nobody "
			 "listens to reports");
		break;
	case END_SIGNAL:
		snprintf(text, size, "the program: signal %d (%s)%s%s", ending->number,
			 strsignal(ending->number), more, ending->text);
		break;
	case END_EXIT:
		snprintf(text, size, "the program: exit status %d%s%s", ending->number, more,
			 ending->text);
		break;
	case END_UNCLEAN: snprintf(text, size, "not clean: %s", ending->text); break;
	case END_LIMIT: snprintf(text, size, "the program: it does not come to an end"); break;
	}
}

/* What is broken, without the message. */
static void group_head(const struct ending *ending, char *text, size_t size)
{
	const struct step step = {.kind = (uint8_t)ending->number};

	switch (ending->kind) {
	case END_GOOD: snprintf(text, size, "nothing"); break;
	case END_UNUSABLE: snprintf(text, size, "cannot be read or run"); break;
	case END_EXPECTATION: step_kind_name(&step, text); break;
	case END_PROPERTY: snprintf(text, size, "P%d", ending->number); break;
	case END_UNHEARD: snprintf(text, size, "counters differ"); break;
	case END_SIGNAL: snprintf(text, size, "signal %d", ending->number); break;
	case END_EXIT: snprintf(text, size, "exit status %d", ending->number); break;
	case END_LIMIT: snprintf(text, size, "does not come to an end"); break;
	case END_UNCLEAN: snprintf(text, size, "not clean"); break;
	}
}

void ending_group(const struct ending *ending, char *text, size_t size)
{
	char head[32], said[TEXT];

	group_head(ending, head, sizeof(head));
	shape(ending->text, said, sizeof(said));
	snprintf(text, size, "%s%s%s%s%s", head, ending->unheard ? " when nobody listens" : "",
		 *said ? " \"" : "", said, *said ? "\"" : "");
}
