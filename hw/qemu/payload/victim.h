/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Memory an attack aims at, and whether it was hit. */
#ifndef PAYLOAD_VICTIM_H
#define PAYLOAD_VICTIM_H

#include "payload.h"

struct victim {
	const char *name;
	uint64_t address;
	bool monitors; /* its memory, where there is a monitor: the host cannot look */
};

/* Ours to look at: it can be told whether the attack succeeded. */
bool victim_is_visible(const struct victim *victim);
/* bytes from address on get a pattern; then: whether it is still there. */
void victim_arm(const struct victim *victim, uint64_t bytes);
bool victim_is_hit(const struct victim *victim, uint64_t bytes);
/* One test: an attack hits where nothing guards, and misses where itsguard does. */
void victim_judge(const struct victim *victim, uint64_t bytes, const char *attack);

#endif
