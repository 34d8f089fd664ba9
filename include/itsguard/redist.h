/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Redistributors. Each has DMA pointers of its own: GICR_PROPBASER, GICR_PENDBASER and the virtual
 * ones of GICv4. With those left to the host the ITS alone is no protection.
 *
 * One struct itsg_rd mediates one redistributor. Its pending table comes from the domain's pool,
 * and the host's address for it is never used. The property table is the host's own memory, shared
 * and pinned for as long as a redistributor may read it. Virtual LPIs are not offered.
 *
 * Frames. The host loses RD_base (64 KiB at base). Where GICR_TYPER has VLPIS, it also loses
 * VLPI_base and the reserved frame (128 KiB at base + 0x20000). SGI_base (64 KiB at base + 0x10000)
 * has no DMA in it: it stays the host's, mapped and untouched. Each frame is whole pages at every
 * granule.
 *
 * Platform and ledger are those of the ITSs, with a context for each redistributor. The register
 * accessors reach base + offset. With VLPIS they also reach the two registers of the virtual frames
 * that set-up reads.
 *
 * Locks. Each redistributor has one lock: lock and unlock with its context. It is taken where an
 * ITS's would be: before the domain's, and never together with that of an ITS or of another
 * redistributor. The ledger is called with the redistributor's lock held (from itsg_rd_init: with
 * none). For pages of a property table the domain's is held as well, since redistributors share
 * them.
 *
 * All functions here keep to what itsguard.h says of its own. Steps, work units and "alone" mean
 * the same.
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
	uint32_t id[12];       /* 0xffd0 .. 0xfffc */
	itsg_intid lpi_end;    /* as in struct itsg_caps: the GIC's, not PROPBASER's */
	bool non_coherent;     /* it does not snoop, whatever attributes stick */
	itsg_pa address_limit; /* as in struct itsg_caps; for PROPBASER and PENDBASER */
	/*
	 * Each redistributor has a PROPBASER of its own, and others of its CommonLPIAff group may
	 * hold another value. QEMU is so. Without it such an enable is refused: the architecture
	 * calls it UNPREDICTABLE. Stock Linux needs it for a kexec: it starts the second kernel
	 * while the other CPUs' redistributors still have the first one's value.
	 */
	bool own_properties;
};

/* In brackets: what zero means. */
struct itsg_rd_config {
	void *ctx;    /* handed to the platform and the ledger */
	uint32_t id;  /* shown in events, as .its */
	itsg_pa base; /* of the RD_base frame */
	struct itsg_rd_caps caps;
	uint32_t budget; /* work units a call [ITSG_BUDGET_DEFAULT] */
	/*
	 * The most INTID bits that PROPBASER can ask for: 14 to those of lpi_end [those of
	 * lpi_end]. If it asks for more, it gets these. A pending table takes 2^id_bits / 8 bytes
	 * of the pool, 64 KiB at least.
	 */
	uint8_t id_bits;
	/*
	 * Attributes of both tables, used as they are if any of them is set [as of an ITS]. They
	 * are the same for all redistributors of a domain.
	 */
	uint8_t inner, outer, share;
	bool bad_access_raz; /* accesses of a wrong size are RAZ/WI [abort] */
	uint32_t report; /* mask of 1 << enum itsg_event_kind for itsg_platform_report [nothing] */
	enum itsg_audit audit; /* as of an ITS [ITSG_AUDIT_REPORT] */
};

