/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The protected ranges of physical addresses and what stands behind each. Filled once, at boot, by
 * one CPU, before the trap path can see it; from then on the table itself never changes, and each
 * region's state says what becomes of an access. Set-up, stop and reset of regions are serialised
 * by the caller; lookups may run on any CPU at any time meanwhile.
 */
#ifndef HYPGLUE_REGIONS_H
#define HYPGLUE_REGIONS_H

#include <itsguard/itsguard.h>
#include <itsguard/redist.h>

enum hypglue_kind {
	HYPGLUE_ITS,	 /* its control and translation frames: 128 KiB, or 256 on v4.1 hardware */
	HYPGLUE_BLOCKED, /* nobody's: every access is aborted */
	HYPGLUE_RD,	 /* a redistributor's RD_base frame: 64 KiB */
	/* Of a redistributor with GICR_TYPER.VLPIS: VLPI_base and the reserved frame, 128 KiB. They
	 * are moved with its RD_base; to be stopped after it. */
	HYPGLUE_RD_VIRTUAL,
};

/* Written with release, read with acquire. */
enum hypglue_state {
	HYPGLUE_OPEN,	  /* not set up: the host's own, accesses pass */
	HYPGLUE_STARTING, /* set-up or its roll-back is at work: accesses are replayed */
	HYPGLUE_READY,	  /* mediated */
	HYPGLUE_STUCK,	  /* mediated still, but the ledger would not take the range back: stop it
			   * again
			   */
	HYPGLUE_GONE,	  /* stopped: the host's own again, accesses pass */
};

struct hypglue_region {
	itsg_pa base;
	uint64_t size;
	enum hypglue_kind kind;
	void *va;  /* where the range is mapped at EL2, recorded when it was; NULL: nowhere */
	void *ctx; /* for the ledger; of an ITS: ignored, its config has one */
	union {
		struct itsg_its *its;
		struct itsg_rd *rd;
	} of;
	/* What set-up needs, must stay. ITS and redistributor only. */
	struct itsg_domain *domain;
	const struct itsg_its_config *config;
	const struct itsg_rd_config *rd_config;
	uint32_t state; /* enum hypglue_state; zero it */
};

struct hypglue_regions {
	struct hypglue_region *region; /* caller's memory, sorted by hypglue_regions_add */
	uint32_t capacity, count;
	uint64_t page_size;
	itsg_pa pa_limit;
};

struct hypglue_range {
	itsg_pa start, end; /* end: first byte after */
};

/*
 * An empty table over capacity records at memory, which must stay. OK; INVALID: no memory, or
 * page_size is not 4096, 16384, 65536, or pa_limit is 0 or beyond 2^52.
 */
ITSG_MUST_CHECK enum itsg_status hypglue_regions_init(struct hypglue_regions *regions,
						      struct hypglue_region *memory,
						      uint32_t capacity, uint64_t page_size,
						      itsg_pa pa_limit);

/*
 * Copies one region into its place, as OPEN. Alone, before the trap path sees the table. OK;
 * INVALID: base or size not multiples of the page size, size 0 or not below 4 GiB, beyond pa_limit,
 * an overlap with another region, an unknown kind, or an ITS without its, domain and config, or
 * whose base and size are not what config.base and hypglue_its_frames(config.caps.typer) say; or a
 * redistributor likewise;
 * NO_MEMORY: the table is full. On error nothing has changed. Work: one move of the records behind
 * it.
 */
ITSG_MUST_CHECK enum itsg_status hypglue_regions_add(struct hypglue_regions *regions,
						     const struct hypglue_region *region);

/* The first region that shares a byte with [pa, pa + size), or NULL. size 1 at least. Binary
 * search. */
struct hypglue_region *hypglue_regions_find(const struct hypglue_regions *regions, itsg_pa pa,
					    uint64_t size);

enum hypglue_state hypglue_region_state(const struct hypglue_region *region);

/* Nothing is kept from the host there: OPEN or GONE. */
bool hypglue_region_is_hosts(const struct hypglue_region *region);

/* Bytes of an ITS's frames by its GITS_TYPER, whatever firmware describes. */
uint64_t hypglue_its_frames(uint64_t typer);

/*
 * Sets up the count regions from first on, all or none. Each is taken from the host as one range:
 * an ITS by itsg_its_init, anything else by the ledger here. Meanwhile accesses to them are
 * replayed; they become READY together, after the last one is. Any failure stops all that this call
 * had started, last one first. Redistributors come all together, with their virtual frames: as
 * long as one is the host's it has a way around the others. OK; INVALID: no such regions, or some
 * but not all of the table's redistributors; STATE: one of them is not OPEN; else
 * the status of the one that failed, with all as before; BUG: the roll-back failed: *stuck (may be
 * NULL) is how many regions are STUCK, a leak until hypglue_region_stop succeeds on each. Work: as
 * itsg_its_init or itsg_rd_init for each, and one look at each region of the table.
 */
ITSG_MUST_CHECK enum itsg_status hypglue_regions_start(struct hypglue_regions *regions,
						       uint32_t first, uint32_t count,
						       uint32_t *stuck);

/*
 * Ends the protection of one region: OK: it is the host's again, and GONE. AGAIN: not done, call
 * again (an ITS: one step of itsg_its_teardown). LEDGER: as AGAIN, the ledger refused. STATE: not
 * READY or STUCK; virtual frames whose RD_base is not stopped yet; or a redistributor whose LPIs
 * the hardware does not let be disabled, which then ignores the host's writes.
 */
ITSG_MUST_CHECK enum itsg_status hypglue_region_stop(struct hypglue_region *region);

/* GONE becomes OPEN, so that it can be set up again. Requires: no trap that began before the region
 * was GONE is still running on any CPU. STATE: it is not GONE. */
ITSG_MUST_CHECK enum itsg_status hypglue_region_reset(struct hypglue_region *region);

/*
 * For a stage 2 that maps the host lazily: shrinks range, which holds pa, until it holds pa and
 * neither a page of any region that is not the host's own nor the border of one. False: pa lies in
 * such a region, nothing may be mapped (range is empty), or range does not hold pa. Call with the
 * lock held that the ledger takes for hypglue's donations: a region becomes STARTING before its
 * donation, so either this call sees it, or the donation finds the mapping and removes it. Work: a
 * binary search.
 */
ITSG_MUST_CHECK bool hypglue_regions_clip(const struct hypglue_regions *regions, itsg_pa pa,
					  struct hypglue_range *range);

/*
 * The largest naturally aligned block of size bytes, smallest << n * step, largest at most, that
 * holds pa, lies in range and could be mapped for the host; 0: none. smallest: the page size; step:
 * bits a level resolves (9 with 4 KiB pages). The start is pa & ~(result - 1).
 */
uint64_t hypglue_regions_block(const struct hypglue_regions *regions, itsg_pa pa,
			       struct hypglue_range range, uint64_t smallest, unsigned int step,
			       uint64_t largest);

/* The predicate that holds between any two calls. */
bool hypglue_regions_is_valid(const struct hypglue_regions *regions);

#endif
