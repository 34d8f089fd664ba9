/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What happens in a step, in words: what the library reports, and what the hardware executes.
 */
#include "story_internal.h"

#include <inttypes.h>

#include "words.h"

static void tell_piece(struct story *story)
{
	const struct itsg_event *piece = &story->piece;
	const char *what = piece->kind == ITSG_EVENT_CLEAR   ? "cleared"
			   : piece->kind == ITSG_EVENT_CLAIM ? "shared and pinned host pages"
							     : "unshared and unpinned host pages";

	if (!story->has_piece)
		return;
	story->has_piece = false;
	fprintf(story->out, "        %s 0x%" PRIx64 ", %" PRIu64 " bytes", what, piece->pa,
		piece->size);
	if (piece->kind == ITSG_EVENT_CLEAR)
		fprintf(story->out, " (%s)", itsg_purpose_name(piece->purpose));
	fputc('\n', story->out);
}

static void tell_executed(struct story *story)
{
	if (story->executed)
		fprintf(story->out, "        the hardware executed %u command%s\n", story->executed,
			story->executed == 1 ? "" : "s");
	story->executed = 0;
}

static bool adjoins(const struct itsg_event *piece, const struct itsg_event *event)
{
	return piece->kind == event->kind && piece->purpose == event->purpose &&
	       (piece->pa + piece->size == event->pa || event->pa + event->size == piece->pa);
}

static void add_piece(struct story *story, const struct itsg_event *event)
{
	struct itsg_event *piece = &story->piece;

	if (story->has_piece && adjoins(piece, event)) {
		piece->pa = event->pa < piece->pa ? event->pa : piece->pa;
		piece->size += event->size;
		return;
	}
	tell_piece(story);
	*piece = *event;
	story->has_piece = true;
}

static const char *remark(const struct itsg_event *event)
{
	bool mapd = (event->words[0] & 0xff) == 8 && event->words[2] >> 63;

	if (event->verdict == ITSG_REFUSE)
		return itsg_reason_text(event->reason);
	return mapd ? "the host's ITT address is not used" : "";
}

static void tell_command(struct story *story, const struct itsg_event *event)
{
	const struct trace_its_config *its = &story->trace->config.its[story->its];
	uint32_t line = rig_slot_line(story->rig, event->its, event->position);
	char text[200];

	words_command(its->typer, event->words, text, sizeof(text));
	fprintf(story->out, "      [0x%05" PRIx32 "] %s -> %s", event->position, text,
		itsg_verdict_name(event->verdict));
	if (event->verdict == ITSG_REFUSE)
		fprintf(story->out, " %s", itsg_reason_name(event->reason));
	if (*remark(event))
		fprintf(story->out, ": %s", remark(event));
	if (line && event->verdict == ITSG_REFUSE)
		fprintf(story->out, " (line %" PRIu32 ")", line);
	fputc('\n', story->out);
}

static void tell_own(struct story *story, const struct itsg_event *event)
{
	char text[200];

	words_command(story->trace->config.its[story->its].typer, event->words, text, sizeof(text));
	fprintf(story->out, "        own command: %s\n", text);
}

static uint32_t slots(const struct story *story, const struct itsg_event *event)
{
	uint32_t bytes = story->trace->config.its[story->its].ring;
	uint32_t to = (uint32_t)event->size;

	return (to + bytes - event->position) % bytes / 32;
}

static void tell_access(struct story *story, const struct itsg_event *event)
{
	char name[32];

	if (event->its >= MODEL_WATCH_RD)
		snprintf(name, sizeof(name), "GICR at 0x%" PRIx32, event->position);
	else
		words_register(event->position, name, sizeof(name));
	fprintf(story->out, "        refused the access to %s: %s, %s\n", name,
		itsg_reason_name(event->reason), itsg_reason_text(event->reason));
}

