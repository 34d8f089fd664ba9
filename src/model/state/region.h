/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A piece of pool memory. Data only. */
#ifndef MODEL_STATE_REGION_H
#define MODEL_STATE_REGION_H

#include <stdint.h>

#define MODEL_REGIONS 32
#define MODEL_SPARE   32

/* "cpu" is memory as the hypervisor sees it, "hw" as an ITS does. On a coherent system both are the
 * same bytes. */
struct model_region {
	uint64_t pa, size;
	uint64_t room; /* bytes of each array */
	uint8_t *cpu, *hw;
	uint8_t *copy;	   /* hw where ITSs do not snoop; else NULL, or kept for such a use */
	uint8_t *expect;   /* what the ITSs wrote, in blocks they have seen */
	uint32_t *granule; /* for each 256 bytes: index of their block + 1; 0: none */
	unsigned int maps;
};

#endif
