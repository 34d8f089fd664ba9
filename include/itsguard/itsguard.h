/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard: mediation of a GIC Interrupt Translation Service for a hypervisor that does not trust
 * its host.
 *
 * The embedder provides the functions of platform.h and ledger.h, memory for the two structures of
 * state.h, and a pool of hypervisor-owned memory. It traps the host's accesses to the ITS frames
 * and hands each to itsg_mmio_read or itsg_mmio_write.
 *
 * Every function here keeps to this:
 *
 * - It does not sleep, allocate, wait for hardware or recurse.
 * - It may be called on any CPU, at any time after the init that it needs. "Alone" is the
 *   exception: no other call on the same object may run meanwhile.
 * - It returns no status but those listed with it.
 * - On a status other than OK nothing has changed, unless it is said there.
 *
 * Work is counted in work units: one for each host command fetched, own command committed, slot
 * walked or page changing owner, and one for each 4 KiB cleared or scanned. A step is what each
 * trap and each poll does once. It ends when nothing is left to do, or after config.budget work
 * units. What is left goes on in the next step. Nobody but the embedder sees to it that there is
 * one: after each call, ask itsg_its_work (itsg_rd_work).
 *
 * Locks are those of platform.h: one for each ITS, one for the domain. "Locks" names the ones that
 * the function takes itself. The caller must hold none of them.
 */
#ifndef ITSG_ITSGUARD_H
#define ITSG_ITSGUARD_H

#include <itsguard/command.h>
#include <itsguard/ledger.h>
#include <itsguard/platform.h>
#include <itsguard/redist.h>
#include <itsguard/state.h>
#include <itsguard/types.h>

/*
 * Prepares a domain: the memory pool, page size and address limit that its ITSs share.
 *
 * Requires: alone, and before anything else on this domain. page_size is 4096, 16384 or 65536.
 *   pa_limit is 1 to 2^52. config is copied.
 * Returns:
 *   ITSG_OK: the domain is ready, its pool is empty.
 *   ITSG_INVALID: a field is out of range; the domain must not be used.
 * Work: constant.
 * Locks: none.
 */
ITSG_MUST_CHECK enum itsg_status itsg_domain_init(struct itsg_domain *domain,
						  const struct itsg_domain_config *config);

/*
 * Adds [pa, pa + size) to the pool. A 256th part of it, rounded up to 256 bytes, holds the pool's
 * own map.
 *
 * source says whose the memory is. ITSG_POOL_HYP: the hypervisor's already. ITSG_POOL_HOST: the
 * host's; it is donated here, and cleared and given back by itsg_domain_teardown.
 *
 * Requires: pa and size are multiples of the page size and do not wrap. The end lies at or below
 *   pa_limit and what each ITS and redistributor of the domain can address. size is two pages at
 *   least and ITSG_POOL_REGION_MAX at most. The region overlaps no other one. All regions together
 *   have 32 GiB at most.
 * Returns:
 *   ITSG_OK: the memory is in the pool.
 *   ITSG_INVALID: an argument is not as required.
 *   ITSG_NO_MEMORY: there are ITSG_POOL_REGIONS regions already.
 *   ITSG_LEDGER: the donation or the mapping failed; the memory is with its owner again.
 *   ITSG_BUG: the mapping failed, and the ledger would not take the donation back. The region is
 *     kept, without a use; itsg_domain_teardown tries again to give it back.
 * Work: size / 256 bytes written, size / page_size pages donated. No budget bounds it.
 * Locks: the domain's, over all of the work.
 */
ITSG_MUST_CHECK enum itsg_status itsg_pool_add(struct itsg_domain *domain, itsg_pa pa,
					       uint64_t size, enum itsg_pool_source source);

/*
 * Bytes of the pool that are free now, in blocks of whatever size.
 *
 * Work: constant.
 * Locks: the domain's.
 */
uint64_t itsg_pool_free_bytes(struct itsg_domain *domain);

