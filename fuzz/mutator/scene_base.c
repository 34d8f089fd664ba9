// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What scenes are made of: one step, one register write, one decision.
 */
#include "mutator/scene.h"

#include "mutator/live.h"
#include "mutator/step.h"

struct step *scene_add(struct scene *scene, const struct step *step)
{
	static struct step none;

	if (scene->count == SCENE_MAX) {
		none = *step;
		return &none;
	}
	scene->steps[scene->count] = *step;
	scene->steps[scene->count].its = (uint8_t)scene->its;
	scene->steps[scene->count].cpu = (uint8_t)scene->cpu;
	live_note(&scene->live, step);
	return &scene->steps[scene->count++];
}

void scene_make(struct scene *scene, enum step_kind kind)
{
	struct step step;

	step_make(&step, kind, &scene->live, scene->its, scene->dice);
	scene_add(scene, &step);
}

void scene_say(struct scene *scene, enum step_kind kind, unsigned int count, uint64_t a, uint64_t b,
	       uint64_t c)
{
	struct step step = {.kind = (uint8_t)kind,
			    .its = (uint8_t)scene->its,
			    .count = (uint8_t)count,
			    .op = {a, b, c}};

	scene_add(scene, &step);
}

void scene_write32(struct scene *scene, uint64_t offset, uint64_t value)
{
	scene_say(scene, STEP_WRITE, 3, offset, 4, value & 0xffffffff);
}

void scene_write64(struct scene *scene, uint64_t offset, uint64_t value)
{
	if (dice_one_in(scene->dice, 10)) {
		scene_write32(scene, offset + 4, value >> 32);
		scene_write32(scene, offset, value);
	} else {
		scene_say(scene, STEP_WRITE, 3, offset, 8, value);
	}
}

bool scene_maybe(struct scene *scene, unsigned int n)
{
	return dice_one_in(scene->dice, n);
}
