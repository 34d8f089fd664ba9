/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The ledger: the embedder's record of who owns each page. The embedder *defines* these functions;
 * the library only declares and calls them.
 *
 * All of them keep to this, but for itsg_ledger_is_host, which changes nothing:
 *
 * Requires: pa and size are multiples of the domain's page size and do not wrap. ctx is the context
 *   of the ITS or redistributor; for pool memory it is that of the domain.
 * Returns:
 *   ITSG_OK: the range was taken as a whole.
 *   ITSG_LEDGER: the present owner or state forbids it; nothing of the range was taken.
 * Locks: the function may take the embedder's own locks, never the library's. It must not sleep.
 *   It is called with the lock of the ITS or redistributor held. From itsg_pool_add and
 *   itsg_domain_teardown it is called with the domain's instead; from itsg_its_init and
 *   itsg_rd_init with none. share, unshare, pin and unpin are called with the domain's held as
 *   well.
 *
 * Memory that EL2 may touch. EL2, the ITS and redistributors load what is donated, shared or
 * pinned, and store to what is donated. So host_donate_hyp, host_share_hyp and pin refuse what EL2
 * cannot load, whatever the host says of it: addresses without RAM, device memory, and RAM that
 * nobody may map, such as a no-map range of the firmware's. They refuse as well what is not the
 * host's to give: memory that the firmware has reserved for itself. A load there may end in an
 * SError, which at EL2 ends the hypervisor.
 *
 * Pages in common. Staging queues and property tables may have pages in common. Such a page is
 * shared in the name of the first that uses it, and unshared in the name of the last. It is pinned
 * and unpinned once for each queue and each property table that it is in. A property table that
 * several redistributors use is taken in the name of one of them. It may be let go in that of
 * another.
 */
#ifndef ITSG_LEDGER_H
#define ITSG_LEDGER_H

#include <itsguard/types.h>

/*
 * Ordinary memory: the host loses it to the hypervisor. Content is neither read nor cleared.
 */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_host_donate_hyp(void *ctx, itsg_pa pa, uint64_t size);

/*
 * Ordinary memory: the hypervisor gives it back to the host. Content is neither read nor cleared.
 */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_hyp_donate_host(void *ctx, itsg_pa pa, uint64_t size);

/*
 * Ordinary memory that is the host's alone: it stays the host's, and from here on the hypervisor
 * may read it too.
 */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_host_share_hyp(void *ctx, itsg_pa pa, uint64_t size);

/*
 * Ends the share. The host may have been quicker: between the share and its pin, and between the
 * last unpin and this call, it can unshare the page by itself.
 *
 * Returns:
 *   ITSG_OK: the page is not shared for the library any more. Where the host was quicker, nothing
 *     was changed, whoever has the page by now.
 *   ITSG_LEDGER: also while the page is pinned by another.
 */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_host_unshare_hyp(void *ctx, itsg_pa pa, uint64_t size);

/*
 * Counts one more user of a shared page. While the count is above zero the host cannot take the
 * share back.
 */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_pin(void *ctx, itsg_pa pa, uint64_t size);

/* Counts one user less. */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_unpin(void *ctx, itsg_pa pa, uint64_t size);

/* Register frames of the ITS or redistributor: the host loses the right to reach them. */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_host_donate_hyp_mmio(void *ctx, itsg_pa pa,
								  uint64_t size);

/* Register frames of the ITS or redistributor: the host gets back the right to reach them. */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_hyp_donate_host_mmio(void *ctx, itsg_pa pa,
								  uint64_t size);

/*
 * Is all of [pa, pa + size) memory of the host's own? A question for the audit: nothing changes,
 * and nothing depends on the answer but reports (REPORT) and refusals (REFUSE). What the host has
 * shared with the hypervisor, or the library has pinned, is still the host's.
 *
 * The library rounds what the host named outward to pages. It asks for each MAPD with V = 1, about
 * the ITT: config.events times the bytes of an ITT entry at most. And it asks when an ITS or the
 * LPIs of a redistributor are enabled: for each table in a BASER (16 MiB at most), the queue
 * (1 MiB), the pending table (2 MiB) and the property table (16 MiB).
 *
 * Requires: pa and size are multiples of the domain's page size and do not wrap. ctx is that of the
 *   ITS or redistributor.
 * Returns:
 *   ITSG_OK: all of it is memory, and the host's.
 *   ITSG_LEDGER: some of it is somebody else's.
 *   ITSG_INVALID: some of it is no memory at all: registers, or nothing.
 *   ITSG_UNSUPPORTED: the embedder cannot say. REPORT then tells nothing, and REFUSE refuses.
 *   Any other status counts as ITSG_LEDGER. Where two of them fit, either will do.
 * Work: the embedder's to bound. What is meant is a look at each block or range of its record, not
 *   one at each page. The unit of a MAPD pays for 256 pages. Each 256 pages more cost another one,
 *   as far as the step has any. An enable pays nothing. So a call of the library asks about at most
 *   256 pages for each unit of its budget, and beyond that about one ITT, or what one enable names.
 * Locks: that of the ITS or redistributor is held, never the domain's.
 */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_is_host(void *ctx, itsg_pa pa, uint64_t size);

#endif
