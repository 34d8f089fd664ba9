/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The visible results of a trace, act by act. Two runs need not have the same addresses of the host
 * or the pool. These are shown, but not compared. Positions in rings are not compared either. A
 * CREADR is expressed as the number of commands that it is behind CWRITER.
 */
#define _POSIX_C_SOURCE 200809L

#include "diff.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"
#include "words.h"

#define CREADR	0x90
#define CWRITER 0x88
#define ADDRESS UINT64_C(0x0000fffffffff000) /* in CBASER and BASER<n> */
#define TEXT	400
#define SLOT	32

static void no_memory(void)
{
	fputs("itsguard: no memory\n", stderr);
	exit(EXIT_UNREAD);
}

static char *copy(const char *text)
{
	char *new = strdup(text);

	if (!new)
		no_memory();
	return new;
}

static void *grow(void *array, size_t *room, size_t count, size_t size)
{
	if (count < *room)
		return array;
	*room = *room ? 2 * *room : 8;
	array = realloc(array, *room * size);
	if (!array)
		no_memory();
	return array;
}

/* ---- Results ---- */

static void add(struct diff_side *side, const char *text, const char *same)
{
	struct diff_act *act = &side->next;

	act->results = grow(act->results, &act->room, act->count, sizeof(*act->results));
	act->results[act->count++] = (struct diff_result){.text = copy(text), .same = copy(same)};
}

__attribute__((format(printf, 2, 3))) static void add_plain(struct diff_side *side,
							    const char *format, ...)
{
	char text[TEXT];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	add(side, text, text);
}

static uint64_t typer_of(const struct diff_side *side, uint32_t its)
{
	return side->trace.config.its[its % TRACE_ITS_MAX].typer;
}

/* Gives the same command without its addresses. */
static void without_address(const struct diff_side *side, uint32_t its, const uint64_t from[4],
			    uint64_t words[4])
{
	bool v4_1 = typer_of(side, its) >> 40 & 1;
	struct itsg_command cmd;

	memcpy(words, from, 4 * sizeof(*words));
	if (!itsg_command_decode(v4_1 ? ITSG_GICV4_1 : ITSG_GICV4, from, &cmd))
		return;
	cmd.address = cmd.vconf = 0;
	itsg_command_encode(&cmd, words);
}

static void add_command(struct diff_side *side, uint32_t its, const char *who,
			const uint64_t words[4], const char *outcome)
{
	char text[TEXT], same[TEXT], command[200];
	uint64_t without[4];

	words_command(typer_of(side, its), words, command, sizeof(command));
	snprintf(text, sizeof(text), "%s: %s%s", who, command, outcome);
	without_address(side, its, words, without);
	words_command(typer_of(side, its), without, command, sizeof(command));
	snprintf(same, sizeof(same), "%s: %s%s", who, command, outcome);
	add(side, text, same);
}

static void add_verdict(struct diff_side *side, const struct itsg_event *event)
{
	char outcome[80];
	bool refused = event->verdict == ITSG_REFUSE;

	snprintf(outcome, sizeof(outcome), " -> %s%s%s", itsg_verdict_name(event->verdict),
		 refused ? " " : "", refused ? itsg_reason_name(event->reason) : "");
	add_command(side, event->its, "verdict", event->words, outcome);
}

static void add_memory(struct diff_side *side, const char *what, const struct itsg_event *event,
		       const char *purpose)
{
	char text[TEXT], same[TEXT];

	snprintf(text, sizeof(text), "%s: %" PRIu64 " bytes at 0x%" PRIx64 "%s%s", what,
		 event->size, event->pa, *purpose ? ", " : "", purpose);
	snprintf(same, sizeof(same), "%s: %" PRIu64 " bytes%s%s", what, event->size,
		 *purpose ? ", " : "", purpose);
	add(side, text, same);
}

static bool adjoins(const struct itsg_event *piece, const struct itsg_event *event)
{
	return piece->kind == event->kind &&
	       (piece->pa + piece->size == event->pa || event->pa + event->size == piece->pa);
}

