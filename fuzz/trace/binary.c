// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "trace/binary.h"

#include <itsguard/types.h>
#include <string.h>

#include "trace/binary_config.h"
#include "trace/forms.h"

#define ITEM_FIELD    0x80
#define ITEM_ITS      0xf8
#define ITEM_CPU      0xf9
#define ITEM_INSERTED 0xfa

/* Limits on the cost of one attack. They do not limit what the library may be asked. */
#define ATTACK_POOL	(1U << 20)
#define ATTACK_RING	65536U
#define ATTACK_TOPUP	(1U << 18)
#define ATTACK_MOVE	(1U << 18)
#define ATTACK_LPI_BITS 17
#define ATTACK_POLLS	64

/* ---- Operands ---- */

static unsigned int operand_bytes(char letter)
{
	switch (letter) {
	case 'h': return 4;
	case 'q': return 2;
	case 'z':
	case 'c':
	case 'o':
	case 'm':
	case 'r':
	case 'p': return 1;
	default: return 8;
	}
}

static uint64_t operand_cut(char letter, uint64_t value)
{
	switch (letter) {
	case 'z': return (uint64_t)1 << value % 4; /* 1, 2, 4, 8 */
	case 'c': return value % TRACE_CPU_MAX;
	case 'q': return value % TRACE_QUEUE_MAX;
	case 'o': return value % TRACE_OWNERS;
	case 'm': return value % TRACE_MOVES;
	case 'r': return value % ITSG_REASONS;
	case 'p': return 1 + value % 12;
	case 'n': return value > UINT32_MAX ? TRACE_ALL : value;
	case 'a': return value & ~(uint64_t)7;
	case '+': return value ? value : 1;
	default: return value;
	}
}

/* The reverse of operand_cut. */
static uint64_t operand_put(char letter, uint64_t value)
{
	if (letter == 'z')
		return value == 1 ? 0 : value == 2 ? 1 : value == 4 ? 2 : 3;
	return letter == 'p' ? value - 1 : value;
}

/* ---- Reading ---- */

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are read as they lie there");

struct reader {
	const uint8_t *data;
	size_t size, at;
	bool attack;
	bool events; /* something other than `=` lines came */
	uint8_t its, cpu;
	bool inserted;
};

static uint64_t take(struct reader *reader, unsigned int bytes)
{
	uint64_t value = 0;
	unsigned int i;

	if (reader->size - reader->at >= sizeof(value)) {
		memcpy(&value, reader->data + reader->at, sizeof(value));
		reader->at += bytes;
		return bytes < sizeof(value) ? value & (((uint64_t)1 << 8 * bytes) - 1) : value;
	}
	for (i = 0; i < bytes && reader->at < reader->size; i++)
		value |= (uint64_t)reader->data[reader->at++] << 8 * i;
	return value;
}

/*
 * Takes a name, which is one word. It ends at the first NUL; a byte that a word cannot have becomes
 * a dot.
 */
static void take_name(struct reader *reader, struct step *step)
{
	bool over = false;
	unsigned int i;

	step->count = TRACE_OPERANDS;
	for (i = 0; i < TRACE_NAME_MAX; i++) {
		uint64_t c = take(reader, 1);

		if (i == 0 && !c)
			c = '.';
		over = over || !c;
		if (over)
			continue;
		if (c < '!' || c > '~' || c == '#')
			c = '.';
		step->op[i / 8] |= c << i % 8 * 8;
	}
}

/* Cuts a written value to the bits that its access has. */
static void cut_value(struct step *step, unsigned int i)
{
	uint64_t bytes = i ? step->op[i - 1] : 8;

	if (bytes < 8)
		step->op[i] &= ((uint64_t)1 << 8 * bytes) - 1;
}

static void take_operands(struct reader *reader, struct step *step)
{
	const char *letter = trace_forms[step->kind].operands;
	unsigned int i = 0;

	if (*letter == 't') {
		take_name(reader, step);
		return;
	}
	for (; *letter; letter++) {
		if (*letter == '?') {
			if (!(take(reader, 1) & 1))
				break;
			continue;
		}
		step->op[i] = operand_cut(*letter, take(reader, operand_bytes(*letter)));
		if (*letter == 'v')
			cut_value(step, i);
		i++;
	}
	step->count = (uint8_t)i;
}

/*
 * Is the step part of an attack? Expectations are not, and neither are steps that this version
 * cannot run. Large ones are cut.
 */
static bool is_attack(struct step *step)
{
	if (step_is_expectation(step) || step->kind == STEP_PHASE || step->kind == STEP_AT_ONCE ||
	    !step_is_supported(step))
		return false;
	if (step->kind == STEP_TOPUP && step->op[0] > ATTACK_TOPUP)
		step->op[0] = ATTACK_TOPUP;
	if (step->kind == STEP_POLL && step->op[0] > ATTACK_POLLS)
		step->op[0] = ATTACK_POLLS;
	if (step->kind == STEP_MOVE)
		step->op[1] %= ATTACK_MOVE + 1;
	return true;
}

static bool is_key(const struct step *step)
{
	return trace_forms[step->kind].first[0] == '=';
}

/* May the step stand here in a trace? */
static bool fits(struct reader *reader, struct step *step)
{
	if (is_key(step)) {
		step->cpu = 0;
		return !reader->events && !reader->attack;
	}
	if (reader->attack && !is_attack(step))
		return false;
	reader->events = true;
	return true;
}

