/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mutations of inputs in the binary form of a trace (trace/binary.h) that know what a step is. All
 * comes from the seed, and nothing is allocated. The result is an attack, whatever the input was.
 *
 * Scratch memory is static, so only one thread at a time may call these functions.
 */
#ifndef MUTATOR_H
#define MUTATOR_H

#include <stddef.h>
#include <stdint.h>

#include "mutator/dice.h"
#include "trace/binary.h"

/* A mutator of plain bytes, like LLVMFuzzerMutate. Returns the new size. */
typedef size_t mutator_bytes(uint8_t *data, size_t size, size_t max_size);

enum mutator_kind {
	MUTATOR_INSERT,	   /* insert one new step, or a scene */
	MUTATOR_DELETE,	   /* delete some steps in a row */
	MUTATOR_DUPLICATE, /* repeat some steps in a row, there or elsewhere */
	MUTATOR_REORDER,   /* move some steps in a row */
	MUTATOR_FIELD,	   /* change one operand: a likely value, a near one, or any bits */
	MUTATOR_PLACE,	   /* change a step's ITS or CPU, or whether it is an `I` line */
	MUTATOR_CONFIG,
	MUTATOR_DOORBELL, /* set doorbells to where the commands before them end */
	MUTATOR_KINDS,
};

struct mutator_input {
	struct trace_config config;
	struct step steps[BINARY_ATTACK_STEPS];
	size_t count;
	bool small; /* fields count from the small configuration */
};

/*
 * Mutates data in place. Some calls mutate plain bytes instead, with bytes, or with mutator_plain
 * if that is NULL.
 * Requires: size is at most max_size; it may be 0.
 * Returns the new size, at most max_size. It is 0 only if max_size is 0.
 */
size_t mutator_mutate(uint8_t *data, size_t size, size_t max_size, uint64_t seed,
		      mutator_bytes *bytes);

/*
 * Combines steps of a and steps of b into out, at most max_size bytes.
 * Requires: out overlaps neither a nor b.
 * Returns the size.
 */
size_t mutator_cross(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size, uint8_t *out,
		     size_t max_size, uint64_t seed);

/* ---- The pieces, for tests ---- */

/* Decodes data, as an attack. */
void mutator_decode(struct mutator_input *input, const uint8_t *data, size_t size);
/* Encodes as many of the steps as fit. Returns 0 if not even the configuration fits. */
size_t mutator_encode(const struct mutator_input *input, uint8_t *data, size_t max_size);
/* Does one mutation of this kind. False: there is nothing to mutate so, and nothing has changed. */
bool mutator_apply(struct mutator_input *input, enum mutator_kind kind, struct dice *dice);
/* Puts steps of other into input. */
void mutator_splice(struct mutator_input *input, const struct mutator_input *other,
		    struct dice *dice);
/* Mutates plain bytes: bits, bytes, numbers, pieces. */
size_t mutator_plain(uint8_t *data, size_t size, size_t max_size, struct dice *dice);

#endif
