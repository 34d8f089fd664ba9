/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The world around the library, as a program: physical memory with owners, the reference ledger,
 * ITSs that execute commands only when told, and the oracles for P1..P12. It defines
 * itsg_platform_* and itsg_ledger_*. Host only; nothing of src/validator or src/shadow is used or
 * looked at here.
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

/* NULL: the machine running this has no memory left. */
struct model *model_create(const struct model_config *config);
/* As destroy and create, but quicker: for fuzzers. */
void model_reset(struct model *model, const struct model_config *config);
void model_destroy(struct model *model);

/* What to hand to the library as ctx. */
void *model_its_ctx(struct model *model, unsigned int its);
void *model_domain_ctx(struct model *model);
void *model_rd_ctx(struct model *model, unsigned int rd);

/* ---- Memory and ownership ---- */
void model_own(struct model *model, uint64_t pa, uint64_t size, enum model_owner owner);
enum model_owner model_owner_of(const struct model *model, uint64_t pa);
/* A store by the host's CPU. False: the host may not write there; nothing happened. */
bool model_host_store(struct model *model, uint64_t pa, uint64_t value);
/* What memory holds, whoever owns it (0 where nothing was written). pa is rounded down to 8. */
uint64_t model_peek(const struct model *model, uint64_t pa);
/* The host writes the queue of this ITS past the caches: the library flushes each slot before it
 * reads it (P3), or else. At first it does not. */
void model_its_uncached(struct model *model, unsigned int its, bool uncached);
/* From now on reads of this word by the library alternate between a and b, a first. */
void model_hostile(struct model *model, uint64_t pa, uint64_t a, uint64_t b);

/* The host's own hypercalls; false when the ledger forbids it, and nothing happened. */
enum model_move { MODEL_TO_GUEST, MODEL_TO_HYP, MODEL_TO_HOST, MODEL_SHARE, MODEL_UNSHARE };
bool model_move(struct model *model, uint64_t pa, uint64_t size, enum model_move move);

/* The n-th (n >= 1) ledger or mapping call from here fails, once; 0 takes that back. */
void model_fail_after(struct model *model, uint64_t n);
/* ... and so does the m-th (m >= 1) after that one. */
void model_fail_twice(struct model *model, uint64_t n, uint64_t m);
/* Calls so far that could have been made to fail. */
uint64_t model_fallible_calls(const struct model *model);

/* hook runs once, right after the library's next load of a 64-bit word of host memory. NULL: none.
 */
void model_on_host_read(struct model *model, void (*hook)(void *arg), void *arg);
/* What the library reads of a register is what hook makes of it: hardware that is not as it should
 * be. ctx as in the call. NULL: none. */
void model_on_register_read(struct model *model,
			    uint64_t (*hook)(void *arg, const void *ctx, uint32_t offset,
					     uint64_t value),
			    void *arg);
/* Words of host memory the library has loaded so far. */
uint64_t model_host_reads(const struct model *model);

/* Returns the work that the library was seen to do with this ctx. */
const struct model_spent *model_spent(const void *ctx);

/* hook runs whenever the library has just taken a lock, and when it is about to release it. NULL:
 * none. */
void model_on_lock(struct model *model, void (*hook)(void *arg, void *ctx, bool taken), void *arg);

/* ---- Threads ---- */
/*
 * From now on, until off or a reset, many threads may be in the library and in these functions of
 * the model: host_store, move, its_run, its_idle, its_power_lost, its_msi, lpi_take, break, check.
 * The library's locks become real ones. The model's own lock is one that ThreadSanitizer does not
 * see, so that it puts nothing into order for the library. Lock order, checked at each lock: an
 * ITS's before the domain's, never two ITSs', none twice; each thread for itself.
 */
void model_threads(struct model *model, bool on);
/* In a task of a schedule (schedule.h): another one may go on. Else nothing. */
void model_yield(struct model *model);

/* ---- Hardware ---- */
/* Executes up to max published commands of an enabled ITS, and lets a disable become quiescent.
 * Returns how many were executed. */
unsigned int model_its_run(struct model *model, unsigned int its, unsigned int max);
/* True when the ITS has nothing published that it has not executed, and no disable to finish. */
bool model_its_idle(const struct model *model, unsigned int its);
/* Power is lost: registers at reset, caches and collections inside the ITS gone, memory kept. */
void model_its_power_lost(struct model *model, unsigned int its);
/* A device's MSI. True: an LPI became pending. */
bool model_its_msi(struct model *model, unsigned int its, uint32_t device, uint32_t event);
/* Did this LPI become pending at this CPU since the last call that said yes or model_lpi_forget? */
bool model_lpi_take(struct model *model, uint32_t intid, uint32_t cpu);
void model_lpi_forget(struct model *model);

/* Lets a redistributor finish what it was told: RWP and SYNCR.Busy read 0 after that. True: there
 * was something. */
bool model_rd_run(struct model *model, unsigned int rd);
/* EnableLPIs, of the hardware. */
bool model_rd_enabled(const struct model *model, unsigned int rd);
/* PTZ, as it was written to PENDBASER last. */
bool model_rd_ptz(const struct model *model, unsigned int rd);
/* Power is lost, and is back: registers at reset, pending LPIs not written back gone, memory kept.
 */
void model_rd_power_lost(struct model *model, unsigned int rd);

/* ---- Oracles ---- */
/* Checks what must hold between library calls: no lock held, slots in flight unchanged (P4), mapped
 * and cached blocks still held (P2), claimed pages equal to what the ledger has pinned (P9).
 * claimed is the library's own count over all ITSs. */
void model_check(struct model *model, uint64_t claimed);
/* After every teardown: every page is back with its first owner, unshared, no block held, ITSs off
 * and not Valid. donated pool pages read zero. */
void model_check_returned(struct model *model);

/* The world's side of the state as text, a line for each thing: registers, blocks held, pages that
 * are not as they were at first. Returns the length, which may be more than size. */
size_t model_describe(const struct model *model, char *text, size_t size);

/* ---- Watching ---- */
void model_watch(struct model *model, const struct model_watch *watch);

/* The mask for itsg_its_config.report that the block oracles need. */
uint32_t model_report_mask(void);

#endif
