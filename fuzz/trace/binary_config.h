/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Fields of the configuration by number. For binary.c and the mutator.
 */
#ifndef BINARY_CONFIG_H
#define BINARY_CONFIG_H

#include "trace/binary.h"

#define BINARY_FIELD_MEM 24 /* element 3n, 3n + 1, 3n + 2: address, size, owner of range n */
#define BINARY_FIELD_END 34 /* the first number that is no field */

/*
 * Sets a field to the value. A value that the field cannot have is made into one that it can.
 * Unknown fields are ignored.
 */
void binary_config_set(struct trace_config *config, unsigned int index, unsigned int its,
		       unsigned int element, uint64_t value);
/* Changes what the text form would reject into something that it accepts. */
void binary_config_make_sane(struct trace_config *config);

typedef void binary_put_field(void *arg, unsigned int index, unsigned int its, unsigned int element,
			      uint64_t value);
/* Calls put for each element in which config differs from profile, and for all ranges of memory. */
void binary_config_each(const struct trace_config *config, const struct trace_config *profile,
			binary_put_field *put, void *arg);

#endif
