/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Steps to text: the reverse of parse.c, with the same table.
 */
#include "trace/trace.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "trace/forms.h"

static int print_operand(char *to, size_t room, char type, uint64_t value)
{
	switch (type) {
	case 'w': return snprintf(to, room, " %016" PRIx64, value);
	case 'n':
		if (value == TRACE_ALL)
			return snprintf(to, room, " all");
		return snprintf(to, room, " %" PRIu64, value);
	case 'z':
	case 'd':
	case '+': return snprintf(to, room, " %" PRIu64, value);
	case 'o': return snprintf(to, room, " %s", trace_owner_names[value % TRACE_OWNERS]);
	case 'm': return snprintf(to, room, " %s", trace_move_names[value % TRACE_MOVES]);
	case 'r': return snprintf(to, room, " %s", trace_reason_name(value));
	case 'p': return snprintf(to, room, " P%" PRIu64, value);
	default: return snprintf(to, room, " %" PRIx64, value);
	}
}

static size_t print_operands(const struct step *step, char *line, size_t at)
{
	const char *types = trace_forms[step->kind].operands;
	unsigned int n = 0;

	for (; *types && n < step->count; types++) {
		if (*types == '?')
			continue;
		at += (size_t)print_operand(line + at, TRACE_LINE_MAX - at, *types, step->op[n++]);
	}
	return at;
}

size_t trace_print_step(const struct step *step, char line[TRACE_LINE_MAX])
{
	const struct trace_form *form = &trace_forms[step->kind];
	char name[TRACE_NAME_MAX + 1];
	size_t at;

	at = (size_t)snprintf(line, TRACE_LINE_MAX, "%s%s%s%s", step->inserted ? "I " : "",
			      form->first, *form->second ? " " : "", form->second);
	if (step->kind != STEP_PHASE)
		return print_operands(step, line, at);
	step_name(step, name);
	return at + (size_t)snprintf(line + at, TRACE_LINE_MAX - at, " %s", name);
}

struct printer {
	void (*put)(void *arg, const char *line);
	void *arg;
	unsigned int its, cpu;
};

__attribute__((format(printf, 2, 3))) static void put(struct printer *printer, const char *format,
						      ...)
{
	char line[TRACE_LINE_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	printer->put(printer->arg, line);
}

static void put_number(struct printer *printer, const char *key, uint64_t value)
{
	if (value)
		put(printer, "= %s %" PRIu64, key, value);
}

static void put_its(struct printer *printer, const struct trace_its_config *its)
{
	unsigned int n;

	put(printer, "= typer %" PRIx64, its->typer);
	put(printer, "= iidr %" PRIx32, its->iidr);
	put(printer, "= pidr2 %" PRIx32, its->pidr2);
	for (n = 0; n < 8; n++)
		put(printer, "= baser %x %" PRIx64 " %x %" PRIx64, n, its->baser_reset[n],
		    its->baser_pages[n], its->baser_sticky[n]);
	put_number(printer, "ring", its->ring);
	put_number(printer, "budget", its->budget);
	if (its->bus_bits != TRACE_BUS_MOST)
		put_number(printer, "bus-bits", its->bus_bits);
	put_number(printer, "devices", its->devices);
	put_number(printer, "events", its->events);
	put_number(printer, "vpes", its->vpes);
}

/* Prints also those of CPUs that the configuration does not have, if the trace set them. */
static void put_rds(struct printer *printer, const struct trace_config *config)
{
	struct trace_config plain;
	uint32_t n;

	trace_config_default(&plain);
	for (n = 0; n < TRACE_CPU_MAX; n++) {
		if (n < config->cpus || config->rd[n] != plain.rd[n])
			put(printer, "= rd %x %" PRIx64, n, config->rd[n]);
	}
}

/* Prints only what is not the default. Older traces have none of these keys. */
static void put_audit(struct printer *printer, const struct trace_config *config)
{
	if (config->audit != ITSG_AUDIT_REPORT)
		put(printer, "= audit %s", trace_audit_names[config->audit % ITSG_AUDITS]);
}

/* The same. */
static void put_redist(struct printer *printer, const struct trace_config *config)
{
	struct trace_config plain;

	trace_config_default(&plain);
	put_number(printer, "redist", config->redist);
	if (config->rd_own != plain.rd_own)
		put(printer, "= rd-own %d", config->rd_own);
	if (config->rd_typer != plain.rd_typer)
		put(printer, "= rd-typer %" PRIx64, config->rd_typer);
	if (config->rd_ctlr != plain.rd_ctlr)
		put(printer, "= rd-ctlr %" PRIx32, config->rd_ctlr);
	if (config->rd_bus_bits != plain.rd_bus_bits)
		put_number(printer, "rd-bus-bits", config->rd_bus_bits);
}

static void put_config(struct printer *printer, const struct trace_config *config)
{
	uint32_t n;

	put_number(printer, "cpus", config->cpus);
	put_number(printer, "lpi-bits", config->lpi_bits);
	put_number(printer, "lpis", config->lpis);
	put_number(printer, "vpe-bits", config->vpe_bits);
	put_number(printer, "page", config->page);
	put_number(printer, "pool", config->pool);
	put(printer, "= way %s", config->rebuild ? "rebuild" : "reset");
	put(printer, "= backing %s", config->claim ? "claim" : "own");
	put(printer, "= gicv4 %s", config->gicv4 ? "on" : "off");
	put(printer, "= coherent %d", config->coherent);
	put(printer, "= auto %d", config->automatic);
	put_audit(printer, config);
	put_redist(printer, config);
	put_number(printer, "polls", config->polls);
	put_rds(printer, config);
	for (n = 0; n < config->mem_count; n++)
		put(printer, "= mem %" PRIx64 " %" PRIu64 " %s", config->mem[n].pa,
		    config->mem[n].size, trace_owner_names[config->mem[n].owner]);
	for (n = 0; n < config->its_count; n++) {
		put(printer, "= its %x", n);
		put_its(printer, &config->its[n]);
	}
	printer->its = config->its_count - 1;
}

static void count_line(void *arg, const char *line)
{
	uint32_t *count = arg;

	(void)line;
	++*count;
}

void trace_number(struct trace *trace)
{
	uint32_t line = 1;
	struct printer printer = {.put = count_line, .arg = &line};
	size_t i;

	put_config(&printer, &trace->config);
	for (i = 0; i < trace->count; i++) {
		struct step *step = &trace->steps[i];

		line += 1U + (step->its != printer.its) + (step->cpu != printer.cpu);
		step->line = line;
		printer.its = step->its;
		printer.cpu = step->cpu;
	}
}

void trace_print(const struct trace *trace, void (*put_line)(void *arg, const char *line),
		 void *arg)
{
	struct printer printer = {.put = put_line, .arg = arg};
	char line[TRACE_LINE_MAX];
	size_t i;

	put(&printer, "# its-trace v1");
	put_config(&printer, &trace->config);
	for (i = 0; i < trace->count; i++) {
		const struct step *step = &trace->steps[i];

		if (step->its != printer.its)
			put(&printer, "= its %x", step->its);
		if (step->cpu != printer.cpu)
			put(&printer, "CPU %x", step->cpu);
		printer.its = step->its;
		printer.cpu = step->cpu;
		trace_print_step(step, line);
		put_line(arg, line);
	}
}
