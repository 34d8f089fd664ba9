/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The grammar as data, and the smallest parts of reading it: words, numbers, names, messages.
 * For the files of this folder. The mutator and the tool use the tables, too.
 */
#ifndef TRACE_FORMS_H
#define TRACE_FORMS_H

#include <itsguard/types.h>

#include "trace/trace.h"

/* A kind of line, as in TRACE_FORMS. */
struct trace_form {
	const char *first, *second, *operands, *names;
};

/* A word of a line; not terminated. */
struct trace_word {
	const char *text;
	size_t size;
};

extern const struct trace_form trace_forms[STEP_KINDS];
extern const char *const trace_owner_names[TRACE_OWNERS];
extern const char *const trace_move_names[TRACE_MOVES];
extern const char *const trace_audit_names[ITSG_AUDITS];

/* Returns the index of word in names, or count if it is not there. */
size_t trace_find(const struct trace_word *word, const char *const *names, size_t count);
/*
 * Finds the reason of that name. NONE counts as one: nothing was refused yet. False: there is no
 * such reason.
 */
bool trace_find_reason(const struct trace_word *word, uint64_t *reason);

/* Is the word equal to text? */
bool trace_word_is(const struct trace_word *word, const char *text);
/* Reads a hexadecimal number of at most limit. False: it is none. */
bool trace_hex(const struct trace_word *word, uint64_t limit, uint64_t *value);
/* The same for a decimal number. */
bool trace_decimal(const struct trace_word *word, uint64_t limit, uint64_t *value);
/* Writes the message to *error. Always returns false, for `return trace_fail(...)`. */
__attribute__((format(printf, 3, 4))) bool trace_fail(struct trace_error *error, uint32_t line,
						      const char *format, ...);
/* Writes what was expected, and the word that was found. Always returns false. */
bool trace_found(struct trace_error *error, uint32_t line, const struct trace_word *word,
		 const char *expected);

#endif
