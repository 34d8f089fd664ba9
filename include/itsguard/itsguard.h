/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard: mediation of a GIC Interrupt Translation Service for a hypervisor that does not trust
 * its host.
 *
 * The embedder provides the functions of platform.h and ledger.h, memory for the two structures of
 * state.h, and a pool of hypervisor-owned memory. It traps the host's accesses to the ITS frames
 * and hands each to itsg_mmio_read or itsg_mmio_write. Nothing here sleeps, allocates, waits for
 * hardware or recurses; work per call is bounded by a budget, and what is left goes on at the next
 * call. All functions may be called on any CPU at any time after the init that they need, except
 * where "alone" is said: then no other call on the same object may run.
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
 * Prepares a domain: the memory pool, page size and address limit that its ITSs share. Alone,
 * before anything else on it. config: copied. page_size 4096, 16384 or 65536; pa_limit at most
 * 2^52. OK; INVALID (a field is out of range): the domain must not be used. Constant time.
 */
ITSG_MUST_CHECK enum itsg_status itsg_domain_init(struct itsg_domain *domain,
						  const struct itsg_domain_config *config);

/*
 * Adds [pa, pa + size) to the pool. source says whose it is: ITSG_POOL_HYP, the hypervisor's
 * already, or ITSG_POOL_HOST, to be donated by the host here (and cleared and given back by
 * itsg_domain_teardown). pa and size: multiples of the page size, not wrapping, below pa_limit and
 * what each ITS of the domain can address; size at least two pages and at most
 * ITSG_POOL_REGION_MAX; not more than 32 GiB in all regions. A 256th part of it (rounded up to 256
 * bytes) holds the pool's own map. OK; INVALID (arguments); NO_MEMORY (ITSG_POOL_REGIONS regions
 * are there already); LEDGER (the donation or the mapping failed); BUG (the mapping failed and the
 * ledger would not take the donation back: teardown tries again). On any other error nothing has
 * changed. Work: size / 256 bytes written, size / page_size pages donated. Takes the domain lock,
 * and holds it over all of that.
 */
ITSG_MUST_CHECK enum itsg_status itsg_pool_add(struct itsg_domain *domain, itsg_pa pa,
					       uint64_t size, enum itsg_pool_source source);

/* Bytes of the pool that are free now, in blocks of whatever size. Takes the domain lock. */
uint64_t itsg_pool_free_bytes(struct itsg_domain *domain);

/*
 * Gives the pool back: unmapped, and cleared and returned where the host had donated it. Requires
 * every ITS of the domain to be torn down (STATE otherwise). AGAIN: call again; at most
 * config.budget work units are done in a call. LEDGER: the ledger would not take a region; it is
 * kept, call again. Alone.
 */
ITSG_MUST_CHECK enum itsg_status itsg_domain_teardown(struct itsg_domain *domain);

/*
 * Fills caps from the hardware: GITS_TYPER, GITS_IIDR, the ID registers. The embedder then sets
 * what these do not tell (lpi_end, redistributors, quirks). Six to sixteen register reads; no
 * state.
 */
void itsg_caps_read(void *ctx, struct itsg_caps *caps);

/*
 * Takes over an ITS that is disabled and quiescent: its frames are donated, BASER and CBASER probed
 * (all left not Valid), tables, ring and records taken from the domain's pool. Clearing the tables
 * is left to the first enable. config is copied, the redistributor array behind it is not and must
 * stay. Where accesses can be trapped before, the structure has been zero from the start, or was
 * torn down. Alone for this its. OK: accesses are mediated from here on. INVALID: a field of config
 * is out of range. STATE: Enabled = 1 or Quiescent = 0. NO_MEMORY: the pool is too small. LEDGER:
 * the frames could not be had. UNSUPPORTED: no device table, two tables of one type, entry sizes
 * that are no power of two, no page size or address that fits, a register that does not read back
 * where its table or the ring is, or pool memory whose addresses the ITS cannot carry. On error
 * everything is as before, except that BASERs and CBASER of the disabled ITS are not Valid. BUG: as
 * one of these, and the ledger would not take the frames back: itsg_its_teardown tries again. With
 * GITS_TYPER.INV = 0 the ITS must not have been enabled since reset: it may still cache what it was
 * told then. Work: about 120 register accesses, one donation of 128 or 256 KiB, and the clearing of
 * ring and records: 64 KiB or ring_bytes, ring_bytes / 2, devices / 16 and collections * 16 bytes,
 * each rounded up to a power of two.
 */
ITSG_MUST_CHECK enum itsg_status itsg_its_init(struct itsg_its *its, struct itsg_domain *domain,
					       const struct itsg_its_config *config);

/*
 * The host's read or write of size bytes at base + offset. One step is taken, within the budget:
 * retired slots are walked, a drain, purge or expansion goes on, commands are fetched, checked and
 * published. OK: the access is answered; *value holds what a read gives (zero-extended). ABORT: the
 * host must get an external abort; *value is 0. AGAIN: itsg_its_init is at work on
 * another CPU: let the host run its instruction again; nothing was done. NOT_READY: no ITS is being
 * mediated here (before init, or after teardown): the access is the embedder's to let through;
 * nothing was done. A value that is refused changes nothing but counters and the event ring. Takes
 * the ITS lock.
 */
ITSG_MUST_CHECK enum itsg_status itsg_mmio_read(struct itsg_its *its, uint32_t offset,
						uint32_t size, uint64_t *value);
ITSG_MUST_CHECK enum itsg_status itsg_mmio_write(struct itsg_its *its, uint32_t offset,
						 uint32_t size, uint64_t value);

/*
 * One step without an access. OK: nothing is left to do until the host or the hardware moves.
 * AGAIN: work is left (slots in flight included). NOT_READY as above.
 */
ITSG_MUST_CHECK enum itsg_status itsg_poll(struct itsg_its *its);

/*
 * The embedder knows that the ITS lost power (call on resume, before the host runs on). With the
 * hardware off, quiescent and walked: collections held in the hardware (ICID < HCC) are mapped
 * again at the next enable; everything else is kept. Otherwise: slots in flight are void, Enabled
 * reads 0, every mapping is dropped and the tables are cleared, in steps, before the next enable
 * takes effect. Constant time. Takes the ITS lock.
 */
void itsg_power_lost(struct itsg_its *its);

/*
 * Ends mediation: drain, purge (the hardware enabled for it if need be), disable, tables not Valid,
 * staging, memory and frames returned. From the first call on the host's writes are ignored. AGAIN:
 * call again; one step was taken. OK: done; the structure may be freed, or initialised again (with
 * GITS_TYPER.INV = 0 only if the ITS was reset meanwhile), once no call on it can still be running
 * on another CPU (unhook the trap, and wait). LEDGER: a release
 * was refused; it is kept, call again. NOT_READY: it was done before, or never set up.
 */
ITSG_MUST_CHECK enum itsg_status itsg_its_teardown(struct itsg_its *its);

/*
 * Takes the oldest event record. False: there is none. Refusals, failures and hardware errors are
 * recorded, ITSG_EVENT_RING of them at most; more are counted in counters.events_lost. Takes the
 * ITS lock.
 */
bool itsg_event_take(struct itsg_its *its, struct itsg_event *event);

/* A copy of the counters, taken under the ITS lock. */
void itsg_counters_get(struct itsg_its *its, struct itsg_counters *counters);

/* The predicates that hold between any two calls; for tests and proofs. Work: constant, and one
 * look at each device mapped for the first. Neither takes a lock. */
bool itsg_its_is_valid(const struct itsg_its *its);
bool itsg_domain_is_valid(const struct itsg_domain *domain);

#endif
