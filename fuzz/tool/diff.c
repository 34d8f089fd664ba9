/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard diff: what two traces do differently. Acts of both are aligned by what they are. Acts
 * that both have are compared by their visible results. Of an act that only one has, the visible
 * results are the difference.
 */
#include "diff.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

#define SHOWN 20 /* differences shown */
#define PART  6	 /* results, or acts, shown for one difference */

struct diff {
	struct diff_side a, b;
	bool all; /* all differences are shown */
	uint64_t count;
};

/* ---- Output ---- */

/* Counts a difference. False: too many have been shown already. */
static bool is_shown(struct diff *diff)
{
	if (!diff->count)
		printf("A is %s\nB is %s\n", diff->a.file, diff->b.file);
	return diff->count++ < SHOWN || diff->all;
}

/* Prints where an act is. If it lies outside of any step: after which step. */
static void put_place(const struct diff_side *side, char who, size_t at)
{
	size_t before = at;

	while (before && before < side->count && !side->acts[before].line)
		before--;
	if (at >= side->count)
		printf("%c:end", who);
	else if (!side->acts[before].line)
		printf("%c:start", who);
	else
		printf("%c:%s%" PRIu32, who, before == at ? "" : "after ", side->acts[before].line);
}

static void put_results(const struct diff *diff, char who, const struct diff_act *act, size_t from,
			size_t to)
{
	size_t i;

	if (from == to)
		printf("    %c  nothing\n", who);
	for (i = from; i < to && (i - from < PART || diff->all); i++)
		printf("    %c  %s\n", who, act->results[i].text);
	if (i < to)
		printf("    %c  ... and %zu more\n", who, to - i);
}

/* ---- Acts that both have ---- */

static bool same_result(const struct diff_act *a, size_t i, const struct diff_act *b, size_t j)
{
	return strcmp(a->results[i].same, b->results[j].same) == 0;
}

static void compare(struct diff *diff, size_t i, size_t j)
{
	const struct diff_act *a = &diff->a.acts[i], *b = &diff->b.acts[j];
	size_t from = 0, a_end = a->count, b_end = b->count;

	while (from < a_end && from < b_end && same_result(a, from, b, from))
		from++;
	while (a_end > from && b_end > from && same_result(a, a_end - 1, b, b_end - 1)) {
		a_end--;
		b_end--;
	}
	if (from == a_end && from == b_end)
		return;
	if (!is_shown(diff))
		return;
	put_place(&diff->a, 'A', i);
	fputc(' ', stdout);
	put_place(&diff->b, 'B', j);
	printf(": %s%s%s\n", a->head, strcmp(a->head, b->head) == 0 ? "" : " | ",
	       strcmp(a->head, b->head) == 0 ? "" : b->head);
	put_results(diff, 'A', a, from, a_end);
	put_results(diff, 'B', b, from, b_end);
}

/* ---- Acts that only one has ---- */

static bool has_effect(const struct diff_act *act)
{
	return act->count && !act->idle;
}

static void put_acts(const struct diff *diff, const struct diff_side *side, char who, size_t from,
		     size_t to)
{
	size_t i, shown = 0, left = 0;

	for (i = from; i < to; i++) {
		if (!has_effect(&side->acts[i]))
			continue;
		if (shown >= PART && !diff->all) {
			left++;
			continue;
		}
		shown++;
		printf("    %c  ", who);
		if (side->acts[i].line)
			printf("line %" PRIu32 ": ", side->acts[i].line);
		printf("%s: %s%s\n", side->acts[i].head, side->acts[i].results[0].text,
		       side->acts[i].count > 1 ? ", ..." : "");
	}
	if (left)
		printf("    %c  ... and %zu more\n", who, left);
}

/* Prints the acts from..to of side, which lie between two acts that both have. */
static void only_in(struct diff *diff, const struct diff_side *side, char who, size_t from,
		    size_t to, const struct diff_side *other, size_t other_at)
{
	size_t i, effects = 0;

	for (i = from; i < to; i++)
		effects += has_effect(&side->acts[i]);
	if (!effects || !is_shown(diff))
		return;
	put_place(side, who, from);
	printf(": %zu step%s that only %c has, before ", to - from, to - from == 1 ? "" : "s", who);
	put_place(other, who == 'A' ? 'B' : 'A', other_at);
	fputc('\n', stdout);
	put_acts(diff, side, who, from, to);
}

/* ---- All of both ---- */

static void compare_acts(struct diff *diff, const size_t *match)
{
	size_t i = 0, j = 0, next;

	while (i < diff->a.count || j < diff->b.count) {
		for (next = i; next < diff->a.count && match[next] == diff->b.count; next++)
			;
		only_in(diff, &diff->a, 'A', i, next, &diff->b, j);
		i = next;
		next = i < diff->a.count ? match[i] : diff->b.count;
		only_in(diff, &diff->b, 'B', j, next, &diff->a, i);
		j = next;
		if (i < diff->a.count)
			compare(diff, i++, j++);
	}
}

