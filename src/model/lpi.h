/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which LPIs are pending where. */
#ifndef MODEL_LPI_H
#define MODEL_LPI_H

#include <stdbool.h>
#include <stdint.h>

struct model;

/* Makes an LPI pending at a CPU, or pending no more. A mediated redistributor may ignore it. */
void model_lpi_set(struct model *model, uint32_t intid, uint32_t cpu, bool pending);
/* If the LPI is pending at CPU from, it becomes pending at CPU to instead. */
void model_lpi_move(struct model *model, uint32_t intid, uint32_t from, uint32_t to);
/* The same for all LPIs. */
void model_lpi_move_all(struct model *model, uint32_t from, uint32_t to);

#endif
