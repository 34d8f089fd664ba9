/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#define _DEFAULT_SOURCE

#include "trial.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tool.h"

#define WALL	     4 /* seconds of the clock for each second of processor time */
#define OUTPUT_BYTES 65536
#define NOT_DONE     END_LIMIT /* stays if the child does not overwrite it */

/* ---- In the child ---- */

static void before(void *arg, const struct step *step)
{
	struct ending *ending = arg;

	ending->line = step->line;
	ending->stepping = true;
}

static void after(void *arg, const struct step *step)
{
	struct ending *ending = arg;

	(void)step;
	ending->stepping = false;
}

/* Like run_finish, but X property lines are not judged: only the broken property counts. */
static void run_once(struct rig *rig, const struct trace *trace, bool unheard,
		     struct ending *ending, struct itsg_counters *counters)
{
	struct run run = {.rig = rig,
			  .trace = trace,
			  .unheard = unheard,
			  .before = before,
			  .after = after,
			  .arg = ending};

	ending->unheard = unheard;
	run.result = rig_begin(rig, &trace->config, unheard ? RIG_BARE : 0);
	if (run.result == RIG_OK)
		run_steps(&run);
	*counters = run.counters;
	if (run.result == RIG_OK) {
		run.at = "in the final teardown";
		ending->stepping = false;
		run.result = rig_finish(rig);
	}
	ending_conclude(ending, &run);
}

/* As replay does: once with a listener, and if all holds, once without. */
static void run_both(const struct trace *trace, struct ending *ending)
{
	struct itsg_counters heard, unheard;
	struct rig *rig = rig_create();

	if (!rig)
		_exit(EXIT_FAILURE);
	run_once(rig, trace, false, ending, &heard);
	if (ending->kind != END_GOOD)
		return;
	ending->kind = NOT_DONE;
	run_once(rig, trace, true, ending, &unheard);
	if (ending->kind == END_GOOD && !trace_has(trace, STEP_AT_ONCE) &&
	    memcmp(&heard, &unheard, sizeof(heard)) != 0)
		ending->kind = END_UNHEARD;
}

static void child(const struct trial *trial, const struct trace *trace)
{
	const struct rlimit cpu = {trial->seconds, trial->seconds + 1}, core = {0, 0};

	if (setrlimit(RLIMIT_CPU, &cpu) || setrlimit(RLIMIT_CORE, &core) ||
	    dup2(trial->output, STDOUT_FILENO) < 0 || dup2(trial->output, STDERR_FILENO) < 0)
		_exit(EXIT_FAILURE);
	alarm(WALL * trial->seconds);
	run_both(trace, trial->shared);
	_exit(EXIT_SUCCESS);
}

/* ---- In the parent ---- */

bool trial_open(struct trial *trial, unsigned int seconds)
{
	FILE *file = tmpfile();

	trial->seconds = seconds;
	trial->output = file ? dup(fileno(file)) : -1;
	if (file)
		fclose(file);
	trial->shared = mmap(NULL, sizeof(*trial->shared), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return trial->output >= 0 && trial->shared != MAP_FAILED;
}

void trial_close(struct trial *trial)
{
	if (trial->shared != MAP_FAILED)
		munmap(trial->shared, sizeof(*trial->shared));
	if (trial->output >= 0)
		close(trial->output);
}

static void copy_line(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%.*s", (int)strcspn(from, "\n"), from);
}

/*
 * Finds the summary of a sanitizer, or the message of an assertion. Process numbers and paths come
 * before that.
 */
static void find_summary(int output, char *text, size_t size)
{
	static const char *const marks[] = {"SUMMARY: ", "runtime error: ", "Assertion "};
	static char said[OUTPUT_BYTES];
	ssize_t got = pread(output, said, sizeof(said) - 1, 0);
	const char *found;
	size_t i;

	text[0] = '\0';
	said[got > 0 ? got : 0] = '\0';
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		found = strstr(said, marks[i]);
		if (!found)
			continue;
		copy_line(text, size, i == 0 ? found + strlen(marks[0]) : found);
		return;
	}
}

void trial_run(struct trial *trial, const struct trace *trace, struct ending *ending)
{
	int status = 0;
	pid_t pid;

	*trial->shared = (struct ending){.kind = NOT_DONE};
	if (ftruncate(trial->output, 0) || lseek(trial->output, 0, SEEK_SET) < 0)
		perror("itsguard");
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		child(trial, trace);
	if (pid < 0 || waitpid(pid, &status, 0) < 0) {
		perror("itsguard");
		exit(2);
	}
	*ending = *trial->shared;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS)
		return;
	ending_by_status(ending, status);
	if (ending->kind != END_LIMIT)
		find_summary(trial->output, ending->text, sizeof(ending->text));
}