/* Adds host pages, which come one by one or many at once. Adjacent pages are one result. */
static void add_pages(struct diff_side *side, const struct itsg_event *event)
{
	struct diff_act *act = &side->next;
	struct itsg_event *piece = &side->pages;

	if (act->count && side->pages_at == act->count && adjoins(piece, event)) {
		act->count--;
		free(act->results[act->count].text);
		free(act->results[act->count].same);
		piece->pa = event->pa < piece->pa ? event->pa : piece->pa;
		piece->size += event->size;
	} else {
		*piece = *event;
	}
	add_memory(side,
		   event->kind == ITSG_EVENT_CLAIM ? "ledger: shared and pinned"
						   : "ledger: unshared and unpinned",
		   piece, "");
	side->pages_at = act->count;
}

static void reported(void *arg, const struct itsg_event *event)
{
	struct diff_side *side = arg;
	const char *purpose = "";

	if (event->kind == ITSG_EVENT_ACQUIRE || event->kind == ITSG_EVENT_RELEASE)
		purpose = itsg_purpose_name(event->purpose);
	switch (event->kind) {
	case ITSG_EVENT_COMMAND: add_verdict(side, event); break;
	case ITSG_EVENT_OWN: add_command(side, event->its, "own command", event->words, ""); break;
	case ITSG_EVENT_ACCESS:
		add_plain(side, "refused: the access at 0x%" PRIx32 ", %s", event->position,
			  itsg_reason_name(event->reason));
		break;
	case ITSG_EVENT_ENABLE_FAILED:
		add_plain(side, "refused: the enable, %s", itsg_reason_name(event->reason));
		break;
	case ITSG_EVENT_RELEASE_FAILED: add_memory(side, "ledger refuses", event, ""); break;
	case ITSG_EVENT_HW_ERROR: add_plain(side, "a hardware register is wrong"); break;
	case ITSG_EVENT_ACQUIRE: add_memory(side, "pool gives", event, purpose); break;
	case ITSG_EVENT_RELEASE: add_memory(side, "pool gets back", event, purpose); break;
	case ITSG_EVENT_CLAIM:
	case ITSG_EVENT_UNCLAIM: add_pages(side, event); break;
	case ITSG_EVENT_PHASE:
		add_plain(side, "%s", words_phase(event->its, event->position));
		break;
	case ITSG_EVENT_PURGE:
		add_plain(side, "a purge %s", event->position ? "is owed" : "is complete");
		break;
	case ITSG_EVENT_ABANDON: add_plain(side, "commands in flight are given up"); break;
	case ITSG_EVENT_NOT_OFF: add_plain(side, "the hardware is not off"); break;
	case ITSG_EVENT_ATTEMPT:
		add_memory(side, "attempt", event, itsg_reason_name(event->reason));
		break;
	case ITSG_EVENT_PUBLISH:
	case ITSG_EVENT_WALK:
	case ITSG_EVENT_CLEAR:
	case ITSG_EVENT_KINDS: break;
	}
}

static void executed(void *arg, unsigned int its, const uint64_t words[4])
{
	add_command(arg, its, "hardware", words, "");
}

/* ---- Acts ---- */

/* FNV-1a over the bytes of the value. */
static uint64_t mix(uint64_t hash, uint64_t value)
{
	unsigned int i;

	for (i = 0; i < 8; i++)
		hash = (hash ^ (value >> 8 * i & 0xff)) * 0x100000001b3ULL;
	return hash;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = mix(hash, (unsigned char)*text);
	return hash;
}

/* Adds opcode and DeviceID. What the other fields say is visible in the results. */
static uint64_t mix_command(const struct diff_side *side, uint64_t hash, const struct step *step)
{
	bool v4_1 = typer_of(side, step->its) >> 40 & 1;
	struct itsg_command cmd;

	if (!itsg_command_decode(v4_1 ? ITSG_GICV4_1 : ITSG_GICV4,
				 step->op + (step->kind == STEP_SLOT), &cmd))
		return hash;
	return mix(mix(hash, cmd.kind), cmd.device);
}

static bool is_doorbell(const struct step *step)
{
	return step->kind == STEP_WRITE && step->op[0] == CWRITER;
}

/*
 * Doorbells are the same if the same commands were queued before them. Reads of CREADR are the same
 * if the doorbells before them are.
 */
static uint64_t mix_queued(const struct diff_side *side, uint64_t hash, const struct step *step)
{
	if (is_doorbell(step))
		return mix(hash, side->queued);
	return step->kind == STEP_READ && step->op[0] == CREADR ? mix(hash, side->rung) : hash;
}

