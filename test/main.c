// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Runs every suite, or those named on the command line. CK_FORK=no helps under a debugger. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "suites.h"

static Suite *(*const suites[])(void) = {
#define SUITE(name) suite_##name,
	SUITES(SUITE)
#undef SUITE
};

static const char *const names[] = {
#define NAME(name) #name,
	SUITES(NAME)
#undef NAME
};

static int is_wanted(const char *name, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (!strcmp(argv[i], name))
			return 1;
	return argc == 1;
}

struct counts {
	int run, failed;
};

static struct counts run_suite(size_t i)
{
	SRunner *runner = srunner_create(suites[i]());
	struct counts counts;

	srunner_run_all(runner, CK_NORMAL);
	counts.run = srunner_ntests_run(runner);
	counts.failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return counts;
}

/*
 * Check notes each assertion, millions in some suites, and each test is a fork of all that. So each
 * suite gets a process of its own, unless nothing is to fork.
 */
static struct counts run_apart(size_t i)
{
	const char *forks = getenv("CK_FORK");
	const struct counts none = {0, 1};
	struct counts counts;
	int ends[2];
	pid_t child;

	if (forks && !strcmp(forks, "no"))
		return run_suite(i);
	fflush(stdout);
	if (pipe(ends))
		return none;
	child = fork();
	if (!child) {
		counts = run_suite(i);
		exit(write(ends[1], &counts, sizeof(counts)) != sizeof(counts));
	}
	close(ends[1]);
	if (child < 0 || read(ends[0], &counts, sizeof(counts)) != sizeof(counts)) {
		fprintf(stderr, "suite %s did not come to an end\n", names[i]);
		counts = none;
	}
	close(ends[0]);
	waitpid(child, NULL, 0);
	return counts;
}

int main(int argc, char **argv)
{
	struct counts all = {0, 0};
	size_t i;

	for (i = 0; i < sizeof(suites) / sizeof(suites[0]); i++) {
		struct counts counts = {0, 0};

		if (is_wanted(names[i], argc, argv))
			counts = run_apart(i);
		all.run += counts.run;
		all.failed += counts.failed;
	}
	if (!all.run && !all.failed)
		fprintf(stderr, "no such suite\n");
	printf("%d tests, %d failed\n", all.run, all.failed);
	return all.failed || !all.run ? EXIT_FAILURE : EXIT_SUCCESS;
}
