/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Checks of a decoded command that need no state: the fields against limits, in the documented
 * order. All of it is pure: no state, no locks.
 */
#ifndef ITSG_CHECK_H
#define ITSG_CHECK_H

#include <itsguard/state.h>

#define LPI_FIRST   8192u
#define LPI_MOST    BIT(24) /* INTIDs have 24 bits at most */
#define NO_DOORBELL 1023u

/*
 * Checks every field that the command does not ignore. With V = 0 only the key is looked at.
 *
 * Requires: cmd as codec_decode or itsg_command_decode left it.
 * Returns:
 *   NONE: all of them are in range.
 *   another reason: the first, in the order DeviceID; EventID, Size, ICID, INTID, vPEID, VPT_size,
 *     doorbell; RDbase; addresses. OPCODE: a kind that is refused whatever its fields say.
 * Work: constant, and the logarithm of the number of redistributors.
 * Topic: every command up to GICv4.0
 */
ITSG_MUST_CHECK enum itsg_reason itsg_check_command(const struct itsg_limits *limits,
						    const struct itsg_command *cmd);

#endif
