/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Redistributors that are mediated: what they do to memory. */
#ifndef MODEL_REDIST_H
#define MODEL_REDIST_H

#include <stdbool.h>
#include <stdint.h>

struct itsg_event;
struct model;
struct model_rd;

/* Makes it one that was just reset. */
void model_rd_reset(struct model *model, unsigned int number);
/* EnableLPIs is set. Checks the tables and reads the pending table (P1, P5, P11). */
void model_rd_enable(struct model_rd *rd);
/* An LPI becomes pending there, or is pending no more: sets its bit in the pending table.
 * Returns false if the redistributor ignored it. */
bool model_rd_lpi(struct model_rd *rd, uint32_t intid, bool pending);
/* A host page has lost a pin. If a redistributor still reads the page, that breaks P2. */
void model_rd_page_dropped(struct model *model, uint64_t pa);
/* A block event that the library reports with this redistributor's ctx. */
void model_rd_block_event(struct model_rd *rd, const struct itsg_event *event);

#endif
