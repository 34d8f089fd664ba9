/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the registers of one ITS say by themselves. Nothing here looks at memory. */
#ifndef MODEL_ITS_FACTS_H
#define MODEL_ITS_FACTS_H

#include "model/bytes.h"
#include "model/config.h"
#include "model/state/its.h"

/* A field of GITS_TYPER. */
MODEL_INLINE uint64_t model_typer(const struct model_its *its, unsigned int shift,
				  unsigned int bits)
{
	return (its->config->typer >> shift) & (((uint64_t)1 << bits) - 1);
}

MODEL_INLINE uint32_t model_ite_bytes(const struct model_its *its)
{
	return (uint32_t)model_typer(its, 4, 4) + 1;
}

/* How many collections the ITS holds inside. */
static inline uint32_t model_hcc(const struct model_its *its)
{
	return (uint32_t)model_typer(its, 24, 8);
}

/* Returns true if RDbase is an address, false if it is a processor number. */
static inline bool model_pta(const struct model_its *its)
{
	return model_typer(its, 19, 1);
}

/* Returns true if the ITS may still access memory: enabled, or disabled and not yet quiescent. */
static inline bool model_its_live(const struct model_its *its)
{
	return its->enabled || !its->quiescent;
}

static inline uint64_t model_ring_base(const struct model_its *its)
{
	return its->cbaser & UINT64_C(0x000ffffffffff000);
}

static inline uint32_t model_ring_bytes(const struct model_its *its)
{
	return ((uint32_t)(its->cbaser & 0xff) + 1) * 4096;
}

#endif
