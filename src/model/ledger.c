/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The reference ledger, with pKVM's rules. Each call first asks every page of the range. It changes
 * a page only after all of them have agreed.
 */
#include <itsguard/ledger.h>

#include "model/audit.h"
#include "model/blocks.h"
#include "model/bytes.h"
#include "model/fail.h"
#include "model/lookup.h"
#include "model/memory.h"
#include "model/model.h"
#include "model/redist.h"
#include "model/tasks.h"
#include "model/threads.h"
#include "model/violation.h"

enum op {
	OP_DONATE,
	OP_RETURN,
	OP_SHARE,
	OP_UNSHARE,
	OP_PIN,
	OP_UNPIN,
	OP_DONATE_MMIO,
	OP_RETURN_MMIO,
	OP_HOST_GUEST, /* from here on: the host's own hypercalls */
	OP_HOST_HYP,
	OP_HOST_RECLAIM,
	OP_HOST_SHARE,
	OP_HOST_UNSHARE,
};

static bool exclusive(const struct model_page *page)
{
	return page->owner == MODEL_HOST && !page->shared && !page->pins;
}

static bool reclaimable(const struct model *model, const struct model_page *page)
{
	if (page->owner == MODEL_GUEST)
		return true;
	return page->owner == MODEL_HYP && page->lent &&
	       !model_region_at(model, page->pfn * MODEL_PAGE);
}

static bool allowed(const struct model *model, enum op op, const struct model_page *page)
{
	switch (op) {
	case OP_DONATE:
	case OP_SHARE:
	case OP_HOST_GUEST:
	case OP_HOST_HYP:
	case OP_HOST_SHARE: return exclusive(page);
	case OP_RETURN: return page->owner == MODEL_HYP && !page->mmio;
	case OP_UNSHARE: return page->shares && !page->pins;
	case OP_HOST_UNSHARE: return page->owner == MODEL_HOST && page->shared && !page->pins;
	case OP_PIN: return page->owner == MODEL_HOST && page->shared;
	case OP_UNPIN: return page->pins > 0;
	case OP_DONATE_MMIO: return page->owner == MODEL_MMIO;
	case OP_RETURN_MMIO: return page->owner == MODEL_HYP && page->mmio;
	case OP_HOST_RECLAIM: return reclaimable(model, page);
	}
	return false;
}

/* The host gives the page by itself, so it stays so when the library is gone. */
static void give(struct model_page *page, enum model_owner owner)
{
	page->lent = owner == MODEL_HYP;
	page->owner = owner;
	page->home = owner;
}

static void apply(struct model *model, enum op op, struct model_page *page)
{
	switch (op) {
	case OP_DONATE:
	case OP_DONATE_MMIO:
		page->owner = MODEL_HYP;
		page->mapped = page->unclean = false;
		break;
	case OP_RETURN: page->owner = MODEL_HOST; break;
	case OP_RETURN_MMIO: page->owner = MODEL_MMIO; break;
	case OP_SHARE:
		page->shared = true;
		page->shares++;
		break;
	case OP_UNSHARE: /* what the host itself has shared before stays shared */
		page->shared = page->home_shared;
		page->shares--;
		break;
	case OP_PIN:
		page->pins++;
		model->memory.pinned++;
		break;
	case OP_UNPIN:
		page->pins--;
		model->memory.pinned--;
		model_rd_page_dropped(model, page->pfn * MODEL_PAGE);
		break;
	case OP_HOST_GUEST: give(page, MODEL_GUEST); break;
	case OP_HOST_HYP: give(page, MODEL_HYP); break;
	case OP_HOST_RECLAIM: give(page, MODEL_HOST); break;
	case OP_HOST_SHARE: page->shared = page->home_shared = true; break;
	case OP_HOST_UNSHARE: page->shared = page->home_shared = false; break;
	}
}

static bool whole_range(struct model *model, enum op op, uint64_t pa, uint64_t size)
{
	uint64_t at;

	for (at = 0; at < size; at += MODEL_PAGE) {
		if (!allowed(model, op, model_page_get(model, pa + at)))
			return false;
	}
	for (at = 0; at < size; at += MODEL_PAGE)
		apply(model, op, model_page_get(model, pa + at));
	return true;
}

