/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Hirschberg's algorithm. A list of ranges that are still to be matched replaces the recursion. Its
 * time is the product of the lengths, its memory their sum.
 */
#include "diff.h"

#include <stdlib.h>

#define DEPTH	   64
#define WORK_LIMIT ((uint64_t)1 << 34) /* comparisons */

struct range {
	size_t a, a_end, b, b_end;
};

struct align {
	const uint64_t *a, *b;
	size_t b_count;
	size_t *match;
	uint32_t *down, *up; /* lengths of common subsequences, by the end of the part of b */
	struct range todo[DEPTH];
	unsigned int count;
};

static void push(struct align *align, size_t a, size_t a_end, size_t b, size_t b_end)
{
	if (a < a_end && b < b_end)
		align->todo[align->count++] = (struct range){a, a_end, b, b_end};
}

/* Adds a row: old[j] becomes the length with one more element of a. */
static void next_row(uint32_t *row, const uint64_t *b, size_t count, uint64_t element, bool back)
{
	uint32_t diagonal = 0, above;
	size_t j;

	for (j = 1; j <= count; j++) {
		above = row[j];
		if (b[back ? count - j : j - 1] == element)
			row[j] = diagonal + 1;
		else if (row[j - 1] > above)
			row[j] = row[j - 1];
		diagonal = above;
	}
}

static void rows(const struct align *align, const struct range *range, size_t middle)
{
	size_t count = range->b_end - range->b, i;

	for (i = 0; i <= count; i++)
		align->down[i] = align->up[i] = 0;
	for (i = range->a; i < middle; i++)
		next_row(align->down, align->b + range->b, count, align->a[i], false);
	for (i = range->a_end; i > middle; i--)
		next_row(align->up, align->b + range->b, count, align->a[i - 1], true);
}

static void split(struct align *align, const struct range *range)
{
	size_t middle = range->a + (range->a_end - range->a) / 2, count = range->b_end - range->b;
	size_t best = 0, j;

	rows(align, range, middle);
	for (j = 1; j <= count; j++)
		if (align->down[j] + align->up[count - j] >
		    align->down[best] + align->up[count - best])
			best = j;
	push(align, range->a, middle, range->b, range->b + best);
	push(align, middle, range->a_end, range->b + best, range->b_end);
}

/* Matches what is equal at both ends. No search is needed for that. */
static void trim(const struct align *align, struct range *range)
{
	while (range->a < range->a_end && range->b < range->b_end &&
	       align->a[range->a] == align->b[range->b])
		align->match[range->a++] = range->b++;
	while (range->a < range->a_end && range->b < range->b_end &&
	       align->a[range->a_end - 1] == align->b[range->b_end - 1])
		align->match[--range->a_end] = --range->b_end;
}

static void match_one(const struct align *align, const struct range *range)
{
	size_t j;

	for (j = range->b; j < range->b_end; j++) {
		if (align->b[j] != align->a[range->a])
			continue;
		align->match[range->a] = j;
		return;
	}
}

static bool match_all(struct align *align, size_t a_count)
{
	struct range range = {0, a_count, 0, align->b_count};

	trim(align, &range);
	if ((uint64_t)(range.a_end - range.a) * (range.b_end - range.b) > WORK_LIMIT)
		return false;
	push(align, range.a, range.a_end, range.b, range.b_end);
	while (align->count) {
		range = align->todo[--align->count];
		trim(align, &range);
		if (range.a == range.a_end || range.b == range.b_end)
			continue;
		if (range.a_end - range.a == 1)
			match_one(align, &range);
		else
			split(align, &range);
	}
	return true;
}

bool diff_align(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count, size_t *match)
{
	struct align align = {.a = a, .b = b, .b_count = b_count, .match = match};
	bool good = false;
	size_t i;

	for (i = 0; i < a_count; i++)
		match[i] = b_count;
	align.down = calloc(b_count + 1, sizeof(*align.down));
	align.up = calloc(b_count + 1, sizeof(*align.up));
	if (align.down && align.up)
		good = match_all(&align, a_count);
	free(align.down);
	free(align.up);
	return good;
}
