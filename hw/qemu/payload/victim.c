// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "victim.h"

#define PATTERN 0x5a5a5a5aa5a5a5a5

bool victim_is_visible(const struct victim *victim)
{
	return !victim->monitors || below == BELOW_NOTHING;
}

void victim_arm(const struct victim *victim, uint64_t bytes)
{
	if (!victim_is_visible(victim))
		return;
	for (uint64_t at = 0; at < bytes; at += 8)
		*(volatile uint64_t *)(victim->address + at) = PATTERN ^ at;
}

bool victim_is_hit(const struct victim *victim, uint64_t bytes)
{
	for (uint64_t at = 0; at < bytes; at += 8) {
		if (*(volatile uint64_t *)(victim->address + at) != (PATTERN ^ at))
			return true;
	}
	return false;
}

void victim_judge(const struct victim *victim, uint64_t bytes, const char *attack)
{
	if (!victim_is_visible(victim))
		ok(true, "%s, %s: done; the monitor tells at its end", attack, victim->name);
	else if (below == BELOW_GUARD)
		ok(!victim_is_hit(victim, bytes), "%s, %s: not touched", attack, victim->name);
	else
		ok(victim_is_hit(victim, bytes), "%s, %s: overwritten", attack, victim->name);
}
