/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The command queue as the hardware reads it. Slots that are published are the hardware's: a copy
 * of them is kept, and memory is compared with it (P4).
 */
#ifndef MODEL_RING_H
#define MODEL_RING_H

#include <stdint.h>

struct model_its;

/* Hands the slots up to this position to the hardware. */
void model_ring_publish(struct model_its *its, uint32_t to);
/* Reads the slot at CREADR as the hardware does. Requires: it is published. */
void model_ring_fetch(struct model_its *its, uint64_t dw[4]);
/* Moves CREADR past the slot there. Requires: its command was executed. */
void model_ring_retire(struct model_its *its);
/* Takes back all that is published, and sets CREADR to 0. */
void model_ring_restart(struct model_its *its);
/* Checks that all slots in flight are as they were when they were published. */
void model_ring_check(struct model_its *its);

#endif