struct itsg_rd_counters {
	uint64_t reasons[ITSG_REASONS]; /* refusals of accesses and enables */
	uint64_t enables;		/* hardware EnableLPIs 0 -> 1 */
	uint64_t disables;		/* hardware EnableLPIs 1 -> 0, seen to be complete */
	uint64_t work;			/* work units, all calls */
	uint64_t work_max;		/* most in one call */
	uint64_t release_failures;	/* releases the ledger refused; each is retried */
	uint64_t hw_errors;		/* the hardware's registers are not what they were set to */
	uint64_t not_off;		/* reports that the hardware does not answer: RWP stays 1 */
	/* Looks in a row that found RWP = 1, up to ITSG_PATIENCE */
	uint64_t waits;
	uint64_t attempts; /* memory named that is not the host's */
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
	/* What the host last wrote. Exceptions: a failed enable, and a disable that the hardware
	 * does not do. */
	bool enabled;
	bool ptz; /* as last written */
	uint32_t dpg;
	uint64_t propbaser, pendbaser;

	/* the hardware's side */
	enum itsg_phase phase;
	bool tearing_down;
	uint32_t ctlr; /* what the library wrote last */
	/* It waits for SYNCR: an INTID for INVLPIR, or one of the enum in redist/rd_hw.h. */
	uint32_t invalidate;
	uint32_t left; /* of the budget of this step */
	uint32_t work; /* enum itsg_work: what the last step left. Read without the lock */
	uint8_t bits;  /* of the INTIDs the tables have, as last enabled */
	/* The domain's property table that this one uses or has to let go, plus one; 0: none.
	 * Under the domain's lock, as is uses. */
	uint8_t table;
	bool uses;	    /* counted among the table's users */
	bool fresh;	    /* the pending table holds nothing yet that the hardware wrote */
	uint64_t cleared;   /* bytes of the pending table */
	itsg_pa pending_of; /* host address that it stands for */
	struct itsg_block pending;
	struct itsg_frames frames[2];

	struct itsg_rd_counters counters;
};

/*
 * Fills caps from the hardware. The embedder then sets lpi_end and the quirks.
 *
 * Requires: ctx is the context that the redistributor will have.
 * Work: 15 register reads; no state.
 * Locks: none.
 * Topic: GICR_TYPER, GICR_CTLR, GICR_IIDR, the ID registers
 */
void itsg_rd_caps_read(void *ctx, struct itsg_rd_caps *caps);

