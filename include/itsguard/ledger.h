/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The ledger: the embedder's record of who owns each page. The embedder *defines* these functions;
 * the library only declares and calls them.
 *
 * Contract of all: pa and size are multiples of the domain's page size and do not wrap; the range
 * is taken as a whole or not at all; ITSG_OK on success, ITSG_LEDGER if the present owner or state
 * forbids it. They
 * are called with the ITS lock held (from itsg_pool_add and itsg_domain_teardown: the domain's;
 * from itsg_its_init: none), and may take the embedder's own locks inside it, never the library's.
 * They must not sleep. ctx is the context of the ITS or redistributor, or of the domain for pool
 * memory. Staging queues and property tables may have pages in common: such a page is shared in the
 * name of the first that uses it, pinned and unpinned once for each queue and each property table
 * it is in, and unshared in the name of the last. A property table that several redistributors use
 * is taken in the name of one of them and may be let go in that of another. share, unshare, pin and
 * unpin are called with the domain's lock held as well.
 */
#ifndef ITSG_LEDGER_H
#define ITSG_LEDGER_H

#include <itsguard/types.h>

/* Ordinary memory: the host loses it to the hypervisor, and back. Content is neither read nor
 * cleared. */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_host_donate_hyp(void *ctx, itsg_pa pa, uint64_t size);
ITSG_MUST_CHECK enum itsg_status itsg_ledger_hyp_donate_host(void *ctx, itsg_pa pa, uint64_t size);

/*
 * Ordinary memory that stays the host's, exclusively until then, and that the hypervisor may read
 * too. Between the share and its pin, and between the last unpin and the unshare, the host may be
 * quicker and unshare the page by itself: the library's unshare of such a page is OK, whoever has
 * it by then, and changes nothing. While the page is pinned by another it is LEDGER.
 */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_host_share_hyp(void *ctx, itsg_pa pa, uint64_t size);
ITSG_MUST_CHECK enum itsg_status itsg_ledger_host_unshare_hyp(void *ctx, itsg_pa pa, uint64_t size);

/* A pin counts users of a shared page: while it is above zero the host cannot take the share back.
 */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_pin(void *ctx, itsg_pa pa, uint64_t size);
ITSG_MUST_CHECK enum itsg_status itsg_ledger_unpin(void *ctx, itsg_pa pa, uint64_t size);

/* The ITS's own register frames: the host loses the right to reach them, and gets it back. */
ITSG_MUST_CHECK enum itsg_status itsg_ledger_host_donate_hyp_mmio(void *ctx, itsg_pa pa,
								  uint64_t size);
ITSG_MUST_CHECK enum itsg_status itsg_ledger_hyp_donate_host_mmio(void *ctx, itsg_pa pa,
								  uint64_t size);

#endif
