/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Memory that an attack aims at, and whether it was hit. */
#ifndef PAYLOAD_VICTIM_H
#define PAYLOAD_VICTIM_H

#include "payload.h"

struct victim {
	const char *name;
	uint64_t address;
	bool monitors; /* its memory, where there is a monitor: the host cannot look */
};

/* True if we may read it, and so can tell whether the attack succeeded. */
bool victim_is_visible(const struct victim *victim);
/* Writes a pattern to the bytes from address on. */
void victim_arm(const struct victim *victim, uint64_t bytes);
/* True if the pattern is not all there any more. */
bool victim_is_hit(const struct victim *victim, uint64_t bytes);
/* One test: an attack hits where nothing guards, and misses where itsguard does. */
void victim_judge(const struct victim *victim, uint64_t bytes, const char *attack);

#endif