/*
 * Takes over a redistributor whose LPIs are disabled. Its frames are donated. PROPBASER and
 * PENDBASER are probed with the domain's lock held, and both left 0.
 *
 * Until the last redistributor is taken over, the host has a way around all of this: nothing is
 * protected before.
 *
 * Requires: alone for this rd. The redistributor has power. Where accesses can be trapped before,
 *   the structure has been zero from the start, or was torn down. Every redistributor of a domain
 *   is initialised before the host enables LPIs on any of them, since hardware may keep one
 *   PROPBASER for several. All of a CommonLPIAff group are in one domain. config is copied.
 * Returns:
 *   ITSG_OK: accesses are mediated from here on.
 *   ITSG_INVALID: a field of config is out of range. Or id_bits, attributes or own_properties
 *     differ from the domain's other redistributors.
 *   ITSG_STATE: EnableLPIs or RWP reads 1. Or another redistributor of the domain uses a property
 *     table. Or, with VLPIS, virtual tables are in use, which nobody could stop any more:
 *     GICR_VPROPBASER.Valid, VPENDBASER.Valid or VPENDBASER.Dirty reads 1.
 *   ITSG_LEDGER: the frames could not be had.
 *   ITSG_UNSUPPORTED: one of these. There are no physical LPIs (GICR_TYPER.PLPIS). The table
 *     registers cannot be written. PENDBASER cannot carry the addresses of the pool's memory.
 *   ITSG_BUG: one of the above, and the ledger would not take the frames back. itsg_rd_teardown
 *     tries again.
 *   On any error but BUG everything is as before, except that PROPBASER and PENDBASER may be 0.
 * Work: about 50 register accesses, one or two donations, and one look at each redistributor of
 *   the domain.
 * Locks: the domain's. The redistributor's is not taken. Meanwhile accesses and itsg_rd_poll
 *   return ITSG_AGAIN.
 * Topic: GICR_CTLR, GICR_PROPBASER, GICR_PENDBASER, GICR_VPROPBASER, GICR_VPENDBASER
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_init(struct itsg_rd *rd, struct itsg_domain *domain,
					      const struct itsg_rd_config *config);

/*
 * The host reads size bytes at RD_base + offset. A step is taken first: an enable or a disable goes
 * on, pages are shared and pinned or let go, the pending table is cleared.
 *
 * Requires: nothing of offset and size; they are the host's to choose.
 * Returns:
 *   ITSG_OK: *value is what the read gives, zero-extended.
 *   ITSG_ABORT: give the host an external abort; *value is 0. The step was taken.
 *   ITSG_AGAIN: itsg_rd_init is at work on another CPU; nothing was done. Let the host run its
 *     instruction again.
 *   ITSG_NOT_READY: as from itsg_mmio_read; nothing was done. No redistributor
 *     is mediated here (before init, or after teardown), or the offset is in SGI_base.
 * Work: one step.
 * Locks: the redistributor's; within it the domain's, for pool and ledger.
 * Topic: GICR_CTLR, IIDR, TYPER, WAKER, PROPBASER, PENDBASER, SYNCR, the ID registers
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_mmio_read(struct itsg_rd *rd, uint32_t offset,
						   uint32_t size, uint64_t *value);

/*
 * The host writes the low size bytes of value at RD_base + offset. A step is taken afterwards, as
 * in itsg_rd_mmio_read. A value that is refused changes nothing but counters, and is reported.
 *
 * Requires: nothing of offset, size and value; they are the host's to choose.
 * Returns:
 *   ITSG_OK: the write was taken, or refused without an abort.
 *   ITSG_ABORT: refused; give the host an external abort. The step was taken.
 *   ITSG_AGAIN: the write is not through; let the host run its instruction again. Either
 *     itsg_rd_init is at work on another CPU, and nothing was done. Or the write sets EnableLPIs,
 *     and before the hardware was enabled the budget ended or RWP still read 1. Then what was done
 *     is kept, and the instruction run again goes on from there. (A driver does not poll after an
 *     enable: LPIs that come before it is complete would be lost.) It ends after ITSG_PATIENCE
 *     looks that find RWP = 1.
 *   ITSG_NOT_READY: as from itsg_rd_mmio_read; nothing was done.
 * Work: one step. A write that enables also asks the ledger about both tables
 *   (itsg_ledger_is_host), unless the audit is off.
 * Locks: the redistributor's; within it the domain's, for pool and ledger.
 * Topic: GICR_CTLR, WAKER, PROPBASER, PENDBASER, SETLPIR, CLRLPIR, INVLPIR, INVALLR
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_mmio_write(struct itsg_rd *rd, uint32_t offset,
						    uint32_t size, uint64_t value);

/*
 * One step without an access. The host's own accesses drive nearly all there is to do. Three things
 * go on only at the next of them, or here: a release that the ledger refused, a disable that the
 * host does not wait for, and an INVLPIR or INVALLR that waits for SYNCR.
 *
 * Returns:
 *   ITSG_OK: nothing is left to do until the host moves. Or the hardware has not answered (RWP) at
 *     ITSG_PATIENCE looks; counters.waits says so, and what is left goes on when it answers.
 *   ITSG_AGAIN: a step was taken, and work is left or the hardware has not answered yet. Also while
 *     itsg_rd_init is at work on another CPU; then nothing was done.
 *   ITSG_NOT_READY: no redistributor is mediated here; nothing was done.
 * Work: one step.
 * Locks: the redistributor's; within it the domain's, for pool and ledger.
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_poll(struct itsg_rd *rd);

/*
 * What the last step left, as itsg_its_work for an ITS. Where itsg_rd_poll said ITSG_AGAIN, it is
 * not ITSG_WORK_NONE. Where it said ITSG_OK, it is ITSG_WORK_NONE, or LATER for hardware that has
 * not answered at ITSG_PATIENCE looks. While the host's write of EnableLPIs has to come again
 * (ITSG_AGAIN), it says that work is left: the host may never come again.
 *
 * Returns:
 *   ITSG_WORK_NONE: nothing. Or no redistributor is mediated here.
 *   ITSG_WORK_NOW: the budget ended the last step. Call itsg_rd_poll, now or soon.
 *   ITSG_WORK_LATER: RWP or SYNCR.Busy reads 1, or the ledger refused a release. Call itsg_rd_poll
 *     after a while, and wait longer each time.
 * Work: constant: two loads.
 * Locks: none; it may be called with any lock held.
 */
