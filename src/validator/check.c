// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "validator/check_inline.h"

bool itsg_check_rdbase_search(const struct itsg_limits *limits, itsg_rdbase rd)
{
	uint32_t low = 0, high = limits->redistributor_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (check_rdbase_of(limits, middle) == rd)
			return true;
		if (check_rdbase_of(limits, middle) < rd)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

enum itsg_reason itsg_check_command(const struct itsg_limits *limits,
				    const struct itsg_command *cmd)
{
	return check_command(limits, cmd);
}
