/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What particular parts do otherwise, as data. Two kinds of rows:
 *
 * Rows of an ITS match by its IIDR. They hold for that ITS alone.
 *
 * Rows of the platform match by what the firmware says of the board, whatever any IIDR is. The same
 * GIC-600 sits in coherent and in non-coherent systems, and it is the board that lacks the wires.
 * They hold for every ITS and every redistributor. A row that matches where it need not costs
 * memory or cache maintenance. One that is missed lets the hardware write to a wrong page.
 *
 * All of it is pure: no state, no locks. Work: linear in the table, and in the list of compatible
 * strings.
 */
#ifndef HYPGLUE_QUIRKS_H
#define HYPGLUE_QUIRKS_H

#include <itsguard/itsguard.h>

/* What the firmware says of the platform, as it concerns one ITS or one redistributor. */
struct hypglue_board {
	uint32_t machines; /* hypglue_quirks_machines */
	/* dma-noncoherent at its node or above (a redistributor: the GIC's), or the MADT's flag */
	bool non_coherent;
	uint64_t pre_its;      /* bytes of a socionext,synquacer-pre-its window; 0: none */
	uint64_t pre_its_base; /* its first address */
};

/* What has no place in the configuration of an ITS. */
struct hypglue_quirks {
	uint32_t applied;     /* bit n: row n of the table matched */
	uint64_t vlpi_offset; /* VMAPP and VMOVP name RD_base plus this (GICv4 only, PTA = 1) */
	/*
	 * [window, window + window_bytes): a store there is an MSI with a DeviceID of the storer's
	 * choice. No CPU of the host may reach it: make it a region of HYPGLUE_BLOCKED, rounded out
	 * to whole pages. window_bytes 0: there is none.
	 */
	itsg_pa window;
	uint64_t window_bytes;
};

/*
 * Changes config->caps (typer, non_coherent, address_limit) and the memory attributes by every row
 * that matches. What config has no place for is in *quirks. What is set already is only made
 * stricter, except for the memory attributes.
 *
 * Requires: called after itsg_caps_read and before itsg_its_init.
 */
void hypglue_quirks_apply(const struct hypglue_board *board, struct itsg_its_config *config,
			  struct hypglue_quirks *quirks);

/*
 * The same for a redistributor: the rows of the platform, in config->caps (non_coherent,
 * address_limit). No ITS need be known, or be there.
 *
 * Requires: called after itsg_rd_caps_read and before itsg_rd_init.
 * Returns: bit n: row n of the table matched.
 */
uint32_t hypglue_quirks_apply_rd(const struct hypglue_board *board, struct itsg_rd_config *config);

/* Name of row n, or NULL behind the last one. */
const char *hypglue_quirk_name(unsigned int n);

/* Bits for the machines in a root node's compatible list of that many bytes, of any content. */
uint32_t hypglue_quirks_machines(const char *list, size_t bytes);

/* True if wanted is one of the strings in list. Each ends with a 0 within bytes. */
bool hypglue_string_listed(const char *list, size_t bytes, const char *wanted);

#endif
