// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Scenes of redistributors: what a driver does in a row, and what it should not do.
 */
#include "mutator/scene.h"

#include "mutator/access.h"

#define RD_CTLR	      0x0
#define RD_TYPER      0x8
#define RD_VIRTUAL    0x20000 /* VLPI_base */
#define RD_PROPBASER  0x70
#define RD_PENDBASER  0x78
#define RD_TYPER_DPGS 0x20
#define RD_DPG	      0x01000000ULL

static void rd_write(struct scene *scene, uint64_t offset, uint64_t size)
{
	struct step step = {.kind = STEP_REDIST, .count = 4, .op = {scene->cpu, offset, size}};

	step.op[3] = access_rd_value(&scene->live, offset, size, scene->dice);
	scene_add(scene, &step);
}

/*
 * Writes CTLR. DPG* go with it or in a write just before, because each write of CTLR has its own
 * RWP.
 */
static void rd_control(struct scene *scene, uint64_t value)
{
	struct step step = {.kind = STEP_REDIST, .count = 4, .op = {scene->cpu, RD_CTLR, 4, value}};
	unsigned int looks = dice_below(scene->dice, 3);

	if (scene->live.config->rd_typer & RD_TYPER_DPGS && scene_maybe(scene, 3)) {
		step.op[3] = 1 - value + dice_below(scene->dice, 8) * RD_DPG;
		scene_add(scene, &step);
		step.op[3] = value + dice_below(scene->dice, 8) * RD_DPG;
	}
	scene_add(scene, &step);
	for (; looks; looks--) {
		if (!scene->live.config->automatic)
			scene_make(scene, STEP_HARDWARE);
		scene_say(scene, STEP_REDIST_READ, 3, scene->cpu, RD_CTLR, 4);
	}
}

static void rd_set_up(struct scene *scene)
{
	if (!scene_maybe(scene, 8))
		rd_write(scene, RD_PROPBASER, 8);
	if (!scene_maybe(scene, 8))
		rd_write(scene, RD_PENDBASER, 8);
	rd_control(scene, 1);
	if (scene_maybe(scene, 4))
		rd_control(scene, 1);
}

static void rd_off_and_on(struct scene *scene)
{
	rd_control(scene, 0);
	if (scene_maybe(scene, 3))
		rd_write(scene, RD_PROPBASER, 8);
	if (scene_maybe(scene, 3))
		rd_write(scene, RD_PENDBASER, 8);
	if (scene_maybe(scene, 4))
		scene_make(scene, STEP_MOVE);
	if (scene_maybe(scene, 3))
		scene_say(scene, STEP_REDIST_POWERLOST, 1, scene->cpu, 0, 0);
	if (!scene_maybe(scene, 4))
		rd_control(scene, 1);
}

/* All redistributors of a group, with the tables of the first one. */
static void rd_all(struct scene *scene)
{
	struct step table = {.kind = STEP_REDIST, .count = 4, .op = {0, RD_PROPBASER, 8}};
	unsigned int cpus = (unsigned int)least_of(scene->live.config->cpus, 4);

	table.op[3] = access_rd_value(&scene->live, RD_PROPBASER, 8, scene->dice);
	for (scene->cpu = 0; scene->cpu < cpus; scene->cpu++) {
		table.op[0] = scene->cpu;
		scene_add(scene, &table);
		rd_write(scene, RD_PENDBASER, 8);
		rd_control(scene, 1);
	}
	scene->cpu = dice_below(scene->dice, cpus);
	rd_control(scene, 0);
}

static void rd_invalidate(struct scene *scene)
{
	static const uint8_t offsets[] = {0xa0, 0xa0, 0xb0, 0x40, 0x48};
	unsigned int n = dice_few(scene->dice, 4);

	for (; n; n--)
		rd_write(scene, DICE_OF(scene->dice, offsets), scene_maybe(scene, 4) ? 4 : 8);
	if (scene_maybe(scene, 4))
		scene_say(scene, STEP_REDIST_POWERLOST, 1, scene->cpu, 0, 0);
	if (scene_maybe(scene, 3))
		scene_say(scene, STEP_REDIST_READ, 3, scene->cpu, 0xc0, 4);
}

/* Reads the registers of both frames, as a driver does to find out what there is. */
static void rd_identify(struct scene *scene)
{
	unsigned int frame;

	for (frame = 0; frame <= RD_VIRTUAL; frame += RD_VIRTUAL) {
		scene_say(scene, STEP_REDIST_READ, 3, scene->cpu, frame + RD_TYPER, 8);
		scene_say(scene, STEP_REDIST_READ, 3, scene->cpu, frame + RD_CTLR, 4);
	}
}

void scene_redist(struct scene *scene)
{
	static void (*const kinds[])(struct scene *) = {
		rd_set_up, rd_off_and_on, rd_all, rd_invalidate, rd_invalidate, rd_identify,
	};

	if (!scene->live.properties && !scene_maybe(scene, 4))
		(scene_maybe(scene, 2) ? rd_all : rd_set_up)(scene);
	else
		DICE_OF(scene->dice, kinds)(scene);
}
