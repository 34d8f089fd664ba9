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
#define HYPGLUE_FDT_BLOCKED  64
#define HYPGLUE_FDT_CPUS     512
#define HYPGLUE_FDT_NO_GIC   UINT32_MAX

enum hypglue_fdt_status {
	HYPGLUE_FDT_OK,
	HYPGLUE_FDT_BAD_TREE, /* not a flattened tree, or longer than the bytes given */
	HYPGLUE_FDT_TOO_DEEP, /* nodes below HYPGLUE_FDT_DEPTH levels */
	HYPGLUE_FDT_FULL,     /* more of one kind than there is room for */
	HYPGLUE_FDT_CELLS,    /* cells missing, malformed, or too many for a number */
	HYPGLUE_FDT_REG,      /* reg missing, cut, empty, misaligned, too long, or beyond 52 bits */
	HYPGLUE_FDT_RANGES,   /* reg cannot be translated to a physical address */
	HYPGLUE_FDT_PROPERTY, /* another property that matters is malformed, or there twice */
	HYPGLUE_FDT_OVERLAP,  /* frames of an interrupt controller lie in memory, or in another's */
	/* From here on: hypglue_frames_find */
	HYPGLUE_FDT_ORPHAN, /* an ITS of no GIC, where there is not just one */
	HYPGLUE_FDT_LIMIT,  /* frames beyond the hypervisor's address limit */
	HYPGLUE_FDT_NOT_V3, /* no frame of a GICv3 or v4 is where the tree says */
	HYPGLUE_FDT_STRIDE, /* redistributor-stride is smaller than a redistributor */
	HYPGLUE_FDT_SHORT,  /* a region ends before its last redistributor */
	HYPGLUE_FDT_CPU,    /* a usable CPU has no redistributor, or there is none */
	HYPGLUE_FDT_LIVE,   /* an ITS or redistributor that would be blocked is not off */
};

/* A node that is enabled and matches arm,gic-v3. */
struct hypglue_fdt_gic {
	struct hypglue_range distributor;
	uint32_t first_rd, rd_count; /* its regions in rds */
	/*
	 * redistributor-stride; 0: by each GICR_TYPER. The binding has two cells. Linux does not
	 * see one of one cell, and neither do we: to believe it could skip redistributors that the
	 * host uses.
	 */
	uint64_t stride;
	bool non_coherent; /* dma-noncoherent, there or above */
};

/* A node that is enabled and matches arm,gic-v3-its, wherever it stands. */
struct hypglue_fdt_its {
	/*
	 * 128 KiB from the first reg entry on, whatever its size. The frames to protect are
	 * hypglue_its_frames bytes.
	 */
	struct hypglue_range frames;
	uint32_t gic; /* the one it stands below, or HYPGLUE_FDT_NO_GIC */
	bool non_coherent;
	uint64_t pre_its;      /* bytes of a socionext,synquacer-pre-its window; 0: none */
	uint64_t pre_its_base; /* its first address */
};

struct hypglue_fdt_reserved {
	struct hypglue_range range;
	bool no_map;
	bool header; /* of /memreserve/, not of a node */
};

/* A reg entry of a node below /cpus. */
struct hypglue_fdt_cpu {
	uint32_t affinity; /* Aff3 to Aff0, as the upper half of GICR_TYPER */
	bool usable;	   /* not "fail" or "fail-...": Linux may start one that is "disabled" */
};

enum hypglue_fdt_blocked_kind {
	HYPGLUE_FDT_BLOCKED_ITS,	/* an ITS that is disabled: the 256 KiB that it may have */
	HYPGLUE_FDT_BLOCKED_SILENT_ITS, /* the same below a GIC that is disabled: not to be read */
	HYPGLUE_FDT_BLOCKED_REGION,	/* redistributors of a GIC that is disabled */
	/*
	 * A reg entry of an enabled GIC behind those that #redistributor-regions counts. It may be
	 * a redistributor region, if the count is wrong, or the virtual CPU interface of a GICv2.
	 */
	HYPGLUE_FDT_BLOCKED_MAYBE,
};

/*
 * What is not to be driven, but may still be a bus master that the host must be kept from.
 * hypglue_frames_find says what of it is to be blocked.
 */
struct hypglue_fdt_blocked {
	struct hypglue_range range;
	enum hypglue_fdt_blocked_kind kind;
};

/* In tree order. Every range is at least one byte long and ends at 2^52 at most. */
struct hypglue_fdt {
	uint32_t gic_count, its_count, rd_count, memory_count, reserved_count, blocked_count;
	uint32_t cpu_count;
	struct hypglue_fdt_gic gics[HYPGLUE_FDT_GICS];
	struct hypglue_fdt_its itss[HYPGLUE_FDT_ITSS];
	struct hypglue_range rds[HYPGLUE_FDT_RDS]; /* whole frames, less than 4 GiB each */
	struct hypglue_range memory[HYPGLUE_FDT_MEMORY];
	struct hypglue_fdt_reserved reserved[HYPGLUE_FDT_RESERVED]; /* and /memreserve/ */
	struct hypglue_fdt_blocked blocked[HYPGLUE_FDT_BLOCKED];    /* whole frames */
	struct hypglue_fdt_cpu cpus[HYPGLUE_FDT_CPUS];
	uint32_t machines; /* hypglue_quirks_machines of the root's compatible */
	uint64_t where; /* after an error: where its node is in the structure block; 0: nowhere */
};

/*
 * Fills found from the tree at fdt, of which size bytes may be read.
 *
 * What cannot be read in a node that matters is an error, also where the node is disabled: its
 * hardware is there all the same, and could not be kept from the host. A tree that two readers may
 * understand in two ways is an error for the same reason.
 *
 * What no node names, this cannot find. So the tree must come from somebody who knows the machine.
 * hypglue_frames_find notices a redistributor region that is missing, by the CPUs.
 *
 * Requires: the tree is the hypervisor's own copy, as it is read more than once. fdt is 8-byte
 *   aligned. Its content may be anything.
 * Returns:
 *   HYPGLUE_FDT_OK: found is filled in.
 *   any other: why not, as the enum says, and where; what else is in found means nothing.
 * Work: linear in the tree, and 16 times HYPGLUE_FDT_WINDOWS for each range of found at most.
 * Locks: none.
 */
ITSG_MUST_CHECK enum hypglue_fdt_status hypglue_fdt_discover(const void *fdt, size_t size,
							     struct hypglue_fdt *found);

/* The status in words, for messages. */
const char *hypglue_fdt_status_text(enum hypglue_fdt_status status);

#endif
