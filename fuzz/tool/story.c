/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The steps of a story. What happens in a step is collected, and told after it. So repeated reads
 * in which nothing happens can be told as one.
 */
#define _POSIX_C_SOURCE 200809L

#include "story.h"

#include <inttypes.h>
#include <stdlib.h>

#include "story_internal.h"
#include "words.h"

#define ALL_EVENTS ((1U << ITSG_EVENT_KINDS) - 1)

/* ---- What a step is ---- */

static void say_access(const struct story *story, const struct step *step)
{
	bool store = step->kind == STEP_WRITE || step->kind == STEP_BAD_WRITE;
	uint64_t value = store ? step->op[2] : rig_last_value(story->rig);
	char name[32], meaning[120] = "";

	words_register((uint32_t)step->op[0], name, sizeof(name));
	if (story->unfinished && !store) {
		fprintf(story->head, "host reads %s (%" PRIu64 " bytes)", name, step->op[1]);
		return;
	}
	if (store)
		words_value((uint32_t)step->op[0], value, meaning, sizeof(meaning));
	fprintf(story->head, "host %s %s (%" PRIu64 " bytes): 0x%" PRIx64 "%s%s",
		store ? "writes" : "reads", name, step->op[1], value, meaning,
		rig_last_abort(story->rig) && !story->unfinished ? " -> answered with an abort"
								 : "");
	if (!store && rig_last_reads(story->rig) > 1)
		fprintf(story->head, " (%" PRIu32 " reads)", rig_last_reads(story->rig));
}

static void say_command(const struct story *story, const struct step *step)
{
	const uint64_t *words = step->kind == STEP_SLOT ? step->op + 1 : step->op;
	char text[200];

	words_command(story->trace->config.its[step->its].typer, words, text, sizeof(text));
	if (step->kind == STEP_SLOT)
		fprintf(story->head, "host writes slot 0x%" PRIx64 ": %s", step->op[0], text);
	else
		fprintf(story->head, "host queues %s", text);
}

static void say_line(const struct story *story, const struct step *step)
{
	char line[TRACE_LINE_MAX];

	trace_print_step(step, line);
	fprintf(story->head, "%s", line);
}

static void say_plain(const struct story *story, const struct step *step)
{
	char name[TRACE_NAME_MAX + 1];

	switch (step->kind) {
	case STEP_PHASE:
		step_name(step, name);
		fprintf(story->head, "---- end of phase '%s'", name);
		break;
	case STEP_MSI:
		fprintf(story->head, "device 0x%" PRIx64 " sends the MSI of event %" PRIu64,
			step->op[0], step->op[2]);
		break;
	case STEP_REDIST:
		fprintf(story->head,
			"host writes redistributor %" PRIu64 " at 0x%" PRIx64 ": 0x%" PRIx64 "%s",
			step->op[0], step->op[1], step->op[3],
			story->trace->config.redist ? "" : " (not mediated here: no effect)");
		break;
	case STEP_REDIST_READ:
		fprintf(story->head,
			"host reads redistributor %" PRIu64 " at 0x%" PRIx64 ": 0x%" PRIx64,
			step->op[0], step->op[1], rig_last_value(story->rig));
		break;
	case STEP_REDIST_POWERLOST:
		fprintf(story->head, "redistributor %" PRIu64 " loses power", step->op[0]);
		break;
	case STEP_REDIST_TEARDOWN:
		fprintf(story->head, "teardown of redistributor %" PRIu64 " is asked for",
			step->op[0]);
		break;
	case STEP_TEARDOWN: fprintf(story->head, "teardown is asked for"); break;
	case STEP_POWERLOST: fprintf(story->head, "the ITS loses power"); break;
	case STEP_STALL: fprintf(story->head, "the ITS stalls at its next command"); break;
	case STEP_STUCK: fprintf(story->head, "the ITS does not become quiescent any more"); break;
	case STEP_UNSTUCK: fprintf(story->head, "the ITS becomes quiescent again"); break;
	case STEP_TOPUP:
		fprintf(story->head, "%" PRIu64 " bytes are added to the pool", step->op[0]);
		break;
	case STEP_POLL:
		fprintf(story->head, "the embedder polls up to %" PRIu64 " times", step->op[0]);
		break;
	case STEP_AT_ONCE:
		fprintf(story->head,
			"the next %" PRIu64 " events come at once: what they do follows the last",
			step->op[0]);
		break;
	case STEP_FAIL:
		fprintf(story->head, "call %" PRIu64 " of the ledger or a mapping will fail",
			step->op[0]);
		break;
	default: say_line(story, step); break;
	}
}

static void say_head(struct story *story, const struct step *step)
{
	if (step->inserted)
		fprintf(story->head, "in the middle of the next call: ");
	if (step_is_expectation(step)) {
		fprintf(story->head, "expected: ");
		say_line(story, step);
	} else if (step->kind == STEP_WRITE || step->kind == STEP_BAD_WRITE ||
		   step->kind == STEP_READ || step->kind == STEP_BAD_READ) {
		say_access(story, step);
	} else if (step->kind == STEP_COMMAND || step->kind == STEP_SLOT) {
		say_command(story, step);
	} else {
		say_plain(story, step);
	}
}

/* ---- Collecting and telling ---- */

static void no_memory(void)
{
	fprintf(stderr, "itsguard: no memory\n");
	exit(EXIT_UNREAD);
}

