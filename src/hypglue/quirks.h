/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What particular parts do otherwise, as data. IIDR alone never names a platform: the same GIC-600
 * sits in coherent and in non-coherent systems.
 *
 * All of it is pure: no state, no locks. Work: linear in the table, and in the list of compatible
 * strings.
 */
#ifndef HYPGLUE_QUIRKS_H
#define HYPGLUE_QUIRKS_H

#include <itsguard/itsguard.h>

/* What the firmware says of the platform. */
struct hypglue_board {
	uint32_t machines; /* hypglue_quirks_machines */
	bool non_coherent; /* dma-noncoherent, or the MADT's flag */
	uint64_t pre_its;  /* bytes of a socionext,synquacer-pre-its window */
};

/* What has no place in the configuration of an ITS. */
struct hypglue_quirks {
	bool non_coherent_rds; /* redistributors do not snoop: for itsg_rd_caps.non_coherent */
	uint32_t applied;      /* bit n: row n of the table matched */
	itsg_pa pool_end;      /* pool memory must end at or below; 0: anywhere */
	uint64_t vlpi_offset;  /* VMAPP and VMOVP name RD_base plus this (GICv4 only, PTA = 1) */
};

/*
 * Changes config->caps (typer, non_coherent) and the memory attributes by every row that matches
 * caps.iidr and the board. What config has no place for is in *quirks.
 *
 * Requires: called after itsg_caps_read and before itsg_its_init.
 */
void hypglue_quirks_apply(const struct hypglue_board *board, struct itsg_its_config *config,
			  struct hypglue_quirks *quirks);

/* Name of row n, or NULL behind the last one. */
const char *hypglue_quirk_name(unsigned int n);

/* Bits for the machines in a root node's compatible list of that many bytes, of any content. */
uint32_t hypglue_quirks_machines(const char *list, size_t bytes);

/* True if wanted is one of the strings in list. Each ends with a 0 within bytes. */
bool hypglue_string_listed(const char *list, size_t bytes, const char *wanted);

#endif
