// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The configuration in the binary form: fields by number. Whatever values they have, the result is
 * made into a configuration that the text form can say.
 */
#include "trace/binary_config.h"

#include <itsguard/types.h>
#include <string.h>

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

/* Add new fields at the end: the index is part of the form. */
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
	[BINARY_FIELD_MEM] = {0}, /* not a plain field: mem_set, mem_get */
	GLOBAL(redist, 1, 0, 1),
	GLOBAL(rd_own, 1, 0, 1),
	GLOBAL(rd_typer, 1, 0, UINT64_MAX),
	GLOBAL(rd_ctlr, 1, 0, UINT32_MAX),
	OF_ITS(bus_bits, 1, TRACE_BUS_LEAST, TRACE_BUS_MOST),
	GLOBAL(rd_bus_bits, 1, TRACE_BUS_LEAST, TRACE_BUS_MOST),
	GLOBAL(lpis, 1, 0, 16777216),
	GLOBAL(polls, 1, 0, TRACE_POLLS_MAX),
	GLOBAL(audit, 1, 0, ITSG_AUDITS - 1),
};

#define FIELDS (sizeof(fields) / sizeof(fields[0]))

_Static_assert(FIELDS == BINARY_FIELD_END, "the numbers of fields are part of the form");

static size_t field_offset(const struct field *field, unsigned int its, unsigned int element)
{
	size_t base = field->of_its ? offsetof(struct trace_config, its) +
					      its * sizeof(struct trace_its_config)
				    : 0;

	return base + field->offset + (size_t)element * field->width;
}

static uint64_t field_get(const struct trace_config *config, const struct field *field,
			  unsigned int its, unsigned int element)
{
	uint64_t value = 0;

	memcpy(&value, (const uint8_t *)config + field_offset(field, its, element), field->width);
	return value;
}

static void field_set(struct trace_config *config, const struct field *field, unsigned int its,
		      unsigned int element, uint64_t value)
{
	if (value < field->least || value > field->most)
		value = field->least + value % (field->most - field->least + 1);
	memcpy((uint8_t *)config + field_offset(field, its, element), &value, field->width);
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

void binary_config_set(struct trace_config *config, unsigned int index, unsigned int its,
		       unsigned int element, uint64_t value)
{
	if (index == BINARY_FIELD_MEM)
		mem_set(config, element, value);
	else if (index < FIELDS)
		field_set(config, &fields[index], its % TRACE_ITS_MAX,
			  element % fields[index].elements, value);
}

static uint64_t round_to_power(uint64_t value)
{
	while (value & (value - 1))
		value &= value - 1;
	return value;
}

static void sane_mem(struct trace_config *config)
{
	uint32_t n, kept = 0;

	for (n = 0; n < config->mem_count; n++) {
		if (config->mem[n].size && config->mem[n].size <= UINT64_MAX - config->mem[n].pa)
			config->mem[kept++] = config->mem[n];
	}
	config->mem_count = kept;
	memset(&config->mem[kept], 0, (TRACE_RANGES - kept) * sizeof(config->mem[0]));
}

void binary_config_make_sane(struct trace_config *config)
{
	static struct trace_config plain;
	uint32_t n;

	config->page = config->page >= 65536 ? 65536 : config->page >= 16384 ? 16384 : 4096;
	config->pool &= ~0xffffULL;
	for (n = 0; n < TRACE_ITS_MAX; n++)
		config->its[n].ring = (uint32_t)round_to_power(config->its[n].ring);
	for (n = 0; n < TRACE_CPU_MAX; n++)
		config->rd[n] &= ~0xffffULL;
	config->rd_typer &= TRACE_RD_TYPER;
	config->rd_ctlr &= TRACE_RD_CTLR;
	sane_mem(config);
	if (!plain.its_count)
		trace_config_default(&plain);
	for (n = config->its_count; n < TRACE_ITS_MAX; n++)
		config->its[n] = plain.its[n];
}

static void put_differing(unsigned int index, unsigned int its, const struct trace_config *config,
			  const struct trace_config *profile, binary_put_field *put, void *arg)
{
	const struct field *field = &fields[index];
	unsigned int element;

	for (element = 0; element < field->elements; element++) {
		uint64_t value = field_get(config, field, its, element);

		if (value != field_get(profile, field, its, element))
			put(arg, index, its, element, value);
	}
}

void binary_config_each(const struct trace_config *config, const struct trace_config *profile,
			binary_put_field *put, void *arg)
{
	unsigned int index, its, i;

	for (index = 0; index < FIELDS; index++)
		for (its = 0; its < (fields[index].of_its ? config->its_count : 1u); its++)
			put_differing(index, its, config, profile, put, arg);
	for (i = 0; i < 3 * config->mem_count; i++)
		put(arg, BINARY_FIELD_MEM, 0, i, mem_get(config, i));
}

void binary_profile(struct trace_config *config, bool small)
{
	unsigned int n;

	trace_config_default(config);
	if (!small)
		return;
	config->pool = 131072;
	for (n = 0; n < TRACE_ITS_MAX; n++) {
		config->its[n].ring = 4096;
		config->its[n].devices = 256;
		config->its[n].events = 64;
	}
}
