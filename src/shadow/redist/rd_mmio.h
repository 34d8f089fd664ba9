/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The registers of a redistributor as the host sees them.
 *
 * Requires, for all functions: the caller holds the redistributor's lock. offset is not in
 * SGI_base.
 */
#ifndef ITSG_REDIST_RD_MMIO_H
#define ITSG_REDIST_RD_MMIO_H

#include <itsguard/redist.h>

/*
 * The host's access, without a step.
 *
 * Returns:
 *   OK: it is answered. A refused one has changed counters alone, and leaves *value as it was.
 *   ABORT: the host must get an external abort.
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_register_read(struct itsg_rd *rd, uint32_t offset,
						       uint32_t size, uint64_t *value);
ITSG_MUST_CHECK enum itsg_status itsg_rd_register_write(struct itsg_rd *rd, uint32_t offset,
							uint32_t size, uint64_t value);

#endif
