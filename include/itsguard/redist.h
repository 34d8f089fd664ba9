/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Redistributors. Each has DMA pointers of its own (GICR_PROPBASER, GICR_PENDBASER and the virtual
 * ones of GICv4): with those left to the host the ITS alone is no protection. One struct itsg_rd
 * mediates one redistributor. Its pending table comes from the domain's pool and the host's address
 * for it is never used; the property table is the host's own memory, shared and pinned for as long
 * as a redistributor may read it. Virtual LPIs are not offered.
 *
 * Frames. The host loses RD_base (64 KiB at base) and, where GICR_TYPER has VLPIS, VLPI_base and
 * the reserved frame (128 KiB at base + 0x20000). SGI_base (64 KiB at base + 0x10000) has no DMA in
 * it and stays the host's, mapped and untouched: each frame is whole pages at every granule.
 *
 * It uses the platform and the ledger of the ITSs with a context of its own: the register accessors
 * reach base + offset (with VLPIS the two registers of the virtual frames, too, at set-up), lock
 * and unlock are one lock for each redistributor, taken where an ITS's would be (before the
 * domain's, never together with another one's or an ITS's). The ledger is called with the
 * redistributor's lock held, and for pages of a property table with the domain's as well, since
 * redistributors share them.
 */
#ifndef ITSG_REDIST_H
#define ITSG_REDIST_H

#include <itsguard/ledger.h>
#include <itsguard/platform.h>
#include <itsguard/state.h>
#include <itsguard/types.h>

/* What the redistributor can do: from its registers and the embedder's quirk table. */
struct itsg_rd_caps {
	uint64_t typer;
	uint32_t ctlr; /* CES and IR are looked at */
	uint32_t iidr;
	uint32_t id[12];    /* 0xffd0 .. 0xfffc */
	itsg_intid lpi_end; /* as in struct itsg_caps: the GIC's, not PROPBASER's */
	bool non_coherent;  /* it does not snoop, whatever attributes stick */
	/* Each redistributor has a PROPBASER of its own and puts up with others of its CommonLPIAff
	 * group holding another value, as QEMU does. Without it such an enable is refused: the
	 * architecture calls it UNPREDICTABLE. Stock Linux needs it for a kexec, since it starts
	 * the second kernel while the other CPUs' redistributors still have the first one's. */
	bool own_properties;
};

/* Bracketed: what zero means. */
struct itsg_rd_config {
	void *ctx;    /* handed to the platform and the ledger */
	uint32_t id;  /* shown in events, as .its */
	itsg_pa base; /* of the RD_base frame */
	struct itsg_rd_caps caps;
	uint32_t budget; /* work units a call [ITSG_BUDGET_DEFAULT] */
	uint8_t id_bits; /* most INTID bits that PROPBASER can ask for, 14 to those of lpi_end; more
			    are taken as so many [those of lpi_end]. A pending table takes
			    2^id_bits / 8 bytes of the pool, 64 KiB at least */
	uint8_t inner, outer, share; /* attributes of both tables, used as they are if any of them
					is set [as of an ITS]. The same for all redistributors of a
					domain */
	bool bad_access_raz;	     /* accesses of a wrong size are RAZ/WI [abort] */
	uint32_t report; /* mask of 1 << enum itsg_event_kind for itsg_platform_report [nothing] */
};

struct itsg_rd_counters {
	uint64_t reasons[ITSG_REASONS]; /* refusals of accesses and enables */
	uint64_t enables;		/* hardware EnableLPIs 0 -> 1 */
	uint64_t disables;		/* and 1 -> 0, seen to be complete */
	uint64_t work;			/* work units, all calls */
	uint64_t work_max;		/* most in one call */
	uint64_t release_failures;	/* releases the ledger refused; each is retried */
	uint64_t hw_errors;		/* the hardware's registers are not what they were set to */
};

/* ---- Below: the library's own. ---- */

/* How the fields of PROPBASER or PENDBASER stick: each written value and what it reads back as. */
struct itsg_rd_sticks {
	uint64_t address;
	uint8_t inner[8], outer[8], share[4];
	uint8_t id_bits;
};

struct itsg_rd {
	uint32_t ready; /* enum in memory/domain.h */
	struct itsg_domain *domain;
	struct itsg_rd *next; /* in the domain's list; under its lock */
	struct itsg_rd_config config;
	uint64_t shown_typer;
	struct itsg_rd_sticks property_sticks, pending_sticks;
	uint64_t attributes; /* of both tables, as they lie in PROPBASER and PENDBASER */
	bool coherent;
	bool unfenced; /* cleaned lines that no barrier has completed yet */

	/* the host's view */
	bool enabled; /* what the host last wrote, except after a failed enable, or a disable that
			 the hardware does not do */
	bool ptz;     /* as last written */
	uint32_t dpg;
	uint64_t propbaser, pendbaser;

	/* the hardware's side */
	enum itsg_phase phase;
	bool tearing_down;
	uint32_t ctlr;	     /* what the library wrote last */
	uint32_t invalidate; /* INTID for INVLPIR, or one of an enum in src/shadow: it waits for
				SYNCR */
	uint32_t left;	     /* of the budget of this step */
	uint8_t bits;	     /* of the INTIDs the tables have, as last enabled */
	uint8_t table;	    /* the domain's property table that this one uses or has to let go, plus
			       one; 0: none. Under the domain's lock */
	bool uses;	    /* counted among the table's users */
	bool fresh;	    /* the pending table holds nothing yet that the hardware wrote */
	uint64_t cleared;   /* bytes of the pending table */
	itsg_pa pending_of; /* host address that it stands for */
	struct itsg_block pending;
	struct itsg_frames frames[2];