static void reopen(FILE **stream, char **text, size_t *size)
{
	free(*text);
	*text = NULL;
	*size = 0;
	*stream = open_memstream(text, size);
	if (!*stream)
		no_memory();
}

static void finish(FILE **stream, char *const *text)
{
	bool good = fclose(*stream) == 0;

	*stream = NULL;
	if (!good || !*text)
		no_memory();
}

/* Ends the collecting. What was collected is in story->text. */
static void collected(struct story *story)
{
	story_flush(story);
	finish(&story->out, &story->text);
}

static void collect(struct story *story)
{
	reopen(&story->out, &story->text, &story->size);
}

static void begin_head(struct story *story)
{
	reopen(&story->head, &story->head_text, &story->head_size);
}

static void told(struct story *story, const struct step *step, bool folded, const char *text)
{
	struct telling telling = {
		.step = step,
		.folded = folded,
		.text = text,
		.value = folded ? story->read_value : rig_last_value(story->rig),
		.aborted = !folded && !story->unfinished && rig_last_abort(story->rig),
	};

	finish(&story->head, &story->head_text);
	telling.head = story->head_text;
	story->teller->told(story->teller->arg, &telling);
}

static void flush_reads(struct story *story)
{
	char name[32];

	if (!story->reads)
		return;
	words_register((uint32_t)story->read.op[0], name, sizeof(name));
	begin_head(story);
	if (story->reads == 1)
		fprintf(story->head, "host reads %s: 0x%" PRIx64, name, story->read_value);
	else
		fprintf(story->head, "... %" PRIu64 " reads of %s: 0x%" PRIx64, story->reads, name,
			story->read_value);
	story->reads = 0;
	told(story, &story->read, true, "");
}

/* If nothing happened in a read, it joins the reads before it, provided that they are alike. */
static bool fold_read(struct story *story, const struct step *step)
{
	uint64_t value = rig_last_value(story->rig);

	if (step->kind != STEP_READ || story->size || rig_last_abort(story->rig))
		return false;
	if (story->reads && (story->read.op[0] != step->op[0] || story->read_value != value ||
			     story->read.its != step->its))
		flush_reads(story);
	if (!story->reads)
		story->read = *step;
	story->read_value = value;
	story->reads += rig_last_reads(story->rig);
	return true;
}

/* Tells what happened outside of any step. */
static void tell_rest(struct story *story, const char *when)
{
	collected(story);
	if (story->size) {
		flush_reads(story);
		begin_head(story);
		fputs(when, story->head);
		told(story, NULL, false, story->text);
	}
	collect(story);
}

static void before(void *arg, const struct step *step)
{
	struct story *story = arg;

	tell_rest(story, "what was pending goes on");
	story->its = step->its;
}

static void after(void *arg, const struct step *step)
{
	struct story *story = arg;

	collected(story);
	if (!fold_read(story, step)) {
		flush_reads(story);
		begin_head(story);
		say_head(story, step);
		told(story, step, false, story->text);
	}
	collect(story);
}

static void reported(void *arg, const struct itsg_event *event)
{
	struct story *story = arg;

	story_reported(story, event);
	if (story->teller->reported)
		story->teller->reported(story->teller->arg, event);
}

static void executed(void *arg, unsigned int its, const uint64_t words[4])
{
	struct story *story = arg;

	story_executed(story);
	if (story->teller->executed)
		story->teller->executed(story->teller->arg, its, words);
}

/* ---- All of it ---- */

/* Tells the step before which the run was cut. If it has no end, this is the last step known. */
static void tell_last(struct story *story, const struct run *run)
{
	const struct trace *trace = run->trace;
	size_t i = 0;

	while (i < trace->count && trace->steps[i].line != run->until)
		i++;
	begin_head(story);
	story->unfinished = true;
	if (i < trace->count)
		say_head(story, &trace->steps[i]);
	else
		fputs("what was pending goes on, or all is torn down", story->head);
	told(story, i < trace->count ? &trace->steps[i] : NULL, false, "");
}

static void tell_run(struct story *story, struct run *run)
{
	run_steps(run);
	tell_rest(story, "what was pending goes on");
	flush_reads(story);
	if (story->teller->settled)
		story->teller->settled(story->teller->arg);
	if (run->cut) {
		tell_last(story, run);
		return;
	}
	(void)run_finish(run);
	tell_rest(story, "everything is torn down");
}

static void close_story(struct story *story)
{
	rig_observe(story->rig, NULL);
	if (story->out)
		fclose(story->out);
	free(story->text);
	free(story->head_text);
}

void story_tell(struct run *run, const struct teller *teller)
{
	struct story story = {.rig = run->rig, .trace = run->trace, .teller = teller};
	struct model_watch observer = {.arg = &story, .executed = executed, .reported = reported};
	struct run told_run = *run;

	told_run.before = before;
	told_run.after = after;
	told_run.arg = &story;
	collect(&story);
	rig_observe(run->rig, &observer);
	told_run.result = rig_begin(run->rig, &run->trace->config, ALL_EVENTS);
	if (told_run.result != RIG_UNUSABLE) {
		tell_rest(&story, "the library takes over");
		tell_run(&story, &told_run);
	}
	told_run.before = NULL;
	told_run.after = NULL;
	told_run.arg = NULL;
	*run = told_run;
	close_story(&story);
}
