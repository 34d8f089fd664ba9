/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The platform: everything the library asks of the machine. The embedder *defines* these functions.
 * ctx is the context given at init: of the ITS, except where "domain" is said. What is said of an
 * ITS holds for a redistributor (redist.h) and its context as well. None may sleep or call back
 * into the library. No other code of the library touches hardware or host memory.
 */
#ifndef ITSG_PLATFORM_H
#define ITSG_PLATFORM_H

#include <itsguard/types.h>

/*
 * One access of exactly that size to the ITS at base + offset. Order: the library calls the
 * barriers below where it needs order against memory; accesses to the ITS among themselves must
 * stay in program order, as Device-nGnRE memory gives.
 */
uint32_t itsg_platform_read32(void *ctx, uint32_t offset);
uint64_t itsg_platform_read64(void *ctx, uint32_t offset);
void itsg_platform_write32(void *ctx, uint32_t offset, uint32_t value);
void itsg_platform_write64(void *ctx, uint32_t offset, uint64_t value);

/*
 * Copies one 32-byte slot of the host's staging queue at pa (32-byte aligned, inside pages the
 * library has shared and pinned). Each 64-bit little-endian word is loaded exactly once, with a
 * single access, in ascending order, and given in host byte order. The host may be writing to it
 * meanwhile.
 */
void itsg_platform_read_slot(void *ctx, itsg_pa pa, uint64_t words[4]);

/*
 * Makes what the host wrote without cacheable attributes to [pa, pa + size) of its staging queue
 * visible to itsg_platform_read_slot: clean and invalidate to the point of coherency, then a
 * barrier. Called only when the attributes in the host's CBASER ask for it.
 */
void itsg_platform_flush_staging(void *ctx, itsg_pa pa, uint64_t size);

/*
 * Domain. Maps hypervisor-owned pool memory, cacheable and shareable, until unmapped; pa and size
 * are page aligned. NULL when it cannot be done.
 */
void *itsg_platform_map(void *ctx, itsg_pa pa, uint64_t size);
void itsg_platform_unmap(void *ctx, void *va, itsg_pa pa, uint64_t size);

/*
 * Cleans [va, va + size) of pool memory to the point of coherency (DC CVAC): for an ITS that does
 * not snoop, and (ctx of the domain) before memory goes back to a host that may map it without
 * caches. Blocks are 256 bytes at least: no line of a cache is longer (CTR_EL0.CWG at most 6).
 */
void itsg_platform_clean(void *ctx, const void *va, uint64_t size);

/* Loads after it are not satisfied before loads that come before it (dmb ishld). */
void itsg_platform_load_barrier(void *ctx);

/*
 * Domain or ITS. Stores and cleans before it are visible to the ITS before any register write after
 * it (dsb ishst, or dsb sy where itsg_platform_clean does something).
 */
void itsg_platform_store_barrier(void *ctx);

/*
 * A lock for each ITS (ctx of the ITS) and one for each domain (ctx of the domain), not recursive,
 * held for a bounded time: in itsg_pool_add its size is the bound, and who traps meanwhile may wait
 * for it. Order: ITS before domain; never two ITSs.
 */
void itsg_platform_lock(void *ctx);
void itsg_platform_unlock(void *ctx);

/*
 * Domain or ITS. Told of each event whose kind is in the configured report mask, at the moment it
 * happens, with the lock of the ITS or redistributor held (from itsg_its_init: with none); of pages
 * of property tables with the domain's as well. An embedder without interest leaves the mask 0 and
 * this function empty.
 */
void itsg_platform_report(void *ctx, const struct itsg_event *event);

#endif
