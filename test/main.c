// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Runs every suite, or those named on the command line. CK_FORK=no helps under a debugger. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

int main(int argc, char **argv)
{
	SRunner *runner = srunner_create(NULL);
	int failed, run;
	size_t i;

	for (i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
		if (is_wanted(names[i], argc, argv))
			srunner_add_suite(runner, suites[i]());
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	run = srunner_ntests_run(runner);
	srunner_free(runner);
	if (!run)
		fprintf(stderr, "no such suite\n");
	return failed || !run ? EXIT_FAILURE : EXIT_SUCCESS;
}
