// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "trace/binary.h"

#include <itsguard/types.h>
#include <string.h>

#define ITEM_FIELD    0x80
#define ITEM_ITS      0xf8
#define ITEM_CPU      0xf9
#define ITEM_INSERTED 0xfa

/* ---- Configuration fields ---- */

struct field {
	size_t offset;
	uint8_t width;	  /* bytes */
	uint8_t elements; /* of an array */
	bool of_its;
	uint64_t least, most;
};

#define GLOBAL(member, count, least, most)                                                         \
	{                                                                                          \
		offsetof(struct trace_config, member),                                             \
			sizeof(((struct trace_config *)0)->member) / (count), count, false, least, \
			most                                                                       \
	}
#define OF_ITS(member, count, least, most)                                                         \
	{                                                                                          \
		offsetof(struct trace_its_config, member),                                         \
			sizeof(((struct trace_its_config *)0)->member) / (count), count, true,     \
			least, most                                                                \
	}

/* New fields go at the end: the index is part of the form. */
static const struct field fields[] = {
	GLOBAL(its_count, 1, 1, TRACE_ITS_MAX),
	GLOBAL(cpus, 1, 1, TRACE_CPU_MAX),
	GLOBAL(lpi_bits, 1, 14, 24),
	GLOBAL(vpe_bits, 1, 1, 16),
	GLOBAL(page, 1, 4096, 65536),
	GLOBAL(pool, 1, 131072, 4294967296),
	GLOBAL(rebuild, 1, 0, 1),
	GLOBAL(claim, 1, 0, 1),
	GLOBAL(gicv4, 1, 0, 1),
	GLOBAL(coherent, 1, 0, 1),
	GLOBAL(automatic, 1, 0, 1),
	GLOBAL(mem_count, 1, 0, TRACE_RANGES),
	GLOBAL(rd, TRACE_CPU_MAX, 0, UINT64_MAX),
	OF_ITS(typer, 1, 0, UINT64_MAX),
	OF_ITS(iidr, 1, 0, UINT32_MAX),
	OF_ITS(pidr2, 1, 0, UINT32_MAX),
	OF_ITS(baser_reset, 8, 0, UINT64_MAX),
	OF_ITS(baser_sticky, 8, 0, UINT64_MAX),
	OF_ITS(baser_pages, 8, 1, 7),
	OF_ITS(ring, 1, 4096, 1048576),
	OF_ITS(budget, 1, 1, UINT32_MAX),
	OF_ITS(devices, 1, 0, 4294967296),
	OF_ITS(events, 1, 0, 4294967296),
	OF_ITS(vpes, 1, 0, 65536),
};

#define FIELDS	  (sizeof(fields) / sizeof(fields[0]))
#define FIELD_MEM FIELDS /* its three words follow one another: element 3 n + 0, 1, 2 */

static uint8_t *field_at(struct trace_config *config, const struct field *field, unsigned int its,
			 unsigned int element)
{
	uint8_t *base = field->of_its ? (uint8_t *)&config->its[its] : (uint8_t *)config;

	return base + field->offset + (size_t)element * field->width;
}

static uint64_t field_get(const struct trace_config *config, const struct field *field,
			  unsigned int its, unsigned int element)
{
	struct trace_config copy = *config;
	uint64_t value = 0;

	memcpy(&value, field_at(&copy, field, its, element), field->width);
	return value;
}

static void field_set(struct trace_config *config, const struct field *field, unsigned int its,
		      unsigned int element, uint64_t value)
{
	if (value < field->least || value > field->most)
		value = field->least + value % (field->most - field->least + 1);
	memcpy(field_at(config, field, its, element), &value, field->width);
}

static void mem_set(struct trace_config *config, unsigned int element, uint64_t value)
{
	struct trace_range *range = &config->mem[element / 3 % TRACE_RANGES];

	switch (element % 3) {
	case 0: range->pa = value & ~0xfffULL; break;
	case 1: range->size = value & ~0xfffULL; break;
	default: range->owner = (enum trace_owner)(value % TRACE_NOBODY); break;
	}
}

static uint64_t mem_get(const struct trace_config *config, unsigned int element)
{
	const struct trace_range *range = &config->mem[element / 3];

	switch (element % 3) {
	case 0: return range->pa;
	case 1: return range->size;
	default: return range->owner;
	}
}

static uint64_t round_to_power(uint64_t value)
{
	while (value & (value - 1))
		value &= value - 1;
	return value;
}

/* What the text form would not have let through. */
static void make_sane(struct trace_config *config)
{
	uint32_t n, kept = 0;

	config->page = config->page >= 65536 ? 65536 : config->page >= 16384 ? 16384 : 4096;
	config->pool &= ~0xffffULL;
	for (n = 0; n < TRACE_ITS_MAX; n++)
		config->its[n].ring = (uint32_t)round_to_power(config->its[n].ring);
	for (n = 0; n < TRACE_CPU_MAX; n++)
		config->rd[n] &= ~0xffffULL;
	for (n = 0; n < config->mem_count; n++) {
		if (config->mem[n].size && config->mem[n].size <= UINT64_MAX - config->mem[n].pa)
			config->mem[kept++] = config->mem[n];
	}
	config->mem_count = kept;
}