static void tell_block(struct story *story, const struct itsg_event *event)
{
	fprintf(story->out, "        %s 0x%" PRIx64 ", %" PRIu64 " bytes (%s)\n",
		event->kind == ITSG_EVENT_ACQUIRE ? "acquired" : "released", event->pa, event->size,
		itsg_purpose_name(event->purpose));
}

static void tell_ring(struct story *story, const struct itsg_event *event)
{
	uint32_t count = slots(story, event);

	fprintf(story->out,
		"        %s %" PRIu32 " slot%s: shadow ring 0x%" PRIx32 " to 0x%" PRIx64 "\n",
		event->kind == ITSG_EVENT_PUBLISH ? "published" : "walked", count,
		count == 1 ? "" : "s", event->position, event->size);
}

static void tell_attempt(struct story *story, const struct itsg_event *event)
{
	enum model_owner owner = model_owner_of_all(rig_model(story->rig), event->pa, event->size);

	fprintf(story->out, "        attempt: %s at 0x%" PRIx64 ", %" PRIu64 " bytes, %s: %s, %s\n",
		itsg_purpose_name(event->purpose), event->pa, event->size, words_owner(owner),
		itsg_reason_name(event->reason), words_attempt(event->verdict));
}

static void tell(struct story *story, const struct itsg_event *event)
{
	switch (event->kind) {
	case ITSG_EVENT_COMMAND: tell_command(story, event); break;
	case ITSG_EVENT_ACCESS: tell_access(story, event); break;
	case ITSG_EVENT_ENABLE_FAILED:
		fprintf(story->out, "        the enable failed: %s, %s\n",
			itsg_reason_name(event->reason), itsg_reason_text(event->reason));
		break;
	case ITSG_EVENT_RELEASE_FAILED:
		fprintf(story->out,
			"        the ledger did not take back 0x%" PRIx64 ", %" PRIu64
			" bytes: tried again later\n",
			event->pa, event->size);
		break;
	case ITSG_EVENT_HW_ERROR:
		fprintf(story->out, "        a hardware register is wrong: 0x%" PRIx64 "\n",
			event->words[0]);
		break;
	case ITSG_EVENT_OWN: tell_own(story, event); break;
	case ITSG_EVENT_PUBLISH:
	case ITSG_EVENT_WALK: tell_ring(story, event); break;
	case ITSG_EVENT_ACQUIRE:
	case ITSG_EVENT_RELEASE: tell_block(story, event); break;
	case ITSG_EVENT_PHASE:
		fprintf(story->out, "        %s\n", words_phase(event->its, event->position));
		break;
	case ITSG_EVENT_PURGE:
		fprintf(story->out, "        %s\n",
			event->position ? "a purge is owed: every mapping must be removed first"
					: "the purge is complete");
		break;
	case ITSG_EVENT_ABANDON:
		fprintf(story->out, "        the queue is in error: %" PRIu32 " slots given up%s\n",
			event->position, event->size ? ", and all memory kept until a reset" : "");
		break;
	case ITSG_EVENT_NOT_OFF:
		fprintf(story->out, "        the hardware is not off after %" PRIu32 " looks\n",
			event->position);
		break;
	case ITSG_EVENT_ATTEMPT: tell_attempt(story, event); break;
	case ITSG_EVENT_CLEAR:
	case ITSG_EVENT_CLAIM:
	case ITSG_EVENT_UNCLAIM:
	case ITSG_EVENT_KINDS: break;
	}
}

void story_reported(struct story *story, const struct itsg_event *event)
{
	tell_executed(story);
	if (event->kind == ITSG_EVENT_CLEAR || event->kind == ITSG_EVENT_CLAIM ||
	    event->kind == ITSG_EVENT_UNCLAIM) {
		add_piece(story, event);
		return;
	}
	tell_piece(story);
	tell(story, event);
}

void story_executed(struct story *story)
{
	tell_piece(story);
	story->executed++;
}

void story_flush(struct story *story)
{
	tell_executed(story);
	tell_piece(story);
}
