/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Setting an ITS up. */
#ifndef LINUX_PROBE_H
#define LINUX_PROBE_H

#include "model/linux/linux.h"

/* Disables the ITS and waits until it is quiescent. */
bool linux_quiesce(struct linux_its *its);

#endif