/*
 * Gives the pool back: unmapped, and cleared and returned where the host had donated it. From the
 * first call on that does not return ITSG_STATE, nothing can be taken from the pool.
 *
 * Requires: alone.
 * Returns:
 *   ITSG_OK: the pool is empty; nothing is held.
 *   ITSG_AGAIN: not done yet; call again.
 *   ITSG_STATE: an ITS or redistributor of the domain is not torn down; nothing was done. So it is
 *     for as long as hardware holds a teardown up.
 *   ITSG_LEDGER: the ledger would not take a page; it is kept, call again.
 * Work: the domain's config.budget work units at most.
 * Locks: the domain's.
 */
ITSG_MUST_CHECK enum itsg_status itsg_domain_teardown(struct itsg_domain *domain);

/*
 * Fills caps from the hardware. The embedder then sets what the registers do not tell: lpi_end,
 * redistributors, quirks.
 *
 * Requires: ctx is the context that the ITS will have.
 * Work: 14 register reads; no state.
 * Locks: none.
 * Topic: GITS_TYPER, GITS_IIDR, the ID registers
 */
void itsg_caps_read(void *ctx, struct itsg_caps *caps);

/*
 * Takes over an ITS that is disabled and quiescent. Its frames are donated. BASER and CBASER are
 * probed, and all left not Valid. Tables, ring and records are taken from the domain's pool. The
 * tables are cleared only at the first enable.
 *
 * Requires: alone for this its. Where accesses can be trapped before, the structure has been zero
 *   from the start, or was torn down. config is copied; the redistributor array behind it is not,
 *   and must stay. With GITS_TYPER.INV = 0 the ITS must not have been enabled since reset: it may
 *   still cache what it was told then. The embedder says so in config.caps.never_on.
 * Returns:
 *   ITSG_OK: accesses are mediated from here on.
 *   ITSG_INVALID: a field of config is out of range, or never_on is missing.
 *   ITSG_STATE: the hardware has Enabled = 1 or Quiescent = 0.
 *   ITSG_NO_MEMORY: the pool is too small.
 *   ITSG_LEDGER: the frames could not be had.
 *   ITSG_UNSUPPORTED: one of these. There is no device table. Two tables have one type. An entry
 *     size is no power of two. No page size or address fits. A register does not read back where
 *     its table or the ring is. The ITS cannot carry the addresses of the pool's memory. lpi_end
 *     is beyond that of the first ITS of the domain.
 *   ITSG_BUG: one of the above, and the ledger would not take the frames back. itsg_its_teardown
 *     tries again.
 *   On any error but BUG everything is as before, except that BASERs and CBASER of the disabled
 *   ITS are not Valid.
 * Work: about 120 register accesses, one donation of 128 or 256 KiB, and the clearing of ring and
 *   records. These are four blocks: 64 KiB or ring_bytes, whichever is more; ring_bytes / 2;
 *   devices / 16; and collections * 16 bytes. Each is rounded up to a power of two. The first ITS
 *   of a domain also clears a bit for each LPI.
 * Locks: the domain's, each time for a short while. The ITS's is not taken. Meanwhile
 *   accesses and itsg_poll return ITSG_AGAIN.
 * Topic: GITS_CTLR, GITS_BASER<n>, GITS_CBASER
 */
ITSG_MUST_CHECK enum itsg_status itsg_its_init(struct itsg_its *its, struct itsg_domain *domain,
					       const struct itsg_its_config *config);

