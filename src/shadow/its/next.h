/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What an ITS has to do next: one pure function of the situation. Steps act on it. What a step says
 * of the work that is left derives from it, and so do itsg_poll's answer and CTLR.Quiescent. So
 * these cannot disagree.
 */
#ifndef ITSG_ITS_NEXT_H
#define ITSG_ITS_NEXT_H

#include <itsguard/state.h>

enum itsg_next {
	NEXT_NOTHING,	    /* until the host, or the embedder, moves */
	NEXT_ENABLE,	    /* off: claim the queue, clear what is to be cleared, enable */
	NEXT_RELEASE_QUEUE, /* off: let the queue's pages go */
	NEXT_RESEND,	    /* on: map again what a power loss took */
	NEXT_COMMAND,	    /* on: go on with the command in hand */
	NEXT_PURGE,	    /* on: unmap everything */
	NEXT_FETCH,	    /* on: fetch what the host has posted */
	NEXT_WALK,	    /* on: wait until the hardware has executed what it was given */
	NEXT_DISABLE,	    /* on: nothing is left to execute */
	NEXT_ABANDON,	    /* on: disable, and give up what the hardware will not execute */
	NEXT_QUIESCE,	    /* stopping: wait until the hardware is quiescent */
	NEXT_VOID,	    /* void: drop what a power loss or a stall has made void */
	NEXT_RETURN,	    /* give everything back */
};

struct itsg_situation {
	enum itsg_phase phase;
	bool wish;	/* the host wants Enabled = 1 */
	uint32_t owed;	/* enum mode_owed */
	bool in_hand;	/* a command has begun */
	bool in_flight; /* slots are committed and not walked */
	bool stalled;	/* and the hardware does not go on with them */
	bool posted;	/* the host's queue has something to fetch */
	bool claimed;	/* of the host's queue, some page at least */
	bool spent;	/* of the last step's budget, nothing is left */
	bool stuck;	/* the hardware was told to be off, and is reported not to be */
};

enum itsg_next itsg_next(const struct itsg_situation *at);

/*
 * GITS_CTLR.Quiescent as the host sees it. It reads 1 while Enabled = 1. After that it reads 1 when
 * there is nothing left to do, a teardown aside. In a teardown it reads 0 once memory goes back.
 */
bool itsg_next_is_quiescent(const struct itsg_situation *at);

/*
 * What a step leaves to do. NONE: there is nothing to do, or all there is to do is to walk. While
 * the host wants the ITS on, the walk moves CREADR and gives memory back, and nothing waits for it.
 * What waits while the budget is not spent waits for the hardware, or for the ledger. Hardware that
 * is stuck is waited for too: nobody else looks whether it has recovered.
 */
enum itsg_work itsg_next_work(const struct itsg_situation *at);

/* For an ITS as it is now. All of them require the ITS lock. */
enum itsg_next itsg_next_now(const struct itsg_its *its);
bool itsg_is_quiescent(const struct itsg_its *its);
enum itsg_work itsg_work_now(const struct itsg_its *its);

/*
 * At the end of each call that may have left something, or have got to the end of it: keeps what
 * itsg_its_work answers. A short step that leaves nothing has nothing to keep, for then nothing was
 * left before it.
 */
void itsg_next_note(struct itsg_its *its);

/* No step can do anything: the host, the embedder or hardware that is stuck has to move. Requires
 * the ITS lock. */
bool itsg_is_idle(const struct itsg_its *its);

#endif
