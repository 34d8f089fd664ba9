/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The cursor: how far the work is that the budget, or a full ring, has interrupted. There is one,
 * tagged with the work that holds it. Work that finds it in other hands starts from its beginning;
 * each kind of work can do so at any time. Who is through frees it.
 */
#ifndef ITSG_ITS_CURSOR_H
#define ITSG_ITS_CURSOR_H

#include <itsguard/state.h>

enum cursor_work {
	CURSOR_FREE,		   /* nobody's: the rest means nothing */
	CURSOR_CLEAR_TABLES,	   /* part: which; index: level-1 entry; bytes */
	CURSOR_CLEAR_HAND,	   /* part: which block in hand; bytes */
	CURSOR_UNMAP_EVENTS,	   /* of: the device; index: EventID */
	CURSOR_UNMAP_COLLECTIONS,  /* index: ICID */
	CURSOR_RESEND_COLLECTIONS, /* index: ICID */
	CURSOR_RETURN_LEAVES,	   /* index: leaf of device records */
	CURSOR_RETURN_TABLES,	   /* index: level-1 entry */
};

/* The cursor of that work on that object: where it stands, or at the start. */
static inline struct itsg_cursor *cursor_of(struct itsg_its *its, enum cursor_work work,
					    uint32_t of)
{
	struct itsg_cursor *cursor = &its->cursor;

	if (cursor->work != work || cursor->of != of)
		*cursor = (struct itsg_cursor){.work = (uint8_t)work, .of = of};
	return cursor;
}

static inline void cursor_free(struct itsg_its *its)
{
	its->cursor.work = CURSOR_FREE;
}

/* That work starts from its beginning, whenever it goes on. */
static inline void cursor_drop(struct itsg_its *its, enum cursor_work work)
{
	if (its->cursor.work == work)
		cursor_free(its);
}

#endif
