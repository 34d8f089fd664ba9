// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "validator/rdbase.h"

bool itsg_rdbase_search(const struct itsg_limits *limits, itsg_rdbase rd)
{
	uint32_t low = 0, high = limits->redistributor_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (rdbase_of(limits, middle) == rd)
			return true;
		if (rdbase_of(limits, middle) < rd)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}
