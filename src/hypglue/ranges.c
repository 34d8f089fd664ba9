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

/* A subtraction on its way. */
struct rest {
	const struct hypglue_range *out;
	uint32_t o, out_count, count;
	uint64_t at; /* all before it is done */
	struct hypglue_range *left;
};

/* The first range of out that ends behind rest->at; an empty one behind the last. */
static struct hypglue_range next_out(struct rest *rest)
{
	while (rest->o < rest->out_count && rest->out[rest->o].end <= rest->at)
		rest->o++;
	return rest->o < rest->out_count ? rest->out[rest->o]
					 : (struct hypglue_range){UINT64_MAX, UINT64_MAX};
}

static void subtract_from(struct rest *rest, const struct hypglue_range *in)
{
	struct hypglue_range out;
	uint64_t stop;

	rest->at = rest->at < in->start ? in->start : rest->at;
	while (rest->at < in->end) {
		out = next_out(rest);
		if (out.start <= rest->at) {
			rest->at = out.end;
			continue;
		}
		stop = out.start < in->end ? out.start : in->end;
		rest->left[rest->count++] = (struct hypglue_range){rest->at, stop};
		rest->at = stop;
	}
}

uint32_t hypglue_ranges_subtract(const struct hypglue_range *in, uint32_t in_count,
				 const struct hypglue_range *out, uint32_t out_count,
				 struct hypglue_range *left)
{
	struct rest rest = {.out = out, .out_count = out_count, .left = left};
	uint32_t i;

	for (i = 0; i < in_count; i++)
		subtract_from(&rest, &in[i]);
	return rest.count;
}
