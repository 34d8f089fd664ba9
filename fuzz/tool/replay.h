/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Between the files of `itsguard replay`. */
#ifndef REPLAY_H
#define REPLAY_H

#include "ending.h"
#include "tool.h"

struct files;

struct replay {
	bool clean;
	bool quiet;	      /* says nothing of what is well, but how many there were */
	unsigned int seconds; /* of processor time for a trace; 0: any */
};

/* What a file came to; in memory that the processes share. */
struct outcome {
	int code;
	struct ending ending;
	size_t steps;
	struct rig_worst worst;
};

/* ---- replay_one.c ---- */
/* Runs one file, and says what there is to say. */
void replay_one(const struct replay *replay, struct rig *rig, const char *file,
		struct outcome *outcome);

/* ---- replay_all.c ---- */
/* Runs all files, those that end the program too. Returns an exit code. */
int replay_all(const struct replay *replay, const struct files *files);

/* ---- replay_sum.c ---- */
/* Of several files: what is broken, each once, and in how many. */
void replay_sum(const struct files *files, const struct outcome *outcomes);

#endif
