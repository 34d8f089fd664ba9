// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Did anything write to the monitor's memory without its knowledge? There are two pages of a known
 * pattern at the ends of its memory, and a sum over its text and constants. They are checked when
 * the power goes off.
 */
#include "monitor.h"

#define PATTERN 0x6974736775617264

static uint64_t image_sum;

static uint64_t sum(uint64_t from, uint64_t to)
{
	uint64_t total = 0;

	for (; from < to; from += 8)
		total = (total << 1 | total >> 63) ^ *(volatile uint64_t *)from;
	return total;
}

static void set(uint64_t page)
{
	for (uint64_t at = page; at < page + PAGE_SIZE; at += 8)
		*(volatile uint64_t *)at = PATTERN ^ at;
}

static bool is_set(uint64_t page)
{
	for (uint64_t at = page; at < page + PAGE_SIZE; at += 8) {
		if (*(volatile uint64_t *)at != (PATTERN ^ at))
			return false;
	}
	return true;
}

void canary_init(void)
{
	set(CANARY_LOW);
	set(CANARY_HIGH);
	image_sum = sum(MONITOR_TEXT, MONITOR_DATA);
}

bool canary_intact(void)
{
	return is_set(CANARY_LOW) && is_set(CANARY_HIGH) &&
	       image_sum == sum(MONITOR_TEXT, MONITOR_DATA);
}
