/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Writing a trace of what the driver does. */
#include "model/linux/linux_record.h"

#include <inttypes.h>
#include <string.h>

#define CBASER	0x80u
#define CWRITER 0x88u

/* Prints every slot from the old end of the queue to the one that CWRITER now says. */
static void print_commands(struct linux_record *record, uint32_t end)
{
	while (record->position != end) {
		const uint64_t *words = &record->words[record->position / 8];

		fprintf(record->out,
			"C %016" PRIx64 " %016" PRIx64 " %016" PRIx64 " %016" PRIx64 "\n", words[0],
			words[1], words[2], words[3]);
		record->position = (record->position + 32) % LINUX_QUEUE_BYTES;
	}
}

static void new_queue(struct linux_record *record, uint64_t cbaser)
{
	uint64_t queue = cbaser & 0x000ffffffffff000u;

	if (!record->has_queue || queue != record->queue)
		memset(record->words, 0, sizeof(record->words));
	record->queue = queue;
	record->has_queue = true;
	record->restarted = true;
}

/* Only offsets that a driver can mean count: whole slots inside the queue. */
static void doorbell(struct linux_record *record, uint64_t value)
{
	if (!record->has_queue || value >= LINUX_QUEUE_BYTES || value % 32 != 0)
		return;
	if (!record->restarted)
		print_commands(record, (uint32_t)value);
	record->position = (uint32_t)value;
	record->restarted = false;
}

/* Commands stand before their doorbell. Both stand before what the access then causes. */
static bool record_write(void *arg, uint32_t offset, unsigned int size, uint64_t value)
{
	struct linux_record *record = arg;
	bool done = record->below.write(record->below.arg, offset, size, value);

	if (done && offset == CWRITER)
		doorbell(record, value);
	if (done && offset == CBASER)
		new_queue(record, value);
	fprintf(record->out, "%s %" PRIx32 " %u %" PRIx64 "\n", done ? "W" : "BW", offset, size,
		value);
	return done;
}

static bool record_read(void *arg, uint32_t offset, unsigned int size, uint64_t *value)
{
	struct linux_record *record = arg;
	bool done = record->below.read(record->below.arg, offset, size, value);

	if (done)
		fprintf(record->out, "R %" PRIx32 " %u %" PRIx64 "\n", offset, size, *value);
	else
		fprintf(record->out, "BR %" PRIx32 " %u\n", offset, size);
	return done;
}

static bool record_store(void *arg, uint64_t pa, uint64_t value)
{
	struct linux_record *record = arg;

	if (record->has_queue && pa - record->queue < LINUX_QUEUE_BYTES)
		record->words[(pa - record->queue) / 8] = value;
	else if (record->memory)
		fprintf(record->out, "M %" PRIx64 " %" PRIx64 "\n", pa, value);
	return record->below.store(record->below.arg, pa, value);
}

static bool record_rd_write(void *arg, uint32_t cpu, uint32_t offset, unsigned int size,
			    uint64_t value)
{
	struct linux_record *record = arg;

	fprintf(record->out, "G %" PRIx32 " %" PRIx32 " %u %" PRIx64 "\n", cpu, offset, size,
		value);
	return record->rd_below->write(record->rd_below->arg, cpu, offset, size, value);
}

static bool record_rd_read(void *arg, uint32_t cpu, uint32_t offset, unsigned int size,
			   uint64_t *value)
{
	struct linux_record *record = arg;

	if (!record->rd_below->read(record->rd_below->arg, cpu, offset, size, value))
		return false;
	fprintf(record->out, "GR %" PRIx32 " %" PRIx32 " %u %" PRIx64 "\n", cpu, offset, size,
		*value);
	return true;
}

static void record_relax(void *arg)
{
	struct linux_record *record = arg;

	if (record->below.relax)
		record->below.relax(record->below.arg);
}

void linux_record_init(struct linux_record *record, const struct linux_bus *below, FILE *out)
{
	memset(record, 0, sizeof(*record));
	record->below = *below;
	record->out = out;
	record->bus = (struct linux_bus){
		.arg = record,
		.read = record_read,
		.write = record_write,
		.store = record_store,
		.relax = record_relax,
	};
	record->rd = (struct linux_rd_bus){record, record_rd_read, record_rd_write};
}

void linux_record_begin(struct linux_record *record, const struct linux_config *config,
			const char *extra)
{
	uint32_t processors = 0;

	for (uint32_t cpu = 0; cpu < config->cpus; cpu++) {
		if (config->cpu[cpu].processor >= processors)
			processors = config->cpu[cpu].processor + 1;
	}
	fprintf(record->out, "# its-trace v1\n= cpus %" PRIu32 "\n", processors);
	for (uint32_t cpu = 0; cpu < config->cpus; cpu++) {
		if (config->cpu[cpu].rd_base != 0)
			fprintf(record->out, "= rd %" PRIx32 " %" PRIx64 "\n",
				config->cpu[cpu].processor, config->cpu[cpu].rd_base);
	}
	fputs(extra ? extra : "", record->out);
}

void linux_record_line(struct linux_record *record, const char *line)
{
	fprintf(record->out, "%s\n", line);
}
