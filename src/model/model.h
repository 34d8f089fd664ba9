/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The world around the library, as a program: physical memory with owners, the reference ledger,
 * ITSs that execute commands only when told, and oracles for P1 to P12. It defines itsg_platform_*
 * and itsg_ledger_*. It uses nothing of src/validator and src/shadow, and looks at nothing there.
 * Host only.
 *
 * This is what tests, fuzzers and the tool may call. Unless a function says otherwise, only one
 * thread may be in these functions and in the library.
 */
#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/config.h"
#include "model/violation.h"
#include "model/watch.h"

struct model;

/* Returns a new model, or NULL if this machine has no memory. The configuration is copied. */
struct model *model_create(const struct model_config *config);
/* Does what destroy and create would do, but quicker. For fuzzers.
 * Without memory it ends the process. */
void model_reset(struct model *model, const struct model_config *config);
/* NULL is allowed. */
void model_destroy(struct model *model);

/* Return what to hand to the library as ctx. */
void *model_its_ctx(struct model *model, unsigned int its);
void *model_domain_ctx(struct model *model);
void *model_rd_ctx(struct model *model, unsigned int rd);

/* ---- Memory and ownership ---- */

/* Gives all pages that the range touches to this owner.
 * Their first owner is the same from now on. */
void model_own(struct model *model, uint64_t pa, uint64_t size, enum model_owner owner);
enum model_owner model_owner_of(const struct model *model, uint64_t pa);
/* Returns MODEL_HOST if all pages that the range touches are the host's. Else the owner of one that
 * is not. */
enum model_owner model_owner_of_all(const struct model *model, uint64_t pa, uint64_t size);
/* A store by the host's CPU. pa is rounded down to 8. Locks: may be called by many threads.
 * Returns false if the host may not write there; then nothing happened. */
bool model_host_store(struct model *model, uint64_t pa, uint64_t value);
/* Returns what memory holds, whoever owns it; 0 where nothing was written.
 * pa is rounded down to 8. */
uint64_t model_peek(const struct model *model, uint64_t pa);
/* Says whether the host writes the queue of this ITS past the caches. At first it does not. If it
 * does, a slot that the library reads and has not flushed before breaks P3. */
void model_its_uncached(struct model *model, unsigned int its, bool uncached);
/* From now on, reads of this word by the library return a and b by turns, a first. */
void model_hostile(struct model *model, uint64_t pa, uint64_t a, uint64_t b);

enum model_move { MODEL_TO_GUEST, MODEL_TO_HYP, MODEL_TO_HOST, MODEL_SHARE, MODEL_UNSHARE };
/* The host's own hypercalls. Locks: may be called by many threads.
 * Returns false if the ledger forbids it; then nothing happened. */
bool model_move(struct model *model, uint64_t pa, uint64_t size, enum model_move move);

/* ---- Failures and hooks ---- */

/* The n-th ledger or mapping call from now on fails, once. n counts from 1. 0: none fails. */
void model_fail_after(struct model *model, uint64_t n);
/* The same. The m-th call (from 1) after that one fails too. */
void model_fail_twice(struct model *model, uint64_t n, uint64_t m);
/* Returns how many calls so far could have been made to fail. */
uint64_t model_fallible_calls(const struct model *model);

/* Calls hook once, right after the library's next load of a 64-bit word of host memory.
 * NULL: none. */
void model_on_host_read(struct model *model, void (*hook)(void *arg), void *arg);
/* When the library reads a register, it gets what hook returns. So hardware can be other than it
 * should be. Value: what the model would have returned. Ctx: that of the call. NULL: none. */
void model_on_register_read(struct model *model,
			    uint64_t (*hook)(void *arg, const void *ctx, uint32_t offset,
					     uint64_t value),
			    void *arg);
/* Returns how many words of host memory the library has loaded so far. */
uint64_t model_host_reads(const struct model *model);
/* Returns the work that the library was seen to do with this ctx since it last took its lock. */
const struct model_spent *model_spent(const void *ctx);
/* Calls hook when the library has just taken a lock, and when it is about to release one.
 * NULL: none. */
void model_on_lock(struct model *model, void (*hook)(void *arg, void *ctx, bool taken), void *arg);

/* ---- Threads ---- */

/*
 * Allows many threads in the library and in these functions of the model, until off or a reset:
 * host_store, move, its_run, its_idle, its_stall, its_stick, its_stalled, its_stuck,
 * its_power_lost, its_msi, lpi_take, break, check.
 *
 * The library's locks become real ones. ThreadSanitizer does not see the model's own lock, so that
 * lock puts nothing into order for the library. Lock order, checked for each thread at each lock:
 * an ITS's before the domain's, never two ITSs', none twice.
 */
void model_threads(struct model *model, bool on);
/* In a task of a schedule (schedule.h) another task may go on. Elsewhere nothing happens. */
void model_yield(struct model *model);

