// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What is next, over the whole domain of the function: every phase, wish, set of things owed, and
 * every combination of the rest. The expectation is a table of rules, each for many situations; the
 * first that fits decides. What is left is part of the rule.
 */
#include <check.h>

#include "shadow/its/mode.h"
#include "shadow/its/next.h"
#include "suites.h"

#define ANY	 -1
#define ALL_OWED (OWED_CLEAR | OWED_RESEND | OWED_PURGE | OWED_TEARDOWN | OWED_VOID | OWED_RESET)

/* wish, stalled, in_hand, in_flight, posted, claimed: 0, 1 or ANY.
 * owed: some of these must be; none: any. */
static const struct rule {
	enum itsg_phase phase;
	int wish;
	uint32_t owed, and_owed;
	int stalled, in_hand, in_flight, posted, claimed;
	enum itsg_next next;
	enum itsg_work work; /* what a step leaves that had budget to spare */
} rules[] = {
	{ITSG_PHASE_OFF, 1, 0, 0, ANY, ANY, ANY, ANY, ANY, NEXT_ENABLE, ITSG_WORK_LATER},
	{ITSG_PHASE_OFF, 0, OWED_TEARDOWN, OWED_PURGE, ANY, ANY, ANY, ANY, ANY, NEXT_ENABLE,
	 ITSG_WORK_LATER},
	{ITSG_PHASE_OFF, 0, 0, 0, ANY, ANY, ANY, ANY, 1, NEXT_RELEASE_QUEUE, ITSG_WORK_LATER},
	{ITSG_PHASE_OFF, 0, OWED_TEARDOWN, 0, ANY, ANY, ANY, ANY, 0, NEXT_RETURN, ITSG_WORK_LATER},
	{ITSG_PHASE_OFF, 0, 0, 0, ANY, ANY, ANY, ANY, 0, NEXT_NOTHING, ITSG_WORK_NONE},

	{ITSG_PHASE_ON, 1, 0, 0, 1, ANY, ANY, ANY, ANY, NEXT_NOTHING, ITSG_WORK_NONE},
	{ITSG_PHASE_ON, 0, 0, 0, 1, ANY, ANY, ANY, ANY, NEXT_ABANDON, ITSG_WORK_LATER},
	{ITSG_PHASE_ON, 1, OWED_RESEND, 0, 0, ANY, ANY, ANY, ANY, NEXT_RESEND, ITSG_WORK_LATER},
	{ITSG_PHASE_ON, 0, OWED_RESEND, OWED_TEARDOWN, 0, ANY, ANY, ANY, ANY, NEXT_RESEND,
	 ITSG_WORK_LATER},
	{ITSG_PHASE_ON, ANY, 0, 0, 0, 1, ANY, ANY, ANY, NEXT_COMMAND, ITSG_WORK_LATER},
	{ITSG_PHASE_ON, 1, OWED_PURGE, 0, 0, 0, ANY, ANY, ANY, NEXT_PURGE, ITSG_WORK_LATER},
	{ITSG_PHASE_ON, 0, OWED_PURGE, OWED_TEARDOWN, 0, 0, ANY, ANY, ANY, NEXT_PURGE,
	 ITSG_WORK_LATER},
	{ITSG_PHASE_ON, 1, 0, 0, 0, 0, ANY, 1, ANY, NEXT_FETCH, ITSG_WORK_LATER},
	{ITSG_PHASE_ON, 1, 0, 0, 0, 0, 1, ANY, ANY, NEXT_WALK, ITSG_WORK_NONE},
	{ITSG_PHASE_ON, 0, 0, 0, 0, 0, 1, ANY, ANY, NEXT_WALK, ITSG_WORK_LATER},
	{ITSG_PHASE_ON, 1, 0, 0, 0, 0, 0, 0, ANY, NEXT_NOTHING, ITSG_WORK_NONE},
	{ITSG_PHASE_ON, 0, 0, 0, 0, 0, 0, ANY, ANY, NEXT_DISABLE, ITSG_WORK_LATER},

	{ITSG_PHASE_STOPPING, ANY, 0, 0, ANY, ANY, ANY, ANY, ANY, NEXT_QUIESCE, ITSG_WORK_LATER},
	{ITSG_PHASE_VOID, ANY, 0, 0, ANY, ANY, ANY, ANY, ANY, NEXT_VOID, ITSG_WORK_LATER},
	{ITSG_PHASE_RETURN, ANY, 0, 0, ANY, ANY, ANY, ANY, ANY, NEXT_RETURN, ITSG_WORK_LATER},
	{ITSG_PHASE_GONE, ANY, 0, 0, ANY, ANY, ANY, ANY, ANY, NEXT_NOTHING, ITSG_WORK_NONE},
	{ITSG_PHASE_KEPT, ANY, 0, 0, ANY, ANY, ANY, ANY, 1, NEXT_RELEASE_QUEUE, ITSG_WORK_LATER},
	{ITSG_PHASE_KEPT, ANY, 0, 0, ANY, ANY, ANY, ANY, 0, NEXT_NOTHING, ITSG_WORK_NONE},
};

