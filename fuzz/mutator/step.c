// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * One step: a new one, or one operand of it changed.
 */
#include "mutator/step.h"

#include <string.h>

#include "mutator/access.h"
#include "mutator/command.h"
#include "mutator/live.h"
#include "mutator/value.h"
#include "trace/forms.h"

static const uint8_t common[] = {
	STEP_COMMAND, STEP_COMMAND, STEP_COMMAND,  STEP_COMMAND,   STEP_WRITE,	  STEP_WRITE,
	STEP_WRITE,   STEP_WRITE,   STEP_READ,	   STEP_READ,	   STEP_HARDWARE, STEP_HARDWARE,
	STEP_MOVE,    STEP_FAIL,    STEP_FAIL,	   STEP_MEMORY,	   STEP_HOSTILE,  STEP_SLOT,
	STEP_MSI,     STEP_TOPUP,   STEP_TEARDOWN, STEP_POWERLOST, STEP_STALL,	  STEP_POLL,
};
/* Seldom: while hardware is stuck there is little else to see. */
static const uint8_t broken[] = {STEP_STALL, STEP_STALL, STEP_STUCK, STEP_UNSTUCK};
static const uint8_t redist[] = {STEP_REDIST,	      STEP_REDIST,	STEP_REDIST,
				 STEP_REDIST,	      STEP_REDIST_READ, STEP_REDIST_POWERLOST,
				 STEP_REDIST_TEARDOWN};

/* ---- Values for each kind of operand ---- */

static uint64_t cpu(const struct live *live, struct dice *dice)
{
	return dice_one_in(dice, 20)
		       ? dice_below(dice, TRACE_CPU_MAX)
		       : dice_below(dice, live->config->cpus < 4 ? live->config->cpus : 4);
}

static uint64_t few(struct dice *dice)
{
	return dice_one_in(dice, 8) ? dice_few(dice, 64) : dice_few(dice, 10);
}

static uint64_t hardware(struct dice *dice)
{
	return dice_one_in(dice, 3) ? TRACE_ALL : dice_below(dice, 8);
}

/*
 * A word of a command, for memory that the library may read. The address says which of the four
 * words.
 */
static uint64_t word_of_command(const struct live *live, unsigned int its, uint64_t address,
				struct dice *dice)
{
	uint64_t words[4];

	command_any(live, its, words, dice);
	return words[address / 8 % 4];
}

static void make_memory(struct step *step, const struct live *live, struct dice *dice)
{
	uint64_t pa = dice_one_in(dice, 8) ? value_address(live, dice)
					   : value_slot_word(live, step->its, dice);

	step->op[0] = pa & ~7ULL;
	step->op[1] = word_of_command(live, step->its, pa, dice);
	if (step->kind == STEP_HOSTILE)
		step->op[2] = word_of_command(live, step->its, pa, dice);
}

static void make_access(struct step *step, const struct live *live, struct dice *dice)
{
	step->op[0] = access_offset(dice);
	step->op[1] = access_size(step->op[0], dice);
	step->op[2] = access_value(live, step->its, step->op[0], step->op[1], dice);
}

static void make_redist(struct step *step, const struct live *live, struct dice *dice)
{
	step->op[0] = cpu(live, dice);
	step->op[1] = access_rd_offset(dice);
	step->op[2] = access_rd_size(step->op[1], dice);
	step->op[3] = access_rd_value(live, step->op[1], step->op[2], dice);
}

static void make_move(struct step *step, const struct live *live, struct dice *dice)
{
	step->op[0] = value_address(live, dice) & ~0xfffULL;
	step->op[1] = value_bytes(dice);
	step->op[2] = dice_below(dice, TRACE_MOVES);
}

static void make_msi(struct step *step, const struct live *live, struct dice *dice)
{
	uint64_t pair = 0;

	if (dice_one_in(dice, 5) || !live_pool_pick(&live->events, dice, &pair))
		pair = value_device(live, step->its, dice) << 32 |
		       (value_event(live, step->its, dice) & 0xffff);
	step->op[0] = pair >> 32;
	step->op[1] = 4;
	step->op[2] = pair & 0xffffffff;
}

static void make_slot(struct step *step, const struct live *live, struct dice *dice)
{
	uint64_t at =
		value_slot_word(live, step->its, dice) - host_queue_base(&live->host[step->its]);

	step->op[0] = at / 32 % TRACE_QUEUE_MAX;
	command_any(live, step->its, step->op + 1, dice);
}

static unsigned int operands(enum step_kind kind)
{
	const char *letter;
	unsigned int n = 0;

	for (letter = trace_forms[kind].operands; *letter && *letter != '?'; letter++)
		n++;
	return n;
}

