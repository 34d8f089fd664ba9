// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * itsguard hash: one number for all that the hardware and the host see of a trace.
 */
#include "tool.h"

#include <inttypes.h>

#include "ending.h"
#include "load.h"
#include "options.h"
#include "rig/hash.h"
#include "usage.h"

struct job {
	struct rig *rig;
	struct rig_hash hash;
};

static void after(void *arg, const struct step *step)
{
	struct job *job = arg;

	(void)step;
	rig_hash_step(&job->hash, job->rig, rig_judge(job->rig));
}

static int hash_trace(struct job *job, const struct trace *trace, const char *file)
{
	struct run run = {
		.rig = job->rig, .trace = trace, .file = file, .after = after, .arg = job};
	struct ending ending = {0};
	int code;

	rig_hash_begin(&job->hash);
	rig_observe(job->rig, &job->hash.watch);
	if (rig_begin(job->rig, &trace->config, RIG_HASH_EVENTS) == RIG_UNUSABLE) {
		fprintf(stderr, "%s: %s\n", file, rig_text(job->rig));
		return EXIT_UNREAD;
	}
	run_steps(&run);
	code = run_end(&run);
	rig_hash_step(&job->hash, job->rig, run.result);
	rig_observe(job->rig, NULL);
	if (code == EXIT_UNREAD)
		return code;
	printf("%016" PRIx64 " %s\n", job->hash.value, file);
	return code == EXIT_GOOD ? run_unheard(&run, &ending, stdout) : code;
}

static int hash_file(struct job *job, const char *file)
{
	struct trace trace;
	int code;

	if (!load_trace(file, &trace, NULL))
		return EXIT_UNREAD;
	code = hash_trace(job, &trace, file);
	trace_free(&trace);
	return code;
}

int hash_main(int argc, char **argv)
{
	struct job job = {0};
	int n, code, worst = EXIT_GOOD, count = take_options(argc, argv, NULL, 0);

	if (count < 1)
		return count < 0 ? EXIT_UNREAD : usage(argv[0]);
	job.rig = rig_create();
	if (!job.rig) {
		fputs("itsguard: no memory\n", stderr);
		return EXIT_UNREAD;
	}
	for (n = 1; n <= count; n++) {
		code = hash_file(&job, argv[n]);
		worst = code > worst ? code : worst;
	}
	rig_destroy(job.rig);
	return worst;
}