static void note_queued(struct diff_side *side, const struct step *step)
{
	if (step->kind == STEP_COMMAND)
		side->queued = mix_command(side, mix(side->queued, 1), step);
	if (!is_doorbell(step))
		return;
	side->rung = side->queued;
	side->queued = 0;
}

static uint64_t key_of(const struct diff_side *side, const struct telling *telling)
{
	const struct step *step = telling->step;
	uint64_t hash = 0xcbf29ce484222325ULL;
	unsigned int n;

	if (!step)
		return mix_text(hash, telling->head);
	hash = mix(mix(hash, step->kind + 1U), step->its);
	switch (step->kind) {
	case STEP_READ:
	case STEP_BAD_READ:
	case STEP_WRITE:
	case STEP_BAD_WRITE:
		return mix_queued(side, mix(mix(hash, step->op[0]), step->op[1]), step);
	case STEP_COMMAND:
	case STEP_SLOT: return mix_command(side, hash, step);
	default: break;
	}
	for (n = 0; n < step->count; n++)
		hash = mix(hash, step->op[n]);
	return hash;
}

static bool is_read(const struct step *step)
{
	return step->kind == STEP_READ || step->kind == STEP_BAD_READ ||
	       step->kind == STEP_REDIST_READ;
}

static void add_register(struct diff_side *side, const struct step *step, uint64_t value)
{
	bool address = step->kind == STEP_READ && step->op[0] >= 0x80 && step->op[0] < 0x140;
	char text[TEXT], same[TEXT];

	snprintf(text, sizeof(text), "read: 0x%" PRIx64, value);
	snprintf(same, sizeof(same), "read: 0x%" PRIx64, address ? value & ~ADDRESS : value);
	add(side, text, same);
}

static void add_value(struct diff_side *side, const struct telling *telling)
{
	uint64_t offset = telling->step->op[0], bytes = side->queue_bytes;

	if (telling->aborted)
		add_plain(side, "answered with an abort");
	else if (telling->step->kind == STEP_READ && offset == CREADR && bytes)
		add_plain(side, "read: CREADR is %" PRIu64 " commands behind CWRITER",
			  (side->behind + bytes - telling->value % bytes) % bytes / SLOT);
	else
		add_register(side, telling->step, telling->value);
}

static void look_at_queue(struct diff_side *side, unsigned int its)
{
	uint64_t base;

	if (!rig_queue(side->run.rig, its, &base, &side->queue_bytes, &side->behind))
		side->queue_bytes = 0;
}

static void told(void *arg, const struct telling *telling)
{
	struct diff_side *side = arg;
	struct diff_act *act;

	if (telling->step && step_is_expectation(telling->step) && !side->next.count)
		return;
	if (telling->step && is_read(telling->step))
		add_value(side, telling);
	else if (telling->aborted)
		add_plain(side, "answered with an abort");
	side->acts = grow(side->acts, &side->room, side->count, sizeof(*side->acts));
	act = &side->acts[side->count++];
	*act = side->next;
	side->next = (struct diff_act){0};
	act->line = telling->step ? telling->step->line : 0;
	act->key = key_of(side, telling);
	act->idle = act->count == 1 && telling->step && is_read(telling->step);
	act->head = copy(telling->head);
	if (telling->step)
		note_queued(side, telling->step);
	if (!telling->folded && telling->step)
		look_at_queue(side, telling->step->its);
}

static void settled(void *arg)
{
	struct diff_side *side = arg;

	rig_counters(side->run.rig, &side->counters);
}

bool diff_keep(struct diff_side *side, const char *file)
{
	const struct teller teller = {side, told, reported, executed, settled};

	side->file = file;
	if (!load_trace(file, &side->trace, NULL))
		return false;
	side->run = (struct run){.trace = &side->trace, .file = file, .rig = rig_create()};
	if (!side->run.rig)
		no_memory();
	story_tell(&side->run, &teller);
	if (side->run.result != RIG_UNUSABLE)
		return true;
	side->code = run_say(&side->run, stdout);
	return false;
}

static void free_act(struct diff_act *act)
{
	size_t i;

	for (i = 0; i < act->count; i++) {
		free(act->results[i].text);
		free(act->results[i].same);
	}
	free(act->results);
	free(act->head);
}

void diff_free(struct diff_side *side)
{
	size_t i;

	for (i = 0; i < side->count; i++)
		free_act(&side->acts[i]);
	free_act(&side->next);
	free(side->acts);
	rig_destroy(side->run.rig);
	trace_free(&side->trace);
}
