/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How the registers of the hardware stick. */
#ifndef ITSG_ITS_PROBE_H
#define ITSG_ITS_PROBE_H

#include <itsguard/state.h>

/*
 * Probes BASERs and CBASER, and whether the hardware snoops. Leaves all of them 0.
 *
 * Requires: init, with the hardware seen off.
 * Returns:
 *   OK.
 *   UNSUPPORTED: no device table, two tables of one type, an unknown type, or an entry size that is
 *                no power of two.
 * Work: about 120 register accesses.
 */
ITSG_MUST_CHECK enum itsg_status itsg_probe(struct itsg_its *its);

/* Attributes of tables and ring, as they lie in a BASER: the embedder's, or what suits hardware
 * that snoops, or does not. */
uint64_t itsg_probe_attributes(const struct itsg_its *its);

#endif
