/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a device tree says of interrupt controllers and memory. The tree may come from a boot loader
 * that the host controls, so it may hold any bytes. What is believed of them is said at each field.
 */
#ifndef HYPGLUE_FDT_H
#define HYPGLUE_FDT_H

#include "hypglue/regions.h"

#define HYPGLUE_FDT_DEPTH    16
#define HYPGLUE_FDT_GICS     4
#define HYPGLUE_FDT_ITSS     16
#define HYPGLUE_FDT_RDS	     64
#define HYPGLUE_FDT_MEMORY   64
#define HYPGLUE_FDT_RESERVED 64
#define HYPGLUE_FDT_BLOCKED  16
#define HYPGLUE_FDT_NO_GIC   UINT32_MAX

enum hypglue_fdt_status {
	HYPGLUE_FDT_OK,
	HYPGLUE_FDT_BAD_TREE, /* not a flattened tree, or longer than the bytes given */
	HYPGLUE_FDT_TOO_DEEP, /* nodes below HYPGLUE_FDT_DEPTH levels */
	HYPGLUE_FDT_FULL,     /* more of one kind than there is room for */
	HYPGLUE_FDT_CELLS, /* #address-cells or #size-cells malformed, or too large for a number */
	HYPGLUE_FDT_REG,   /* reg missing, short, empty, misaligned, or beyond 52 bits of address */
	HYPGLUE_FDT_RANGES,   /* reg cannot be translated to a physical address */
	HYPGLUE_FDT_PROPERTY, /* another property that matters is malformed */
	HYPGLUE_FDT_OVERLAP,  /* frames of an interrupt controller lie in memory */
};

/* A node that is enabled and matches arm,gic-v3. */
struct hypglue_fdt_gic {
	struct hypglue_range distributor;
	uint32_t first_rd, rd_count; /* its regions in rds */
	uint64_t stride;	     /* redistributor-stride; 0: by each GICR_TYPER */
	bool non_coherent;	     /* dma-noncoherent, there or above */
};

/*
 * A node that is enabled and matches arm,gic-v3-its, wherever it stands: its first reg entry. The
 * frames to protect are hypglue_its_frames bytes, whatever the size says.
 */
struct hypglue_fdt_its {
	struct hypglue_range frames;
	uint32_t gic; /* the one it stands below, or HYPGLUE_FDT_NO_GIC */
	bool non_coherent;
	uint64_t pre_its;      /* bytes of a socionext,synquacer-pre-its window; 0: none */
	uint64_t pre_its_base; /* its first address */
};

struct hypglue_fdt_reserved {
	struct hypglue_range range;
	bool no_map;
};

/* In tree order. Every range is at least one byte long and ends at 2^52 at most. */
struct hypglue_fdt {
	uint32_t gic_count, its_count, rd_count, memory_count, reserved_count, blocked_count;
	struct hypglue_fdt_gic gics[HYPGLUE_FDT_GICS];
	struct hypglue_fdt_its itss[HYPGLUE_FDT_ITSS];
	struct hypglue_range rds[HYPGLUE_FDT_RDS];
	struct hypglue_range memory[HYPGLUE_FDT_MEMORY];
	struct hypglue_fdt_reserved reserved[HYPGLUE_FDT_RESERVED]; /* and /memreserve/ */
	/*
	 * The first reg entry of each ITS that is disabled here. It is not to be driven, but it is
	 * still a bus master that the host must be kept from. One whose address cannot be
	 * translated is left out.
	 */
	struct hypglue_range blocked[HYPGLUE_FDT_BLOCKED];
	uint32_t machines; /* hypglue_quirks_machines of the root's compatible */
};

/*
 * Fills found from the tree at fdt, of which size bytes may be read.
 *
 * Requires: the tree is the hypervisor's own copy, as it is read more than once. fdt is 8-byte
 *   aligned. Its content may be anything.
 * Returns:
 *   HYPGLUE_FDT_OK: found is filled in.
 *   any other: why not, as the enum says; what is in found means nothing.
 * Work: linear in the tree, for each of at most a few hundred nodes that matter.
 * Locks: none.
 */
ITSG_MUST_CHECK enum hypglue_fdt_status hypglue_fdt_discover(const void *fdt, size_t size,
							     struct hypglue_fdt *found);

/* The status in words, for messages. */
const char *hypglue_fdt_status_text(enum hypglue_fdt_status status);

#endif
