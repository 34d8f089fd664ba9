/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The platform: everything the library asks of the machine. The embedder *defines* these functions.
 * No other code of the library touches hardware or host memory.
 *
 * All of them keep to this:
 *
 * - ctx is the context given at init: that of the ITS, except where "domain" is said.
 * - What is said of an ITS holds for a redistributor (redist.h) and its context as well.
 * - They must not sleep or call back into the library.
 */
#ifndef ITSG_PLATFORM_H
#define ITSG_PLATFORM_H

#include <itsguard/types.h>

/*
 * Register accesses: each is one access of exactly that size to the ITS at base + offset.
 *
 * Order: accesses to the ITS among themselves must stay in program order, as Device-nGnRE memory
 * gives. Where the library needs order against memory, it calls the barriers below.
 */
uint32_t itsg_platform_read32(void *ctx, uint32_t offset);
uint64_t itsg_platform_read64(void *ctx, uint32_t offset);
void itsg_platform_write32(void *ctx, uint32_t offset, uint32_t value);
void itsg_platform_write64(void *ctx, uint32_t offset, uint64_t value);

/*
 * Copies one 32-byte slot of the host's staging queue at pa. Each 64-bit little-endian word is
 * loaded exactly once, with a single access, in ascending order, and given in host byte order. The
 * host may be writing to the slot meanwhile.
 *
 * The library ensures: pa is 32-byte aligned and inside pages that it has shared and pinned.
 */
void itsg_platform_read_slot(void *ctx, itsg_pa pa, uint64_t words[4]);

/*
 * Makes what the host wrote to [pa, pa + size) of its staging queue without cacheable attributes
 * visible to itsg_platform_read_slot: clean and invalidate to the point of coherency, then a
 * barrier. Called only when the attributes in the host's CBASER ask for it.
 */
void itsg_platform_flush_staging(void *ctx, itsg_pa pa, uint64_t size);

/*
 * Domain. Maps hypervisor-owned pool memory, cacheable and shareable, until it is unmapped.
 *
 * The library ensures: pa and size are page aligned.
 * Returns: the address of pa; NULL when it cannot be done.
 */
void *itsg_platform_map(void *ctx, itsg_pa pa, uint64_t size);

/* Domain. Ends what itsg_platform_map began: va is what it returned, for this pa and size. */
void itsg_platform_unmap(void *ctx, void *va, itsg_pa pa, uint64_t size);

/*
 * Cleans [va, va + size) of pool memory to the point of coherency (DC CVAC). Called for an ITS that
 * does not snoop. Called with the domain's ctx before memory goes back to a host that may map it
 * without caches.
 *
 * The library ensures: blocks are 256 bytes at least.
 * Requires: no cache line is longer (CTR_EL0.CWG at most 6).
 */
void itsg_platform_clean(void *ctx, const void *va, uint64_t size);

/* Loads after it are not satisfied before loads that come before it (dmb ishld). */
void itsg_platform_load_barrier(void *ctx);

/*
 * Domain or ITS. Stores and cleans before it are visible to the ITS before any register write after
 * it (dsb ishst; dsb sy where itsg_platform_clean does something).
 */
void itsg_platform_store_barrier(void *ctx);

/*
 * Takes the lock of the ITS, or with the domain's ctx that of the domain. There is one lock for
 * each ITS and one for each domain. They need not be recursive.
 *
 * Order: ITS before domain; never two ITSs.
 * Held: for a bounded time. In itsg_pool_add the size is the bound, and a CPU that traps meanwhile
 *   may have to wait for it.
 */
void itsg_platform_lock(void *ctx);

/* Gives the lock up again, on the CPU that took it. */
void itsg_platform_unlock(void *ctx);

/*
 * Domain or ITS. Told of each event whose kind is in the configured report mask, at the moment it
 * happens. An embedder without interest leaves the mask 0 and this function empty.
 *
 * Locks held by the caller: that of the ITS or redistributor; from itsg_its_init none. For pages of
 *   property tables the domain's as well.
 */
void itsg_platform_report(void *ctx, const struct itsg_event *event);

#endif
