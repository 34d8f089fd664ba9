/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Lists of address ranges, none of them empty. All is pure. */
#ifndef HYPGLUE_RANGES_H
#define HYPGLUE_RANGES_H

#include "hypglue/regions.h"

/* True if both have a byte in common. Work: constant. */
bool hypglue_ranges_meet(const struct hypglue_range *a, const struct hypglue_range *b);

/* Sorts by start. Work: quadratic in count. */
void hypglue_ranges_sort(struct hypglue_range *list, uint32_t count);

/*
 * The first range of a sorted list that meets the one before it, or NULL. Work: linear.
 */
const struct hypglue_range *hypglue_ranges_clash(const struct hypglue_range *list, uint32_t count);

/*
 * Writes the bytes that are in a range of in and in none of out, in order, as the fewest ranges
 * that do not cross an end of in.
 *
 * Requires: both are sorted; out has no two that meet. There is room for in_count + out_count.
 * Returns: how many ranges were written.
 * Work: linear in both.
 */
uint32_t hypglue_ranges_subtract(const struct hypglue_range *in, uint32_t in_count,
				 const struct hypglue_range *out, uint32_t out_count,
				 struct hypglue_range *left);

#endif
