/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mutations of inputs in the binary form of a trace (trace/binary.h) that know what a step is.
 * Everything comes from the seed; nothing is allocated; scratch memory is static, so one thread at
 * a time. What comes out is an attack, whatever went in.
 */
#ifndef MUTATOR_H
#define MUTATOR_H

#include <stddef.h>
#include <stdint.h>

#include "mutator/dice.h"
#include "trace/binary.h"

/* A mutator of plain bytes, as LLVMFuzzerMutate is one. Returns the new size. */
typedef size_t mutator_bytes(uint8_t *data, size_t size, size_t max_size);

enum mutator_kind {
	MUTATOR_INSERT,	   /* new steps: one, or some that belong together */
	MUTATOR_DELETE,	   /* some steps in a row */
	MUTATOR_DUPLICATE, /* some in a row, there or elsewhere */
	MUTATOR_REORDER,   /* some in a row go elsewhere */
	MUTATOR_FIELD,	   /* one operand: what it could be, near what it was, or any bits of it */
	MUTATOR_PLACE,	   /* a step's ITS or CPU, or whether it comes in the middle of a call */
	MUTATOR_CONFIG,
	MUTATOR_DOORBELL, /* doorbells say where the commands before them end */
	MUTATOR_KINDS,
};

struct mutator_input {
	struct trace_config config;
	struct step steps[BINARY_ATTACK_STEPS];
	size_t count;
	bool small; /* configuration fields are counted from the small profile */
};

/*
 * A mutation of data in place. size may be 0; never writes more than max_size bytes, and returns
 * how many there are now, which is 0 only if max_size is. Some of the calls are left to bytes, or
 * to a simple one of our own if that is NULL.
 */
size_t mutator_mutate(uint8_t *data, size_t size, size_t max_size, uint64_t seed,
		      mutator_bytes *bytes);

/* Steps of a and steps of b into out, of max_size bytes, which is neither. Returns the size. */
size_t mutator_cross(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size, uint8_t *out,
		     size_t max_size, uint64_t seed);

/* ---- The pieces ---- */

void mutator_decode(struct mutator_input *input, const uint8_t *data, size_t size);
/* As many of the steps as fit. 0: not even the configuration does. */
size_t mutator_encode(const struct mutator_input *input, uint8_t *data, size_t max_size);
/* False, and nothing changed: there is nothing that this could be done to. */
bool mutator_apply(struct mutator_input *input, enum mutator_kind kind, struct dice *dice);
void mutator_splice(struct mutator_input *input, const struct mutator_input *other,
		    struct dice *dice);
/* The simple one: bits, bytes, numbers, pieces. */
size_t mutator_plain(uint8_t *data, size_t size, size_t max_size, struct dice *dice);

#endif
