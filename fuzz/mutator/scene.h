/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Scenes: steps that belong together. */
#ifndef MUTATOR_SCENE_H
#define MUTATOR_SCENE_H

#include "mutator/live.h"

#define SCENE_MAX 96

struct scene {
	struct step steps[SCENE_MAX];
	size_t count;
	struct live live; /* before the scene's next step */
	unsigned int its, cpu;
	struct dice *dice;
};

/* ---- scene.c ---- */

/* Adds steps that are worth doing after what is live in scene->live. */
void scene_any(struct scene *scene);

/* ---- scene_redist.c ---- */

/*
 * Adds steps that a redistributor is given in a row.
 * Requires: the configuration has redistributors mediated.
 */
void scene_redist(struct scene *scene);

/* ---- scene_base.c ---- */

/*
 * Adds the step, on the scene's ITS and CPU, and notes it in scene->live.
 * Returns the step that was added. If the scene is full, nothing is added and the result is a copy.
 */
struct step *scene_add(struct scene *scene, const struct step *step);
/* Adds a step of this kind with operands from the dice. */
void scene_make(struct scene *scene, enum step_kind kind);
/* Adds a step of this kind with count operands: a, b, c. */
void scene_say(struct scene *scene, enum step_kind kind, unsigned int count, uint64_t a, uint64_t b,
	       uint64_t c);
/* Adds a 32-bit register write. */
void scene_write32(struct scene *scene, uint64_t offset, uint64_t value);
/* Adds a 64-bit register write, now and then as two halves. */
void scene_write64(struct scene *scene, uint64_t offset, uint64_t value);
/* Is true one time in n. */
bool scene_maybe(struct scene *scene, unsigned int n);

#endif
