/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How one entry of an ITT is encoded. */
#ifndef MODEL_ITT_H
#define MODEL_ITT_H

#include <stdbool.h>
#include <stdint.h>

struct model_its;

/* Bytes of an entry that say all. Smaller entries have their value kept beside, in event_map. */
#define MODEL_ITE_FULL 7u

/* Returns the entry as the ITS writes it: bit 0 is valid, then ICID, then INTID. */
uint64_t model_ite_encode(bool valid, uint32_t intid, uint32_t icid);
/* Returns the entry at pa as the ITS wrote it. expect: the bytes that it wrote there. */
uint64_t model_ite_expected(const struct model_its *its, uint64_t pa, const uint8_t *expect);
/* Returns true if all bytes are 0. Quicker than model_reads_zero for a few bytes. */
bool model_entry_is_zero(const uint8_t *at, uint32_t bytes);

#endif
