/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Makes fields of steps simple, one by one, as long as the trace comes to the same. Numbers become
 * 0, but addresses stay. DeviceIDs and EventIDs become the smallest that nothing else uses.
 */
#include "reduce.h"

#include <itsguard/command.h>
#include <string.h>

#include "trace/forms.h"

/* Tries the same steps with another step at this index. */
static bool try_step(struct reduction *reduction, size_t at, const struct step *step)
{
	const struct trace *best = &reduction->best;
	const struct step *old = &best->steps[at];

	if (reduction->late || (old->cpu == step->cpu && old->count == step->count &&
				memcmp(old->op, step->op, sizeof(old->op)) == 0))
		return false;
	memcpy(reduction->spare, best->steps, best->count * sizeof(*best->steps));
	reduction->spare[at] = *step;
	return reduction_try(reduction, &best->config, best->count);
}

/* ---- Commands ---- */

static bool is_command(const struct step *step)
{
	return step->kind == STEP_COMMAND || step->kind == STEP_SLOT;
}

static unsigned int first_word(const struct step *step)
{
	return step->kind == STEP_SLOT ? 1 : 0;
}

static bool decode(const struct reduction *reduction, const struct step *step,
		   struct itsg_command *cmd)
{
	uint64_t typer = reduction->best.config.its[step->its].typer;

	return itsg_command_decode(typer >> 40 & 1 ? ITSG_GICV4_1 : ITSG_GICV4,
				   step->op + first_word(step), cmd);
}

static uint64_t field_mask(const struct itsg_field *field)
{
	uint64_t ones = field->bits < 64 ? ((uint64_t)1 << field->bits) - 1 : UINT64_MAX;

	return ones << field->low;
}

static bool bits_to_0(struct reduction *reduction, size_t at, unsigned int op, uint64_t mask)
{
	struct step step = reduction->best.steps[at];

	step.op[op] &= ~mask;
	return try_step(reduction, at, &step);
}

static bool simpler_command(struct reduction *reduction, size_t at)
{
	const struct step *step = &reduction->best.steps[at];
	unsigned int first = first_word(step), count, n;
	const struct itsg_field *fields;
	struct itsg_command cmd;
	bool any = false;

	if (!decode(reduction, step, &cmd)) {
		for (n = 0; n < 4; n++)
			any = bits_to_0(reduction, at, first + n, n ? UINT64_MAX : ~0xffULL) || any;
		return any;
	}
	fields = itsg_command_fields(cmd.kind, &count);
	for (n = 0; n < 4; n++)
		any = bits_to_0(reduction, at, first + n, ~itsg_command_mask(cmd.kind, n)) || any;
	for (n = 0; n < count; n++)
		if (!fields[n].in_place)
			any = bits_to_0(reduction, at, first + fields[n].word,
					field_mask(&fields[n])) ||
			      any;
	return any;
}

/* ---- Other steps ---- */

/* The simple value for an operand of this type; the value itself if it must stay. */
static uint64_t simple(char type, uint64_t value)
{
	switch (type) {
	case 'v':
	case 'x':
	case 'w':
	case 'c': return 0;
	case '+': return 1;
	case 'n': return value == TRACE_ALL ? value : 1;
	default: return value;
	}
}

/* The type of operand n; ? does not count. */
static char type_of(const struct step *step, unsigned int n)
{
	const char *types = trace_forms[step->kind].operands;

	for (; *types; types++)
		if (*types != '?' && n-- == 0)
			return *types;
	return '\0';
}

/* In O lines operand x is an address. In A lines operand + is the number of events. */
static bool stays(const struct step *step, unsigned int n)
{
	return (step->kind == STEP_MOVE && n == 0) || (step->kind == STEP_AT_ONCE && n == 0);
}

static bool is_doorbell(const struct step *step)
{
	return (step->kind == STEP_WRITE || step->kind == STEP_BAD_WRITE) && step->op[0] == 0x88;
}

/* Where the write position is if all C lines so far are still in the queue. */
static uint64_t behind_all(const struct reduction *reduction, size_t at)
{
	const struct step *steps = reduction->best.steps;
	uint64_t position = 0;
	size_t i;

	for (i = 0; i < at; i++)
		if (steps[i].kind == STEP_COMMAND && steps[i].its == steps[at].its)
			position += 32;
	return position;
}

static uint64_t simple_operand(const struct reduction *reduction, size_t at, unsigned int n)
{
	const struct step *step = &reduction->best.steps[at];

	if (is_doorbell(step) && n == 2)
		return behind_all(reduction, at);
	return simple(type_of(step, n), step->op[n]);
}

