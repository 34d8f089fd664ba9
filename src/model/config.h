/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a model is made from. Data only. */
#ifndef MODEL_CONFIG_H
#define MODEL_CONFIG_H

#include <itsguard/types.h>

#include <stdbool.h>
#include <stdint.h>

#define MODEL_ITS_MAX 4
#define MODEL_RD_MAX  64

/* The lowest INTID that is an LPI. */
#define MODEL_LPI_FIRST 8192u

enum model_owner {
	MODEL_NOBODY, /* no memory is there */
	MODEL_HOST,
	MODEL_HYP,
	MODEL_GUEST,
	MODEL_MMIO, /* a device's registers; frames of an ITS are host MMIO until donated */
};

struct model_its_config {
	uint64_t base; /* of the frames */
	uint64_t typer;
	uint32_t iidr, pidr2;
	uint64_t baser_reset[8];  /* Type and Entry_Size, and the rest at reset */
	uint8_t baser_pages[8];	  /* bit 0, 1, 2: 4K, 16K, 64K stick */
	uint64_t baser_sticky[8]; /* other bits that can be written */
	uint64_t cbaser_sticky;
	uint32_t processors;
	uint64_t rd_base[MODEL_RD_MAX]; /* for PTA */
	uint32_t lpi_end;		/* first INTID that is no LPI (GICD_TYPER) */
	uint32_t vpe_bits;
	uint32_t bus_bits; /* address bits that its bus carries; 0: all */
};

/* A redistributor that the library mediates. Its number is that of its CPU. */
struct model_rd_config {
	uint64_t base; /* of the RD_base frame */
	uint64_t typer;
	uint32_t ctlr; /* CES and IR */
	uint32_t iidr, pidr2;
	uint64_t sticky;		 /* of PROPBASER and PENDBASER: bits that can be written */
	uint32_t bus_bits;		 /* address bits that its bus carries; 0: all */
	bool stays;			 /* EnableLPIs cannot be cleared */
	uint64_t vpropbaser, vpendbaser; /* what an earlier kernel has left there */
};

struct model_config {
	uint64_t page_size;
	bool coherent;
	/* Host stores pass the caches by. The library sees them only after it has flushed. */
	bool host_uncached;
	enum model_owner background; /* who owns what no range names */
	/* What the library was told to do with memory that the host names and does not own. */
	enum itsg_audit audit;
	uint64_t pa_limit;	     /* the domain's; 0: 2^48 */
	uint64_t pool_pa, pool_size; /* the hypervisor's from the start */
	unsigned int its_count;
	struct model_its_config its[MODEL_ITS_MAX];
	unsigned int rd_count; /* mediated ones; of the others only the LPIs are modelled */
	uint32_t rd_lpi_bits;  /* INTID bits (GICD_TYPER) */
	uint32_t rd_told_bits; /* those that the LPIs need (num_LPIs), for the audit; 0: the same */
	bool rd_own_properties; /* redistributors of one group may differ in PROPBASER */
	struct model_rd_config rd[MODEL_RD_MAX];
};

#endif
