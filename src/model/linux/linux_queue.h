/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The command queue. */
#ifndef LINUX_QUEUE_H
#define LINUX_QUEUE_H

#include "model/linux/linux.h"

#define LINUX_NO_SYNC UINT32_MAX

/* The queue is empty from here on. */
void linux_queue_restart(struct linux_its *its);
/* Posts one command, then a SYNC for the CPU unless it is LINUX_NO_SYNC. Waits until the ITS has
 * consumed both, except in batch mode. */
bool linux_post(struct linux_its *its, const uint64_t words[4], uint32_t sync_cpu);
/* Waits until the ITS has consumed everything. */
bool linux_wait(struct linux_its *its);
/* Returns the RDbase of a CPU, in its place in a command's word. */
uint64_t linux_target(const struct linux_its *its, uint32_t cpu);

#endif
