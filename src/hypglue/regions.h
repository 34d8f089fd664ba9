/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The protected ranges of physical addresses and what stands behind each.
 *
 * The table is filled once, at boot, by one CPU, before the trap path can see it. From then on the
 * table itself never changes. Each region's state says what becomes of an access.
 *
 * Locks: none are taken here. The caller serialises set-up, stop and reset of regions. Look-ups may
 * run on any CPU at any time meanwhile. Calls into the library take its locks.
 */
#ifndef HYPGLUE_REGIONS_H
#define HYPGLUE_REGIONS_H

#include <itsguard/itsguard.h>
#include <itsguard/redist.h>

enum hypglue_kind {
	HYPGLUE_ITS,	 /* its control and translation frames: 128 KiB, or 256 on v4.1 hardware */
	HYPGLUE_BLOCKED, /* nobody's: every access is aborted */
	HYPGLUE_RD,	 /* a redistributor's RD_base frame: 64 KiB */
	/*
	 * Of a redistributor with GICR_TYPER.VLPIS: VLPI_base and the reserved frame, 128 KiB. They
	 * are moved with its RD_base, and stopped after it.
	 */
	HYPGLUE_RD_VIRTUAL,
};

/* Written with release, read with acquire. */
enum hypglue_state {
	HYPGLUE_OPEN,	  /* not set up: the host's own, accesses pass */
	HYPGLUE_STARTING, /* set-up or its roll-back is at work: accesses are replayed */
	HYPGLUE_READY,	  /* mediated */
	HYPGLUE_STUCK,	  /* mediated; the ledger would not take the range back: stop it again */
	HYPGLUE_GONE,	  /* stopped: the host's own again, accesses pass */
};

struct hypglue_region {
	itsg_pa base;
	uint64_t size;
	enum hypglue_kind kind;
	void *va;  /* where the range is mapped at EL2; NULL: nowhere */
	void *ctx; /* for the ledger; ignored for an ITS, whose config has one */
	union {
		struct itsg_its *its;
		struct itsg_rd *rd;
	} of;
	/* What set-up needs; it must stay. ITS and redistributor only. */
	struct itsg_domain *domain;
	const struct itsg_its_config *config;
	const struct itsg_rd_config *rd_config;
	uint32_t state; /* enum hypglue_state; zero it */
};

#define HYPGLUE_POLLS_DEFAULT 4

struct hypglue_regions {
	struct hypglue_region *region; /* caller's memory, sorted by hypglue_regions_add */
	uint32_t capacity, count;
	uint64_t page_size;
	itsg_pa pa_limit;
	/*
	 * Budgets that a trap, or a hypglue_poll, may spend beyond its first one. The caller may
	 * set it before the trap path sees the table. 0: none. A trap takes the host's CPU for at
	 * most this many budgets plus one.
	 */
	uint32_t polls;
	uint32_t turn; /* hypglue_poll's own: where the next one begins */
};

struct hypglue_range {
	itsg_pa start, end; /* end: first byte after */
};

/*
 * Makes an empty table.
 *
 * Requires: memory for capacity records, which must stay. page_size is 4096, 16384 or 65536.
 *   pa_limit is 1 to 2^52.
 * Returns:
 *   ITSG_OK: the table is empty, and polls is HYPGLUE_POLLS_DEFAULT.
 *   ITSG_INVALID: one of these does not hold; nothing was done.
 * Work: constant.
 */
ITSG_MUST_CHECK enum itsg_status hypglue_regions_init(struct hypglue_regions *regions,
						      struct hypglue_region *memory,
						      uint32_t capacity, uint64_t page_size,
						      itsg_pa pa_limit);

/*
 * Copies one region into its place, as OPEN.
 *
 * Requires: alone, before the trap path sees the table.
 *   base and size are multiples of the page size. size is above 0 and below 4 GiB. The region lies
 *   below pa_limit and overlaps no other one.
 *   An ITS has its, domain and config. Its base and size are what config.base and
 *   hypglue_its_frames(config.caps.typer) say.
 *   A redistributor has rd, domain and rd_config. Its base and size are those of its kind, from
 *   rd_config.base on.
 * Returns:
 *   ITSG_OK: the region is in the table.
 *   ITSG_INVALID: not as required, or an unknown kind; nothing has changed.
 *   ITSG_NO_MEMORY: the table is full; nothing has changed.
 * Work: one move of the records behind it.
 */
ITSG_MUST_CHECK enum itsg_status hypglue_regions_add(struct hypglue_regions *regions,
						     const struct hypglue_region *region);

/*
 * The first region that shares a byte with [pa, pa + size), or NULL.
 *
 * Requires: size 1 at least.
 * Work: a binary search.
 */
struct hypglue_region *hypglue_regions_find(const struct hypglue_regions *regions, itsg_pa pa,
					    uint64_t size);

