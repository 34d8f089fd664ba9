/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Instructions that a compiler would not use on a register, each at an address that the caller
 * chooses.
 */
#ifndef PAYLOAD_ODD_H
#define PAYLOAD_ODD_H

#include "payload.h"

struct odd {
	const char *name;
	void (*run)(uint64_t address);
	bool harmless; /* may do nothing at all rather than fault */
};

extern const struct odd odd_instructions[];
extern const unsigned int odd_count;

#endif