/*
 * The host reads size bytes at base + offset. A step is taken first: retired slots are walked, a
 * drain, purge or expansion goes on, commands are fetched, checked and published.
 *
 * Requires: nothing of offset and size; they are the host's to choose.
 * Returns:
 *   ITSG_OK: *value is what the read gives, zero-extended.
 *   ITSG_ABORT: give the host an external abort; *value is 0. The step was taken.
 *   ITSG_AGAIN: itsg_its_init is at work on another CPU; nothing was done. Let the host run its
 *     instruction again.
 *   ITSG_NOT_READY: no ITS is mediated here (before init, or after teardown); nothing was done.
 *     The frames are the host's: map them for it, as far as the ledger has them as the host's, and
 *     let it run its instruction again. Never carry out the access at EL2. Another CPU may begin
 *     itsg_its_init at that moment, and the access would reach an ITS that is being taken over.
 * Work: one step.
 * Locks: the ITS's; within it the domain's, for pool and ledger.
 * Topic: GITS_CTLR, IIDR, TYPER, CBASER, CWRITER, CREADR, BASER<n>, the ID registers
 */
ITSG_MUST_CHECK enum itsg_status itsg_mmio_read(struct itsg_its *its, uint32_t offset,
						uint32_t size, uint64_t *value);

/*
 * The host writes the low size bytes of value at base + offset. A step is taken afterwards, as in
 * itsg_mmio_read. A value that is refused changes nothing but counters and the event ring.
 *
 * Requires: nothing of offset, size and value; they are the host's to choose.
 * Returns:
 *   ITSG_OK: the write was taken, or refused without an abort.
 *   ITSG_ABORT: refused; give the host an external abort. The step was taken.
 *   ITSG_AGAIN, ITSG_NOT_READY: as from itsg_mmio_read; nothing was done.
 * Work: one step. A write that enables also asks the ledger about each table and the queue
 *   (itsg_ledger_is_host), unless the audit is off.
 * Locks: the ITS's; within it the domain's, for pool and ledger.
 * Topic: GITS_CTLR, CBASER, CWRITER, BASER<n>; GITS_TRANSLATER is refused with an abort
 */
ITSG_MUST_CHECK enum itsg_status itsg_mmio_write(struct itsg_its *its, uint32_t offset,
						 uint32_t size, uint64_t value);

/*
 * One step without an access.
 *
 * Returns:
 *   ITSG_OK: nothing is left to do until the host, the hardware or the embedder moves. So it is
 *     while the queue is in error and the host wants it on, while a reset is waited for, and from
 *     the look on that reported ITSG_EVENT_NOT_OFF.
 *   ITSG_AGAIN: a step was taken, and itsg_its_work is not ITSG_WORK_NONE, or slots are in flight.
 *     Also while itsg_its_init is at work on another CPU; then nothing was done.
 *   ITSG_NOT_READY: no ITS is mediated here; nothing was done.
 * Work: one step.
 * Locks: the ITS's; within it the domain's, for pool and ledger.
 */
ITSG_MUST_CHECK enum itsg_status itsg_poll(struct itsg_its *its);

/*
 * What the last step left: is another one needed, though nobody accesses the ITS? A driver that
 * does not poll CREADR makes no further access. It may wait for the very interrupt that its
 * commands are to send.
 *
 * These count:
 * - commands that are posted and not fetched;
 * - a command in hand that waits for the budget, or for a slot of the shadow ring;
 * - an enable, a drain after a disable, the release of the queue;
 * - a purge; mappings that are made again after a power loss, or dropped; a teardown.
 *
 * Slots in flight with nothing behind them do not count. Their walk moves CREADR and gives memory
 * back, and only who accesses the ITS waits for that.
 *
 * The answer is written at the end of each step, before the lock is let go. So who asks after its
 * own call hears of what that call left, or of what a later call on another CPU left. If every CPU
 * asks after each of its calls, nothing is forgotten.
 *
 * Returns:
 *   ITSG_WORK_NONE: nothing. Or no ITS is mediated here.
 *   ITSG_WORK_NOW: the budget ended the last step. Call itsg_poll, now or soon.
 *   ITSG_WORK_LATER: the budget was not spent. The hardware has not come far enough, or the ledger
 *     refused a release. Call itsg_poll after a while. With hardware that does not go on this
 *     answer stays, also after ITSG_EVENT_NOT_OFF, for hardware may recover; so wait longer each
 *     time. It ends at a stall that was reported (ITSG_EVENT_HW_ERROR) while the host wants the
 *     ITS on.
 * Work: constant: two loads.
 * Locks: none; it may be called with any lock held.
 */
