/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which blocks the hardware still needs. */
#ifndef MODEL_BUSY_H
#define MODEL_BUSY_H

struct model_block;

/* Returns why the hardware still needs the block, or NULL if it does not. */
const char *model_block_busy(const struct model_block *block);

#endif
