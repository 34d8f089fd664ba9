/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which frames there are, by the hardware's own registers, at the places that the device tree
 * names. After this, each byte that may be a frame of an ITS or a redistributor is in one of three
 * lists: an ITS to mediate, a redistributor to mediate, or a range to block.
 */
#ifndef HYPGLUE_FRAMES_H
#define HYPGLUE_FRAMES_H

#include "hypglue/fdt.h"
#include "hypglue/gic.h"

#define HYPGLUE_FRAMES_RDS 512
/* Frames that are looked at in gaps and in doubtful ranges: eight for each redistributor. */
#define HYPGLUE_FRAMES_LOOKS 4096
/* Each list that goes in may be cut once by each frame that is taken out. */
#define HYPGLUE_FRAMES_IN      (HYPGLUE_FDT_RDS + HYPGLUE_FDT_BLOCKED)
#define HYPGLUE_FRAMES_TAKEN   (HYPGLUE_FRAMES_RDS + HYPGLUE_FDT_ITSS)
#define HYPGLUE_FRAMES_BLOCKED (HYPGLUE_FRAMES_IN + HYPGLUE_FRAMES_TAKEN)

/* One GIC's part of the lists of redistributors. */
struct hypglue_frames_gic {
	uint32_t first, count; /* in rds */
	uint32_t processors;   /* in by_processor, from first on: without repeats */
	itsg_intid lpi_end;
};

struct hypglue_frames_rd {
	uint64_t typer;
	uint32_t gic;
};

struct hypglue_frames_its {
	struct hypglue_range range; /* as many bytes as GITS_TYPER says */
	uint64_t typer;
	uint32_t gic; /* also of an ITS that stands below none, where there is just one */
};

/* GICs and ITSs are in the order of struct hypglue_fdt. */
struct hypglue_frames {
	uint32_t gic_count, its_count, rd_count, blocked_count;
	struct hypglue_frames_gic gics[HYPGLUE_FDT_GICS];
	struct hypglue_frames_its itss[HYPGLUE_FDT_ITSS];
	/*
	 * The redistributors, GIC by GIC: for itsg_caps.redistributors of an ITS with
	 * GITS_TYPER.PTA, and of one without. rd has more about each of the first list.
	 */
	struct itsg_redistributor by_base[HYPGLUE_FRAMES_RDS];
	struct itsg_redistributor by_processor[HYPGLUE_FRAMES_RDS];
	struct hypglue_frames_rd rd[HYPGLUE_FRAMES_RDS];
	/*
	 * In the order of addresses: what must be kept from the host, and has no library behind it.
	 * Whole frames; no byte is in two of them, or in a frame above.
	 */
	struct hypglue_range blocked[HYPGLUE_FRAMES_BLOCKED];
	itsg_pa where; /* after an error: what it is about */
	/* Scratch memory: what may be a frame, and what is one. */
	uint32_t in_count, taken_count, look_count;
	struct hypglue_range in[HYPGLUE_FRAMES_IN], taken[HYPGLUE_FRAMES_TAKEN];
};

/*
 * The hypervisor defines this: the 32-bit register at pa, which is device memory. Of a GIC that is
 * disabled in the tree, and of what stands below it, nothing is read. Of others it is GICD_TYPER,
 * GICR_TYPER, GITS_TYPER and PIDR2. Of what is to be blocked it is CTLR, GICR_VPROPBASER and
 * GICR_VPENDBASER, too: a disabled ITS, frames that a stride skips, and doubtful ranges. Nothing
 * may answer there, and a load from such a place may abort. If the hypervisor can survive that,
 * give 0.
 */
uint32_t hypglue_hook_read32(void *ctx, itsg_pa pa);

/*
 * Finds the frames of what hypglue_fdt_discover has found. ctx is handed to the hook.
 *
 * A redistributor region is walked from its start, by the stride of the tree or by each GICR_TYPER,
 * to GICR_TYPER.Last. Where a region ends before that, another one of the GIC must go on there.
 * Bytes of a region that belong to no redistributor found are blocked: so a wrong stride or length
 * leaves none to the host. SGI_base is no such byte: it is the host's.
 *
 * Blocking takes the host's access, and not what the frame does by itself. So a disabled ITS, or a
 * redistributor that a stride skips or that no region counts, must be off. Its CTLR is read.
 *
 * Requires: found as discovered, with OK. limit is the hypervisor's pa_limit. All of it is mapped
 *   for the hook.
 *   The firmware left those off that are not read: ITSs and redistributors of a GIC that is
 *   disabled in the tree, and whatever a region has behind GICR_TYPER.Last.
 * Returns:
 *   HYPGLUE_FDT_OK: frames is filled in.
 *   HYPGLUE_FDT_ORPHAN: an ITS stands below no GIC, and there is not just one.
 *   HYPGLUE_FDT_LIMIT: a frame does not lie below limit.
 *   HYPGLUE_FDT_NOT_V3: the PIDR2 of a distributor, redistributor or ITS is not that of a GICv3.
 *   HYPGLUE_FDT_STRIDE: a stride of the tree is smaller than the redistributor.
 *   HYPGLUE_FDT_SHORT: a region ends within a redistributor, or without Last.
 *   HYPGLUE_FDT_FULL: there are more than HYPGLUE_FRAMES_RDS redistributors.
 *   HYPGLUE_FDT_CPU: no redistributor has the affinity of a usable CPU, or no CPU is usable.
 *   HYPGLUE_FDT_LIVE: an ITS that would be blocked is enabled or not quiescent, or a redistributor
 *     has EnableLPIs or RWP set, or virtual tables in use.
 *   HYPGLUE_FDT_REG: more than HYPGLUE_FRAMES_LOOKS frames would have to be looked at.
 *   HYPGLUE_FDT_OVERLAP: two of the frames have a byte in common, or one lies in memory.
 *   After an error frames->where is the address, or the affinity for HYPGLUE_FDT_CPU. All else in
 *   frames means nothing.
 * Work: three reads for each redistributor and ITS, two for each GIC and for each disabled ITS,
 *   five for each of HYPGLUE_FRAMES_LOOKS frames; sorting is quadratic in the numbers above, and
 *   CPUs are looked for one by one.
 * Locks: none.
 */
ITSG_MUST_CHECK enum hypglue_fdt_status hypglue_frames_find(const struct hypglue_fdt *found,
							    itsg_pa limit, void *ctx,
							    struct hypglue_frames *frames);

/*
 * The redistributors of a GIC, for the caps of an ITS with that GITS_TYPER.
 *
 * Requires: gic below frames->gic_count.
 * Work: constant.
 */
const struct itsg_redistributor *hypglue_frames_list(const struct hypglue_frames *frames,
						     uint32_t gic, uint64_t gits_typer,
						     uint32_t *count);

#endif