static bool simpler_operands(struct reduction *reduction, size_t at)
{
	struct step step = reduction->best.steps[at];
	unsigned int n, count = step.count;
	bool any = false;

	for (n = 0; n < count; n++) {
		step = reduction->best.steps[at];
		if (stays(&step, n))
			continue;
		step.op[n] = simple_operand(reduction, at, n);
		any = try_step(reduction, at, &step) || any;
	}
	return any;
}

/* Tries a read without its recorded value, and any step on CPU 0. */
static bool simpler_place(struct reduction *reduction, size_t at)
{
	struct step step = reduction->best.steps[at];
	const char *optional = strchr(trace_forms[step.kind].operands, '?');
	bool any = false;

	if (optional && step.kind != STEP_PHASE) {
		step.count = (uint8_t)(optional - trace_forms[step.kind].operands);
		step.op[step.count] = 0;
		any = try_step(reduction, at, &step);
	}
	step = reduction->best.steps[at];
	step.cpu = 0;
	return try_step(reduction, at, &step) || any;
}

static bool simpler_step(struct reduction *reduction, size_t at)
{
	const struct step *step = &reduction->best.steps[at];
	bool any = false;

	if (step_is_expectation(step) || step->kind == STEP_PHASE)
		return simpler_place(reduction, at);
	if (is_command(step))
		any = simpler_command(reduction, at);
	else
		any = simpler_operands(reduction, at);
	return simpler_place(reduction, at) || any;
}

/* ---- DeviceIDs and EventIDs, in all steps at once ---- */

enum id { ID_DEVICE, ID_EVENT, IDS };

/* Where a step has this ID; NULL: nowhere. */
static uint64_t *find_id(const struct reduction *reduction, struct step *step, enum id id,
			 unsigned int *shift)
{
	static const char *const names[IDS] = {"device", "event"};
	const struct itsg_field *fields;
	struct itsg_command cmd;
	unsigned int count, n;

	*shift = 0;
	if (step->kind == STEP_MSI)
		return &step->op[id == ID_DEVICE ? 0 : 2];
	if (!is_command(step) || !decode(reduction, step, &cmd))
		return NULL;
	fields = itsg_command_fields(cmd.kind, &count);
	for (n = 0; n < count; n++) {
		if (strcmp(fields[n].name, names[id]) != 0)
			continue;
		*shift = fields[n].low;
		return &step->op[first_word(step) + fields[n].word];
	}
	return NULL;
}

static bool read_id(const struct reduction *reduction, size_t at, enum id id, uint32_t *value)
{
	struct step step = reduction->best.steps[at];
	unsigned int shift;
	const uint64_t *word = find_id(reduction, &step, id, &shift);

	if (word)
		*value = (uint32_t)(*word >> shift);
	return word != NULL;
}

static bool is_used(const struct reduction *reduction, enum id id, uint32_t value)
{
	uint32_t used;
	size_t i;

	for (i = 0; i < reduction->best.count; i++)
		if (read_id(reduction, i, id, &used) && used == value)
			return true;
	return false;
}

static bool rename_id(struct reduction *reduction, enum id id, uint32_t from, uint32_t to)
{
	const struct trace *best = &reduction->best;
	unsigned int shift;
	uint64_t *word;
	size_t i;

	for (i = 0; i < best->count; i++) {
		reduction->spare[i] = best->steps[i];
		word = find_id(reduction, &reduction->spare[i], id, &shift);
		if (!word || (uint32_t)(*word >> shift) != from)
			continue;
		*word = (*word & ~((uint64_t)UINT32_MAX << shift)) | (uint64_t)to << shift;
	}
	return reduction_try(reduction, &best->config, best->count);
}

static bool smaller_ids(struct reduction *reduction, enum id id)
{
	uint32_t value, to = 0;
	bool any = false;
	size_t i;

	for (i = 0; i < reduction->best.count && !reduction->late; i++) {
		while (is_used(reduction, id, to))
			to++;
		if (read_id(reduction, i, id, &value) && value > to)
			any = rename_id(reduction, id, value, to) || any;
	}
	return any;
}

bool reduce_fields(struct reduction *reduction)
{
	bool any = smaller_ids(reduction, ID_DEVICE);
	size_t i;

	any = smaller_ids(reduction, ID_EVENT) || any;
	for (i = 0; i < reduction->best.count && !reduction->late; i++)
		any = simpler_step(reduction, i) || any;
	return any;
}
