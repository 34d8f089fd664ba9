/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Checks of a decoded command that need no state: the fields against limits, in the documented
 * order. */
#ifndef ITSG_CHECK_H
#define ITSG_CHECK_H

#include <itsguard/state.h>

#define LPI_FIRST   8192u
#define NO_DOORBELL 1023u

/*
 * NONE when every field that the command does not ignore is in range, else the first reason in the
 * order DeviceID; EventID, Size, ICID, INTID, vPEID, VPT_size, doorbell; RDbase; addresses. With V
 * = 0 only the key is looked at. Work: constant, and the logarithm of the number of redistributors.
 */
ITSG_MUST_CHECK enum itsg_reason itsg_check_command(const struct itsg_limits *limits,
						    const struct itsg_command *cmd);

/* True if RDbase, as commands carry it, names a redistributor. Work: the logarithm of their number.
 */
bool itsg_check_rdbase_search(const struct itsg_limits *limits, itsg_rdbase rd);

#endif