	struct itsg_rd_counters counters;
};

/*
 * Fills caps from the hardware: GICR_TYPER, CTLR, IIDR, the ID registers. The embedder then sets
 * lpi_end and the quirks. Fifteen register reads; no state.
 */
void itsg_rd_caps_read(void *ctx, struct itsg_rd_caps *caps);

/*
 * Takes over a redistributor whose LPIs are disabled, and that has power. Every redistributor of a
 * domain is initialised before the host enables LPIs on any of them, since hardware may keep one
 * PROPBASER for several; all of a CommonLPIAff group are in one domain. Until the last one is taken
 * over the host has a way around all of this: nothing is protected before. Its frames are donated,
 * and PROPBASER and PENDBASER probed (both left 0) with the domain's lock held. config is copied.
 * Where accesses can be trapped before, the structure has been zero from the start, or was torn
 * down. Alone for this rd. OK: accesses are mediated from here on. INVALID: a field of config is
 * out of range, or id_bits, attributes or own_properties differ from the domain's other
 * redistributors. STATE: EnableLPIs or RWP reads 1; with VLPIS, GICR_VPROPBASER.Valid,
 * VPENDBASER.Valid or Dirty does (virtual tables in use, which nobody could stop any more); or
 * another redistributor of the domain uses a property table. LEDGER: the frames could not be had.
 * UNSUPPORTED: no physical LPIs (GICR_TYPER.PLPIS), the table registers cannot be written, or pool
 * memory whose addresses PENDBASER cannot carry. On error everything is as before, except that
 * PROPBASER and PENDBASER are 0. BUG: as one of these, and the ledger would not take the frames
 * back: itsg_rd_teardown tries again. Work: about 50 register accesses, one or two donations, and
 * one look at each redistributor of the domain.
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_init(struct itsg_rd *rd, struct itsg_domain *domain,
					      const struct itsg_rd_config *config);

/*
 * The host's read or write of size bytes at RD_base + offset. One step is taken, within the budget:
 * an enable or a disable goes on, pages are shared and pinned or let go, the pending table is
 * cleared. OK: the access is answered; *value holds what a read gives (zero-extended). ABORT: the
 * host must get an external abort; *value is 0.
 * AGAIN: the access is not through: let the host run its instruction again. Either itsg_rd_init is
 * at work on another CPU, or the write sets EnableLPIs and the budget ended, or RWP still read 1,
 * before the hardware was enabled; what was done is kept, and the instruction run again goes on
 * from there. (A driver does not poll after an enable: LPIs that come before it is complete would
 * be lost.) NOT_READY: the access is the embedder's to let through, and nothing was done: no
 * redistributor is mediated here (before init, after teardown), or the offset is in SGI_base. A
 * value that is refused changes nothing but counters and is reported. Takes the redistributor's
 * lock.
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_mmio_read(struct itsg_rd *rd, uint32_t offset,
						   uint32_t size, uint64_t *value);
ITSG_MUST_CHECK enum itsg_status itsg_rd_mmio_write(struct itsg_rd *rd, uint32_t offset,
						    uint32_t size, uint64_t value);

/*
 * One step without an access. OK: nothing is left to do until the host moves. AGAIN: work is left,
 * or the hardware has not answered yet. NOT_READY as above. The host's own accesses drive all there
 * is to do; a release that the ledger refused, and a disable that the host does not wait for, go on
 * only at the next of them, or here.
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_poll(struct itsg_rd *rd);

/*
 * The embedder knows that the redistributor lost power (call when it has it again, before the CPU
 * runs the host). The host's registers are kept and, where LPIs were enabled, programmed again with
 * the same tables in the steps that follow, whether or not firmware restored them meanwhile: Linux
 * takes them to be enabled still when a CPU comes back. One step is taken: call itsg_rd_poll until
 * it says OK before the host runs on. Pending state that the hardware had not written back is lost.
 * Takes the redistributor's lock. A CPU that goes off and keeps its redistributor powered (PSCI
 * CPU_OFF on most systems) needs no call.
 */
void itsg_rd_power_lost(struct itsg_rd *rd);

/*
 * Ends mediation: LPIs disabled, tables let go, PROPBASER and PENDBASER 0, frames returned. Without
 * own_properties PROPBASER keeps its value, an address of the host's own, while others of the group
 * use theirs: it may be one register. From the first call on the host's writes are ignored. AGAIN:
 * call again; one step was taken. OK: done; the structure may be freed, or initialised again, once
 * no call on it can still be running. LEDGER: a release was refused; it is kept, call again. STATE:
 * the hardware does not let LPIs be disabled (GICR_CTLR.EnableLPIs stays 1): everything is kept.
 * NOT_READY: it was done before, or never set up.
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_teardown(struct itsg_rd *rd);

/* A copy of the counters, taken under the redistributor's lock. After an itsg_rd_init only. */
void itsg_rd_counters_get(struct itsg_rd *rd, struct itsg_rd_counters *counters);

/* Host pages of property tables that are shared and pinned now, for all redistributors of the
 * domain; a page that is in two tables counts twice. Takes the domain lock. */
uint64_t itsg_rd_claimed_pages(struct itsg_domain *domain);

/* The predicate that holds between any two calls; for tests and proofs. Constant time, no lock. */
bool itsg_rd_is_valid(const struct itsg_rd *rd);

#endif
