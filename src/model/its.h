/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The ITS as a machine: reset and enable. What tests ask of it is in model.h. */
#ifndef MODEL_ITS_H
#define MODEL_ITS_H

struct model;
struct model_its;

/* Makes it an ITS at reset that knows nothing. Keeps the memory of this machine for later use. */
void model_its_reset(struct model *model, unsigned int number);
/* Gives that memory back. */
void model_its_free(struct model_its *its);
/* Enabled is set. If the architecture does not allow that now, P11 is broken and nothing happens.
 * Else the tables are checked and what CWRITER says is published. */
void model_its_enable(struct model_its *its);

#endif
