/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The checks between calls of the library. P1, P2, P5, P11 and most of P4 and P9 are noticed where
 * they are broken. P6, P7 and P8 depend on what was asked for. They are checked outside, by way of
 * model_break.
 */
#include <inttypes.h>

#include "model/blocks.h"
#include "model/its_facts.h"
#include "model/memory.h"
#include "model/model.h"
#include "model/rd_facts.h"
#include "model/ring.h"
#include "model/threads.h"
#include "model/violation.h"

static void check_locks(struct model *model)
{
	unsigned int i;

	if (model->domain.locked)
		model_break(model, MODEL_P10, "the domain lock is still held");
	for (i = 0; i < model->config.its_count; i++) {
		if (model->its[i].ctx.locked)
			model_break(model, MODEL_P10, "the lock of ITS%u is still held", i);
	}
	for (i = 0; i < model->config.rd_count; i++) {
		if (model->rd[i].ctx.locked)
			model_break(model, MODEL_P10, "the lock of RD%u is still held", i);
	}
}

void model_check(struct model *model, uint64_t claimed)
{
	uint64_t pinned = model->memory.pinned * MODEL_PAGE;
	unsigned int i;

	model_enter(model);
	check_locks(model);
	for (i = 0; i < model->config.its_count; i++)
		model_ring_check(&model->its[i]);
	if (claimed * model->config.page_size != pinned)
		model_break(model, MODEL_P9,
			    "%" PRIu64 " pages are claimed, there are pins for %" PRIu64, claimed,
			    pinned / model->config.page_size);
	model_leave(model);
}

static void check_page_returned(struct model *model, const struct model_page *page)
{
	uint64_t pa = page->pfn * MODEL_PAGE;

	if (page->owner != page->home)
		model_break(model, MODEL_P9, "page %#" PRIx64 " is not back: owner %d, not %d", pa,
			    page->owner, page->home);
	if (page->pins || page->shares || page->shared != page->home_shared)
		model_break(model, MODEL_P9, "page %#" PRIx64 " is left with %u pins, shared %d",
			    pa, page->pins, page->shared);
}

static void check_its_returned(struct model *model, const struct model_its *its)
{
	unsigned int n;

	if (its->cbaser >> 63) /* always so while it is enabled or not quiescent */
		model_break(model, MODEL_P9, "ITS%u is left with CBASER Valid%s", its->number,
			    model_its_live(its) ? ", and not off" : "");
	for (n = 0; n < 8; n++) {
		if (its->baser[n] >> 63)
			model_break(model, MODEL_P9, "ITS%u is left with BASER%u Valid",
				    its->number, n);
	}
}

static void check_rd_returned(struct model *model, const struct model_rd *rd)
{
	if (model_rd_live(rd) || rd->propbaser || rd->pendbaser)
		model_break(model, MODEL_P9, "RD%u is left with addresses in it", rd->number);
}

static void check_blocks_returned(struct model *model)
{
	const struct model_blocks *blocks = &model->blocks;
	size_t n = 0;

	if (!blocks->held)
		return;
	while (!blocks->block[n].held)
		n++;
	model_break(model, MODEL_P9,
		    "%zu block%s still held, the first %#" PRIx64 "+%#" PRIx64 " (%s)",
		    blocks->held, blocks->held == 1 ? " is" : "s are", blocks->block[n].pa,
		    blocks->block[n].size, model_purpose_name(blocks->block[n].purpose));
}

void model_check_returned(struct model *model)
{
	unsigned int i;
	size_t n;

	check_locks(model);
	check_blocks_returned(model);
	for (n = 0; n < model->memory.page_count; n++)
		check_page_returned(model, model_page_nth(model, n));
	for (i = 0; i < model->config.its_count; i++)
		check_its_returned(model, &model->its[i]);
	for (i = 0; i < model->config.rd_count; i++)
		check_rd_returned(model, &model->rd[i]);
}
