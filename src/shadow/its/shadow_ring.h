/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The shadow ring, but for what is inline (slot.h): its life, own commands, publication.
 *
 * Requires, for all functions: the caller holds the ITS lock.
 */
#ifndef ITSG_ITS_SHADOW_RING_H
#define ITSG_ITS_SHADOW_RING_H

#include <itsguard/state.h>

/* Takes and clears the memory of the slots' records. For init. False: the pool has none. */
ITSG_MUST_CHECK bool itsg_ring_make_records(struct itsg_its *its);

/* The same for the ring that the hardware reads. */
ITSG_MUST_CHECK bool itsg_ring_make(struct itsg_its *its);

/* Gives that memory back. Harmless if there is none. */
void itsg_ring_return(struct itsg_its *its);

/* Commits a command of the library's own. Requires a free slot. CREADR does not move past the
 * host's command that it stands before. release: as in slot_commit. */
void itsg_ring_own(struct itsg_its *its, const struct itsg_command *cmd, uint64_t release);

/* The host's command at the fetch position takes no slot. CREADR passes it as soon as the youngest
 * slot before it is walked. */
void itsg_ring_skip(struct itsg_its *its);

/* creadr: what the hardware said that it should not. 0: it is well. */
void itsg_ring_hw_error(struct itsg_its *its, uint64_t creadr);

/* Publishes. Requires something to publish. Slots, tables and level-1 entries are in memory, as the
 * hardware sees it, before the doorbell. */
void itsg_ring_publish(struct itsg_its *its);

/* The ring is empty, and its positions are 0, as the hardware's are at an enable. */
void itsg_ring_reset(struct itsg_its *its);

/* Slots in flight are void: releases what they would have, a slot for each unit. True: none is
 * left. Requires that the hardware has been seen off, and its tables clear. */
ITSG_MUST_CHECK bool itsg_ring_void(struct itsg_its *its);

#endif
