// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "hypglue/ranges.h"

bool hypglue_ranges_meet(const struct hypglue_range *a, const struct hypglue_range *b)
{
	return a->start < b->end && b->start < a->end;
}

void hypglue_ranges_sort(struct hypglue_range *list, uint32_t count)
{
	struct hypglue_range moved;
	uint32_t i, at;

	for (i = 1; i < count; i++) {
		moved = list[i];
		for (at = i; at > 0 && moved.start < list[at - 1].start; at--)
			list[at] = list[at - 1];
		list[at] = moved;
	}
}

const struct hypglue_range *hypglue_ranges_clash(const struct hypglue_range *list, uint32_t count)
{
	uint32_t i;

	for (i = 1; i < count; i++)
		if (list[i].start < list[i - 1].end)
			return &list[i];
	return NULL;
}

uint32_t hypglue_ranges_subtract(const struct hypglue_range *in, uint32_t in_count,
				 const struct hypglue_range *out, uint32_t out_count,
				 struct hypglue_range *left)
{
	uint64_t at = 0, stop;
	uint32_t i, o = 0, count = 0;

	for (i = 0; i < in_count; i++) {
		at = at < in[i].start ? in[i].start : at;
		while (at < in[i].end) {
			while (o < out_count && out[o].end <= at)
				o++;
			if (o < out_count && out[o].start <= at) {
				at = out[o].end;
				continue;
			}
			stop = in[i].end;
			if (o < out_count && out[o].start < stop)
				stop = out[o].start;
			left[count++] = (struct hypglue_range){at, stop};
			at = stop;
		}
	}
	return count;
}
