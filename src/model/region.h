/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Pool memory in one piece, for which the library gets a pointer. */
#ifndef MODEL_REGION_H
#define MODEL_REGION_H

#include <stdbool.h>
#include <stdint.h>

struct model;

/* Makes the configuration's pool anew, filled with junk, and drops all other regions.
 * Returns false if this machine has no memory. */
bool model_regions_reset(struct model *model);
/* Gives the memory of all regions back. */
void model_regions_free(struct model *model);

/* Maps memory that the hypervisor owns. Makes a region if the address is in none.
 * Returns the hypervisor's pointer, or NULL if that cannot be. */
void *model_region_map(struct model *model, uint64_t pa, uint64_t size);
/* Undoes a map. A top-up that is mapped no more is no region any longer.
 * Returns false if there is no such mapping. */
bool model_region_unmap(struct model *model, const void *va, uint64_t pa, uint64_t size);
/* Lets ITSs that do not snoop see these bytes, by whole cache lines.
 * Returns false if the bytes are not all in one region. */
bool model_region_clean(struct model *model, const void *va, uint64_t size);

#endif
