/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The registers as the host sees them. Nobody else writes its->registers.
 *
 * Requires, for all functions: the caller holds the ITS lock (at init: nobody else has the ITS).
 */
#ifndef ITSG_ITS_MMIO_H
#define ITSG_ITS_MMIO_H

#include <itsguard/state.h>

/* As after a reset, by how the hardware's registers stick. For init, after the probe. */
void itsg_registers_reset(struct itsg_its *its);

/*
 * The host's access, without a step.
 *
 * Returns:
 *   OK: it is answered. A refused one has changed counters and the log alone, and leaves *value as
 *     it was.
 *   ABORT: the host must get an external abort.
 */
ITSG_MUST_CHECK enum itsg_status itsg_register_read(struct itsg_its *its, uint32_t offset,
						    uint32_t size, uint64_t *value);
ITSG_MUST_CHECK enum itsg_status itsg_register_write(struct itsg_its *its, uint32_t offset,
						     uint32_t size, uint64_t value);

#endif
