/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The predicates with any values: one member at a time is overwritten, and put back. The predicates
 * must return yes or no for any value. A pointer may be overwritten if they only compare it with
 * NULL.
 */
#ifndef FUZZ_SETUP_MEMBERS_H
#define FUZZ_SETUP_MEMBERS_H

#include "input.h"

#include <itsguard/itsguard.h>
#include <stdbool.h>
#include <string.h>

struct member {
	size_t at, size;
	bool flag; /* can hold only 0 and 1 */
};

#define MEMBER(type, name)                                                                         \
	{                                                                                          \
		offsetof(struct type, name), sizeof(((struct type *)0)->name), false               \
	}
#define POINTER(type, name)                                                                        \
	{                                                                                          \
		offsetof(struct type, name), sizeof(void *), false                                 \
	}
#define FLAG(type, name)                                                                           \
	{                                                                                          \
		offsetof(struct type, name), sizeof(bool), true                                    \
	}

static const struct member members_of_its[] = {
	MEMBER(itsg_its, mode.phase),
	FLAG(itsg_its, mode.wish),
	MEMBER(itsg_its, mode.owed),
	MEMBER(itsg_its, slow),
	MEMBER(itsg_its, log.first),
	MEMBER(itsg_its, log.count),
	MEMBER(itsg_its, hand.stage),
	POINTER(itsg_its, hand.blocks[0].va),
	MEMBER(itsg_its, cursor.work),
	MEMBER(itsg_its, cursor.index),
	MEMBER(itsg_its, queue.pa),
	MEMBER(itsg_its, queue.bytes),
	MEMBER(itsg_its, queue.cwriter),
	MEMBER(itsg_its, queue.fetch),
	MEMBER(itsg_its, queue.creadr),
	FLAG(itsg_its, queue.flushed),
	MEMBER(itsg_its, queue.pages.pa),
	MEMBER(itsg_its, queue.pages.pages),
	MEMBER(itsg_its, queue.pages.done),
	FLAG(itsg_its, queue.pages.half),
	POINTER(itsg_its, ring.words),
	MEMBER(itsg_its, ring.head),
	MEMBER(itsg_its, ring.tail),
	MEMBER(itsg_its, ring.published),
	MEMBER(itsg_its, ring.releases),
	MEMBER(itsg_its, ring.hw_error),
	MEMBER(itsg_its, collections.top),
	MEMBER(itsg_its, collections.count),
	MEMBER(itsg_its, limits.icids),
	MEMBER(itsg_its, limits.devices),
	MEMBER(itsg_its, limits.events),
	MEMBER(itsg_its, devices.first),
	MEMBER(itsg_its, left),
	FLAG(itsg_its, unfenced),
	FLAG(itsg_its, coherent),
	MEMBER(itsg_its, registers.cbaser),
};

static const struct member members_of_device[] = {
	POINTER(itsg_device, records),
	MEMBER(itsg_device, live),
	MEMBER(itsg_device, events),
};

static const struct member members_of_domain[] = {
	MEMBER(itsg_domain, config.page_size), MEMBER(itsg_domain, pool.region_count),
	MEMBER(itsg_domain, pool.free_orders), MEMBER(itsg_domain, pool.free[0]),
	MEMBER(itsg_domain, pool.free[4]),
};

static const struct member members_of_rd[] = {
	POINTER(itsg_rd, domain),     MEMBER(itsg_rd, phase), MEMBER(itsg_rd, table),
	FLAG(itsg_rd, uses),	      MEMBER(itsg_rd, left),  MEMBER(itsg_rd, cleared),
	POINTER(itsg_rd, pending.va), FLAG(itsg_rd, fresh),
};

#define EACH(member, list)                                                                         \
	const struct member *member = (list);                                                      \
	member < (list) + sizeof(list) / sizeof((list)[0]);                                        \
	member++

/* Sets the member. Returns the old value, which the same call puts back. */
static inline uint64_t exchange(void *object, const struct member *member, uint64_t value)
{
	uint8_t *at = (uint8_t *)object + member->at;
	uint64_t was = 0;

	if (member->flag)
		value &= 1;
	memcpy(&was, at, member->size);
	memcpy(at, &value, member->size);
	return was;
}

static inline void ask_its(struct itsg_its *its)
{
	uint64_t value = odd(1) ? take(8) : take(1), was;
	struct itsg_device *device;

	for (EACH(member, members_of_its)) {
		was = exchange(its, member, value);
		(void)itsg_its_is_valid(its);
		(void)exchange(its, member, was);
	}
	device = its->devices.root ? its->devices.root[0] : NULL;
	for (EACH(member, members_of_device)) {
		was = device ? exchange(&device[1], member, value) : 0;
		(void)itsg_its_is_valid(its);
		if (device)
			(void)exchange(&device[1], member, was);
	}
}

static inline void ask_rd(struct itsg_rd *rd)
{
	uint64_t value = odd(1) ? take(8) : take(1), was;

	for (EACH(member, members_of_rd)) {
		was = exchange(rd, member, value);
		(void)itsg_rd_is_valid(rd);
		(void)exchange(rd, member, was);
	}
}

static inline void ask_domain(struct itsg_domain *domain)
{
	uint64_t value = odd(1) ? take(8) : take(1), was;

	for (EACH(member, members_of_domain)) {
		was = exchange(domain, member, value);
		(void)itsg_domain_is_valid(domain);
		(void)exchange(domain, member, was);
	}
}

/* False: one of them has no name for a value. */
static inline bool ask_names(void)
{
	unsigned int n = (unsigned int)take(odd(1) ? 4 : 1), count;

	return itsg_reason_name((enum itsg_reason)n) && itsg_reason_text((enum itsg_reason)n) &&
	       itsg_verdict_name((enum itsg_verdict)n) && itsg_purpose_name((enum itsg_purpose)n) &&
	       itsg_command_name((enum itsg_command_kind)n) &&
	       (itsg_command_fields((enum itsg_command_kind)n, &count) || !count);
}

#endif