static uint64_t *keys_of(const struct diff_side *side)
{
	uint64_t *keys = calloc(side->count + 1, sizeof(*keys));
	size_t i;

	for (i = 0; keys && i < side->count; i++)
		keys[i] = side->acts[i].key;
	return keys;
}

static bool align_and_compare(struct diff *diff)
{
	uint64_t *a = keys_of(&diff->a), *b = keys_of(&diff->b);
	size_t *match = calloc(diff->a.count + 1, sizeof(*match));
	bool good = a && b && match && diff_align(a, diff->a.count, b, diff->b.count, match);

	if (good)
		compare_acts(diff, match);
	else
		fputs("itsguard: the two are too long and too different to be compared\n", stderr);
	free(a);
	free(b);
	free(match);
	return good;
}

/* ---- The end ---- */

static void compare_number(struct diff *diff, const char *what, const char *name, uint64_t a,
			   uint64_t b)
{
	if (a == b)
		return;
	(void)is_shown(diff);
	printf("%s%s: A %" PRIu64 ", B %" PRIu64 "\n", what, name, a, b);
}

static void compare_counters(struct diff *diff)
{
	const struct itsg_counters *a = &diff->a.counters, *b = &diff->b.counters;
	unsigned int n;

	compare_number(diff, "counter: ", "commands fetched", a->fetched, b->fetched);
	for (n = 0; n < ITSG_VERDICTS; n++)
		compare_number(diff, "counter: ", itsg_verdict_name((enum itsg_verdict)n),
			       a->verdicts[n], b->verdicts[n]);
	for (n = ITSG_REASON_NONE + 1; n < ITSG_REASONS; n++)
		compare_number(diff, "counter: refused, ", itsg_reason_name((enum itsg_reason)n),
			       a->reasons[n], b->reasons[n]);
	compare_number(diff, "counter: ", "own commands", a->own, b->own);
	compare_number(diff, "counter: ", "slots walked", a->walked, b->walked);
	compare_number(diff, "counter: ", "purges", a->purges, b->purges);
	compare_number(diff, "counter: ", "work units", a->work, b->work);
	compare_number(diff, "counter: ", "most work units in a call", a->work_max, b->work_max);
	compare_number(diff, "counter: ", "releases refused", a->release_failures,
		       b->release_failures);
	compare_number(diff, "counter: ", "hardware errors", a->hw_errors, b->hw_errors);
	compare_number(diff, "counter: ", "devices mapped", a->devices, b->devices);
}

static void ending_of(const struct diff_side *side, char *text, size_t size)
{
	const struct run *run = &side->run;

	if (run->missing != MODEL_NONE)
		snprintf(text, size, "P%d is not broken, and should be", (int)run->missing);
	else if (run->result == RIG_OK)
		snprintf(text, size, "all holds");
	else if (run->result == RIG_BROKEN)
		snprintf(text, size, "P%d is broken: %s", (int)rig_broken(run->rig),
			 rig_text(run->rig));
	else
		snprintf(text, size, "an expectation does not hold: %s", rig_text(run->rig));
}

static void compare_endings(struct diff *diff)
{
	char a[320], b[320];

	ending_of(&diff->a, a, sizeof(a));
	ending_of(&diff->b, b, sizeof(b));
	if (strcmp(a, b) == 0)
		return;
	(void)is_shown(diff);
	printf("end of A, %s:%" PRIu32 ": %s\n", diff->a.file, diff->a.run.line, a);
	printf("end of B, %s:%" PRIu32 ": %s\n", diff->b.file, diff->b.run.line, b);
}

static int run_diff(struct diff *diff)
{
	uint64_t steps;

	if (!align_and_compare(diff))
		return EXIT_UNREAD;
	steps = diff->count;
	if (steps > SHOWN && !diff->all)
		printf("... and %" PRIu64 " more differences: --all shows them\n", steps - SHOWN);
	compare_counters(diff);
	compare_endings(diff);
	if (!diff->count)
		printf("%s and %s do the same\n", diff->a.file, diff->b.file);
	return diff->count ? EXIT_BAD : EXIT_GOOD;
}

int diff_main(int argc, char **argv)
{
	struct diff diff = {0};
	const struct option options[] = {{.name = "--all", .value = &diff.all}};
	int code = EXIT_UNREAD;

	if (!take_operands(argc, argv, options, 1, 2))
		return EXIT_UNREAD;
	if (diff_keep(&diff.a, argv[1]) && diff_keep(&diff.b, argv[2]))
		code = run_diff(&diff);
	diff_free(&diff.a);
	diff_free(&diff.b);
	return code;
}
