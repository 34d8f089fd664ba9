/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard replay: runs traces, and prints a summary line for each.
 */
#include "replay.h"

#include "files.h"
#include "options.h"
#include "usage.h"

#define SECONDS	     60 /* of processor time for a trace */
#define SECONDS_MOST 1000000

int replay_main(int argc, char **argv)
{
	struct replay replay = {.seconds = SECONDS};
	const struct option options[] = {
		{"--clean", OPTION_FLAG, &replay.clean, 0, 0},
		{"--quiet", OPTION_FLAG, &replay.quiet, 0, 0},
		{"--time", OPTION_NUMBER, &replay.seconds, 0, SECONDS_MOST},
	};
	int count = take_options(argc, argv, options, sizeof(options) / sizeof(options[0]));
	struct files files = {0};
	int code;

	if (count < 1)
		return count < 0 ? EXIT_UNREAD : usage(argv[0]);
	if (!files_find(&files, count, argv + 1))
		return EXIT_UNREAD;
	code = replay_all(&replay, &files);
	files_free(&files);
	return code;
}
