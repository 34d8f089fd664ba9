/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The properties that the model watches, and the first one that was found broken. */
#ifndef MODEL_VIOLATION_H
#define MODEL_VIOLATION_H

struct model;

enum model_property {
	MODEL_NONE,
	MODEL_P1,
	MODEL_P2,
	MODEL_P3,
	MODEL_P4,
	MODEL_P5,
	MODEL_P6,
	MODEL_P7,
	MODEL_P8,
	MODEL_P9,
	MODEL_P10,
	MODEL_P11,
	MODEL_P12,
};

struct model_violation {
	enum model_property property; /* MODEL_NONE: nothing is broken */
	char text[200];
};

/* Returns the first property that was found broken. */
const struct model_violation *model_violation(const struct model *model);
/* Forgets the violation, so that the next one is kept. */
void model_forgive(struct model *model);
/* Records that a property is broken. Only the first violation is kept. Checks outside of the model
 * call it too. Locks: the model's own, inside. */
__attribute__((format(printf, 3, 4))) void model_break(struct model *model,
						       enum model_property property,
						       const char *format, ...);

#endif
