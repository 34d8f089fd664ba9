/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Runs many files in a child. A file that ends the child is reported, and a new child goes on after
 * it.
 */
#define _DEFAULT_SOURCE

#include "replay.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"

#define WALL 4 /* seconds of the clock for each second of processor time */

/* What parent and child share. */
struct progress {
	size_t at;     /* the current file */
	int unwritten; /* stdout's errno; 0: all is written */
	struct outcome outcomes[];
};

struct work {
	const struct replay *replay;
	const struct files *files;
	struct progress *progress;
};

static size_t bytes(const struct files *files)
{
	return sizeof(struct progress) + files->count * sizeof(struct outcome);
}

/* ---- In the child ---- */

/* On a terminal: shows which of many files is running. An empty name removes the line. */
static void show_progress(size_t done, size_t count, const char *file)
{
	if (count < 2 || !isatty(STDERR_FILENO))
		return;
	if (*file)
		fprintf(stderr, "\r\033[K[%zu/%zu] %s", done + 1, count, file);
	else
		fprintf(stderr, "\r\033[K");
	fflush(stderr);
}

/* Counts from now on, not from the start of the process. */
static void set_limit(unsigned int seconds)
{
	const struct itimerval timer = {.it_value.tv_sec = seconds};

	(void)setitimer(ITIMER_PROF, &timer, NULL);
	alarm(WALL * seconds);
}

static void run_files(const struct work *work)
{
	const struct files *files = work->files;
	struct progress *progress = work->progress;
	struct rig *rig = rig_create();

	if (!rig) {
		fputs("itsguard: no memory\n", stderr);
		exit(EXIT_FAILURE);
	}
	for (; progress->at < files->count && !progress->unwritten; progress->at++) {
		show_progress(progress->at, files->count, files->names[progress->at]);
		set_limit(work->replay->seconds);
		replay_one(work->replay, rig, files->names[progress->at],
			   &progress->outcomes[progress->at]);
		if (fflush(stdout) != 0)
			progress->unwritten = errno;
	}
	set_limit(0);
	show_progress(files->count, files->count, "");
	rig_destroy(rig);
}

/* ---- In the parent ---- */

/*
 * Did the end come from outside? Nobody reads the output any more, or a limit for all was reached.
 * No trace is to blame.
 */
static bool is_outer(int status)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	return number == SIGPIPE || number == SIGXCPU || number == SIGKILL;
}

/* Ends as if there had been only one process. */
static void pass_on(int signal_number)
{
	fflush(NULL);
	(void)signal(signal_number, SIG_DFL);
	(void)kill(getpid(), signal_number);
	exit(EXIT_BAD);
}

static void say_death(const struct work *work, int status)
{
	struct progress *progress = work->progress;
	bool late = progress->at >= work->files->count;
	struct outcome *outcome = &progress->outcomes[late ? work->files->count - 1 : progress->at];
	struct ending *ending = &outcome->ending;
	char words[400];

	outcome->code = EXIT_BAD;
	ending_by_status(ending, status);
	ending_words(ending, words, sizeof(words));
	printf("%s", late ? "after the last file" : work->files->names[progress->at]);
	if (!late && ending->line)
		printf(":%" PRIu32, ending->line);
	printf(": breaks %s%s\n", words, ending->unheard ? ", when nobody listens" : "");
}

/*
 * Runs files from progress->at on, up to one that ends the process. False: there are none after it.
 */
static bool run_apart(const struct work *work)
{
	int status = 0;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		run_files(work);
		exit(EXIT_SUCCESS);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0) {
		perror("itsguard");
		exit(EXIT_UNREAD);
	}
	if (status)
		say_death(work, status);
	if (is_outer(status))
		pass_on(WTERMSIG(status));
	return status && ++work->progress->at < work->files->count;
}

static void print_worst(const struct work *work)
{
	struct rig_worst worst = {0}, old;
	size_t i, at = 0;

	for (i = 0; i < work->files->count; i++) {
		old = worst;
		rig_worst_of(&worst, &work->progress->outcomes[i].worst);
		if (memcmp(&old, &worst, sizeof(old)) != 0)
			at = i;
	}
	if (worst.budget)
		printf("worst trap: %" PRIu64 " of %" PRIu64 " units, %" PRIu64
		       " of them seen (%s)\n",
		       worst.work, worst.budget, worst.seen, work->files->names[at]);
}

static int finish(const struct work *work)
{
	const struct replay *replay = work->replay;
	const struct outcome *outcomes = work->progress->outcomes;
	size_t i, good = 0, count = work->files->count;
	int worst = EXIT_GOOD;

	for (i = 0; i < count; i++) {
		worst = outcomes[i].code > worst ? outcomes[i].code : worst;
		good += outcomes[i].code == EXIT_GOOD;
	}
	if (count > 1)
		replay_sum(work->files, outcomes);
	if (replay->quiet)
		printf("replay%s: %zu of %zu traces ok\n", replay->clean ? " --clean" : "", good,
		       count);
	if (replay->quiet || count > 1)
		print_worst(work);
	return worst;
}

int replay_all(const struct replay *replay, const struct files *files)
{
	struct work work = {.replay = replay, .files = files};
	int code;

	work.progress =
		mmap(NULL, bytes(files), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (work.progress == MAP_FAILED) {
		perror("itsguard");
		return EXIT_UNREAD;
	}
	while (run_apart(&work))
		;
	code = finish(&work);
	if (work.progress->unwritten) {
		errno = work.progress->unwritten;
		perror("itsguard: standard output");
		code = EXIT_UNREAD;
	}
	munmap(work.progress, bytes(files));
	return code;
}
