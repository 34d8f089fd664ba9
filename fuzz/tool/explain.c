/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * itsguard explain: the story of one trace. What happens in a step is collected and told after it,
 * so that repeated reads in which nothing happened can be told as one.
 */
#define _POSIX_C_SOURCE 200809L

#include "tool.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ALL_EVENTS ((1U << ITSG_EVENT_KINDS) - 1)

struct story {
	struct rig *rig;
	const struct trace *trace;
	FILE *out; /* what happened in this step */
	char *text;
	size_t size;
	/* pieces of one thing, told together: cleared or claimed memory, executed commands */
	struct itsg_event piece;
	bool has_piece;
	unsigned int executed;
	/* reads that are alike */
	struct step read;
	uint64_t read_value;
	uint64_t reads;
	uint8_t its; /* of the step that runs */
	uint8_t said_its, said_cpu;
};

/* ---- Events of one step ---- */

static void tell_piece(struct story *story)
{
	const struct itsg_event *piece = &story->piece;
	const char *what = piece->kind == ITSG_EVENT_CLEAR   ? "cleared"
			   : piece->kind == ITSG_EVENT_CLAIM ? "shared and pinned host pages"
							     : "let go of host pages";

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

static const char *phase_text(uint32_t phase)
{
	static const char *const texts[] = {
		[ITSG_PHASE_OFF] = "the hardware is off, quiescent and walked",
		[ITSG_PHASE_ON] = "the hardware is enabled",
		[ITSG_PHASE_STOPPING] = "the hardware is being disabled",
		[ITSG_PHASE_VOID] = "power went with work in flight: mappings are dropped",
		[ITSG_PHASE_RETURN] = "memory is being given back",
		[ITSG_PHASE_GONE] = "torn down",
	};

	return phase < sizeof(texts) / sizeof(texts[0]) ? texts[phase] : "?";
}

/* The same of a redistributor. */
static const char *lpi_text(uint32_t phase)
{
	static const char *const texts[] = {
		[ITSG_PHASE_OFF] = "LPIs are disabled, and RWP is 0",
		[ITSG_PHASE_ON] = "LPIs are enabled",
		[ITSG_PHASE_STOPPING] = "LPIs are being disabled",
		[ITSG_PHASE_VOID] = "?",
		[ITSG_PHASE_RETURN] = "memory and frames are being given back",
		[ITSG_PHASE_GONE] = "torn down",
	};

	return phase < sizeof(texts) / sizeof(texts[0]) ? texts[phase] : "?";
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
		fprintf(story->out, "        %s\n",
			event->its < MODEL_WATCH_RD ? phase_text(event->position)
						    : lpi_text(event->position));
		break;
	case ITSG_EVENT_PURGE:
		fprintf(story->out, "        %s\n",
			event->position ? "a purge is owed: every mapping has to go first"
					: "the purge is through");
		break;
	case ITSG_EVENT_CLEAR:
	case ITSG_EVENT_CLAIM:
	case ITSG_EVENT_UNCLAIM:
	case ITSG_EVENT_KINDS: break;
	}
}

static void reported(void *arg, const struct itsg_event *event)
{
	struct story *story = arg;

	tell_executed(story);
	if (event->kind == ITSG_EVENT_CLEAR || event->kind == ITSG_EVENT_CLAIM ||
	    event->kind == ITSG_EVENT_UNCLAIM) {
		add_piece(story, event);
		return;
	}
	tell_piece(story);
	tell(story, event);
}

static void executed(void *arg, unsigned int its, const uint64_t words[4])
{
	struct story *story = arg;

	(void)its;
	(void)words;
	tell_piece(story);
	story->executed++;
}

/* ---- Steps ---- */

static void flush_reads(struct story *story)
{
	char name[32];

	if (!story->reads)
		return;
	words_register((uint32_t)story->read.op[0], name, sizeof(name));
	if (story->reads == 1)
		printf("%5" PRIu32 ": host reads %s: 0x%" PRIx64 "\n", story->read.line, name,
		       story->read_value);
	else
		printf("%5" PRIu32 ": ... %" PRIu64 " reads of %s: 0x%" PRIx64 "\n",
		       story->read.line, story->reads, name, story->read_value);
	story->reads = 0;
}

/* A read in which nothing happened joins those before it if it is like them. */
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

static void say_access(const struct story *story, const struct step *step)
{
	bool store = step->kind == STEP_WRITE || step->kind == STEP_BAD_WRITE;
	uint64_t value = store ? step->op[2] : rig_last_value(story->rig);
	char name[32], meaning[120] = "";

	words_register((uint32_t)step->op[0], name, sizeof(name));
	if (store)
		words_value((uint32_t)step->op[0], value, meaning, sizeof(meaning));
	printf("host %s %s (%" PRIu64 " bytes): 0x%" PRIx64 "%s%s", store ? "writes" : "reads",
	       name, step->op[1], value, meaning,
	       rig_last_abort(story->rig) ? " -> answered with an abort" : "");
	if (!store && rig_last_reads(story->rig) > 1)
		printf(" (%" PRIu32 " reads)", rig_last_reads(story->rig));
}

static void say_command(const struct story *story, const struct step *step)
{
	const uint64_t *words = step->kind == STEP_SLOT ? step->op + 1 : step->op;
	char text[200];

	words_command(story->trace->config.its[step->its].typer, words, text, sizeof(text));
	if (step->kind == STEP_SLOT)
		printf("host writes slot 0x%" PRIx64 ": %s", step->op[0], text);
	else
		printf("host queues %s", text);
}