static bool take_step(struct reader *reader, unsigned int kind, struct step *step)
{
	unsigned int i;

	step->kind = (uint8_t)kind;
	step->its = reader->its;
	step->cpu = reader->cpu;
	step->count = 0;
	step->line = 0;
	for (i = 0; i < TRACE_OPERANDS; i++)
		step->op[i] = 0;
	step->inserted = reader->inserted && step_may_be_inserted(step);
	reader->inserted = false;
	take_operands(reader, step);
	return fits(reader, step);
}

static void take_field(struct reader *reader, struct trace_config *config, unsigned int index)
{
	unsigned int its = (unsigned int)take(reader, 1);
	unsigned int element = (unsigned int)take(reader, 1);

	binary_config_set(config, index, its, element, take(reader, 8));
}

/* True: the item was a step, and it is in *step. */
static bool take_item(struct reader *reader, struct trace_config *config, struct step *step)
{
	unsigned int item = (unsigned int)take(reader, 1);

	if (item < STEP_KINDS)
		return take_step(reader, item, step);
	if (item >= ITEM_FIELD && item < ITEM_FIELD + BINARY_FIELD_END)
		take_field(reader, config, item - ITEM_FIELD);
	else if (item == ITEM_ITS)
		reader->its = (uint8_t)(take(reader, 1) % TRACE_ITS_MAX);
	else if (item == ITEM_CPU)
		reader->cpu = (uint8_t)(take(reader, 1) % TRACE_CPU_MAX);
	else if (item == ITEM_INSERTED)
		reader->inserted = true;
	return false;
}

static void bound(struct trace_config *config)
{
	unsigned int n;

	config->rebuild = config->claim = config->gicv4 = false;
	/*
	 * A table for 24 bits of INTID has 4096 pages. An attack would do nothing but claim
	 * them.
	 */
	if (config->redist && config->lpi_bits > ATTACK_LPI_BITS)
		config->lpi_bits = ATTACK_LPI_BITS;
	if (config->polls > ATTACK_POLLS)
		config->polls = ATTACK_POLLS;
	if (config->pool > ATTACK_POOL)
		config->pool = ATTACK_POOL;
	for (n = 0; n < config->its_count; n++)
		if (config->its[n].ring > ATTACK_RING)
			config->its[n].ring = ATTACK_RING;
}

size_t binary_decode(const uint8_t *data, size_t size, struct trace_config *config,
		     struct step *steps, size_t max)
{
	struct reader reader = {.data = data, .size = size};
	unsigned int form = (unsigned int)take(&reader, 1);
	size_t count = 0, i;

	reader.attack = !(form & BINARY_WHOLE);
	if (reader.attack && max > BINARY_ATTACK_STEPS)
		max = BINARY_ATTACK_STEPS;
	binary_profile(config, form & BINARY_SMALL);
	while (reader.at < size && count < max)
		count += take_item(&reader, config, &steps[count]);
	binary_config_make_sane(config);
	if (reader.attack)
		bound(config);
	for (i = 0; i < count; i++) {
		steps[i].its = (uint8_t)(steps[i].its % config->its_count);
		steps[i].line = (uint32_t)i + 1;
	}
	return count;
}

/* ---- Writing ---- */

struct writer {
	uint8_t *data;
	size_t size, at;
};

static void put(struct writer *writer, uint64_t value, unsigned int bytes)
{
	unsigned int i;

	for (i = 0; i < bytes; i++, writer->at++)
		if (writer->at < writer->size)
			writer->data[writer->at] = (uint8_t)(value >> 8 * i);
}

static void put_field(void *arg, unsigned int index, unsigned int its, unsigned int element,
		      uint64_t value)
{
	put(arg, ITEM_FIELD + index, 1);
	put(arg, its, 1);
	put(arg, element, 1);
	put(arg, value, 8);
}

static void put_operands(struct writer *writer, const struct step *step)
{
	const char *letter = trace_forms[step->kind].operands;
	unsigned int i = 0;

	if (*letter == 't') {
		for (i = 0; i < TRACE_OPERANDS; i++)
			put(writer, step->op[i], 8);
		return;
	}
	for (; *letter; letter++) {
		if (*letter != '?') {
			put(writer, operand_put(*letter, step->op[i]), operand_bytes(*letter));
			i++;
			continue;
		}
		put(writer, step->count > i, 1);
		if (step->count <= i)
			return;
	}
}

size_t binary_encode(const struct trace_config *config, const struct step *steps, size_t count,
		     unsigned int form, uint8_t *data, size_t size)
{
	struct writer writer = {data, size, 0};
	struct trace_config profile;
	uint8_t its = 0, cpu = 0;
	size_t i;

	put(&writer, form, 1);
	binary_profile(&profile, form & BINARY_SMALL);
	binary_config_each(config, &profile, put_field, &writer);
	for (i = 0; i < count; i++) {
		if (steps[i].its != its) {
			put(&writer, ITEM_ITS, 1);
			put(&writer, its = steps[i].its, 1);
		}
		if (steps[i].cpu != cpu) {
			put(&writer, ITEM_CPU, 1);
			put(&writer, cpu = steps[i].cpu, 1);
		}
		if (steps[i].inserted)
			put(&writer, ITEM_INSERTED, 1);
		put(&writer, steps[i].kind, 1);
		put_operands(&writer, &steps[i]);
	}
	return writer.at;
}
