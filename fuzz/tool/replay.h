/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the files of `itsguard replay` share. */
#ifndef REPLAY_H
#define REPLAY_H

#include "ending.h"
#include "tool.h"

struct files;

struct replay {
	bool clean;
	bool quiet;	      /* prints only failures, and how many traces are well */
	unsigned int seconds; /* of processor time for a trace; 0: no limit */
};

/* What a file came to, in memory that parent and child share. */
struct outcome {
	int code;
	struct ending ending;
	size_t steps;
	struct rig_worst worst;
};

/* ---- replay_one.c ---- */
/* Runs one file, and prints what there is to print. */
void replay_one(const struct replay *replay, struct rig *rig, const char *file,
		struct outcome *outcome);

/* ---- replay_all.c ---- */
/* Runs all files, even if some end the program. Returns an exit code. */
int replay_all(const struct replay *replay, const struct files *files);

/* ---- replay_sum.c ---- */
/* Prints what is broken, each failure once, and in how many files. */
void replay_sum(const struct files *files, const struct outcome *outcomes);

#endif