enum itsg_work itsg_its_work(const struct itsg_its *its);

/*
 * The embedder knows that the ITS lost power. Where no ITS is mediated, nothing is done.
 *
 * With the hardware off, quiescent and walked: collections held in the hardware (ICID < HCC) are
 * mapped again at the next enable. Everything else is kept.
 *
 * Otherwise: slots in flight are void and Enabled reads 0. Every mapping is dropped and the tables
 * are cleared, in steps, before the next enable takes effect. This is also the way out for an ITS
 * that stalled, was disabled, and is kept for a reset (GITS_TYPER.INV = 0; ITSG_PHASE_KEPT).
 *
 * Requires: called on resume, before the host runs on. The power was really lost, or the ITS was
 *   reset.
 * Work: constant.
 * Locks: the ITS's.
 * Topic: MAPC of collections in the hardware (GITS_TYPER.HCC)
 */
void itsg_power_lost(struct itsg_its *its);

/*
 * Ends mediation: drain, purge (the hardware is enabled for it if need be), disable, tables not
 * Valid. Staging, memory and frames are returned. From the first call on the host's writes are
 * ignored.
 *
 * Returns:
 *   ITSG_OK: done. The structure may be freed, or initialised again, once no call on it can still
 *     be running on another CPU: unhook the trap, and wait. With GITS_TYPER.INV = 0 it may be
 *     initialised again only if the ITS was reset meanwhile.
 *   ITSG_AGAIN: one step was taken; call again.
 *   ITSG_LEDGER: a release was refused; it is kept, call again.
 *   ITSG_STATE: one step was taken, and the hardware holds the rest up. Memory and frames are kept,
 *     and itsg_domain_teardown does nothing. Either it was told to be off and was not at
 *     ITSG_PATIENCE looks (counters.waits says so): call again when it may be. Or it stalled, and
 *     with GITS_TYPER.INV = 0 it may still cache what it was told: reset it, call itsg_power_lost,
 *     and call again. Pages of the host's queue have gone back in the second case.
 *   ITSG_NOT_READY: it was done before, never set up, or init is at work on another CPU; nothing
 *     was done.
 * Work: one step.
 * Locks: the ITS's; within it the domain's.
 * Topic: DISCARD, MAPD and MAPC with V = 0; GITS_CTLR, GITS_BASER<n>, GITS_CBASER
 */
ITSG_MUST_CHECK enum itsg_status itsg_its_teardown(struct itsg_its *its);

/*
 * Takes the oldest event record. Refusals, attempts, failures and hardware errors are recorded,
 * ITSG_EVENT_RING of them at most. More are counted in counters.events_lost.
 *
 * Requires: an itsg_its_init that returned OK or BUG. After teardown it still works.
 * Returns:
 *   true: *event is the record.
 *   false: there is none; *event is as it was.
 * Work: constant.
 * Locks: the ITS's.
 */
bool itsg_event_take(struct itsg_its *its, struct itsg_event *event);

/*
 * Copies the counters.
 *
 * Requires: as itsg_event_take.
 * Work: constant.
 * Locks: the ITS's.
 */
void itsg_counters_get(struct itsg_its *its, struct itsg_counters *counters);

/*
 * The predicate of an ITS that holds between any two calls; for tests and proofs.
 *
 * Work: a look at each mapped device, at each slot in flight, and at each collection up to the
 *   highest one mapped since the last purge.
 * Locks: none; no other call on the ITS may run.
 */
bool itsg_its_is_valid(const struct itsg_its *its);

/*
 * The predicate of a domain that holds between any two calls; for tests and proofs.
 *
 * Work: a look at each run of claimed pages.
 * Locks: none; no other call on the domain may run.
 */
bool itsg_domain_is_valid(const struct itsg_domain *domain);

#endif