void step_make(struct step *step, enum step_kind kind, const struct live *live, unsigned int its,
	       struct dice *dice)
{
	memset(step, 0, sizeof(*step));
	step->kind = (uint8_t)kind;
	step->its = (uint8_t)its;
	step->count = (uint8_t)operands(kind);
	switch ((unsigned int)kind) {
	case STEP_WRITE:
	case STEP_READ:
	case STEP_BAD_WRITE:
	case STEP_BAD_READ: make_access(step, live, dice); break;
	case STEP_COMMAND: command_any(live, its, step->op, dice); break;
	case STEP_SLOT: make_slot(step, live, dice); break;
	case STEP_MEMORY:
	case STEP_HOSTILE: make_memory(step, live, dice); break;
	case STEP_MSI: make_msi(step, live, dice); break;
	case STEP_MOVE: make_move(step, live, dice); break;
	case STEP_HARDWARE: step->op[0] = hardware(dice); break;
	case STEP_FAIL:
	case STEP_POLL: step->op[0] = few(dice); break;
	case STEP_TOPUP: step->op[0] = value_bytes(dice); break;
	case STEP_REDIST:
	case STEP_REDIST_READ: make_redist(step, live, dice); break;
	case STEP_REDIST_POWERLOST:
	case STEP_REDIST_TEARDOWN: step->op[0] = cpu(live, dice); break;
	default: break;
	}
	if (kind == STEP_READ || kind == STEP_BAD_READ)
		step->op[2] = 0;
	if (kind == STEP_REDIST_READ)
		step->op[3] = 0;
}

void step_any(struct step *step, const struct live *live, unsigned int its, struct dice *dice)
{
	uint8_t kind = DICE_OF(dice, common);

	if (live->config->redist && dice_one_in(dice, 3))
		kind = DICE_OF(dice, redist);
	if (dice_one_in(dice, 24))
		kind = DICE_OF(dice, broken);
	/* After the end of an ITS there is little left to see. */
	if (kind == STEP_TEARDOWN && !dice_one_in(dice, 3))
		kind = STEP_HARDWARE;
	step_make(step, (enum step_kind)kind, live, its, dice);
	step->inserted = dice_one_in(dice, 4) && step_may_be_inserted(step);
}

/* ---- Changes ---- */

static uint64_t bits_of(uint64_t value, struct dice *dice)
{
	switch (dice_below(dice, 4)) {
	case 0: return value ^ 1ULL << dice_below(dice, 64);
	case 1: return value ^ 1ULL << dice_below(dice, 16);
	case 2: return dice_word(dice) >> dice_below(dice, 64);
	default: return value_near(value, dice);
	}
}

/* What binary_decode would make of the value. */
static uint64_t cut_to(char letter, uint64_t value)
{
	switch (letter) {
	case 'h': return value & 0xffffffff;
	case 'z': return 1ULL << value % 4;
	case 'c': return value % TRACE_CPU_MAX;
	case 'q': return value % TRACE_QUEUE_MAX;
	case 'm': return value % TRACE_MOVES;
	case 'a': return value & ~7ULL;
	case '+': return value ? value : 1;
	default: return value;
	}
}

/*
 * Changes one operand to that of a new step. The operands after it stay. A value is made for the
 * size of the access.
 */
static void change_to_made(struct step *step, unsigned int n, const struct live *live,
			   struct dice *dice)
{
	struct step made;

	step_make(&made, (enum step_kind)step->kind, live, step->its, dice);
	if (step->kind == STEP_WRITE && n == 2)
		made.op[2] = access_value(live, step->its, step->op[0], step->op[1], dice);
	if (step->kind == STEP_REDIST && n == 3)
		made.op[3] = access_rd_value(live, step->op[1], step->op[2], dice);
	if ((step->kind == STEP_MEMORY || step->kind == STEP_HOSTILE) && n)
		made.op[n] = word_of_command(live, step->its, step->op[0], dice);
	step->op[n] = made.op[n];
}

void step_change(struct step *step, const struct live *live, struct dice *dice)
{
	unsigned int count = operands((enum step_kind)step->kind), n;

	if (!count)
		return;
	if (step->kind == STEP_COMMAND && !dice_one_in(dice, 8)) {
		command_change(live, step->its, step->op, dice);
		return;
	}
	if (step->kind == STEP_SLOT && !dice_one_in(dice, 4)) {
		command_change(live, step->its, step->op + 1, dice);
		return;
	}
	n = dice_below(dice, count);
	if (dice_one_in(dice, 4))
		step->op[n] =
			cut_to(trace_forms[step->kind].operands[n], bits_of(step->op[n], dice));
	else
		change_to_made(step, n, live, dice);
}