/* ---- Hardware ---- */

/* An enabled ITS executes up to max published commands. A disabled one becomes quiescent.
 * Returns how many commands were executed. Locks: may be called by many threads. */
unsigned int model_its_run(struct model *model, unsigned int its, unsigned int max);
/* Returns true if no published command is left to execute, and no disable is left to complete.
 * Locks: may be called by many threads. */
bool model_its_idle(const struct model *model, unsigned int its);
/* The hardware's access for the next command that it comes to fails. It stalls there: CREADR stays
 * at the command, with Stalled = 1, until a CBASER is written. Commands before it are executed.
 * Locks: may be called by many threads. */
void model_its_stall(struct model *model, unsigned int its);
/* From here on a disabled ITS does not become quiescent; with stuck false it may again.
 * Locks: may be called by many threads. */
void model_its_stick(struct model *model, unsigned int its, bool stuck);
/* Returns CREADR.Stalled. Locks: may be called by many threads. */
bool model_its_stalled(const struct model *model, unsigned int its);
/* Returns true if the ITS is disabled and will not become quiescent.
 * Locks: may be called by many threads. */
bool model_its_stuck(const struct model *model, unsigned int its);
/* Power is lost and comes back. Registers are at reset. Caches and the collections inside the ITS
 * are gone. Memory is kept. Locks: may be called by many threads. */
void model_its_power_lost(struct model *model, unsigned int its);
/* A device's MSI. Returns true if an LPI became pending. Locks: may be called by many threads. */
bool model_its_msi(struct model *model, unsigned int its, uint32_t device, uint32_t event);
/* Returns true if this LPI became pending at this CPU since the last call that returned true, or
 * since model_lpi_forget. Locks: may be called by many threads. */
bool model_lpi_take(struct model *model, uint32_t intid, uint32_t cpu);
/* No LPI counts as pending any more. */
void model_lpi_forget(struct model *model);

/* A redistributor completes what it was told. After that RWP and SYNCR.Busy read 0.
 * Returns true if there was something to complete. */
bool model_rd_run(struct model *model, unsigned int rd);
/* From here on it completes nothing; with stuck false it does again. */
void model_rd_stick(struct model *model, unsigned int rd, bool stuck);
/* Returns EnableLPIs of the hardware. */
bool model_rd_enabled(const struct model *model, unsigned int rd);
/* Returns PTZ as it was last written to PENDBASER. */
bool model_rd_ptz(const struct model *model, unsigned int rd);
/* Power is lost and comes back. Registers are at reset. Pending LPIs that were not written back are
 * gone. Memory is kept. */
void model_rd_power_lost(struct model *model, unsigned int rd);

/* ---- Oracles (see violation.h) ---- */

/*
 * The audit: memory that the host names, and that is not its own, must be told or refused (P6), and
 * no other memory may be. The extent is worked out from the words, and the owner from the model's
 * pages. MAPDs are judged where the library reads them. For registers a test says what they hold,
 * since the model knows only what the library writes.
 */

/* Call it right before a write that enables. Return a bit for each purpose for which memory is
 * named that is not the host's. */
uint32_t model_audit_enable(struct model *model, const uint64_t basers[8], uint64_t cbaser);
uint32_t model_audit_rd_enable(struct model *model, unsigned int rd, uint64_t propbaser,
			       uint64_t pendbaser);
/* Call it right after that write: all of these must have been told. */
void model_audit_told(struct model *model, const void *ctx, uint32_t wanted);
/* From now on the ledger answers each question of the audit with this status. ITSG_OK: with what is
 * true. */
void model_answer(struct model *model, enum itsg_status status);
/* Returns how many attempts the library has told with this ctx. */
uint64_t model_attempts(const void *ctx);

/* Checks what must hold between calls of the library. No lock is held. Slots in flight are
 * unchanged (P4). Claimed pages equal what the ledger has pinned (P9); claimed is the library's
 * own count over all ITSs. Locks: may be called by many threads. */
void model_check(struct model *model, uint64_t claimed);
/* Checks what must hold after every teardown. Every page is back with its first owner, and not
 * shared. No block is held. ITSs are off and have nothing Valid. Whether a page read zero was
 * checked when it was given back. */
void model_check_returned(struct model *model);

/* Writes the model's state as text, a line for each thing: registers, held blocks, and pages
 * that are not as they were at first. Returns the length of all the text. It may be more than
 * size; then the text is cut off. */
size_t model_describe(const struct model *model, char *text, size_t size);

/* ---- Watching ---- */

/* Sets who watches. The structure is copied. NULL: nobody. */
void model_watch(struct model *model, const struct model_watch *watch);
/* Returns the events that itsg_its_config.report must have for the checks of blocks and of the
 * audit. */
uint32_t model_report_mask(void);

#endif
