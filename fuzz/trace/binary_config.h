/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Between the files of the binary form: configuration fields by number. */
#ifndef BINARY_CONFIG_H
#define BINARY_CONFIG_H

#include "trace/binary.h"

#define BINARY_FIELD_MEM 24 /* its three words follow one another: element 3 n + 0, 1, 2 */
#define BINARY_FIELD_END 29 /* no field from here on */

/* Sets a field to the value, or to one made of it that the field can have. Others are ignored. */
void binary_config_set(struct trace_config *config, unsigned int index, unsigned int its,
		       unsigned int element, uint64_t value);
/* What the text form would not let through is made into something it does. */
void binary_config_make_sane(struct trace_config *config);

typedef void binary_put_field(void *arg, unsigned int index, unsigned int its, unsigned int element,
			      uint64_t value);
/* Hands over each element in which config is not the profile, and all ranges of memory. */
void binary_config_each(const struct trace_config *config, const struct trace_config *profile,
			binary_put_field *put, void *arg);

#endif
