/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the registers of redistributors say by themselves. Nothing here looks at memory. */
#ifndef MODEL_RD_FACTS_H
#define MODEL_RD_FACTS_H

#include "model/state/model.h"

#define MODEL_PENDING_ADDRESS UINT64_C(0x000fffffffff0000)

/* Returns true if it may still access its tables. */
static inline bool model_rd_reads(const struct model_rd *rd)
{
	return rd->enabled || rd->stopping;
}

/* Returns true if, for all that software can tell, it may still access its tables. RWP does not say
 * which write is not complete. While this is true nothing of its own may be touched. */
static inline bool model_rd_live(const struct model_rd *rd)
{
	return rd->enabled || rd->rwp;
}

/* Returns true if CommonLPIAff says that they share one property table. */
static inline bool model_rd_same_group(const struct model_rd *a, const struct model_rd *b)
{
	uint32_t bytes = a->config->typer >> 24 & 3;
	uint64_t differ = (a->config->typer ^ b->config->typer) >> 32;

	return !bytes || differ >> (32 - 8 * bytes) == 0;
}

/* Returns the first INTID that is beyond its tables. */
static inline uint64_t model_rd_lpi_end(const struct model_rd *rd)
{
	uint32_t bits = (uint32_t)(rd->propbaser & 0x1f) + 1,
		 most = rd->ctx.model->config.rd_lpi_bits;

	return (uint64_t)1 << (bits < most ? bits : most);
}

/* Returns the redistributor of that CPU, or NULL if it is not mediated. */
static inline struct model_rd *model_rd_of(struct model *model, uint32_t cpu)
{
	return cpu < model->config.rd_count ? &model->rd[cpu] : NULL;
}

#endif