#define RULES (sizeof(rules) / sizeof(rules[0]))

static bool fits_one(int rule, bool value)
{
	return rule == ANY || rule == (int)value;
}

static bool fits(const struct rule *rule, const struct itsg_situation *at)
{
	return rule->phase == at->phase && fits_one(rule->wish, at->wish) &&
	       (!rule->owed || rule->owed & at->owed) &&
	       (!rule->and_owed || rule->and_owed & at->owed) &&
	       fits_one(rule->stalled, at->stalled) && fits_one(rule->in_hand, at->in_hand) &&
	       fits_one(rule->in_flight, at->in_flight) && fits_one(rule->posted, at->posted) &&
	       fits_one(rule->claimed, at->claimed);
}

static unsigned int first_rule(const struct itsg_situation *at)
{
	unsigned int n;

	for (n = 0; n < RULES; n++)
		if (fits(&rules[n], at))
			return n;
	ck_abort_msg("no rule for phase %d wish %d owed %#x", (int)at->phase, at->wish, at->owed);
	return 0;
}

/* Only what waits can be what the budget ended. Hardware that is stuck may recover. */
static enum itsg_work left_by(const struct rule *rule, const struct itsg_situation *at)
{
	if (at->spent && rule->work == ITSG_WORK_LATER)
		return ITSG_WORK_NOW;
	return rule->work;
}

/* Quiescent: Enabled = 1; or off, and none of the host's pages is held. */
static bool shows_quiescent(const struct itsg_situation *at)
{
	if (at->phase == ITSG_PHASE_GONE)
		return false;
	if (at->wish)
		return true;
	return (at->phase == ITSG_PHASE_OFF || at->phase == ITSG_PHASE_KEPT) && !at->claimed;
}

static struct itsg_situation situation(unsigned int number)
{
	return (struct itsg_situation){
		.wish = number & 1,
		.in_hand = number >> 1 & 1,
		.in_flight = number >> 2 & 1,
		.posted = number >> 3 & 1,
		.claimed = number >> 4 & 1,
		.stalled = number >> 5 & 1,
		.owed = number >> 6 & ALL_OWED,
		.spent = number >> 12 & 1,
		.stuck = number >> 13 & 1,
		.phase = (enum itsg_phase)(number >> 14),
	};
}

START_TEST(good_whole_domain)
{
	unsigned int used[RULES] = {0}, number, rule;
	struct itsg_situation at;

	ck_assert_uint_eq(ALL_OWED, 63);
	for (number = 0; number < (unsigned int)(ITSG_PHASE_KEPT + 1) << 14; number++) {
		at = situation(number);
		rule = first_rule(&at);
		used[rule]++;
		ck_assert_msg(itsg_next(&at) == rules[rule].next,
			      "situation %#x, rule %u: next is %d", number, rule,
			      (int)itsg_next(&at));
		ck_assert_msg(itsg_next_is_quiescent(&at) == shows_quiescent(&at), "situation %#x",
			      number);
		ck_assert_msg(itsg_next_work(&at) == left_by(&rules[rule], &at),
			      "situation %#x, rule %u: left is %d", number, rule,
			      (int)itsg_next_work(&at));
		/* A host that reads Quiescent = 0 waits for something, and it is said. */
		if (at.phase != ITSG_PHASE_GONE && !shows_quiescent(&at))
			ck_assert_int_ne(itsg_next_work(&at), ITSG_WORK_NONE);
	}
	for (rule = 0; rule < RULES; rule++)
		ck_assert_msg(used[rule], "rule %u decides nothing", rule);
}
END_TEST

Suite *suite_next(void)
{
	Suite *suite = suite_create("next");
	TCase *domain = tcase_create("domain");

	tcase_add_test(domain, good_whole_domain);
	suite_add_tcase(suite, domain);
	return suite;
}