/* The state of a region; what was written before it was set is visible. */
enum hypglue_state hypglue_region_state(const struct hypglue_region *region);

/* True if nothing is kept from the host there: the state is OPEN or GONE. */
bool hypglue_region_is_hosts(const struct hypglue_region *region);

/* Bytes of an ITS's frames by its GITS_TYPER (VMAPP, VSGI), whatever firmware describes. */
uint64_t hypglue_its_frames(uint64_t typer);

/*
 * Sets up the count regions from first on, all or none. Each is taken from the host: an ITS by
 * itsg_its_init, a redistributor by itsg_rd_init, anything else as one range by the ledger here.
 * Meanwhile accesses to them are replayed. They become READY together, after the last one is.
 *
 * Any failure stops all that this call had started, last one first.
 *
 * Requires: redistributors come all together, with their virtual frames. As long as one is the
 *   host's, it has a way around the others. stuck may be NULL.
 * Returns:
 *   ITSG_OK: all of them are READY.
 *   ITSG_INVALID: no such regions, or some but not all of the table's redistributors; nothing was
 *     done. Or as below.
 *   ITSG_STATE: one of them is not OPEN; nothing was done. Or as below.
 *   ITSG_BUG: the roll-back failed. *stuck is how many regions are STUCK: a leak until
 *     hypglue_region_stop succeeds on each. The others are OPEN.
 *   any other: the status of the one that failed; all is as before.
 * Work: as itsg_its_init or itsg_rd_init for each, and one look at each region of the table.
 */
ITSG_MUST_CHECK enum itsg_status hypglue_regions_start(struct hypglue_regions *regions,
						       uint32_t first, uint32_t count,
						       uint32_t *stuck);

/*
 * Ends the protection of one region. From the first step on the host's writes to an ITS or
 * redistributor are ignored, whatever becomes of the rest.
 *
 * Returns:
 *   ITSG_OK: the region is the host's again, and GONE.
 *   ITSG_AGAIN: not done yet, call again. For an ITS or redistributor one step was taken.
 *   ITSG_LEDGER: not done yet, the ledger refused; call again.
 *   ITSG_STATE: the region is not READY or STUCK, or it is virtual frames whose RD_base is not
 *     stopped yet; nothing was done.
 *     Or one step was taken, and the hardware holds the rest up. The region stays mediated, with
 *     its memory. Call again when the hardware may have moved. It is an ITS that was told to be off
 *     and is not, or a redistributor whose EnableLPIs stays 1 or whose RWP does not become 0. Or it
 *     is an ITS that stalled and is kept (ITSG_PHASE_KEPT): first reset it, and call
 *     itsg_power_lost.
 * Work: one step of itsg_its_teardown or itsg_rd_teardown, or one donation.
 */
ITSG_MUST_CHECK enum itsg_status hypglue_region_stop(struct hypglue_region *region);

/*
 * Makes a GONE region OPEN, so that it can be set up again.
 *
 * Requires: no trap that began before the region was GONE is still running on any CPU.
 * Returns:
 *   ITSG_OK: it is OPEN.
 *   ITSG_STATE: it is not GONE; nothing was done.
 * Work: constant.
 */
ITSG_MUST_CHECK enum itsg_status hypglue_region_reset(struct hypglue_region *region);

/*
 * For a stage 2 that maps the host lazily: shrinks range around pa to what may be mapped. It then
 * holds no page of a region that is not the host's own, and crosses the border of no region.
 *
 * Requires: the caller holds the lock that the ledger takes for hypglue's donations. A region
 *   becomes STARTING before its donation. So either this call sees it, or the donation finds the
 *   mapping and removes it.
 * Returns:
 *   true: range may be mapped; it holds pa.
 *   false: pa lies in such a region, or range did not hold pa. Nothing may be mapped; range is
 *     empty.
 * Work: a binary search.
 */
ITSG_MUST_CHECK bool hypglue_regions_clip(const struct hypglue_regions *regions, itsg_pa pa,
					  struct hypglue_range *range);

/*
 * The size of the largest block that holds pa, lies in range and could be mapped for the host. It
 * starts at pa & ~(result - 1). Sizes are smallest << n * step, largest at most.
 *
 * Requires: as hypglue_regions_clip. smallest is the page size. step is how many bits a level
 *   resolves (9 with 4 KiB pages), 1 to 16.
 * Returns: the size in bytes; 0: there is none.
 * Work: a binary search, and one look at each size.
 */
uint64_t hypglue_regions_block(const struct hypglue_regions *regions, itsg_pa pa,
			       struct hypglue_range range, uint64_t smallest, unsigned int step,
			       uint64_t largest);

/*
 * The predicate that holds between any two calls.
 *
 * Work: one look at each region.
 */
bool hypglue_regions_is_valid(const struct hypglue_regions *regions);

#endif
