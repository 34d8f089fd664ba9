/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Between story.c and story_events.c. */
#ifndef STORY_INTERNAL_H
#define STORY_INTERNAL_H

#include <stdio.h>

#include "story.h"
#include "tool.h"

struct story {
	struct rig *rig;
	const struct trace *trace;
	const struct teller *teller;
	FILE *out; /* what happened in this step */
	char *text;
	size_t size;
	FILE *head; /* what the step is */
	char *head_text;
	size_t head_size;
	/* pieces of one thing, told together: cleared or claimed memory, executed commands */
	struct itsg_event piece;
	bool has_piece;
	unsigned int executed;
	/* reads that are alike */
	struct step read;
	uint64_t read_value;
	uint64_t reads;
	uint8_t its;	 /* of the step that runs */
	bool unfinished; /* that step does not come to its end */
};

void story_reported(struct story *story, const struct itsg_event *event);
void story_executed(struct story *story);
/* What was held back to be told together is told. */
void story_flush(struct story *story);

#endif
