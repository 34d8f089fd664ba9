/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The tables of an ITS. */
#ifndef LINUX_TABLES_H
#define LINUX_TABLES_H

#include "model/linux/linux.h"

/* Allocates all tables and writes their BASERs. Requires: the ITS is off. */
bool linux_tables_setup(struct linux_its *its);
/* Writes the BASERs again, as after a loss of power. */
void linux_tables_restore(struct linux_its *its);
/* Makes the level-2 page of a DeviceID if need be.
 * Returns true if the ITS has a table entry for it now. */
bool linux_device_entry(struct linux_its *its, uint32_t id);

#endif
