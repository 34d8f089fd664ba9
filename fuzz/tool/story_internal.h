/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What story.c and story_events.c share. */
#ifndef STORY_INTERNAL_H
#define STORY_INTERNAL_H

#include <stdio.h>

#include "story.h"
#include "tool.h"

struct story {
	struct rig *rig;
	const struct trace *trace;
	const struct teller *teller;
	FILE *out; /* collects what happens in this step */
	char *text;
	size_t size;
	FILE *head; /* collects what the step is */
	char *head_text;
	size_t head_size;
	/*
	 * Pieces of one thing are told together: cleared memory, claimed memory, executed commands.
	 */
	struct itsg_event piece;
	bool has_piece;
	unsigned int executed;
	/* Reads that are alike are told together. */
	struct step read;
	uint64_t read_value;
	uint64_t reads;
	uint8_t its;	 /* ITS of the current step */
	bool unfinished; /* the current step will not complete */
};

/* Takes an event that the library reports. */
void story_reported(struct story *story, const struct itsg_event *event);
/* Takes a command that the hardware executes. */
void story_executed(struct story *story);
/* Tells what was held back. */
void story_flush(struct story *story);

#endif