static void say_line(const struct step *step)
{
	char line[TRACE_LINE_MAX];

	trace_print_step(step, line);
	printf("%s", line);
}

static void say_plain(const struct story *story, const struct step *step)
{
	char name[TRACE_NAME_MAX + 1];

	switch (step->kind) {
	case STEP_PHASE:
		step_name(step, name);
		printf("---- end of phase '%s'", name);
		break;
	case STEP_MSI:
		printf("device 0x%" PRIx64 " sends the MSI of event %" PRIu64, step->op[0],
		       step->op[2]);
		break;
	case STEP_REDIST:
		printf("host writes redistributor %" PRIu64 " at 0x%" PRIx64 ": 0x%" PRIx64 "%s",
		       step->op[0], step->op[1], step->op[3],
		       story->trace->config.redist ? "" : " (not mediated here: no effect)");
		break;
	case STEP_REDIST_READ:
		printf("host reads redistributor %" PRIu64 " at 0x%" PRIx64 ": 0x%" PRIx64,
		       step->op[0], step->op[1], rig_last_value(story->rig));
		break;
	case STEP_REDIST_POWERLOST:
		printf("redistributor %" PRIu64 " loses power", step->op[0]);
		break;
	case STEP_REDIST_TEARDOWN:
		printf("teardown of redistributor %" PRIu64 " is asked for", step->op[0]);
		break;
	case STEP_TEARDOWN: printf("teardown is asked for"); break;
	case STEP_POWERLOST: printf("the ITS loses power"); break;
	case STEP_TOPUP: printf("%" PRIu64 " bytes are added to the pool", step->op[0]); break;
	case STEP_AT_ONCE:
		printf("the next %" PRIu64 " events come at once: what they do follows the last",
		       step->op[0]);
		break;
	case STEP_FAIL:
		printf("call %" PRIu64 " of the ledger or a mapping will fail", step->op[0]);
		break;
	default: say_line(step); break;
	}
}

static void say_place(struct story *story, const struct step *step)
{
	if (step->its == story->said_its && step->cpu == story->said_cpu)
		return;
	story->said_its = step->its;
	story->said_cpu = step->cpu;
	printf("       ITS %u, CPU %u:\n", step->its, step->cpu);
}

static void say_head(struct story *story, const struct step *step)
{
	say_place(story, step);
	printf("%5" PRIu32 ": ", step->line);
	if (step->inserted)
		printf("in the middle of the next call: ");
	if (step_is_expectation(step)) {
		printf("expected: ");
		say_line(step);
	} else if (step->kind == STEP_WRITE || step->kind == STEP_BAD_WRITE ||
		   step->kind == STEP_READ || step->kind == STEP_BAD_READ)
		say_access(story, step);
	else if (step->kind == STEP_COMMAND || step->kind == STEP_SLOT)
		say_command(story, step);
	else
		say_plain(story, step);
	putchar('\n');
}

/* Ends the collecting: what came is in story->text. */
static bool collected(struct story *story)
{
	tell_executed(story);
	tell_piece(story);
	return fclose(story->out) == 0 && story->text;
}

static bool collect(struct story *story)
{
	free(story->text);
	story->text = NULL;
	story->size = 0;
	story->out = open_memstream(&story->text, &story->size);
	return story->out != NULL;
}

static void no_memory(void)
{
	fprintf(stderr, "itsguard: no memory\n");
	exit(EXIT_UNREAD);
}

/* Tells what happened outside of any step. */
static void tell_rest(struct story *story, const char *head)
{
	if (!collected(story))
		no_memory();
	if (story->size) {
		flush_reads(story);
		printf("       %s:\n%s", head, story->text);
	}
	if (!collect(story))
		no_memory();
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

	if (!collected(story))
		no_memory();
	if (!fold_read(story, step)) {
		flush_reads(story);
		say_head(story, step);
		fputs(story->text, stdout);
	}
	if (!collect(story))
		no_memory();
}

static int explain(struct story *story, const char *file)
{
	struct model_watch observer = {.arg = story, .executed = executed, .reported = reported};
	struct run run = {
		.rig = story->rig,
		.trace = story->trace,
		.file = file,
		.before = before,
		.after = after,
		.arg = story,
	};
	int code;

	if (!collect(story))
		no_memory();
	rig_observe(story->rig, &observer);
	if (rig_begin(story->rig, &story->trace->config, ALL_EVENTS) == RIG_UNUSABLE) {
		fprintf(stderr, "%s: %s\n", file, rig_text(story->rig));
		return EXIT_UNREAD;
	}
	tell_rest(story, "the library takes over");
	run_steps(&run);
	tell_rest(story, "what was pending goes on");
	flush_reads(story);
	code = run_end(&run);
	tell_rest(story, "everything is torn down");
	if (code == EXIT_GOOD)
		printf("%s: every property held, and %u expectation%s\n", file, run.held,
		       run.held == 1 ? "" : "s");
	return code;
}

int explain_main(int argc, char **argv)
{
	struct trace trace;
	struct story story = {.trace = &trace};
	int code;

	if (argc != 2 || argv[1][0] == '-') {
		fprintf(stderr, "usage: itsguard explain FILE\n");
		return EXIT_UNREAD;
	}
	if (!load_trace(argv[1], &trace))
		return EXIT_UNREAD;
	story.rig = rig_create();
	if (!story.rig)
		no_memory();
	code = explain(&story, argv[1]);
	fclose(story.out);
	free(story.text);
	rig_destroy(story.rig);
	trace_free(&trace);
	return code;
}
