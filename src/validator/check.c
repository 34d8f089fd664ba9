// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "validator/check_inline.h"

enum itsg_reason itsg_check_command(const struct itsg_limits *limits,
				    const struct itsg_command *cmd)
{
	return check_command(limits, cmd);
}
