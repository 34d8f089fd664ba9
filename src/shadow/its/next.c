// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/its/hand.h"
#include "shadow/its/mode.h"
#include "shadow/its/next.h"
#include "shadow/its/queue.h"
#include "shadow/its/slot.h"
#include "shadow/its/slow.h"

/* A teardown enables the hardware if a purge is owed. */
ALWAYS_INLINE enum itsg_next next_off(const struct itsg_situation *at)
{
	bool teardown = at->owed & OWED_TEARDOWN;

	if (at->wish || (teardown && at->owed & OWED_PURGE))
		return NEXT_ENABLE;
	if (at->claimed)
		return NEXT_RELEASE_QUEUE;
	return teardown ? NEXT_RETURN : NEXT_NOTHING;
}

/* A drain still finishes the command in hand. What is owed is done only if the hardware is
 * wanted on. Behind a stalled command nothing can be done, until the hardware is not wanted on. */
ALWAYS_INLINE enum itsg_next next_on(const struct itsg_situation *at)
{
	bool wanted = at->wish || at->owed & OWED_TEARDOWN;

	if (at->stalled)
		return at->wish ? NEXT_NOTHING : NEXT_ABANDON;
	if (wanted && at->owed & OWED_RESEND)
		return NEXT_RESEND;
	if (at->in_hand)
		return NEXT_COMMAND;
	if (wanted && at->owed & OWED_PURGE)
		return NEXT_PURGE;
	if (at->wish && at->posted)
		return NEXT_FETCH;
	if (at->in_flight)
		return NEXT_WALK;
	return at->wish ? NEXT_NOTHING : NEXT_DISABLE;
}

/* A reset is owed, and only the embedder can say that it came. The host's queue is not needed. */
ALWAYS_INLINE enum itsg_next next_kept(const struct itsg_situation *at)
{
	return at->claimed ? NEXT_RELEASE_QUEUE : NEXT_NOTHING;
}

/* Inline, so that of a situation only what decides is looked at. */
ALWAYS_INLINE enum itsg_next next_at(const struct itsg_situation *at)
{
	switch (at->phase) {
	case ITSG_PHASE_OFF: return next_off(at);
	case ITSG_PHASE_ON: return next_on(at);
	case ITSG_PHASE_STOPPING: return NEXT_QUIESCE;
	case ITSG_PHASE_VOID: return NEXT_VOID;
	case ITSG_PHASE_RETURN: return NEXT_RETURN;
	case ITSG_PHASE_KEPT: return next_kept(at);
	case ITSG_PHASE_GONE: break;
	}
	return NEXT_NOTHING;
}

enum itsg_next itsg_next(const struct itsg_situation *at)
{
	return next_at(at);
}

bool itsg_next_is_quiescent(const struct itsg_situation *at)
{
	struct itsg_situation host = *at;

	host.owed &= ~(uint32_t)OWED_TEARDOWN;
	if (at->phase == ITSG_PHASE_GONE)
		return false;
	return at->wish || next_at(&host) == NEXT_NOTHING;
}

/* What is next waits for hardware that was told to be off. */
ALWAYS_INLINE bool waits_for_off(enum itsg_next next)
{
	return next == NEXT_ENABLE || next == NEXT_QUIESCE || next == NEXT_VOID;
}

ALWAYS_INLINE bool idle_at(const struct itsg_situation *at, enum itsg_next next)
{
	return next == NEXT_NOTHING || (at->stuck && !at->spent && waits_for_off(next));
}

ALWAYS_INLINE enum itsg_work work_at(const struct itsg_situation *at)
{
	enum itsg_next next = next_at(at);

	if (next == NEXT_NOTHING || (next == NEXT_WALK && at->wish))
		return ITSG_WORK_NONE;
	return at->spent ? ITSG_WORK_NOW : ITSG_WORK_LATER;
}

enum itsg_work itsg_next_work(const struct itsg_situation *at)
{
	return work_at(at);
}

ALWAYS_INLINE struct itsg_situation situation_of(const struct itsg_its *its)
{
	return (struct itsg_situation){
		.phase = its->mode.phase,
		.wish = its->mode.wish,
		.owed = its->mode.owed,
		.in_hand = !hand_is_free(its),
		.in_flight = !slot_none_in_flight(&its->ring),
		.stalled = slot_is_stalled(&its->ring),
		.posted = queue_has_more(its),
		.claimed = !queue_is_released(its),
		.spent = !its->left,
		.stuck = mode_is_stuck(its),
	};
}

enum itsg_next itsg_next_now(const struct itsg_its *its)
{
	struct itsg_situation now = situation_of(its);

	return next_at(&now);
}

bool itsg_is_idle(const struct itsg_its *its)
{
	struct itsg_situation now = situation_of(its);

	return idle_at(&now, next_at(&now));
}

bool itsg_is_quiescent(const struct itsg_its *its)
{
	struct itsg_situation now = situation_of(its);

	return itsg_next_is_quiescent(&now);
}

enum itsg_work itsg_work_now(const struct itsg_its *its)
{
	struct itsg_situation now = situation_of(its);

	return work_at(&now);
}

/* The reader takes no lock. It reads what it left itself, or what a later step on another CPU has
 * left. */
void itsg_next_note(struct itsg_its *its)
{
	enum itsg_work work = itsg_work_now(its);

	__atomic_store_n(&its->work, (uint16_t)work, __ATOMIC_RELAXED);
	slow_when(its, SLOW_LEFT, work != ITSG_WORK_NONE);
}