bool model_move(struct model *model, uint64_t pa, uint64_t size, enum model_move move)
{
	static const enum op ops[] = {
		[MODEL_TO_GUEST] = OP_HOST_GUEST,  [MODEL_TO_HYP] = OP_HOST_HYP,
		[MODEL_TO_HOST] = OP_HOST_RECLAIM, [MODEL_SHARE] = OP_HOST_SHARE,
		[MODEL_UNSHARE] = OP_HOST_UNSHARE,
	};
	uint64_t mask = model->config.page_size - 1;
	bool moved;

	if (!size || (pa & mask) || (size & mask) || pa + size < pa || pa + size > MODEL_PA_END)
		return false;
	model_enter(model);
	moved = whole_range(model, ops[move], pa, size);
	model_leave(model);
	return moved;
}

static bool page_reads_zero(const struct model *model, const struct model_page *page)
{
	uint64_t pa = page->pfn * MODEL_PAGE;
	const struct model_region *region = model_region_at(model, pa);

	if (region)
		return model_reads_zero(region->cpu + (pa - region->pa), MODEL_PAGE);
	return !page->data || model_reads_zero(page->data, MODEL_PAGE);
}

/* The library may have written to a page that it had mapped.
 * Such a page goes back zeroed and cleaned. */
static void check_page_return(struct model *model, uint64_t pa)
{
	const struct model_page *page = model_page_get(model, pa);

	if (!page->mapped)
		return;
	if (!page_reads_zero(model, page))
		model_break(model, MODEL_P9, "page %#llx is given back and not zero",
			    (unsigned long long)pa);
	if (page->unclean)
		model_break(model, MODEL_P9, "page %#llx is given back and was not cleaned",
			    (unsigned long long)pa);
}

static void check_return(struct model *model, uint64_t pa, uint64_t size)
{
	const struct model_block *block = model_block_in(model, pa, size);
	uint64_t at;

	if (block)
		model_break(model, MODEL_P2, "pages %#llx are given back with block %#llx held",
			    (unsigned long long)pa, (unsigned long long)block->pa);
	for (at = 0; at < size; at += MODEL_PAGE)
		check_page_return(model, pa + at);
}

static bool keeps_contract(struct model *model, uint64_t pa, uint64_t size)
{
	uint64_t mask = model->config.page_size - 1;

	if (size && !(pa & mask) && !(size & mask) && pa + size > pa)
		return true;
	model_break(model, MODEL_P9, "ledger called with %#llx+%#llx, not whole pages",
		    (unsigned long long)pa, (unsigned long long)size);
	return false;
}

/* A host's property table may lie in pages that are shared already: those of its queue or of
 * another table. To share them again would be refused. */
static void check_share(struct model *model, uint64_t pa)
{
	if (pa < MODEL_PA_END && model_page_get(model, pa)->shares)
		model_break(model, MODEL_P6,
			    "page %#llx of a property table is shared again, and would be refused",
			    (unsigned long long)pa);
}

/* An ITS pins only the pages of its staging queue. No page may be in the queues of two ITSs. */
static void note_queue(struct model *model, enum op op, unsigned int its, uint64_t pa,
		       uint64_t size)
{
	uint64_t end = pa + size;

	for (; pa < end; pa += MODEL_PAGE) {
		struct model_page *page = model_page_get(model, pa);

		if (page->queue && page->queue != its + 1)
			model_break(model, MODEL_P9,
				    "page %#llx is in the queues of ITS%u and ITS%u",
				    (unsigned long long)pa, page->queue - 1, its);
		page->queue = op == OP_PIN ? its + 1 : 0;
	}
}

static enum itsg_status decide(struct model_ctx *ctx, enum op op, uint64_t pa, uint64_t size)
{
	struct model *model = ctx->model;

