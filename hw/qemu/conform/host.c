// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Carries the script out on the model. Only what hardware is made of takes part: nothing of the
 * library is linked in. `host SCRIPT REGISTERS`: REGISTERS has what QEMU says of itself, a line
 * "offset value" for each register. It makes the model an ITS of the same kind.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <itsguard/platform.h>

#include "model/model.h"
#include "script.h"

#define BLOCKS	   (ARENA_BYTES / 4096)
#define ALL_SLOTS  0x10000
#define GITS_IIDR  0x4
#define GITS_TYPER 0x8
#define GITS_BASER 0x100
#define GITS_PIDR2 0xffe8

static struct model_config config;
static struct model *model;
static void *its;
static uint8_t *arena;
static struct itsg_event held[BLOCKS]; /* size 0: no block begins in this page */

bool machine_read(uint32_t offset, uint32_t size, uint64_t *value)
{
	*value = size == 8 ? itsg_platform_read64(its, offset) : itsg_platform_read32(its, offset);
	return true;
}

bool machine_write(uint32_t offset, uint32_t size, uint64_t value)
{
	itsg_platform_store_barrier(its);
	if (size == 8)
		itsg_platform_write64(its, offset, value);
	else
		itsg_platform_write32(its, offset, (uint32_t)value);
	while (!model_its_idle(model, 0))
		model_its_run(model, 0, ALL_SLOTS);
	return true;
}

static void report(enum itsg_event_kind kind, struct itsg_event event)
{
	event.kind = kind;
	itsg_platform_report(its, &event);
}

/* A block that began there before goes back first. */
void machine_block(uint32_t offset, uint32_t size, uint32_t purpose)
{
	struct itsg_event *event = &held[offset / 4096];

	if (event->size)
		report(ITSG_EVENT_RELEASE, *event);
	*event = (struct itsg_event){
		.purpose = (enum itsg_purpose)purpose, .pa = ARENA_AT + offset, .size = size};
	report(ITSG_EVENT_ACQUIRE, *event);
	memset(arena + offset, 0, size);
	report(ITSG_EVENT_CLEAR, *event);
	itsg_platform_store_barrier(its);
}

void machine_store(uint32_t offset, uint64_t value)
{
	memcpy(arena + offset, &value, sizeof(value));
}

bool machine_msi(uint32_t device, uint32_t event)
{
	(void)model_its_msi(model, 0, device, event);
	return true;
}

void machine_lpis(uint32_t cpu, uint64_t bits[MACHINE_LPIS / 64])
{
	for (uint32_t intid = 0; intid < MACHINE_LPIS; intid++) {
		if (model_lpi_take(model, intid, cpu))
			bits[intid / 64] |= (uint64_t)1 << intid % 64;
	}
}

void machine_say(uint64_t step, const char *what, uint64_t value)
{
	printf("# %" PRIu64 " %s %" PRIx64 "\n", step, what, value);
}

/* Reports each property that a step breaks. */
void machine_done(uint64_t step)
{
	const struct model_violation *violation = model_violation(model);

	if (violation->property == MODEL_NONE)
		return;
	printf("# %" PRIu64 " breaks P%d: %s\n", step, violation->property, violation->text);
	model_forgive(model);
}

static void take_register(struct model_its_config *hw, uint32_t offset, uint64_t value)
{
	if (offset == GITS_IIDR)
		hw->iidr = (uint32_t)value;
	else if (offset == GITS_TYPER)
		hw->typer = value;
	else if (offset == GITS_PIDR2)
		hw->pidr2 = (uint32_t)value;
	else if (offset >= GITS_BASER && offset < GITS_BASER + 64)
		hw->baser_reset[(offset - GITS_BASER) / 8] = value;
}

static void configure(const char *path)
{
	struct model_its_config *hw = &config.its[0];
	FILE *file = fopen(path, "r");
	uint64_t value;
	uint32_t offset;

	if (!file)
		exit(2);
	config = (struct model_config){.page_size = 4096,
				       .coherent = true,
				       .background = MODEL_HOST,
				       .pool_pa = ARENA_AT,
				       .pool_size = ARENA_BYTES,
				       .its_count = 1};
	hw->processors = MACHINE_CPUS;
	hw->lpi_end = 65536;
	hw->vpe_bits = 16;
	hw->cbaser_sticky = ~UINT64_C(0);
	memset(hw->baser_pages, 7, sizeof(hw->baser_pages));
	memset(hw->baser_sticky, 0xff, sizeof(hw->baser_sticky));
	while (fscanf(file, "%" SCNx32 " %" SCNx64, &offset, &value) == 2)
		take_register(hw, offset, value);
	fclose(file);
}

static struct script *load(const char *path)
{
	static uint64_t buffer[(sizeof(struct script) + SCRIPT_STEPS * sizeof(struct step)) / 8];
	FILE *file = fopen(path, "rb");

	if (!file || !fread(buffer, 8, sizeof(buffer) / 8, file))
		exit(2);
	fclose(file);
	return (struct script *)buffer;
}

int main(int count, char **arguments)
{
	if (count != 3)
		return 2;
	configure(arguments[2]);
	model = model_create(&config);
	if (!model)
		return 2;
	its = model_its_ctx(model, 0);
	arena = itsg_platform_map(model_domain_ctx(model), ARENA_AT, ARENA_BYTES);
	script_run(load(arguments[1]));
	model_destroy(model);
	return 0;
}
