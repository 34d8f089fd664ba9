/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * X lines, and what --clean asks for.
 */
#include "rig/expect.h"

#include <inttypes.h>
#include <stdio.h>

#include "rig/calls.h"
#include "rig/judge.h"
#include "rig/state.h"

#define CREADR 0x90

static enum rig_result verdicts(struct rig *rig, const struct step *step)
{
	static const enum itsg_verdict kinds[] = {ITSG_FORWARD, ITSG_REWRITE, ITSG_EXPAND,
						  ITSG_NOTHING, ITSG_REFUSE};
	struct rig_its *its = &rig->its[step->its];
	enum itsg_verdict kind = kinds[step->kind - STEP_EXPECT_FORWARD];
	uint64_t since = its->counters.verdicts[kind] - its->expected[kind];

	its->expected[kind] = its->counters.verdicts[kind];
	if (since == step->op[0])
		return RIG_OK;
	return rig_say(rig, RIG_FAILED, "%" PRIu64 " commands had that verdict, not %" PRIu64,
		       since, step->op[0]);
}

static enum rig_result attempts(struct rig *rig, const struct step *step)
{
	uint64_t all = rig_attempts(rig), since = all - rig->attempts_expected;

	rig->attempts_expected = all;
	if (since == step->op[0])
		return RIG_OK;
	return rig_say(rig, RIG_FAILED, "%" PRIu64 " attempts were told, not %" PRIu64, since,
		       step->op[0]);
}

static enum rig_result reason(struct rig *rig, const struct step *step)
{
	if ((uint64_t)rig->last_reason == step->op[0])
		return RIG_OK;
	return rig_say(rig, RIG_FAILED, "the last refusal had the reason %s",
		       trace_reason_name((uint64_t)rig->last_reason));
}

static enum rig_result equals(struct rig *rig, const char *what, uint64_t is, uint64_t wanted)
{
	if (is == wanted)
		return RIG_OK;
	return rig_say(rig, RIG_FAILED, "%s is %" PRIx64 ", not %" PRIx64, what, is, wanted);
}

static enum rig_result creadr(struct rig *rig, const struct step *step)
{
	uint64_t value;

	(void)rig_read(rig, step->its, CREADR, 4, &value);
	return equals(rig, "CREADR", value, step->op[0]);
}

static const char *owner_name(enum model_owner owner)
{
	static const char *const names[] = {
		[MODEL_NOBODY] = "nobody", [MODEL_HOST] = "host", [MODEL_HYP] = "hyp",
		[MODEL_GUEST] = "guest",   [MODEL_MMIO] = "mmio",
	};

	return names[owner];
}

static enum rig_result owner(struct rig *rig, const struct step *step)
{
	static const enum model_owner owners[TRACE_OWNERS] = {
		[TRACE_HOST] = MODEL_HOST,     [TRACE_HYP] = MODEL_HYP,
		[TRACE_GUEST] = MODEL_GUEST,   [TRACE_MMIO] = MODEL_MMIO,
		[TRACE_NOBODY] = MODEL_NOBODY,
	};
	enum model_owner is = model_owner_of(rig->model, step->op[0]);

	if (is == owners[step->op[1] % TRACE_OWNERS])
		return RIG_OK;
	return rig_say(rig, RIG_FAILED, "the owner is %s", owner_name(is));
}

static enum rig_result lpi(struct rig *rig, const struct step *step)
{
	if (model_lpi_take(rig->model, (uint32_t)step->op[0], (uint32_t)step->op[1]))
		return RIG_OK;
	return rig_say(rig, RIG_FAILED, "that LPI did not become pending there");
}

static enum rig_result work(struct rig *rig, enum itsg_work is, uint64_t wanted)
{
	static const char *const names[] = {"nothing", "something for later", "something for now"};

	if ((uint64_t)is == wanted)
		return RIG_OK;
	return rig_say(rig, RIG_FAILED, "the library says that %s (%d) is left", names[is % 3],
		       (int)is);
}

static enum rig_result rd_work(struct rig *rig, const struct step *step)
{
	if (step->op[0] >= rig->rd_count)
		return rig_say(rig, RIG_FAILED, "there is no mediated redistributor %" PRIu64,
			       step->op[0]);
	return work(rig, itsg_rd_work(&rig->rd[step->op[0]].lib), step->op[1]);
}

/*
 * Before the end of a trace only executed commands can be judged. At its end missing commands
 * count, too.
 */
static enum rig_result hw_equal(struct rig *rig, const struct step *step)
{
	const struct equal *equal = &rig->its[step->its].equal;
	struct rig_complaint complaint = {0};

	if (equal->failed)
		return rig_say(rig, RIG_FAILED, "%s", equal->text);
	if (rig->settled)
		rig_hw_equal(rig, &complaint);
	return complaint.line ? rig_say(rig, RIG_FAILED, "%s", complaint.text) : RIG_OK;
}

enum rig_result rig_expectation(struct rig *rig, const struct step *step)
{
	switch (step->kind) {
	case STEP_EXPECT_FORWARD:
	case STEP_EXPECT_REWRITE:
	case STEP_EXPECT_EXPAND:
	case STEP_EXPECT_NOTHING:
	case STEP_EXPECT_REFUSE: return verdicts(rig, step);
	case STEP_EXPECT_REASON: return reason(rig, step);
	case STEP_EXPECT_VALUE: return equals(rig, "the value", rig->last_value, step->op[0]);
	case STEP_EXPECT_CREADR: return creadr(rig, step);
	case STEP_EXPECT_OWNER: return owner(rig, step);
	case STEP_EXPECT_MEMORY:
		return equals(rig, "the word", model_peek(rig->model, step->op[0]), step->op[1]);
	case STEP_EXPECT_LPI: return lpi(rig, step);
	case STEP_EXPECT_ABORT:
		return rig->last_abort ? RIG_OK : rig_say(rig, RIG_FAILED, "it was no abort");
	case STEP_EXPECT_EQUAL: return hw_equal(rig, step);
	case STEP_EXPECT_WORK:
		return work(rig, itsg_its_work(&rig->its[step->its].lib), step->op[0]);
	case STEP_EXPECT_REDIST_WORK: return rd_work(rig, step);
	case STEP_EXPECT_ATTEMPT: return attempts(rig, step);
	default: return RIG_OK; /* X property concerns the whole trace */
	}
}

