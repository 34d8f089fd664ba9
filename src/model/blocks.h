/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Pool blocks as the library reports them: acquired, cleared, released, first seen. */
#ifndef MODEL_BLOCKS_H
#define MODEL_BLOCKS_H

#include <itsguard/types.h>

#include <stdint.h>

struct model;
struct model_block;
struct model_its;

/* Forgets all blocks. */
void model_blocks_reset(struct model *model);

const char *model_purpose_name(enum itsg_purpose purpose);

/* The library reports these. its: who reports; NULL if it is a redistributor or the domain.
 * What must not be breaks P9. A block that is cleared or released too early breaks P2. */
void model_block_acquire(struct model *model, struct model_its *its,
			 const struct itsg_event *event);
void model_block_clear(struct model *model, const struct itsg_event *event);
void model_block_release(struct model *model, struct model_its *its,
			 const struct itsg_event *event);

/* From now on the hardware can look at the block. The first time it must have been cleared, and
 * must read zero (P5). */
void model_block_show(struct model_its *its, struct model_block *block);

/* Returns the first held block that overlaps [pa, pa + size), or NULL. */
struct model_block *model_block_in(const struct model *model, uint64_t pa, uint64_t size);
/* Forgets a held block without any check, for example because its memory has gone. */
void model_block_drop(struct model *model, struct model_block *block);

#endif
