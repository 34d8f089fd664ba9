/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* PPI 26, the EL2 physical timer's, in a redistributor that is the host's. */
#ifndef MONITOR_PPI_H
#define MONITOR_PPI_H

#include "hypglue/trap.h"

#include "monitor.h"

#define PPI 26u

/*
 * Takes it: Group 0, enabled, at the highest priority. From here on the host's accesses to that
 * frame are trapped.
 * Requires: it is not taken.
 */
void ppi_take(struct ppi *ppi);
/* Gives it back as the host has it by now. The host's accesses are its own again. */
void ppi_give(struct ppi *ppi);
/* Forgets that it was pending. Requires that the timer is quiet. */
void ppi_unpend(const struct ppi *ppi);
/*
 * A fault that is no business of itsguard's.
 * Returns: HYPGLUE_DONE: it was an access to the frame of a PPI that is taken. It was carried out,
 *   but PPI 26 is as the host would have it. HYPGLUE_ABORT: such an access, and its syndrome says
 *   too little. HYPGLUE_PASS: something else.
 */
enum hypglue_action ppi_access(struct ppi *ppi, const struct hypglue_fault *fault,
			       uint64_t registers[31]);

#endif