	if (!keeps_contract(model, pa, size) || model_must_fail(model))
		return ITSG_LEDGER;
	if (op == OP_SHARE && ctx->rd)
		check_share(model, pa);
	if (pa + size > MODEL_PA_END || !whole_range(model, op, pa, size))
		return ITSG_LEDGER;
	if (op == OP_RETURN)
		check_return(model, pa, size);
	if ((op == OP_PIN || op == OP_UNPIN) && ctx->its)
		note_queue(model, op, ctx->its->number, pa, size);
	return ITSG_OK;
}

/* A pin comes with a share, so its pages are counted once. */
static bool moves_pages(enum op op)
{
	return op != OP_PIN && op != OP_UNPIN;
}

static enum itsg_status ledger_call(void *ctx, enum op op, uint64_t pa, uint64_t size)
{
	struct model *model = ((struct model_ctx *)ctx)->model;
	struct model_spent *spent = &((struct model_ctx *)ctx)->spent;
	enum itsg_status status;

	model_point(model);
	model_enter(model);
	status = decide(ctx, op, pa, size);
	if (status == ITSG_OK && moves_pages(op))
		spent->pages += size / model->config.page_size;
	model_leave(model);
	return status;
}

/* A question can be made to fail where that has an effect for the host: with REFUSE. */
static enum itsg_status whose(struct model *model, uint64_t pa, uint64_t size)
{
	enum model_owner owner;

	if (!keeps_contract(model, pa, size) ||
	    (model->config.audit == ITSG_AUDIT_REFUSE && model_must_fail(model)))
		return ITSG_LEDGER;
	if (model->answer != ITSG_OK)
		return model->answer;
	owner = model_owner_of_all(model, pa, size);
	if (owner == MODEL_HOST)
		return ITSG_OK;
	return owner == MODEL_NOBODY || owner == MODEL_MMIO ? ITSG_INVALID : ITSG_LEDGER;
}

/* An embedder that cannot say says nothing against it, unless what is unknown is refused. */
static bool is_silence(const struct model *model, enum itsg_status status)
{
	return status == ITSG_UNSUPPORTED && model->config.audit != ITSG_AUDIT_REFUSE;
}

void model_answer(struct model *model, enum itsg_status status)
{
	model->answer = status;
}

enum itsg_status itsg_ledger_is_host(void *ctx, itsg_pa pa, uint64_t size)
{
	struct model *model = ((struct model_ctx *)ctx)->model;
	enum itsg_status status;

	model_point(model);
	model_enter(model);
	if (model_held(model)->domain)
		model_break(model, MODEL_P10, "the ledger is asked with the domain's lock held");
	status = whose(model, pa, size);
	model_audit_asked(ctx, pa, size, status != ITSG_OK && !is_silence(model, status));
	model_leave(model);
	return status;
}

enum itsg_status itsg_ledger_host_donate_hyp(void *ctx, itsg_pa pa, uint64_t size)
{
	return ledger_call(ctx, OP_DONATE, pa, size);
}

enum itsg_status itsg_ledger_hyp_donate_host(void *ctx, itsg_pa pa, uint64_t size)
{
	return ledger_call(ctx, OP_RETURN, pa, size);
}

enum itsg_status itsg_ledger_host_share_hyp(void *ctx, itsg_pa pa, uint64_t size)
{
	return ledger_call(ctx, OP_SHARE, pa, size);
}

enum itsg_status itsg_ledger_host_unshare_hyp(void *ctx, itsg_pa pa, uint64_t size)
{
	return ledger_call(ctx, OP_UNSHARE, pa, size);
}

enum itsg_status itsg_ledger_pin(void *ctx, itsg_pa pa, uint64_t size)
{
	return ledger_call(ctx, OP_PIN, pa, size);
}

enum itsg_status itsg_ledger_unpin(void *ctx, itsg_pa pa, uint64_t size)
{
	return ledger_call(ctx, OP_UNPIN, pa, size);
}

enum itsg_status itsg_ledger_host_donate_hyp_mmio(void *ctx, itsg_pa pa, uint64_t size)
{
	return ledger_call(ctx, OP_DONATE_MMIO, pa, size);
}

enum itsg_status itsg_ledger_hyp_donate_host_mmio(void *ctx, itsg_pa pa, uint64_t size)
{
	return ledger_call(ctx, OP_RETURN_MMIO, pa, size);
}