void binary_profile(struct trace_config *config, bool small)
{
	unsigned int n;

	trace_config_default(config);
	if (!small)
		return;
	config->pool = 262144;
	for (n = 0; n < TRACE_ITS_MAX; n++) {
		config->its[n].ring = 4096;
		config->its[n].devices = 256;
		config->its[n].events = 64;
	}
}

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
	case 'a': return value & ~(uint64_t)7;
	case '+': return value ? value : 1;
	default: return value;
	}
}

static uint64_t operand_put(char letter, uint64_t value)
{
	return letter == 'z' ? (value == 1 ? 0 : value == 2 ? 1 : value == 4 ? 2 : 3) : value;
}

/* ---- Reading ---- */

struct reader {
	const uint8_t *data;
	size_t size, at;
};

static uint64_t take(struct reader *reader, unsigned int bytes)
{
	uint64_t value = 0;
	unsigned int i;

	for (i = 0; i < bytes && reader->at < reader->size; i++)
		value |= (uint64_t)reader->data[reader->at++] << 8 * i;
	return value;
}

static void take_name(struct reader *reader, struct step *step)
{
	unsigned int i;

	for (i = 0; i < TRACE_OPERANDS; i++)
		step->op[i] = take(reader, 8);
	step->count = TRACE_OPERANDS;
}

/* A written value has no more bits than the access. */
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

struct cursor {
	uint8_t its, cpu;
	bool inserted;
};

static void take_field(struct reader *reader, struct trace_config *config, unsigned int index)
{
	unsigned int its = (unsigned int)take(reader, 1) % TRACE_ITS_MAX;
	unsigned int element = (unsigned int)take(reader, 1);
	uint64_t value = take(reader, 8);

	if (index == FIELD_MEM)
		mem_set(config, element, value);
	else if (index < FIELDS)
		field_set(config, &fields[index], its, element % fields[index].elements, value);
}

static bool take_step(struct reader *reader, struct cursor *cursor, unsigned int kind,
		      struct step *step)
{
	*step = (struct step){.kind = (uint8_t)kind, .its = cursor->its, .cpu = cursor->cpu};
	step->inserted = cursor->inserted;
	cursor->inserted = false;
	take_operands(reader, step);
	return true;
}

size_t binary_decode(const uint8_t *data, size_t size, struct trace_config *config,
		     struct step *steps, size_t max)
{
	struct reader reader = {data, size, 0};
	struct cursor cursor = {0};
	size_t count = 0;

	binary_profile(config, take(&reader, 1) & 1);
	while (reader.at < size && count < max) {
		unsigned int item = (unsigned int)take(&reader, 1);

		if (item < STEP_KINDS)
			count += take_step(&reader, &cursor, item, &steps[count]);
		else if (item >= ITEM_FIELD && item <= ITEM_FIELD + FIELD_MEM)
			take_field(&reader, config, item - ITEM_FIELD);
		else if (item == ITEM_ITS)
			cursor.its = (uint8_t)(take(&reader, 1) % TRACE_ITS_MAX);
		else if (item == ITEM_CPU)
			cursor.cpu = (uint8_t)(take(&reader, 1) % TRACE_CPU_MAX);
		else if (item == ITEM_INSERTED)
			cursor.inserted = true;
	}
	make_sane(config);
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

static void put_field(struct writer *writer, unsigned int index, unsigned int its,
		      unsigned int element, uint64_t value)
{
	put(writer, ITEM_FIELD + index, 1);
	put(writer, its, 1);
	put(writer, element, 1);
	put(writer, value, 8);
}

static void put_differing(struct writer *writer, unsigned int index, unsigned int its,
			  const struct trace_config *config, const struct trace_config *profile)
{
	const struct field *field = &fields[index];
	unsigned int element;

	for (element = 0; element < field->elements; element++) {
		uint64_t value = field_get(config, field, its, element);

		if (value != field_get(profile, field, its, element))
			put_field(writer, index, its, element, value);
	}
}

static void put_config(struct writer *writer, const struct trace_config *config, bool small)
{
	struct trace_config profile;
	unsigned int index, its, i;

	binary_profile(&profile, small);
	for (index = 0; index < FIELDS; index++)
		for (its = 0; its < (fields[index].of_its ? TRACE_ITS_MAX : 1u); its++)
			put_differing(writer, index, its, config, &profile);
	for (i = 0; i < 3 * config->mem_count; i++)
		put_field(writer, FIELD_MEM, 0, i, mem_get(config, i));
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
		     bool small, uint8_t *data, size_t size)
{
	struct writer writer = {data, size, 0};
	uint8_t its = 0, cpu = 0;
	size_t i;

	put(&writer, small, 1);
	put_config(&writer, config, small);
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