/* ---- --clean ---- */

#define TYPER_V4 0xfa000000002ULL /* Virtual, VMOVP, VSGI, VMAPP, SVPET, nID */

static uint64_t typer_bits(const struct step *step)
{
	return step->op[0] == 0xc ? TYPER_V4 >> 32 : TYPER_V4;
}

static bool is_vpe_table(const struct rig *rig, const struct step *step)
{
	uint64_t n = (step->op[0] - 0x100) / 8;

	return step->op[0] >= 0x100 && n < 8 &&
	       (rig->config.its[step->its].baser_reset[n] >> 56 & 7) == 2;
}

uint64_t rig_ignored_bits(const struct rig *rig, const struct step *step)
{
	bool v4 = rig->config.its[step->its].typer & 2;

	if (step->op[0] == CREADR || step->op[0] == CREADR + 4)
		return UINT64_MAX;
	if (step->op[0] == 0)
		return v4 ? 0x80000002 : 0x80000000; /* Quiescent, ImDe */
	if (!v4)
		return 0;
	if (step->op[0] == 8 || step->op[0] == 0xc)
		return typer_bits(step);
	if (step->op[0] == 0xffe8)
		return 0xf0;
	return is_vpe_table(rig, step) ? UINT64_MAX : 0;
}

static void describe_command(const struct rig *rig, const struct itsg_event *event, char *text,
			     size_t size)
{
	bool v4_1 = rig->config.its[event->its % TRACE_ITS_MAX].typer >> 40 & 1;
	struct itsg_command command;
	const char *name = "a command of no known opcode";

	if (itsg_command_decode(v4_1 ? ITSG_GICV4_1 : ITSG_GICV4, event->words, &command))
		name = itsg_command_name(command.kind);
	snprintf(text, size,
		 "%s (%016" PRIx64 " %016" PRIx64 " %016" PRIx64 " %016" PRIx64 ") was refused: %s",
		 name, event->words[0], event->words[1], event->words[2], event->words[3],
		 trace_reason_name((uint64_t)event->reason));
}

static uint64_t untold_refusals(const struct rig *rig)
{
	struct itsg_counters counters;
	uint64_t sum = 0;
	unsigned int n;

	rig_counters(rig, &counters);
	for (n = ITSG_REASON_NONE + 1; n < ITSG_REASONS; n++)
		sum += counters.reasons[n];
	return sum > rig->excused_count ? sum - rig->excused_count : 0;
}

void rig_first_refusal(const struct rig *rig, struct rig_complaint *complaint)
{
	const struct itsg_event *event = &rig->refusal;

	complaint->line = rig->refusal_line;
	if (!complaint->line && untold_refusals(rig)) {
		complaint->line = rig->line;
		snprintf(complaint->text, sizeof(complaint->text),
			 "%" PRIu64 " refusals are counted that no event told of",
			 untold_refusals(rig));
		return;
	}
	if (!complaint->line)
		return;
	if (event->kind == ITSG_EVENT_COMMAND)
		describe_command(rig, event, complaint->text, sizeof(complaint->text));
	else if (event->kind == ITSG_EVENT_ACCESS)
		snprintf(complaint->text, sizeof(complaint->text),
			 "an access at %" PRIx32 " was refused: %s", event->position,
			 trace_reason_name((uint64_t)event->reason));
	else
		snprintf(complaint->text, sizeof(complaint->text), "an enable failed: %s",
			 trace_reason_name((uint64_t)event->reason));
}

void rig_first_attempt(const struct rig *rig, struct rig_complaint *complaint)
{
	const struct itsg_event *event = &rig->attempt;

	complaint->line = rig->attempt_line;
	snprintf(complaint->text, sizeof(complaint->text),
		 "an attempt: %" PRIx64 ", %" PRIu64 " bytes, is named as %s: %s", event->pa,
		 event->size, itsg_purpose_name(event->purpose),
		 trace_reason_name((uint64_t)event->reason));
}

void rig_first_difference(const struct rig *rig, struct rig_complaint *complaint)
{
	complaint->line = rig->difference.line;
	if (!complaint->line)
		return;
	snprintf(complaint->text, sizeof(complaint->text),
		 "the read at %" PRIx64 " gave %" PRIx64 ", recorded was %" PRIx64,
		 rig->difference.op[0], rig->difference_value, rig->difference.op[2]);
}

static const char *its_hw_equal(struct rig *rig, unsigned int n)
{
	uint64_t ctlr = 0;

	if (!rig->its[n].tearing)
		(void)rig_read(rig, n, 0, 4, &ctlr);
	return equal_finish(&rig->its[n].equal, ctlr & 1);
}

void rig_hw_equal(struct rig *rig, struct rig_complaint *complaint)
{
	const char *text;
	unsigned int n;

	complaint->line = 0;
	for (n = 0; n < rig->config.its_count && !complaint->line; n++) {
		text = its_hw_equal(rig, n);
		if (!text)
			continue;
		snprintf(complaint->text, sizeof(complaint->text), "%s", text);
		complaint->line = rig_slot_line(rig, n, rig->its[n].equal.next);
		if (!complaint->line)
			complaint->line = rig->line;
	}
}