enum itsg_work itsg_rd_work(const struct itsg_rd *rd);

/*
 * The embedder knows that the redistributor lost power. Where none is mediated, nothing is done.
 *
 * The host's registers are kept. Where LPIs were enabled, the hardware is programmed again with the
 * same tables in the steps that follow, whether or not firmware restored them meanwhile: Linux
 * takes LPIs to be enabled still when a CPU comes back. Pending state that the hardware had not
 * written back is lost.
 *
 * A CPU that goes off and keeps its redistributor powered (PSCI CPU_OFF on most systems) needs no
 * call.
 *
 * Requires: called when the redistributor has power again, before its CPU runs the host. Call
 *   itsg_rd_poll until it returns ITSG_OK before the host runs on. If itsg_rd_work is not
 *   ITSG_WORK_NONE then, the hardware has not answered: LPIs are off, and later polls go on.
 * Work: one step.
 * Locks: the redistributor's; within it the domain's, for pool and ledger.
 * Topic: GICR_CTLR, GICR_PROPBASER, GICR_PENDBASER
 */
void itsg_rd_power_lost(struct itsg_rd *rd);

/*
 * Ends mediation: LPIs disabled, tables let go, PROPBASER and PENDBASER 0, frames returned. From
 * the first call on the host's writes are ignored.
 *
 * Without own_properties PROPBASER keeps its value, an address of the host's own, while others of
 * the group use theirs: it may be one register.
 *
 * Returns:
 *   ITSG_OK: done. The structure may be freed, or initialised again, once no call on it can still
 *     be running.
 *   ITSG_AGAIN: one step was taken; call again.
 *   ITSG_LEDGER: a release was refused; it is kept, call again.
 *   ITSG_STATE: the hardware does not let LPIs be disabled (GICR_CTLR.EnableLPIs stays 1).
 *     Or it has not answered (RWP) at ITSG_PATIENCE looks, and this is one of the later ones.
 *     Everything is kept. One step was taken; call again when the hardware may have moved.
 *   ITSG_NOT_READY: it was done before, never set up, or init is at work on another CPU; nothing
 *     was done.
 * Work: one step.
 * Locks: the redistributor's; within it the domain's.
 * Topic: GICR_CTLR, GICR_PROPBASER, GICR_PENDBASER
 */
ITSG_MUST_CHECK enum itsg_status itsg_rd_teardown(struct itsg_rd *rd);

/*
 * Copies the counters.
 *
 * Requires: an itsg_rd_init that returned something else than ITSG_INVALID. After teardown it still
 *   works.
 * Work: constant.
 * Locks: the redistributor's.
 */
void itsg_rd_counters_get(struct itsg_rd *rd, struct itsg_rd_counters *counters);

/*
 * Host pages of property tables that are shared and pinned now, for all redistributors of the
 * domain. A page that is in two tables counts twice.
 *
 * Work: one look at each of ITSG_RD_TABLES.
 * Locks: the domain's.
 */
uint64_t itsg_rd_claimed_pages(struct itsg_domain *domain);

/*
 * The predicate that holds between any two calls; for tests and proofs.
 *
 * Work: constant.
 * Locks: none; no other call on the redistributor may run.
 */
bool itsg_rd_is_valid(const struct itsg_rd *rd);

#endif
