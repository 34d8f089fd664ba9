/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What many files break, each failure once. Failures whose messages differ only in numbers are the
 * same.
 */
#include "replay.h"

#include <stdlib.h>
#include <string.h>

#include "files.h"

struct group {
	char text[400];
	size_t count;
	size_t shortest; /* index of the shortest file */
};

struct sum {
	struct group *groups;
	size_t count;
};

static struct group *find(struct sum *sum, const char *text)
{
	size_t i;

	for (i = 0; i < sum->count; i++)
		if (strcmp(sum->groups[i].text, text) == 0)
			return &sum->groups[i];
	return NULL;
}

static bool add(struct sum *sum, const char *text, size_t file)
{
	struct group *more = realloc(sum->groups, (sum->count + 1) * sizeof(*more));

	if (!more)
		return false;
	sum->groups = more;
	more += sum->count++;
	*more = (struct group){.count = 1, .shortest = file};
	snprintf(more->text, sizeof(more->text), "%s", text);
	return true;
}

static bool take(struct sum *sum, const struct outcome *outcomes, size_t file)
{
	struct group *group;
	char text[sizeof(group->text)];

	ending_group(&outcomes[file].ending, text, sizeof(text));
	group = find(sum, text);
	if (!group)
		return add(sum, text, file);
	group->count++;
	if (outcomes[file].steps < outcomes[group->shortest].steps)
		group->shortest = file;
	return true;
}

/* Sorts the most frequent first. */
static int by_count(const void *left, const void *right)
{
	const struct group *a = left, *b = right;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return strcmp(a->text, b->text);
}

void replay_sum(const struct files *files, const struct outcome *outcomes)
{
	struct sum sum = {0};
	bool good = true;
	size_t i;

	for (i = 0; i < files->count && good; i++)
		if (outcomes[i].code != EXIT_GOOD)
			good = take(&sum, outcomes, i);
	if (!good)
		fputs("itsguard: no memory for a summary\n", stderr);
	if (sum.count)
		qsort(sum.groups, sum.count, sizeof(*sum.groups), by_count);
	for (i = 0; i < sum.count && good; i++)
		printf("%s: %zu, shortest %s\n", sum.groups[i].text, sum.groups[i].count,
		       files->names[sum.groups[i].shortest]);
	free(sum.groups);
}
